"""Time used and time left at an instant."""

import pytest
from clock_calendars import CALENDARS, CENTRE, at
from onestop_procedure_core.clock import (
    Apology,
    Extension,
    Pause,
    Restart,
    StartRule,
    Term,
    Timeline,
)

FIVE_DAYS = Timeline(CENTRE, Term(5, "working_days"), at("2025-03-03T09:00"))


@pytest.mark.parametrize(
    "instant, elapsed, remaining, minutes, share",
    [
        ("2025-03-03T09:00", 0, 5, 2400, 0),
        ("2025-03-04T06:00", 1, 4, 2400, 0),
        ("2025-03-04T11:30", 1, 4, 2130, 270 / 2400),
        ("2025-03-05T17:00", 2, 3, 1440, 0.4),
        ("2025-03-08T09:00", 4, 1, 480, 0.8),
        ("2025-03-10T13:30", 5, 0, 210, 2190 / 2400),
        ("2025-03-10T17:00", 5, 0, 0, 1),
        ("2025-03-12T17:00", 7, -2, -960, 1.4),
    ],
)
def test_days_and_minutes_of_a_term_in_days(
    instant, elapsed, remaining, minutes, share
):
    instant = at(instant)
    assert FIVE_DAYS.elapsed(instant) == elapsed
    assert FIVE_DAYS.remaining(instant) == remaining
    assert FIVE_DAYS.remaining_minutes(instant) == minutes
    assert FIVE_DAYS.share_used(instant) == pytest.approx(share)


@pytest.mark.parametrize(
    "instant, elapsed, remaining",
    [
        ("2025-03-04T09:00", 0, 120),
        ("2025-03-04T10:15", 75, 45),
        ("2025-03-04T12:00", 150, -30),
        ("2025-03-04T14:00", 180, -60),
    ],
)
def test_minutes_of_a_term_in_hours(instant, elapsed, remaining):
    timeline = Timeline(CENTRE, Term(2, "working_hours"), at("2025-03-04T09:00"))
    assert timeline.elapsed(at(instant)) == elapsed
    assert timeline.remaining(at(instant)) == remaining
    assert timeline.remaining_minutes(at(instant)) == remaining


def test_time_stands_still_during_a_pause():
    pause = Pause("supplement", at("2025-03-05T10:00"), at("2025-03-12T14:00"))
    timeline = Timeline(
        CENTRE, Term(5, "working_days"), at("2025-03-03T09:00"), events=[pause]
    )
    for instant in ("2025-03-05T10:00", "2025-03-07T09:00", "2025-03-12T14:00"):
        assert timeline.elapsed(at(instant)) == 2
        assert timeline.remaining(at(instant)) == 3
    # At the pause 3 days and the rest of Wednesday were left: 90 + 210 minutes.
    assert timeline.remaining_minutes(at("2025-03-07T09:00")) == 3 * 480 + 300
    assert timeline.elapsed(at("2025-03-13T09:00")) == 3
    # Used by Thursday evening: 480 + 180 minutes before the pause, 180 + 480 after.
    used = timeline.share_used(at("2025-03-13T17:00"))
    assert used == pytest.approx(1320 / (1320 + 2 * 480))


def test_an_open_pause_freezes_what_is_left():
    pause = Pause("supplement", at("2025-03-05T10:00"))
    timeline = Timeline(
        CENTRE, Term(5, "working_days"), at("2025-03-03T09:00"), events=[pause]
    )
    for instant in ("2025-03-05T10:00", "2025-09-05T10:00"):
        assert timeline.elapsed(at(instant)) == 2
        assert timeline.remaining(at(instant)) == 3
        assert timeline.share_used(at(instant)) == pytest.approx(660 / 2400)


def test_an_open_pause_after_expiry_freezes_nothing():
    pause = Pause("supplement", at("2025-03-11T10:00"))
    timeline = Timeline(
        CENTRE, Term(5, "working_days"), at("2025-03-03T09:00"), events=[pause]
    )
    assert timeline.remaining(at("2025-03-12T10:00")) == -2


def test_what_is_decided_later_was_not_known_before():
    extension = Extension(Term(5, "working_days"), at("2025-03-07T09:00"))
    timeline = Timeline(
        CENTRE, Term(5, "working_days"), at("2025-03-03T09:00"), events=[extension]
    )
    assert timeline.remaining(at("2025-03-06T09:00")) == 2
    assert timeline.remaining(at("2025-03-07T09:00")) == 6


def test_a_restart_begins_again_at_nothing():
    restart = Restart(at("2025-03-10T08:00"))
    timeline = Timeline(
        CENTRE, Term(5, "working_days"), at("2025-03-03T09:00"), events=[restart]
    )
    assert timeline.elapsed(at("2025-03-07T09:00")) == 4
    assert timeline.elapsed(at("2025-03-10T08:00")) == 0
    assert timeline.share_used(at("2025-03-10T08:00")) == 0


def test_an_apology_leaves_the_time_of_the_law():
    apology = Apology(at("2025-03-20T17:00"), at("2025-03-07T09:00"))
    timeline = Timeline(
        CENTRE, Term(5, "working_days"), at("2025-03-03T09:00"), events=[apology]
    )
    assert timeline.remaining(at("2025-03-11T09:00")) == -1


def test_calendar_days_left_count_up_to_the_rolled_over_day():
    timeline = Timeline(CENTRE, Term(5, "calendar_days"), at("2025-03-03T09:00"))
    assert timeline.elapsed(at("2025-03-07T09:00")) == 4
    assert timeline.remaining(at("2025-03-07T09:00")) == 3
    assert timeline.remaining(at("2025-03-10T09:00")) == 0


def test_months_are_measured_in_days():
    timeline = Timeline(CENTRE, Term(1, "months"), at("2025-03-03T09:00"))
    assert timeline.remaining(at("2025-03-03T09:00")) == 31
    assert timeline.remaining(at("2025-04-03T09:00")) == 0


def test_nothing_is_used_before_the_first_counted_day():
    timeline = Timeline(
        CALENDARS["saturday"], Term(2, "working_days"), at("2025-03-08T08:00")
    )
    for instant in ("2025-03-01T08:00", "2025-03-08T08:00", "2025-03-09T08:00"):
        assert timeline.elapsed(at(instant)) == 0
        assert timeline.share_used(at(instant)) == 0


def test_without_a_term_nothing_is_used_or_left():
    timeline = Timeline(CENTRE, Term.none(), at("2025-03-03T09:00"))
    instant = at("2025-03-04T09:00")
    assert timeline.elapsed(instant) is None
    assert timeline.remaining(instant) is None
    assert timeline.remaining_minutes(instant) is None
    assert timeline.share_used(instant) is None


def test_a_term_without_a_working_minute_is_used_up():
    pause = Pause("other", at("2025-03-04T05:00"), at("2025-03-05T18:00"))
    timeline = Timeline(
        CENTRE, Term(1, "working_days"), at("2025-03-03T09:00"), events=[pause]
    )
    assert timeline.due_date().due == at("2025-03-05T17:00")
    assert timeline.share_used(at("2025-03-05T18:00")) == 1


def test_a_first_day_that_counts_is_used_from_reception_on():
    timeline = Timeline(
        CENTRE, Term(1, "working_days"), at("2025-03-04T09:00"), StartRule(True)
    )
    assert timeline.elapsed(at("2025-03-04T09:00")) == 1
    assert timeline.remaining(at("2025-03-04T09:00")) == 0
    assert timeline.remaining(at("2025-03-05T09:00")) == -1
