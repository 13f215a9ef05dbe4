"""The working hours that a term of the law gives an internal process.

Everything is in working hours; 8 hours are one working day.
"""

from collections.abc import Iterable

HOURS_PER_DAY = 8
DAYS_OF_SHORTEST_MONTH = 28


def term_hours(value: float, unit: str) -> float | None:
    """Return the working hours that surely lie in a term; None without a term.

    A term of 0 is the same day, hence one working day. Calendar days are counted on
    the safe side: seven of them hold five working days, and of what is left over two
    are taken for a weekend; a term of a day or two still holds one working day, as one
    that would end on a day off ends on the next working day. A month is taken for its shortest, 28 days. Holidays are
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
    return max(weeks * 5 + max(rest - 2, 0), 1) * HOURS_PER_DAY


def shortest_term_hours(terms: Iterable[tuple[float, str]]) -> float | None:
    """Return the hours of the shortest of terms (value, unit); None if none bounds."""
    hours = [
        found for value, unit in terms if (found := term_hours(value, unit)) is not None
    ]
    return min(hours, default=None)
