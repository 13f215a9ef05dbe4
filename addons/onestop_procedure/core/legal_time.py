"""Legal time: Asia/Ho_Chi_Minh, in whole minutes.

The clock counts minutes because its forms print minutes: what a receipt shows is
what is reckoned with, so seconds are dropped on the way in. Inside the clock an
instant is one integer, `ordinal of the day * 1440 + minute of the day`, in legal
time. The zone has kept one offset since 1975 and the clock knows no earlier day, so
differences of these integers are exact.
"""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from .clock_error import ClockError

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = 1440
# Legal time is what the zone says from this day on.
FIRST_DAY = date(1976, 1, 1)

# In UTC, as are most instants that come in: subtracting then costs no zone lookup.
MIDNIGHT = datetime(1999, 12, 31, 17, tzinfo=timezone.utc)
MIDNIGHT_DAY = date(2000, 1, 1).toordinal()
_DAY_ONE = datetime(1, 1, 1, tzinfo=ZONE)


def to_minute(at):
    """Minute number of an aware datetime. Raises ClockError on a naive one."""
    try:
        passed = at - MIDNIGHT
    except TypeError:
        raise ClockError("naive", at=str(at))
    return (MIDNIGHT_DAY + passed.days) * DAY + passed.seconds // 60


def to_days(instants):
    """Ordinals of the legal days of many aware datetimes, quickly."""
    try:
        return [MIDNIGHT_DAY + (at - MIDNIGHT).days for at in instants]
    except TypeError:
        # One of them is naive: find it and say which.
        return [to_minute(at) // DAY for at in instants]


def in_legal_time(at):
    """An aware datetime as people in Việt Nam read it."""
    return at.astimezone(ZONE)


def from_minute(minute):
    """Aware datetime, in legal time, of a minute number."""
    return _DAY_ONE + timedelta(0, (minute - DAY) * 60)


def to_day(value):
    """Ordinal of a date. A datetime is refused: its day depends on a zone."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ClockError("not_a_date", value=str(value))
    return value.toordinal()


def of_day(value):
    """Minute of the day of a naive `time`, seconds dropped."""
    if not isinstance(value, time) or value.tzinfo is not None:
        raise ClockError("not_a_time", value=str(value))
    return value.hour * 60 + value.minute
