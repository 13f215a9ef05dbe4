"""The date that an apology names (Decree 61/2018, art. 19.9).

Instants are aware. The law grants one re-appointment, so what is proposed leaves time
for all the work that is left.
"""

from datetime import date, datetime, timedelta

from .calendar import Calendar
from .clock_error import ClockError
from .legal_time import DAY, in_legal_time, to_minute

MINUTE = timedelta(minutes=1)


def proposed(
    calendar: Calendar, now: datetime, due: datetime, hours: float
) -> datetime:
    """The closing hour of the day on which so many working hours from now are over, not
    before the next working day after the date that is due."""
    done = calendar.add_working_minutes(calendar.next_opening(now), round(hours * 60))
    earliest = calendar.next_working_day(_day(due))
    return calendar.closing(max(_day(done), earliest))


def check(calendar: Calendar, until: datetime, now: datetime, due: datetime) -> None:
    """Raise ClockError where no result can be promised for `until`."""
    until = in_legal_time(until)
    if until <= now:
        raise ClockError("new_date_past", until=until)
    if until <= due:
        raise ClockError("new_date_early", until=until, due=in_legal_time(due))
    day = calendar.day(_day(until))
    if not day.is_working:
        raise ClockError(
            "new_date_off",
            until=until,
            reason=day.reason,
            after=calendar.next_working_day(day.day),
        )
    # The closing hour itself is the last at which a result is handed out.
    if not calendar.is_working_time(until) and not calendar.is_working_time(
        until - MINUTE
    ):
        hours = [str(interval) for interval in day.hours]
        raise ClockError("new_date_hour", until=until, hours=hours)


def _day(at):
    return date.fromordinal(to_minute(at) // DAY)
