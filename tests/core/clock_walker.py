"""A second clock that only walks: day after day, minute after minute.

Written for the tests, from the conventions and not from the clock: it knows no index,
no bisection and no shifting of dates. It never imports the code under test. Instants
are naive datetimes in legal time, all on whole minutes.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)


@dataclass
class Office:
    """Hours as (first minute, minute after the last) of a day, counted and not."""

    week: dict[int, list]
    intake_week: dict[int, list] = field(default_factory=dict)
    closed: set[date] = field(default_factory=set)
    extra: dict[date, list] = field(default_factory=dict)
    drawn: dict[date, bytearray] = field(default_factory=dict, repr=False)

    def hours(self, day):
        if day in self.extra:
            return self.extra[day]
        return [] if day in self.closed else self.week.get(day.weekday(), [])

    def works(self, day):
        return bool(self.hours(day))

    def only_takes_in(self, day):
        open_for_intake = day not in self.closed and day not in self.extra
        return (
            open_for_intake
            and not self.works(day)
            and bool(self.intake_week.get(day.weekday()))
        )

    def is_open(self, instant):
        day = instant.date()
        if day not in self.drawn:
            minutes = self.drawn[day] = bytearray(24 * 60)
            for a, b in self.hours(day):
                for minute in range(a, b):
                    minutes[minute] = 1
        return self.drawn[day][instant.hour * 60 + instant.minute]

    def closing(self, day):
        last = max(b for _a, b in self.hours(day))
        return datetime.combine(day, time()) + timedelta(minutes=last)

    def roll(self, day):
        while not self.works(day):
            day += ONE_DAY
        return day

    def next_open(self, instant):
        while not self.is_open(instant):
            instant += ONE_MINUTE
        return instant


@dataclass
class Story:
    """One timeline: pauses are (start, end, restarts), in order, disjoint."""

    office: Office
    unit: str
    value: int
    received: datetime
    pauses: list = field(default_factory=list)
    first_day_counted: bool = False
    cut_off: int | None = None

    def too_late(self):
        minute = self.received.hour * 60 + self.received.minute
        return self.cut_off is not None and minute > self.cut_off


def due(story):
    """The due instant of a story."""
    for number, (_start, end, restarts) in enumerate(story.pauses):
        if restarts:
            return due(
                Story(
                    story.office,
                    story.unit,
                    story.value,
                    end,
                    story.pauses[number + 1 :],
                    story.first_day_counted,
                    story.cut_off,
                )
            )
    return _due_hours(story) if story.unit == "working_hours" else _due_days(story)


def _first_day(story):
    office, day = story.office, story.received.date()
    tomorrow = day + ONE_DAY
    if story.unit == "months":
        return tomorrow
    if office.only_takes_in(day):
        return office.roll(tomorrow)
    if story.first_day_counted:
        in_time = office.works(day) and story.received < office.closing(day)
        return day if in_time and not story.too_late() else office.roll(tomorrow)
    return tomorrow if story.unit == "calendar_days" else office.roll(tomorrow)


def _month_end(day, months):
    """Same day number `months` later, else the last day of that month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    turn = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return date(year, month, min(day.day, (turn - ONE_DAY).day))


def _due_days(story):
    office = story.office
    day = _first_day(story)
    left = story.value
    if story.unit == "months":
        left = (_month_end(story.received.date(), story.value) - day).days + 1
    spans = [(start.date(), end.date()) for start, end, _restarts in story.pauses]
    while True:
        counts = story.unit != "working_days" or office.works(day)
        if counts and not any(a < day <= b for a, b in spans):
            left -= 1
        if not left:
            break
        day += ONE_DAY
    # The term is used up: only a pause that began by its closing hour still moves it,
    # to the day on which that pause ends, and one that goes on where it ended.
    stood_until = None
    for start, end, _restarts in story.pauses:
        in_time = start <= office.closing(office.roll(day)) or start == stood_until
        if day <= start.date() and in_time:
            day, stood_until = max(day, end.date()), end
    return office.closing(office.roll(day))


def _due_hours(story):
    office = story.office
    instant = story.received
    if story.too_late() and office.works(instant.date()):
        instant = datetime.combine(instant.date() + ONE_DAY, time())
    instant = office.next_open(instant)
    left = story.value * 60
    spans = [(start, end) for start, end, _restarts in story.pauses]
    while left:
        if office.is_open(instant) and not any(a <= instant < b for a, b in spans):
            left -= 1
        instant += ONE_MINUTE
    for start, end in spans:
        if start == instant < end:
            # Ending with the last minute before a break is ending there, not after it.
            at_closing = office.is_open(end - ONE_MINUTE)
            instant = end if at_closing else office.next_open(end)
    return instant


def worked_minutes(office, start, end):
    """Open minutes in [start, end)."""
    count = 0
    while start < end:
        count += office.is_open(start)
        start += ONE_MINUTE
    return count
