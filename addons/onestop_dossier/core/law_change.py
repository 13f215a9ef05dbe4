"""Who gains and who loses by a newer version of a procedure, and by what."""

from dataclasses import dataclass
from datetime import datetime

#: What a newer version may change for a person, for the better and for the worse.
BETTER = ("sooner", "cheaper", "fewer_papers")
WORSE = ("later", "dearer", "more_papers", "case_gone")
#: What nobody can compare before the counter has said how much it comes to.
UNCLEAR = ("fees_unclear",)
GAINS, LOSES, BOTH, UNKNOWN, SAME = VERDICTS = (
    *("gains", "loses", "both", "unknown", "same"),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version promises a person, and asks of them.

    `due`: when the result is due, or None without a term; `amount`: what the fees and
    charges come to, one piece of each; `stated`: what tells those from each other of
    which the counter says how many or how much; `papers`: codes of the papers that are
    asked for and not there; `has_case`: whether the version knows the person's case at
    all.
    """

    due: datetime | None = None
    amount: float = 0
    papers: frozenset = frozenset()
    has_case: bool = True
    stated: frozenset = frozenset()


def effects(before, after):
    """Return what changes for the person: codes of `BETTER`, `WORSE`, `UNCLEAR`, in order.

    A term is better than none: without one nobody need be told a date.
    """
    if not after.has_case:
        return ("case_gone",)
    found = (
        *_compared(_far(before.due), _far(after.due), "sooner", "later"),
        *_fees(before, after),
        "fewer_papers" if before.papers - after.papers else None,
        "more_papers" if after.papers - before.papers else None,
    )
    return tuple(effect for effect in found if effect)


def verdict(found):
    """Return `GAINS`, `LOSES`, `BOTH`, `UNKNOWN` or `SAME` of effects."""
    better = any(effect in BETTER for effect in found)
    worse = any(effect in WORSE for effect in found)
    if better and worse:
        return BOTH
    if not worse and any(effect in UNCLEAR for effect in found):
        return UNKNOWN
    return GAINS if better else LOSES if worse else SAME


def _fees(before, after):
    if before.stated != after.stated:
        return UNCLEAR
    return _compared(before.amount, after.amount, "cheaper", "dearer")


def _far(due):
    return (due is None, due and due.timestamp() or 0)


def _compared(before, after, less, more):
    return (less if after < before else more if after > before else None,)
