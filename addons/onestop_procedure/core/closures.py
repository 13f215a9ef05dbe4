"""What closures between two instants leave of a working week."""

from collections import defaultdict
from datetime import date, timedelta

from .calendar_rows import LONGEST_CLOSURE, ExtraWorkingDay, Holiday, Interval
from .day_index import MONDAY_OF_ORDINAL
from .legal_time import DAY, to_minute


def closed_days(attendances, closures, extra_days=()):
    """Days that closures make of a week, and of days worked in exchange.

    :param attendances: the week, `Attendance` rows
    :param closures: iterable of (start, end, reason), aware datetimes
    :param extra_days: `ExtraWorkingDay` rows
    :raises ClockError: for one that is longer than a year
    :return: (list of Holiday, list of ExtraWorkingDay, those of `extra_days` among
        them); a day of which some counted hours are left has these hours
    """
    worked = {row.day: row for row in extra_days}
    closed = defaultdict(list)
    for start, end, reason in closures:
        # Odoo closes a day at 23:59:59: what ends within a minute takes all of it.
        first, last = to_minute(start), to_minute(end) + bool(end.second)
        for day in _days_of(first, last, reason):
            opens, closes = max(first - day * DAY, 0), min(last - day * DAY, DAY)
            closed[day].append((opens, closes, reason))
    whole, shortened = {}, []
    for ordinal, parts in sorted(closed.items()):
        day = date.fromordinal(ordinal)
        reason = "; ".join(dict.fromkeys(part[2] for part in parts))
        if row := worked.get(day):
            usual = _hours_of(row, attendances)
            left = _without(usual, parts)
            if not left:
                # Worked and closed: whoever reads the calendar refuses it.
                whole[day] = reason
            elif left != usual:
                why = f"{row.reason}; {reason}"
                worked[day] = ExtraWorkingDay(day, why, tuple(left))
            continue
        rows = _rows_of(attendances, ordinal)
        is_open = [row.hours for row in rows] or [Interval(0, DAY)]
        counted = [row.hours for row in rows if row.counts]
        if not _without(is_open, parts):
            whole[day] = reason
        elif counted and (left := _without(counted, parts)) != counted:
            if left:
                shortened.append(ExtraWorkingDay(day, reason, tuple(left)))
            else:
                whole[day] = reason
    return _runs(whole), [*worked.values(), *shortened]


def _days_of(first, last, reason):
    """The days that two minutes lie on. Raises ClockError where they are too many to
    be meant."""
    days = range(first // DAY, (last - 1) // DAY + 1)
    if len(days) > LONGEST_CLOSURE:
        end = min(days[-1], date.max.toordinal())
        Holiday(date.fromordinal(days[0]), reason, date.fromordinal(end))
    return days


def _hours_of(row, attendances):
    """The hours of a day worked in exchange."""
    like = (one for one in attendances if one.weekday == row.like_weekday)
    return list(row.hours) or sorted(one.hours for one in like if one.counts)


def _rows_of(attendances, ordinal):
    weekday = (ordinal - MONDAY_OF_ORDINAL) % 7
    rows = (row for row in attendances if row.weekday == weekday)
    return sorted(rows, key=lambda row: row.hours)


def _without(intervals, parts):
    """The intervals less what the closed parts take of them."""
    for opens, closes, _reason in parts:
        intervals = [
            Interval(start, end)
            for interval in intervals
            for start, end in (
                (interval.opens, min(interval.closes, opens)),
                (max(interval.opens, closes), interval.closes),
            )
            if start < end
        ]
    return intervals


def _runs(whole):
    """Holidays of a dict {date: reason} in order, neighbours joined."""
    runs = []
    for day, reason in whole.items():
        last = runs and runs[-1]
        if last and last.reason == reason and last.last + timedelta(1) == day:
            runs[-1] = Holiday(last.day, reason, day)
        else:
            runs.append(Holiday(day, reason))
    return runs
