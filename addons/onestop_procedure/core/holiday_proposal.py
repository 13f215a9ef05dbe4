"""Days on which the offices of Vietnam are closed in a year, as far as anybody knows.

Proposals only: the government swaps days by a notice of each year, and dates of the
lunar calendar are computed. A person confirms them (Labour Code, art. 112).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

# The library knows these years; outside them a lunar date would be a guess.
FIRST_YEAR, LAST_YEAR = 1995, 2099
# Each day of the lunar new year has a name of its own; to an office they are one run.
_LUNAR_NEW_YEAR = ("29 Tết", "Giao thừa", "Tết Nguyên", "Mùng")
# "… (nghỉ bù)": in lieu of a day off; it belongs to its holiday.
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)$")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run of closed days with its name in Vietnamese, both ends included.

    `worked`: the day that is worked in exchange, usually a Saturday; then `name` is
    empty, for whoever writes it down says which day it is.
    """

    first: date
    last: date
    name: str
    worked: date | None = None

    def days(self):
        """Its days, one after the other."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(number)


def propose(year):
    """Proposals for one year, in order of time. Raises ValueError on a year that the
    library does not know."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no holidays are known for the year {year}")
    known = holidays.country_holidays("VN", years=[year], language="vi")
    runs = []
    for day, name in sorted(known.items()):
        worked = next(
            (one for one in known.weekend_workdays if _names(name, one)), None
        )
        run = Proposal(day, day, "" if worked else _plain(name), worked)
        last = runs[-1] if runs else run
        # Swapped days have no name yet, so they never go on a run.
        if run.name and last.name == run.name and last.last + timedelta(1) == day:
            runs[-1] = Proposal(last.first, day, last.name)
        else:
            runs.append(run)
    return runs


def _names(name, day):
    return f"{day:%d/%m/%Y}" in name


def _plain(name):
    if any(part in name for part in _LUNAR_NEW_YEAR):
        return "Tết Nguyên đán"
    return _IN_BRACKETS.sub("", name)
