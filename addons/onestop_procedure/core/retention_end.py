"""Until when files are kept."""

from datetime import date


def kept_until(ended: date, years: int) -> date | None:
    """Return the last day on which files are kept; None where they are kept for ever.

    :param ended: the day on which the matter ended
    :param years: whole years, counted from the end of that year, so that whatever ended
        in one year is looked through together; 0 for ever
    :raises ValueError: for a negative number of years
    """
    if years < 0:
        raise ValueError("years")
    return date(ended.year + years, 12, 31) if years else None
