"""Random timelines, told to the clock and to the walker alike."""

from datetime import date, datetime, time, timedelta

import clock_walker
from onestop_procedure_core.clock import (
    ZONE,
    Attendance,
    Calendar,
    ExtraWorkingDay,
    Holiday,
    Interval,
    Pause,
    StartRule,
    Term,
    Timeline,
)

FIRST, LAST = date(2024, 1, 1), date(2029, 12, 31)
MORNINGS = [(420, 690), (450, 690), (480, 720)]
AFTERNOONS = [(780, 1020), (810, 1020), (800, 990)]


class Offices:
    """A handful of random offices, each as a Calendar and as the walker's Office."""

    def __init__(self, random, count):
        self.pairs = [self._pair(random) for _ in range(count)]

    def _pair(self, random):
        office = clock_walker.Office(week={}, intake_week={})
        working = sorted(random.sample(range(7), random.choice([1, 4, 5, 5, 5, 6])))
        for weekday in working:
            hours = [random.choice(MORNINGS), random.choice(AFTERNOONS)]
            office.week[weekday] = random.choice([hours, hours, hours[:1], hours[1:]])
        for weekday in set(range(7)) - set(working):
            if random.random() < 0.4:
                office.intake_week[weekday] = [random.choice(MORNINGS)]
        days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days)]
        for first in random.sample(days, 40):
            run = random.choice([1, 1, 2, 5, 9])
            office.closed.update(first + timedelta(n) for n in range(run))
        for day in random.sample(days, 25):
            if day not in office.closed:
                office.extra[day] = [random.choice(MORNINGS)]
        return self._calendar(office), office

    def _calendar(self, office):
        rows = [
            Attendance(weekday, Interval(*span), counts=counts)
            for week, counts in ((office.week, True), (office.intake_week, False))
            for weekday, spans in week.items()
            for span in spans
        ]
        return Calendar(
            "random",
            rows,
            [Holiday(day, "closed") for day in office.closed],
            [
                ExtraWorkingDay(day, "extra", [Interval(*span) for span in spans])
                for day, spans in office.extra.items()
            ],
            since=FIRST,
            until=LAST + timedelta(days=30),
        )


def moment(random, earliest, days):
    """An instant within some days, more often than not in office hours."""
    day = earliest.date() + timedelta(random.randrange(days + 1))
    minute = random.choice(
        [random.randrange(1440), random.randrange(400, 1060), 690, 810, 900, 1020]
    )
    return max(earliest, datetime.combine(day, time()) + timedelta(minutes=minute))


def tell(random, offices, unit):
    """(Timeline, Story) of one random case."""
    calendar, office = random.choice(offices.pairs)
    hours = unit == "working_hours"
    received = moment(random, datetime.combine(FIRST, time()), 1400)
    value = random.choice([1, 2, 3, 5, 8, random.randint(1, 20 if hours else 45)])
    if unit == "months":
        value = random.randint(1, 14)
    pauses, free = [], received
    for _ in range(random.choice([0, 0, 1, 1, 2, 3])):
        gap = random.choice([0, 0, 3, 3, 12 if hours else 40])
        start = random.choice([free, moment(random, free, gap)])
        length = random.choice([0, 1, 3, 10])
        end = random.choice([start, moment(random, start, length)])
        pauses.append((start, end, random.random() < 0.1))
        free = end
    counted, cut_off = random.random() < 0.3, random.choice([None, None, 900, 660])
    rule = StartRule(counted, cut_off and time(*divmod(cut_off, 60)))
    events = [
        Pause("other", legal(start), legal(end), restarts)
        for start, end, restarts in pauses
    ]
    timeline = Timeline(calendar, Term(value, unit), legal(received), rule, events)
    story = clock_walker.Story(office, unit, value, received, pauses, counted, cut_off)
    return timeline, story


def legal(naive):
    return naive.replace(tzinfo=ZONE)
