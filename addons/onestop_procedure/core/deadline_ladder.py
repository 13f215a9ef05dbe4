"""When to remind of a date: levels of a ladder, counted in working time.

Pure: which levels are reached depends on the date and the present alone, not on when
or how often somebody looked.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from .calendar import Calendar
from .legal_time import ZONE

# Share of the term that is used (0–1); working hours that are left (0: due, below it:
# late); the day on which an apology is due at the latest.
SHARE, HOURS, APOLOGY = "share", "hours", "apology"


@dataclass(frozen=True, slots=True)
class Level:
    """`since`: aware; what it would have told before it was there is not made up for."""

    key: Hashable
    basis: str
    value: float
    since: datetime


@dataclass(frozen=True, slots=True)
class Deadline:
    """A running term; instants are aware.

    `minutes`: working minutes of the whole term. `apology_lead`: so many days before
    expiry an apology is due; None where none is owed (any more).
    """

    calendar: Calendar
    start: datetime
    due: datetime
    minutes: int
    apology_lead: int | None = None

    def share_used(self, now: datetime) -> float:
        """The share of the working time that is used at an instant (0–1).

        Told by what is left of it, for a pause moves the due date and not the start.
        """
        left = self.calendar.working_minutes_between(now, self.due)
        return min(max(1 - left / self.minutes, 0.0), 1.0)

    def instants(self, levels: Collection[Level]) -> dict[Hashable, datetime]:
        """When each level is reached.

        A level that would be reached before the term began, such as eight hours left
        of a term of four, is not for this term.
        """
        found = {level: self._instant(level) for level in levels}
        return {
            level.key: instant
            for level, instant in found.items()
            if instant is not None and instant > level.since
        }

    def _instant(self, level):
        if level.basis == APOLOGY:
            return self._apology()
        if level.basis == SHARE:
            left = round((1 - level.value) * self.minutes)
        elif level.basis == HOURS:
            left = round(level.value * 60)
        else:
            return None
        instant = self.calendar.add_working_minutes(self.due, -left)
        return instant if instant > self.start else None

    def _apology(self):
        if self.apology_lead is None:
            return None
        day = self.calendar.apology_day(self.due, self.apology_lead)
        if day < self.start.astimezone(ZONE).date():
            return None
        opening = self.calendar.next_opening(datetime.combine(day, time(), ZONE))
        # Of a term of one day it is the day on which that begins.
        return max(opening, self.start)


def reached(
    instants: Mapping[Hashable, datetime],
    now: datetime,
    told: Collection[Hashable] = (),
) -> tuple[list[Hashable], datetime | None]:
    """(levels that are reached and not yet told, in their order; when to look again)."""
    new = [key for key, at in instants.items() if at <= now and key not in told]
    later = [at for at in instants.values() if at > now]
    new.sort(key=lambda key: (instants[key], str(key)))
    return new, min(later, default=None)
