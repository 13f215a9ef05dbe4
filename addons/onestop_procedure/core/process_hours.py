"""The hours of an internal process, against the term that the law gives.

Everything is in working hours; 8 hours are one working day.
"""

from collections.abc import Iterable

HOURS_PER_DAY = 8
DAYS_OF_SHORTEST_MONTH = 28


def elapsed_hours(steps: Iterable[tuple[int, str, float]]) -> float:
    """Return the hours from the first step to the result.

    Steps are (sequence, kind, hours). Those with the same sequence run in parallel
    and last as long as the longest; the return does not count.
    """
    longest: dict[int, float] = {}
    for sequence, kind, hours in steps:
        if kind != "return":
            longest[sequence] = max(longest.get(sequence, 0), hours)
    return sum(longest.values())


def term_hours(value: float, unit: str) -> float | None:
    """Return the working hours that surely lie in a term; None without a term.

    A term of 0 is the same day, hence one working day. Calendar days are counted on
    the safe side: seven of them hold five working days, and of what is left over two
    are taken for a weekend. A month is taken for its shortest, 28 days. Holidays are
    left out: they cannot be known when a process is approved, and a term that ends
    on one ends later.
    """
    if unit == "none":
        return None
    if not value:
        return HOURS_PER_DAY
    if unit == "working_hours":
        return value
    if unit == "working_days":
        return value * HOURS_PER_DAY
    days = value * DAYS_OF_SHORTEST_MONTH if unit == "months" else value
    weeks, rest = divmod(days, 7)
    return (weeks * 5 + max(rest - 2, 0)) * HOURS_PER_DAY


def shortest_term_hours(terms: Iterable[tuple[float, str]]) -> float | None:
    """Return the hours of the shortest of terms (value, unit); None if none bounds."""
    hours = [
        found for value, unit in terms if (found := term_hours(value, unit)) is not None
    ]
    return min(hours, default=None)
