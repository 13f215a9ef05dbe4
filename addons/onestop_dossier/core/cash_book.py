"""The arithmetic of a cash book: what a day should have, what a quarter leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

WAYS = ("cash", "card", "transfer", "online")
# Money that somebody has in hand, and what a terminal adds up; the rest lies in the
# account of the agency, and was seen there.
COUNTED = ("cash", "card")


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year; `number` 1 to 4."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> date:
        """The first day that is no longer of it."""
        if self.number == 4:
            return date(self.year + 1, 1, 1)
        return date(self.year, 3 * self.number + 1, 1)

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)


def by_way(entries: Iterable[tuple[str, int]]) -> dict[str, int]:
    """{way: sum} of (way, amount), with every way; amounts given back are below zero."""
    sums = dict.fromkeys(WAYS, 0)
    for way, amount in entries:
        sums[way] += amount
    return sums


def counted_of(pieces: Mapping[int, int]) -> int:
    """The money that {denomination: pieces} make."""
    return sum(value * number for value, number in pieces.items())


def ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as runs without a gap: [(1, 3), (5, 5)] of 1, 2, 3, 5."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [(first, last) for first, last in runs]


def missing(first: int, upto: int, used: Iterable[int]) -> list[int]:
    """The numbers of first … upto - 1 of which nothing became known."""
    return sorted(set(range(first, upto)) - set(used))


def left(opening: int, counted: int, paid_in: int) -> int:
    """What is in hand: what was there, and was counted since, without what was paid in."""
    return opening + counted - paid_in
