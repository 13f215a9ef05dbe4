"""The rows that a working calendar is made of."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

from .clock_error import ClockError
from .legal_time import DAY, to_day

# A leave longer than this is a mistyped year, not a leave.
LONGEST_CLOSURE = 366

_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Hours of one day, from `opens` to `closes`, both minutes since midnight."""

    opens: int
    closes: int

    def __post_init__(self):
        whole = all(isinstance(edge, int) for edge in (self.opens, self.closes))
        if not whole or not 0 <= self.opens < self.closes <= DAY:
            raise ClockError("hours_invalid", hours=f"{self.opens}–{self.closes}")

    @classmethod
    def parse(cls, text):
        """From '07:00-11:30'. '24:00' is the end of the day."""
        match = _HOURS.fullmatch(text.strip())
        if not match or int(match[2]) > 59 or int(match[4]) > 59:
            raise ClockError("hours_invalid", hours=text)
        opens, closes = (int(match[i]) * 60 + int(match[i + 1]) for i in (1, 3))
        if not 0 <= opens < closes <= DAY:
            raise ClockError("hours_invalid", hours=text)
        return cls(opens, closes)

    @classmethod
    def of_hours(cls, hour_from, hour_to):
        """From hours as decimal numbers, the way Odoo keeps them (11.5 is 11:30)."""
        try:
            return cls(round(hour_from * 60), round(hour_to * 60))
        except (TypeError, ValueError, OverflowError):
            raise ClockError("hours_invalid", hours=f"{hour_from}–{hour_to}")

    def __str__(self):
        return "{:02d}:{:02d}–{:02d}:{:02d}".format(
            *divmod(self.opens, 60), *divmod(self.closes, 60)
        )


def hours(*texts):
    """Intervals of one day: `hours('07:00-11:30', '13:30-17:00')`."""
    return tuple(Interval.parse(text) for text in texts)


@dataclass(frozen=True, slots=True)
class Attendance:
    """One interval of one weekday (0 is Monday), between two dates, both included.

    `counts=False`: open for intake, but no term runs and the day is no working day.
    """

    weekday: int
    hours: Interval
    valid_from: date = date.min
    valid_to: date = date.max
    counts: bool = True

    def __post_init__(self):
        if self.weekday not in range(7):
            raise ClockError("weekday_invalid", weekday=str(self.weekday))
        if to_day(self.valid_to) < to_day(self.valid_from):
            raise ClockError(
                "dates_reversed", first=self.valid_from, last=self.valid_to
            )

    @classmethod
    def week(cls, weekdays, *texts, **options):
        """Rows of several weekdays with the same hours, written as for `hours`."""
        return tuple(
            cls(weekday, interval, **options)
            for weekday in weekdays
            for interval in hours(*texts)
        )

    def overlaps(self, other):
        """Whether both rows claim one minute of one day."""
        return (
            self.weekday == other.weekday
            and self.hours.opens < other.hours.closes
            and other.hours.opens < self.hours.closes
            and self.valid_from <= other.valid_to
            and other.valid_from <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Holiday:
    """A closed day, or a run of them up to `last` included, with its reason."""

    day: date
    reason: str
    last: date | None = None

    def __post_init__(self):
        if self.last is None:
            object.__setattr__(self, "last", self.day)
        length = to_day(self.last) - to_day(self.day) + 1
        if length < 1:
            raise ClockError("dates_reversed", first=self.day, last=self.last)
        if length > LONGEST_CLOSURE:
            raise ClockError(
                "closure_too_long",
                reason=self.reason,
                first=self.day,
                last=self.last,
                count=length,
            )


@dataclass(frozen=True, slots=True)
class ExtraWorkingDay:
    """A day that counts although the week says no, or that has other hours.

    Its hours are `hours`, or else those of another weekday, `like_weekday` (0 is
    Monday), as the week stands on that date.
    """

    day: date
    reason: str
    hours: tuple[Interval, ...] = ()
    like_weekday: int | None = None

    def __post_init__(self):
        to_day(self.day)
        object.__setattr__(self, "hours", sorted_hours(self.hours, self.day))
        if bool(self.hours) == (self.like_weekday is not None):
            raise ClockError("extra_day_hours", day=self.day, reason=self.reason)
        if self.like_weekday not in (None, *range(7)):
            raise ClockError("weekday_invalid", weekday=str(self.like_weekday))


@dataclass(frozen=True, slots=True)
class IntakeOnlyDay:
    """A day on which dossiers are received but which no term counts."""

    day: date
    reason: str
    hours: tuple[Interval, ...] = ()

    def __post_init__(self):
        to_day(self.day)
        object.__setattr__(self, "hours", sorted_hours(self.hours, self.day))


def sorted_hours(intervals, day):
    """The intervals of one dated day in order. Raises ClockError if two overlap."""
    intervals = tuple(sorted(intervals))
    for one, other in pairwise(intervals):
        if other.opens < one.closes:
            raise ClockError("hours_overlap", day=day, one=str(one), other=str(other))
    return intervals


class DayKind(str, Enum):
    """What a day is to the clock."""

    WORKING = "working"
    EXTRA = "extra"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"
    INTAKE_ONLY = "intake_only"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar: its kind, the hours it is open, and why it is special."""

    day: date
    kind: DayKind
    hours: tuple[Interval, ...]
    reason: str = ""

    @property
    def is_working(self):
        return self.kind in (DayKind.WORKING, DayKind.EXTRA)
