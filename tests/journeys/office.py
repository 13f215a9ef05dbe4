"""The hours of the journeys' offices, and an arithmetic of its own for their dates.

It walks day by day, as a person with a wall calendar does, and shares nothing with the
clock that it judges.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
OPENS, LUNCH_FROM, LUNCH_TO, CLOSES = time(7), time(11, 30), time(13, 30), time(17)
# Decree 61/2018, art. 18: what comes later is handed on the next working day.
CUT_OFF = time(15)


def today():
    return datetime.now(VIETNAM).date()


def to_legal(moment):
    """A moment of the database (UTC, without a zone) as the clock on the wall says it."""
    return moment.replace(tzinfo=timezone.utc).astimezone(VIETNAM).replace(tzinfo=None)


@dataclass(frozen=True)
class Office:
    """Open from Monday to Friday, but for one holiday."""

    holiday: date
    holiday_name: str = "Ngày truyền thống của tỉnh"

    @classmethod
    def with_a_holiday_ahead(cls):
        """An office whose holiday lies within every term that begins these days."""
        day = today() + timedelta(days=3)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return cls(day)

    def is_open_on(self, day):
        return day.weekday() < 5 and day != self.holiday

    def day_after(self, day):
        """The next working day."""
        day += timedelta(days=1)
        while not self.is_open_on(day):
            day += timedelta(days=1)
        return day

    def due(self, received, working_days):
        """When a term of working days ends that began with `received`."""
        day = received.date()
        for _ in range(working_days):
            day = self.day_after(day)
        return datetime.combine(day, CLOSES)

    def handed_on(self, received):
        """When what was received goes to the department."""
        day, hour = received.date(), received.time().replace(second=0, microsecond=0)
        if not self.is_open_on(day) or hour > CUT_OFF:
            return datetime.combine(self.day_after(day), OPENS)
        if hour < OPENS:
            return datetime.combine(day, OPENS)
        if LUNCH_FROM <= hour < LUNCH_TO:
            return datetime.combine(day, LUNCH_TO)
        return received

    def attendances(self):
        """The rows of its working calendar in Odoo: (weekday, from, to) in hours."""
        halves = ((OPENS, LUNCH_FROM), (LUNCH_TO, CLOSES))
        return [
            (weekday, *(hour.hour + hour.minute / 60 for hour in half))
            for weekday in range(5)
            for half in halves
        ]
