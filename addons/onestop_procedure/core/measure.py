"""How a running term is counted, one class per unit.

A measure belongs to one reception. It counts units (days, or minutes for hours) from
its first counted one, and answers where a number of them ends. Instants are minute
numbers, days are ordinals (see `legal_time`).
"""

import calendar as months
from datetime import date

from .legal_time import DAY
from .term import Unit


class _Days:
    """What all terms in days share: they end at the closing hour of their last day,
    and a last day that is no working day rolls over to the next one."""

    unit = None

    def __init__(self, calendar, rule, received):
        self._index = calendar.index
        self._received = self._index.check(received // DAY)
        self.first, self.code = rule.first_counted_day(calendar, received, self.unit)
        self.begins = self.first * DAY

    def units(self, term, _so_far=0):
        """Units that a term is worth."""
        return term.count

    def counted(self, start, end):
        """Units d with start < d <= end, none before the first counted one."""
        last, before = self._index.check(end // DAY), self.first - 1
        return self._between(max(start // DAY, before), max(last, before))

    def elapsed(self, at):
        """Units counted from the first one up to `at`; a day as soon as it begins."""
        return self.counted(self.begins - DAY, at)

    def last_day(self, total, floor=0):
        """Ordinal of the day on which `total` units end, before any roll-over.

        A term does not end while it stands still: not before `floor`, the end of the
        last pause.
        """
        return max(self._day(total), floor // DAY)

    def end(self, total, floor=0):
        """Minute at which `total` units end."""
        at = self._index.from_day(self.last_day(total, floor))
        return self._index.closings[at]


class WorkingDays(_Days):
    unit = Unit.WORKING_DAYS

    def _between(self, start, end):
        return self._index.rank(end) - self._index.rank(start)

    def _day(self, total):
        index = self._index
        return index.days[index.at_rank(index.rank(self.first - 1) + total)]


class CalendarDays(_Days):
    unit = Unit.CALENDAR_DAYS

    def _between(self, start, end):
        return end - start

    def _day(self, total):
        return self._index.check(self.first + total - 1)


class Months(CalendarDays):
    """Months end on the day number of reception, or on the month's last day; what
    comes on top of them (pauses) is counted in calendar days."""

    unit = Unit.MONTHS

    def units(self, term, so_far=0):
        if term.unit is Unit.CALENDAR_DAYS:
            return term.count
        return self._months(so_far + term.count) - self._months(so_far)

    def _months(self, count):
        start = date.fromordinal(self._received)
        year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
        # Beyond the years that `date` knows, so beyond any calendar.
        day = min(start.day, months.monthrange(min(year, 9999), month + 1)[1])
        return date(min(year, 9999), month + 1, day).toordinal() - self._received


class WorkingMinutes:
    """Hours: they run inside working time only, to the minute."""

    unit = Unit.WORKING_HOURS

    def __init__(self, calendar, rule, received):
        self._index = calendar.index
        self.begins, self.code = rule.first_minute(calendar, received)

    def units(self, term, _so_far=0):
        return term.count

    def counted(self, start, end):
        worked, begins = self._index.worked, self.begins
        return worked(max(end, begins)) - worked(max(start, begins))

    def elapsed(self, at):
        return self.counted(self.begins, at)

    def end(self, total, floor=0):
        end = self._index.when_worked(self._index.worked(self.begins) + total)
        return end if end >= floor else self._index.opening(floor)


MEASURES = {
    measure.unit: measure
    for measure in (WorkingDays, CalendarDays, Months, WorkingMinutes)
}
