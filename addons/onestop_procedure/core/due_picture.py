"""The days behind a date, month by month: what "why this date?" looks like.

    picture = DuePicture.of(timeline.due_date().derivation, today)
    picture.months[0].weeks[0]

Drawn from the facts of a derivation and from nothing else: what is pictured is what
was told, whatever became of the calendar since.
"""

import calendar
import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import groupby

from .derivation import FactCode
from .term import Unit

# A term of years shows so many months at either end.
MONTHS_AT_AN_END = 3
ONE_DAY = timedelta(1)


class Shade(str, Enum):
    """What a day is to the term."""

    COUNTED = "counted"
    EXTRA = "extra"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"
    INTAKE_ONLY = "intake_only"
    PAUSED = "paused"
    SPENT = "spent"
    ROLLED = "rolled"
    AFTER = "after"


class Mark(str, Enum):
    """What happens on a day, whatever it is to the term."""

    RECEIVED = "received"
    RESTARTED = "restarted"
    DUE = "due"
    NEW_DATE = "new_date"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class PictureDay:
    """One day: its shade (None: nothing to the term) and what happens on it.

    - `number`: which day of the term it is, for terms in days
    - `minutes`: how many of its working minutes count, for terms in hours
    - `reason`: why it is closed or worked; `pause`: the kind of the pause
    - `facts`: places in the derivation of the facts that say so
    """

    day: date
    shade: Shade | None = None
    marks: tuple[Mark, ...] = ()
    number: int | None = None
    minutes: int | None = None
    reason: str = ""
    pause: str = ""
    facts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday, None where a day belongs to another month, without
    the weeks before and after all that is told.

    `left_out` is how many months between it and the one before are not shown.
    """

    first: date
    weeks: tuple[tuple[PictureDay | None, ...], ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class DuePicture:
    """The months from the reception to the date, or to the present in a pause that is
    open; of a long term the first months, the last, and the present one."""

    months: tuple[Month, ...] = ()

    @classmethod
    def of(cls, derivation, today=None):
        """The picture of a `Derivation`; empty where there is no term, or where it is
        not told how it was counted.

        :param date today: the present day in legal time; None for what is over
        """
        reading = _Reading(derivation, today)
        return cls(tuple(_months(reading.days(), today)))

    @property
    def days(self):
        """The days shown that mean something, in order."""
        return [
            day
            for month in self.months
            for week in month.weeks
            for day in week
            if day and (day.shade or day.marks)
        ]


class _Reading:
    """What the facts of a derivation say of each day."""

    def __init__(self, derivation, today):
        self.received = self.restarted = self.last = self.due = self.new_date = None
        self.firsts = []
        self.in_hours = False
        self.counting = None
        self.term = self.units = math.inf
        self.pause = None
        self.told = {}
        self.minutes = {}
        self.marks = defaultdict(list)
        self.facts = defaultdict(list)
        for place, fact in enumerate(derivation):
            if read := _READERS.get(fact.code):
                read(self, place, fact)
        if today is not None:
            self.marks[today].append(Mark.TODAY)
        if self.pause:
            self._close_pause(today)

    # ------------------------------------------------------------------- the facts

    def _read_received(self, place, fact):
        self.received = self._mark(place, fact["at"], Mark.RECEIVED)

    def _read_term(self, place, fact):
        self.counting = place
        value, unit = fact["amount"]
        self.in_hours = unit == Unit.WORKING_HOURS.value
        if unit != Unit.MONTHS.value:
            self.term = value

    def _read_start(self, place, fact):
        first = _day(fact["first"])
        self.firsts.append(first)
        self.units = self.term
        # The day on which a pause ends may be the first of those that count anew.
        self.told.pop(first, None)
        self.facts[first].append(place)
        if fact.code is FactCode.INTAKE_ONLY:
            day = _day(fact["day"])
            self._tell(place, day, day, Shade.INTAKE_ONLY)

    def _read_extension(self, place, fact):
        self.units += fact["amount"][0]

    def _read_pause(self, place, fact):
        start, end = _day(fact["start"]), _day(fact["end"])
        self._tell(place, start + ONE_DAY, end, Shade.PAUSED, pause=fact["kind"])

    def _read_open_pause(self, place, fact):
        self.last = _day(fact["start"])
        self.pause = place, fact["kind"]

    def _close_pause(self, today):
        """The present is as far as an open pause is known to reach."""
        place, kind = self.pause
        self.due = max(self.last, today or self.last)
        self._tell(place, self.last + ONE_DAY, self.due, Shade.PAUSED, pause=kind)

    def _read_restart(self, place, fact):
        self.restarted = self._mark(place, fact["at"], Mark.RESTARTED)

    def _read_hours(self, place, fact):
        self.counting = place
        for first, last, minutes in fact["hours"]:
            self.minutes.update(dict.fromkeys(_span(_day(first), _day(last)), minutes))

    def _read_days_off(self, place, fact):
        shade, reason = _SKIPPED[fact.code], dict(fact.values).get("reason", "")
        for first, last in fact["runs"]:
            self._tell(place, _day(first), _day(last), shade, reason=reason)

    def _read_extra_day(self, place, fact):
        day = _day(fact["day"])
        self._tell(place, day, day, Shade.EXTRA, reason=fact["reason"])

    def _read_roll_over(self, place, fact):
        self.last, rolled = _day(fact["last"]), _day(fact["rolled"])
        for day in _span(self.last + ONE_DAY, rolled - ONE_DAY):
            # Where only working days count, days off are told already.
            self.told.setdefault(day, {"shade": Shade.ROLLED})
            self.facts[day].append(place)
        self.facts[self.last].append(place)
        self.facts[rolled].append(place)

    def _read_due(self, place, fact):
        self.due = self._mark(place, fact["due"], Mark.DUE)

    def _read_new_date(self, place, fact):
        if _day(fact["due"]) != self.due:
            self.new_date = self._mark(place, fact["due"], Mark.NEW_DATE)

    def _mark(self, place, at, mark):
        day = _day(at)
        self.marks[day].append(mark)
        self.facts[day].append(place)
        return day

    def _tell(self, place, first, last, shade, **why):
        for day in _span(first, last):
            self.told[day] = {"shade": shade, **why}
            self.facts[day].append(place)

    # -------------------------------------------------------------------- the days

    def days(self):
        """Every day from the reception to the end, in order."""
        if self.due is None or not self.firsts:
            return
        number = 0
        for day in _span(self.received, self.new_date or self.due):
            values = self._values(day, number)
            if values.get("shade") in (Shade.COUNTED, Shade.EXTRA):
                self.facts[day].append(self.counting)
                number += 1
                if not self.in_hours:
                    values["number"] = number
            yield PictureDay(
                day,
                marks=tuple(self.marks.get(day, ())),
                facts=tuple(dict.fromkeys(self.facts.get(day, ()))),
                **values,
            )

    def _values(self, day, number):
        """What a day is, after so many that counted."""
        told = self.told.get(day, {})
        if minutes := self.minutes.get(day):
            extra = told if told.get("shade") is Shade.EXTRA else {}
            return {"shade": Shade.COUNTED, **extra, "minutes": minutes}
        if told and told["shade"] is not Shade.EXTRA:
            return dict(told)
        if day < self.firsts[-1]:
            was_counted = self.restarted and self.firsts[0] <= day <= self.restarted
            return {"shade": Shade.SPENT} if was_counted else {}
        if day > self.due:
            return {"shade": Shade.AFTER} if day != self.new_date else {}
        if self.in_hours or day > (self.last or self.due):
            return {}
        # A pause may begin on the days off that the last day has come upon.
        if number == self.units:
            return {"shade": Shade.ROLLED}
        return {"shade": Shade.COUNTED, **told}


_SKIPPED = {
    FactCode.WEEKLY_OFF: Shade.DAY_OFF,
    FactCode.HOLIDAY: Shade.HOLIDAY,
    FactCode.INTAKE_DAYS: Shade.INTAKE_ONLY,
}
_STARTS = (
    FactCode.FIRST_DAY_NOT_COUNTED,
    FactCode.FIRST_DAY_COUNTED,
    FactCode.AFTER_CUT_OFF,
    FactCode.INTAKE_ONLY,
    FactCode.OUTSIDE_HOURS,
    FactCode.HOURS_RUN,
)
_READERS = {
    FactCode.RECEIVED: _Reading._read_received,
    FactCode.TERM: _Reading._read_term,
    **dict.fromkeys(_STARTS, _Reading._read_start),
    FactCode.EXTENSION: _Reading._read_extension,
    FactCode.PAUSE: _Reading._read_pause,
    FactCode.PAUSE_OPEN: _Reading._read_open_pause,
    FactCode.RESTART: _Reading._read_restart,
    FactCode.HOURS_COUNTED: _Reading._read_hours,
    **dict.fromkeys(_SKIPPED, _Reading._read_days_off),
    FactCode.EXTRA_DAY: _Reading._read_extra_day,
    FactCode.ROLL_OVER: _Reading._read_roll_over,
    FactCode.DUE: _Reading._read_due,
    FactCode.DUE_AFTER_APOLOGY: _Reading._read_new_date,
}


def _day(text):
    """The day of a date or an instant as facts keep it."""
    return datetime.fromisoformat(text).date()


def _span(first, last):
    """Every day from the first to the last, both included."""
    count = (last - first).days + 1
    return [first + timedelta(number) for number in range(count)]


def _months(days, today):
    """The months of days in a row; of many the first, the last and the present."""
    by_month = {
        first: {day.day: day for day in of_month}
        for first, of_month in groupby(days, lambda day: day.day.replace(day=1))
    }
    firsts = list(by_month)
    here = today and today.replace(day=1)
    shown = [
        place
        for place, first in enumerate(firsts)
        if min(place, len(firsts) - 1 - place) < MONTHS_AT_AN_END or first == here
    ]
    before = -1
    for place in shown:
        first = firsts[place]
        weeks = _weeks(first, by_month[first], today)
        yield Month(first, weeks, place - before - 1)
        before = place


def _weeks(first, told, today):
    """The weeks of a month from the first to the last that something is told of; a day
    between of which nothing is told is a bare day."""
    if today and today.replace(day=1) == first:
        told.setdefault(today, PictureDay(today, marks=(Mark.TODAY,)))
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    told_in = [
        place for place, week in enumerate(weeks) if not told.keys().isdisjoint(week)
    ]
    return tuple(
        tuple(
            told.get(day, PictureDay(day)) if day.month == first.month else None
            for day in week
        )
        for week in weeks[told_in[0] : told_in[-1] + 1]
    )
