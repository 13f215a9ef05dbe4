"""What differs between two versions of a procedure: part by part, in words.

Each version is a list of `Part`s, in the order in which people read them. Parts are
known again by section and key, so what was moved or renamed is the same part.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, DROPPED, CHANGED = "same", "added", "dropped", "changed"
#: A word with the blanks after it, so that nothing is lost when marks are joined.
_WORDS = re.compile(r"\S+\s*|\s+")
#: So many pairs of words are compared, a moment's work; what is longer differs whole.
_MOST_PAIRS = 4_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a version says: `value` in words, "" where it says nothing.

    `key` knows what it is about again in the other version, within its `section`
    (the code of a paper), and `title` names that; `label` is what is said of it, ""
    where there is one thing only.
    """

    section: str
    key: tuple | str
    title: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """What differs; `kind` is added, dropped or changed.

    `before` and `after` are tuples of (mark, words), mark being same, dropped (only in
    `before`) or added (only in `after`); joined, the words are the text.
    """

    section: str
    label: str
    kind: str
    before: tuple = ()
    after: tuple = ()


def difference(before, after):
    """Return the `Row`s of two versions, in the order of the later one.

    What was dropped stands after what it stood behind in the earlier version. What is
    in one version only is one row, with all that is said of it.
    """
    old, new = _by_place(before), _by_place(after)
    rows = []
    for place in _places(list(old), list(new)):
        if place in old and place in new:
            rows += _changed(old[place], new[place])
        elif place in new:
            rows.append(_whole(new[place], ADDED))
        else:
            rows.append(_whole(old[place], DROPPED))
    return rows


def words_marked(before, after):
    """Return (before, after) as tuples of (mark, words); see `Row`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > _MOST_PAIRS:
        return ((DROPPED, before),), ((ADDED, after),)
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    left, right = [], []
    for kind, first, last, start, end in matcher.get_opcodes():
        same = kind == "equal"
        _mark(left, SAME if same else DROPPED, old[first:last])
        _mark(right, SAME if same else ADDED, new[start:end])
    return tuple(left), tuple(right)


def _bare(words):
    # A line broken elsewhere is no other wording.
    return [word.strip() for word in words]


def _mark(marked, mark, words):
    if words:
        marked.append((mark, "".join(words)))


def _by_place(parts):
    """{(section, key): its parts by label}, in order."""
    places = {}
    for part in parts:
        places.setdefault((part.section, part.key), {})[part.label] = part
    return places


def _places(old, new):
    """The places of both: the new ones in order, each dropped one after its neighbour."""
    places, last = list(new), None
    for place in old:
        if place not in new:
            beside = last in places and last[0] == place[0]
            at = places.index(last) + 1 if beside else _begin(places, place)
            places.insert(at, place)
        last = place
    return places


def _begin(places, place):
    """Where the section of a place begins; the end where there is none such."""
    sections = [section for section, _key in places]
    return sections.index(place[0]) if place[0] in sections else len(places)


def _changed(old, new):
    """The rows of what is in both, one for each thing that is said otherwise."""
    for label in dict.fromkeys((*new, *old)):
        part = new.get(label) or old[label]
        before, after = (one[label].value if label in one else "" for one in (old, new))
        if before.split() == after.split():
            continue
        name = f"{part.title}: {label}" if label else part.title
        yield Row(part.section, name, CHANGED, *words_marked(before, after))


def _whole(parts, mark):
    """The row of what is in one version only."""
    first = next(iter(parts.values()))
    said = [
        f"{part.label}: {part.value}" if part.label else part.value
        for part in parts.values()
        if part.value
    ]
    marked = ((mark, "\n".join(said)),) if said else ()
    sides = {"after" if mark == ADDED else "before": marked}
    return Row(first.section, first.title, mark, **sides)
