"""What a question to the catalogue asks for, in words that can be looked up."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from .plain_text import plain

#: More words than this no question has that somebody typed.
MOST_WORDS = 24
#: Slips are looked for in so many places of a question: each costs a look-up.
MOST_SLIPS = 4
#: One word alone is often another one without its accents: two together weigh more.
WORD_WEIGHT = 0.4
PAIR_WEIGHT = 1.0
#: A word that was understood as something else may still mean what it says.
UNDERSTOOD_WEIGHT = 0.1
#: From this length on a phrase with a slip is told from another phrase.
LONG_ENOUGH = 7

_SIGNS = re.compile(r"[^\w.]+|_|\.(?!\d)|(?<!\d)\.")
# bác sĩ or bác sỹ, liệt sĩ or liệt sỹ: both are right.
_LAST_Y = re.compile(r"(?<=[bcdghklmnpqrstvx])y\b")


def searchable(text):
    """Plain words of a text, spelt one way, with single blanks between them.

    "Thân nhân liệt sỹ (1.010801)" becomes "than nhan liet si 1.010801".
    """
    return " ".join(_LAST_Y.sub("i", _SIGNS.sub(" ", plain(text))).split())


def phrases(text):
    """The phrases of a text that separates them by commas, searchable.

    :return: a list without repetitions and empty ones
    """
    found = (searchable(part) for part in (text or "").split(","))
    return list(dict.fromkeys(phrase for phrase in found if phrase))


@dataclass(frozen=True)
class Meaning:
    """A phrase people use that was met in a question.

    `means`: phrases of the catalogue; none where it says nothing of the matter.
    `likeness`: 1 where the phrase stands there as it is, less with a slip.
    """

    phrase: str
    means: tuple
    likeness: float = 1.0


@dataclass
class Terms:
    """What to look up: weights of `words` and of `pairs` of words that stand together.

    `slips`: an unknown word with its neighbours, by the word.
    """

    words: dict = field(default_factory=dict)
    pairs: dict = field(default_factory=dict)
    slips: dict = field(default_factory=dict)

    def add_word(self, word, weight=WORD_WEIGHT):
        self.words[word] = max(weight, self.words.get(word, 0))

    def add_pair(self, pair, weight=PAIR_WEIGHT):
        key = " ".join(pair)
        self.pairs[key] = max(weight, self.pairs.get(key, 0))

    def add_phrase(self, phrase, share=1.0):
        words = phrase.split()
        for word in words:
            self.add_word(word, WORD_WEIGHT * share)
        for pair in pairwise(words):
            self.add_pair(pair, PAIR_WEIGHT * share)

    def word_of(self, pair):
        """A word of the pair that is looked up too."""
        return next(word for word in pair.split() if word in self.words)


def search_terms(question, meanings):
    """What to look up for a question.

    :param str question: searchable words
    :param meanings: `Meaning`s of phrases that stand in it, in any order
    :return: `Terms`
    """
    words = question.split()[:MOST_WORDS]
    terms = Terms()
    taken, empty = _apply(words, meanings, terms)
    for at, word in enumerate(words):
        if at not in empty:
            terms.add_word(word, UNDERSTOOD_WEIGHT if at in taken else WORD_WEIGHT)
    for at, pair in enumerate(pairwise(words)):
        if not {at, at + 1} <= empty:
            terms.add_pair(pair)
    said = [at for at in range(len(words)) if at not in empty]
    unknown = [at for at in said if at not in taken]
    for at in unknown[:MOST_SLIPS]:
        beside = [one for one in said if abs(one - at) <= 1]
        terms.slips[words[at]] = " ".join(words[one] for one in beside)
    return terms


def _apply(words, meanings, terms):
    """Add what the question means; the longest phrase that stands there wins.

    :return: the places of words that were understood, and of those that say nothing
    """
    taken, empty = set(), set()
    exact = {}
    for meaning in meanings:
        if meaning.likeness == 1:
            exact.setdefault(meaning.phrase, []).extend(meaning.means)
        elif len(meaning.phrase) >= LONG_ENOUGH:
            for phrase in meaning.means:
                terms.add_phrase(phrase, meaning.likeness**2)
    for phrase in sorted(exact, key=lambda one: -len(one.split())):
        stands = [one for one in _places(words, phrase.split()) if not one & taken]
        taken.update(*stands)
        if stands and not exact[phrase]:
            empty.update(*stands)
        for means in exact[phrase] if stands else ():
            terms.add_phrase(means)
    return taken, empty


def _places(words, phrase):
    """Where a phrase stands among words: sets of places."""
    length = len(phrase)
    return [
        set(range(at, at + length))
        for at in range(len(words) - length + 1)
        if words[at : at + length] == phrase
    ]
