"""The clock against what it does not share a line with: numpy's business days with
the `holidays` package, and a walker that only counts days and minutes."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import clock_walker
import holidays
import numpy
import pytest
from clock_calendars import CENTRE
from clock_timelines import Offices, legal, tell
from onestop_procedure_core.clock import (
    ZONE,
    ExtraWorkingDay,
    Holiday,
    StartRule,
    Term,
    due_instants,
)

DAYS, HOURS = 100_000, 20_000
BATCHES = 20
UNITS_IN_DAYS = ["working_days", "working_days", "calendar_days", "months"]


def compare(random, units, count):
    offices = Offices(random, 6)
    for _ in range(count):
        timeline, story = tell(random, offices, random.choice(units))
        found = timeline.due_date().due
        assert found == legal(clock_walker.due(story)), (timeline, story)


@pytest.mark.parametrize("seed", range(BATCHES))
def test_terms_in_days_end_where_a_walk_day_by_day_ends(seed):
    compare(Random(f"days {seed}"), UNITS_IN_DAYS, DAYS // 10 // BATCHES)


@pytest.mark.parametrize("seed", range(BATCHES))
def test_terms_in_hours_end_where_a_walk_minute_by_minute_ends(seed):
    compare(Random(f"hours {seed}"), ["working_hours"], HOURS // 10 // BATCHES)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(BATCHES))
def test_many_terms_in_days_end_where_a_walk_day_by_day_ends(seed):
    compare(Random(f"many days {seed}"), UNITS_IN_DAYS, DAYS // BATCHES)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(BATCHES))
def test_many_terms_in_hours_end_where_a_walk_minute_by_minute_ends(seed):
    compare(Random(f"many hours {seed}"), ["working_hours"], HOURS // BATCHES)


def test_working_minutes_between_are_those_that_a_walk_counts():
    random = Random("between")
    for calendar, office in Offices(random, 10).pairs:
        for _ in range(5):
            start = datetime(2025, 1, 1) + timedelta(minutes=random.randrange(10**6))
            end = start + timedelta(minutes=random.randrange(10**4))
            minutes = calendar.working_minutes_between(legal(start), legal(end))
            assert minutes == clock_walker.worked_minutes(office, start, end)


def vietnam():
    """(calendar, arrays for numpy) from the holidays and swaps of the package."""
    years = range(2025, 2028)
    published = holidays.country_holidays("VN", years=years, language="en_US")
    swaps = [
        date(int(year), int(month), int(day))
        for name in published.values()
        for month, day, year in re.findall(r"from (\d+)/(\d+)/(\d+)", name)
    ]
    assert date(2025, 4, 26) in swaps
    calendar = replace(
        CENTRE,
        holidays=[Holiday(day, name) for day, name in published.items()],
        extra_days=[ExtraWorkingDay(day, "swap", like_weekday=4) for day in swaps],
        since=date(2025, 1, 1),
        until=date(2027, 12, 31),
    )
    days = numpy.arange("2025-01-01", "2028-01-01", dtype="datetime64[D]")
    # numpy has no extra working days: its week has six days and nearly all Saturdays
    # are off.
    saturdays = days[numpy.is_busday(days, weekmask="Sat")]
    off = set(saturdays.astype(object)) - set(swaps) | set(published)
    options = {
        "weekmask": "1111110",
        "holidays": numpy.array(sorted(off), dtype="datetime64[D]"),
    }
    return calendar, options


def test_working_days_agree_with_numpy_on_the_holidays_of_vietnam():
    calendar, options = vietnam()
    random = Random("numpy")
    received = [
        datetime(2025, 1, 1, tzinfo=ZONE) + timedelta(minutes=random.randrange(10**6))
        for _ in range(5000)
    ]
    days = numpy.array([at.date() for at in received], dtype="datetime64[D]")
    for value in (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90):
        due = due_instants(calendar, Term(value, "working_days"), received)
        oracle = numpy.busday_offset(days, value, roll="backward", **options)
        assert [instant.date() for instant in due] == oracle.astype(object).tolist()


def test_a_counted_first_day_agrees_with_numpy():
    calendar, options = vietnam()
    days = numpy.arange("2025-01-01", "2027-06-01", dtype="datetime64[D]")
    received = [
        datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)
        for day in days.astype(object)
    ]
    for value in (1, 2, 5, 20):
        due = due_instants(
            calendar, Term(value, "working_days"), received, StartRule(True)
        )
        oracle = numpy.busday_offset(days, value - 1, roll="forward", **options)
        assert [instant.date() for instant in due] == oracle.astype(object).tolist()


def test_working_days_between_two_days_are_those_that_numpy_counts():
    calendar, options = vietnam()
    random = Random("busday_count")
    for _ in range(2000):
        start = date(2025, 1, 1) + timedelta(random.randrange(900))
        end = start + timedelta(random.randrange(150))
        oracle = numpy.busday_count(start + timedelta(1), end + timedelta(1), **options)
        assert calendar.working_days_between(start, end) == oracle
