"""The published roots: one a day, each bound to the one before."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# What the first root is bound to.
NOTHING = "0" * 64


class Root(NamedTuple):
    """A root as it is published.

    `date` is the day that it closes (YYYY-MM-DD); `rows` how many rows of the journal
    were written since the root before; `root`, `previous` and `digest` have 64 hex
    digits, and `previous` is the digest of the root before.
    """

    number: int
    date: str
    rows: int
    root: str
    previous: str
    digest: str


def bound(number: int, date: str, rows: int, root: str, previous: str) -> Root:
    """Return a root with its digest: SHA-256 over its other parts, `|` between them."""
    text = "|".join(map(str, (number, date, rows, root, previous)))
    return Root(
        *(number, date, rows, root, previous), hashlib.sha256(text.encode()).hexdigest()
    )


def unbound(roots: Iterable[Root]) -> Iterator[Root]:
    """Yield the roots of a whole list that do not follow from the one before."""
    number, previous, day = 1, NOTHING, ""
    for root in roots:
        follows = root.number == number and root.previous == previous
        if not (follows and root.date > day and root == bound(*root[:5])):
            yield root
        number, previous, day = root.number + 1, root.digest, root.date


def differing(ours: Iterable[Root], copy: Iterable[Root]) -> Iterator[Root]:
    """Yield the roots of a copy that somebody kept which are not among ours any more."""
    known = set(ours)
    return (root for root in copy if root not in known)
