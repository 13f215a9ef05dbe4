"""When a ladder of reminders is reached: dates by hand, and whoever looks whenever."""

from datetime import datetime, timedelta

import pytest
from clock_calendars import CENTRE, at
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.clock import Pause, Term, Timeline
from onestop_procedure_core.deadline_ladder import (
    APOLOGY,
    HOURS,
    SHARE,
    Deadline,
    Level,
    reached,
)

LONG_AGO = at("2020-01-01 00:00")
# Five working days of eight hours from Monday on; due on Friday when the office closes.
WEEK = Deadline(
    CENTRE, at("2026-03-06 09:00"), at("2026-03-13 17:00"), 2400, apology_lead=1
)


def level(basis, value=0, since=LONG_AGO, key="one"):
    return Level(key, basis, value, since)


@pytest.mark.parametrize(
    "basis, value, instant",
    [
        # One day of five is left when Thursday ends.
        (SHARE, 0.8, "2026-03-12 17:00"),
        (SHARE, 0.5, "2026-03-11 11:00"),
        (SHARE, 1.0, "2026-03-13 17:00"),
        (HOURS, 4, "2026-03-13 11:00"),
        (HOURS, 8, "2026-03-12 17:00"),
        (HOURS, 0, "2026-03-13 17:00"),
        # Two hours late: the office opens again on Monday at seven.
        (HOURS, -2, "2026-03-16 09:00"),
        # Decree 61/2018, art. 19.9: a day before expiry at the latest.
        (APOLOGY, 0, "2026-03-12 07:00"),
    ],
)
def test_a_level_is_reached_at_its_instant_of_working_time(basis, value, instant):
    assert WEEK.instants([level(basis, value)]) == {"one": at(instant)}


def test_an_apology_for_a_monday_is_due_on_the_friday_before():
    monday = Deadline(
        CENTRE, at("2026-03-09 09:00"), at("2026-03-16 17:00"), 2400, apology_lead=1
    )
    assert monday.instants([level(APOLOGY)]) == {"one": at("2026-03-13 07:00")}


def test_an_apology_for_a_term_of_one_day_is_due_on_the_day_it_begins():
    one_day = Deadline(
        CENTRE, at("2026-03-09 09:00"), at("2026-03-10 17:00"), 480, apology_lead=1
    )
    assert one_day.instants([level(APOLOGY)]) == {"one": at("2026-03-09 09:00")}
    # Received after hours: it is owed at once, not on an opening that has passed.
    late = Deadline(
        CENTRE, at("2026-03-09 18:00"), at("2026-03-10 17:00"), 480, apology_lead=1
    )
    assert late.instants([level(APOLOGY)])["one"] >= at("2026-03-09 18:00")
    same_day = Deadline(
        CENTRE, at("2026-03-09 09:00"), at("2026-03-09 17:00"), 420, apology_lead=1
    )
    assert same_day.instants([level(APOLOGY)]) == {}


def test_where_no_apology_is_owed_none_is_asked_for():
    free = Deadline(CENTRE, WEEK.start, WEEK.due, WEEK.minutes)
    assert free.instants([level(APOLOGY)]) == {}


def test_eight_hours_left_of_four_is_never_said():
    short = Deadline(CENTRE, at("2026-03-09 07:00"), at("2026-03-09 11:00"), 240)
    assert short.instants([level(HOURS, 8)]) == {}


def test_a_new_level_does_not_make_up_for_what_it_would_have_told():
    since = at("2026-03-13 11:30")
    levels = [level(HOURS, 4, since, "four"), level(HOURS, 1, since, "one")]
    assert WEEK.instants(levels) == {"one": at("2026-03-13 16:00")}


def test_what_falls_by_a_rule_of_its_own_is_not_reached_by_time():
    assert WEEK.instants([level("silence")]) == {}


def test_the_whole_term_does_not_count_its_pauses():
    pause = Pause("supplement", at("2026-03-10 09:00"), at("2026-03-12 09:00"))
    term = Term(5, "working_days")
    timeline = Timeline(CENTRE, term, at("2026-03-06 09:00"), events=(pause,))
    assert timeline.total_minutes() == 5 * 480
    assert Timeline(CENTRE, Term(None, "none"), WEEK.start).total_minutes() is None


LADDER = [
    level(SHARE, 0.5, key="half"),
    level(SHARE, 0.8, key="nearly"),
    level(APOLOGY, key="apology"),
    level(HOURS, 4, key="four"),
    level(HOURS, 0, key="due"),
]
moments = st.lists(
    st.integers(0, 14 * 24 * 60).map(
        lambda m: at("2026-03-06 09:00") + timedelta(minutes=m)
    ),
    min_size=1,
).map(sorted)


@given(moments)
def test_however_often_somebody_looks_the_same_is_told(looks):
    instants = WEEK.instants(LADDER)
    told = []
    for now in looks:
        new, _next = reached(instants, now, told)
        told += new
    assert told == reached(instants, looks[-1])[0]
    assert set(told) == {key for key, when in instants.items() if when <= looks[-1]}


@given(moments)
def test_nobody_who_looks_when_told_to_comes_late(looks):
    instants, now = WEEK.instants(LADDER), looks[0]
    _new, following = reached(instants, now)
    between = [
        when
        for when in instants.values()
        if now < when < (following or datetime.max.replace(tzinfo=now.tzinfo))
    ]
    assert not between


@pytest.mark.parametrize(
    "now, share",
    [
        ("2026-03-06 09:00", 0.0),
        # Two days of five and a quarter of the third.
        ("2026-03-11 09:00", 0.45),
        ("2026-03-13 17:00", 1.0),
        # Over a week-end nothing is used, and what is late is not used twice.
        ("2026-03-07 12:00", 0.0),
        ("2026-03-20 12:00", 1.0),
    ],
)
def test_the_share_that_is_used_is_of_working_time(now, share):
    assert WEEK.share_used(at(now)) == pytest.approx(share)
