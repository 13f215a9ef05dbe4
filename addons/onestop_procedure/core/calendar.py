from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import combinations

from .calendar_rows import Attendance, ExtraWorkingDay, Holiday, IntakeOnlyDay
from .clock_error import ClockError
from .day_index import DayIndex
from .legal_time import DAY, FIRST_DAY, from_minute, to_day, to_minute


# A century of days takes some tenths of a second; equal calendars share them.
@lru_cache(maxsize=8)
def _index_of(calendar):
    return DayIndex(calendar)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When an office works: the week, and the days that differ from it.

    `name` is what people call it; errors name it. `since` and `until` bound what it
    knows: nothing is computed outside. Immutable: a changed calendar is a new one
    (`dataclasses.replace`), with an index of its own.

    Days are `datetime.date`, instants are aware datetimes in any zone and come back
    in legal time (Asia/Ho_Chi_Minh). A working day is a day with counted hours; its
    closing hour is the end of the last of them.
    """

    name: str
    attendances: tuple[Attendance, ...]
    holidays: tuple[Holiday, ...] = ()
    extra_days: tuple[ExtraWorkingDay, ...] = ()
    intake_only_days: tuple[IntakeOnlyDay, ...] = ()
    since: date = date(2000, 1, 1)
    until: date = date(2099, 12, 31)
    _index: DayIndex | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self):
        for rows in ("attendances", "holidays", "extra_days", "intake_only_days"):
            object.__setattr__(self, rows, tuple(getattr(self, rows)))
        if to_day(self.until) < to_day(self.since):
            raise ClockError("dates_reversed", first=self.since, last=self.until)
        if self.since < FIRST_DAY:
            raise ClockError("before_legal_time", day=self.since, first=FIRST_DAY)
        for one, other in combinations(self.attendances, 2):
            if one.overlaps(other):
                raise ClockError(
                    "attendance_overlap",
                    calendar=self.name,
                    weekday=one.weekday,
                    one=str(one.hours),
                    other=str(other.hours),
                )
        if not self.extra_days and not any(row.counts for row in self.attendances):
            raise ClockError("no_working_hours", calendar=self.name)

    @property
    def index(self):
        """The sorted lists behind every answer, built on first use and kept."""
        if self._index is None:
            object.__setattr__(self, "_index", _index_of(self))
        return self._index

    def day(self, day):
        """The `Day` (kind, hours, reason) of a date."""
        return self.index.day(to_day(day))

    def is_working_day(self, day):
        return self.index.is_working(to_day(day))

    def is_working_time(self, at):
        """Whether a term in hours runs at this instant; the closing minute is out."""
        minute = to_minute(at)
        return self.index.opening(minute) == minute

    def next_working_day(self, day, count=1):
        """The `count`-th working day after `day` (never `day` itself)."""
        index = self.index
        first = index.after(to_day(day))
        return date.fromordinal(index.days[index.at_rank(first + count)])

    def previous_working_day(self, day):
        """The last working day before `day`."""
        index, ordinal = self.index, to_day(day)
        at = index.near(ordinal, index.rank(index.check(ordinal) - 1))
        return date.fromordinal(index.days[at])

    def closing(self, day):
        """The instant at which a working day closes."""
        at = self.index.from_day(to_day(day))
        if self.index.days[at] != to_day(day):
            raise ClockError("not_working_day", calendar=self.name, day=day)
        return from_minute(self.index.closings[at])

    def next_opening(self, at):
        """`at` itself inside working time, else the next opening."""
        return from_minute(self.index.opening(to_minute(at)))

    def working_days_between(self, start, end):
        """Working days d with start < d <= end, both dates; 0 if end is earlier."""
        first, last = (self.index.check(to_day(day)) for day in (start, end))
        return max(0, self.index.rank(last) - self.index.rank(first))

    def working_minutes_between(self, start, end):
        """Working minutes from one instant to another; negative if end is earlier."""
        return self.index.worked(to_minute(end)) - self.index.worked(to_minute(start))

    def add_working_minutes(self, at, minutes):
        """The first instant `minutes` of working time after `at`, before it if < 0."""
        minute = to_minute(at)
        if not minutes:
            return from_minute(minute)
        index = self.index
        return from_minute(index.when_worked(index.worked(minute) + minutes))

    def after_working_days(self, at, count):
        """The midnight that ends the last day on which `count` working days are left,
        as seen from the day of `at`; below 0, on which so many have passed."""
        index, day = self.index, self.index.check(to_minute(at) // DAY)
        following = index.days[index.at_rank(index.rank(day) + count + 1)]
        return from_minute(following * DAY)

    def apology_day(self, due, lead_days=1):
        """The last working day at least `lead_days` calendar days before expiry.

        Due on a Monday: the Friday before (Decree 61/2018, art. 19.9).
        """
        day = to_minute(due) // DAY - lead_days
        return self.previous_working_day(date.fromordinal(day + 1))
