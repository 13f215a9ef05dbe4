from bisect import bisect_left, bisect_right
from datetime import date
from itertools import accumulate, pairwise

from .calendar_rows import (
    LONGEST_CLOSURE,
    Day,
    DayKind,
    ExtraWorkingDay,
    Holiday,
)
from .clock_error import ClockError
from .legal_time import DAY

MONDAY_OF_ORDINAL = 1  # date.fromordinal(1) is a Monday


class DayIndex:
    """The working days and hours of one calendar as sorted lists, to be bisected.

    Days are ordinals, instants are minute numbers (see `legal_time`). A search goes
    outside what the calendar knows only by raising ClockError.
    """

    __slots__ = (
        "_before",
        "_closes",
        "_dated",
        "_known",
        "_name",
        "_opens",
        "_since",
        "_until",
        "_weeks",
        "_weeks_from",
        "closings",
        "days",
        "openings",
    )

    def __init__(self, calendar):
        self._name = calendar.name
        self._since = calendar.since.toordinal()
        self._until = calendar.until.toordinal()
        self._weeks_from, self._weeks = self._weekly(calendar.attendances)
        self._dated = self._exceptions(calendar)
        self._known = {}
        self._list_days()

    def _weekly(self, attendances):
        """Periods of unchanged hours: their first days, and for each a week of
        (counted hours, intake-only hours) from Monday."""
        turns = {self._since}
        for row in attendances:
            turns.add(row.valid_from.toordinal())
            turns.add(row.valid_to.toordinal() + 1)
        starts = sorted(turn for turn in turns if self._since <= turn <= self._until)
        weeks = []
        for start in starts:
            week = [([], []) for _ in range(7)]
            for row in attendances:
                if row.valid_from.toordinal() <= start <= row.valid_to.toordinal():
                    week[row.weekday][0 if row.counts else 1].append(row.hours)
            weeks.append([tuple(tuple(sorted(h)) for h in pair) for pair in week])
        return starts, weeks

    def _exceptions(self, calendar):
        """Rows by ordinal, the strongest last: an intake-only day opens a holiday's
        door, but no day is both closed or uncounted and an extra working day."""
        rows = {
            ordinal: row
            for row in calendar.holidays
            for ordinal in range(row.day.toordinal(), row.last.toordinal() + 1)
        }
        rows.update((row.day.toordinal(), row) for row in calendar.intake_only_days)
        for row in calendar.extra_days:
            other = rows.get(row.day.toordinal())
            if other is not None:
                raise ClockError(
                    "day_conflict",
                    calendar=self._name,
                    day=row.day,
                    one=row.reason,
                    other=other.reason,
                )
            rows[row.day.toordinal()] = row
        return rows

    def _list_days(self):
        dated = {day: self._hours(day) for day in self._dated}
        days, spans = [], []
        turns = [*self._weeks_from, self._until + 1]
        for week, (start, end) in zip(self._weeks, pairwise(turns), strict=True):
            usual = [counted for counted, _intake in week]
            for day in range(start, end):
                hours = dated.get(day)
                if hours is None:
                    hours = usual[(day - MONDAY_OF_ORDINAL) % 7]
                if hours:
                    days.append(day)
                    spans.append(
                        [(day * DAY + i.opens, day * DAY + i.closes) for i in hours]
                    )
        if not days:
            raise ClockError("no_working_hours", calendar=self._name)
        for one, other in pairwise(days):
            if other - one > LONGEST_CLOSURE:
                raise self._gap(one, other)
        self.days = days
        self.openings = [span[0][0] for span in spans]
        # A day open until midnight closes on that day, not on the next.
        self.closings = [
            min(span[-1][1], day * DAY + DAY - 1)
            for day, span in zip(days, spans, strict=True)
        ]
        self._opens = [opens for span in spans for opens, _closes in span]
        self._closes = [closes for span in spans for _opens, closes in span]
        lengths = (closes - opens for span in spans for opens, closes in span)
        self._before = list(accumulate(lengths, initial=0))

    def _week(self, day):
        return self._weeks[bisect_right(self._weeks_from, day) - 1]

    def _hours(self, day):
        """Counted hours of a dated exception."""
        row = self._dated[day]
        if not isinstance(row, ExtraWorkingDay):
            return ()
        if row.hours:
            return row.hours
        hours = self._week(day)[row.like_weekday][0]
        if not hours:
            raise ClockError("extra_day_hours", day=row.day, reason=row.reason)
        return hours

    def _gap(self, one, other):
        first, last = date.fromordinal(one), date.fromordinal(other)
        return ClockError("calendar_gap", calendar=self._name, first=first, last=last)

    def _ends(self):
        first, last = (date.fromordinal(self.days[at]) for at in (0, -1))
        return ClockError("calendar_ends", calendar=self._name, first=first, last=last)

    def check(self, day):
        """The same ordinal. Raises ClockError if the calendar does not know the day."""
        if not self._since <= day <= self._until:
            raise ClockError(
                "outside_calendar",
                calendar=self._name,
                day=date.fromordinal(max(1, min(day, date.max.toordinal()))),
                first=date.fromordinal(self._since),
                last=date.fromordinal(self._until),
            )
        return day

    def day(self, ordinal):
        """The `Day` of an ordinal."""
        day = self._known.get(ordinal)
        if day is None:
            day = self._known[ordinal] = self._describe(self.check(ordinal))
        return day

    def _describe(self, ordinal):
        row = self._dated.get(ordinal)
        counted, intake = self._week(ordinal)[(ordinal - MONDAY_OF_ORDINAL) % 7]
        day = date.fromordinal(ordinal)
        if isinstance(row, Holiday):
            return Day(day, DayKind.HOLIDAY, (), row.reason)
        if isinstance(row, ExtraWorkingDay):
            return Day(day, DayKind.EXTRA, self._hours(ordinal), row.reason)
        if row is not None:
            return Day(day, DayKind.INTAKE_ONLY, row.hours, row.reason)
        if counted:
            return Day(day, DayKind.WORKING, tuple(sorted(counted + intake)))
        if intake:
            return Day(day, DayKind.INTAKE_ONLY, intake)
        return Day(day, DayKind.DAY_OFF, ())

    def rank(self, day):
        """How many working days the calendar has up to `day`, itself included."""
        return bisect_right(self.days, day)

    def is_working(self, day):
        at = bisect_left(self.days, self.check(day))
        return at < len(self.days) and self.days[at] == day

    def at_rank(self, rank):
        """Position in the lists of the working day with this rank (1 is the first)."""
        if not 1 <= rank <= len(self.days):
            raise self._ends()
        return rank - 1

    def near(self, day, rank):
        """Position of the working day next to `day` that has this rank."""
        at = self.at_rank(rank)
        if abs(self.days[at] - day) > LONGEST_CLOSURE:
            raise self._gap(*sorted((day, self.days[at])))
        return at

    def after(self, day):
        """Position of the first working day after `day`."""
        return self.near(day, self.rank(self.check(day)) + 1)

    def from_day(self, day):
        """Position of the first working day on or after `day`."""
        return self.after(day - 1) if day > self._since else self.near(day, 1)

    def worked(self, minute):
        """Working minutes from the calendar's beginning to `minute`."""
        self.check(minute // DAY)
        at = bisect_right(self._opens, minute) - 1
        if at < 0:
            return 0
        return self._before[at] + min(minute, self._closes[at]) - self._opens[at]

    def when_worked(self, total):
        """The first instant at which `total` working minutes have passed."""
        at = bisect_left(self._before, total) - 1
        if not 0 <= at < len(self._opens):
            raise self._ends()
        return self._opens[at] + total - self._before[at]

    def opening(self, minute):
        """`minute` itself inside working time, else the next opening."""
        day = self.check(minute // DAY)
        at = bisect_right(self._closes, minute)
        if at == len(self._opens):
            raise self._ends()
        opens = self._opens[at]
        if opens // DAY - day > LONGEST_CLOSURE:
            raise self._gap(day, opens // DAY)
        return max(minute, opens)
