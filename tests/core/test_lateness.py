"""Early, on time, late, and by how much: every amount counted by hand.

March 2026: the 13th is a Friday. The office works 07:00–11:30 and 13:30–17:00.
"""

import pytest
from clock_calendars import CENTRE, at
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.lateness import Lateness, Standing, delay

FRIDAY = at("2026-03-13 17:00")
NOON = at("2026-03-10 12:00")


@pytest.mark.parametrize(
    "ended, standing, vietnamese, english",
    [
        ("2026-03-12 23:59", "early", "Trước hạn 1 ngày làm việc", "Early: 1 working day"),
        ("2026-03-09 07:00", "early", "Trước hạn 4 ngày làm việc", "Early: 4 working days"),
        ("2026-03-13 00:00", "on_time", "Đúng hạn", "On time"),
        ("2026-03-13 17:00", "on_time", "Đúng hạn", "On time"),
        # A form prints 17:00.
        ("2026-03-13 17:00:59", "on_time", "Đúng hạn", "On time"),
        (
            *("2026-03-13 17:01", "late"),
            *("Trễ hạn, ngoài giờ làm việc", "Late: after working hours"),
        ),
        (
            *("2026-03-15 10:00", "late"),
            *("Trễ hạn, ngoài giờ làm việc", "Late: after working hours"),
        ),
        # A day counts as soon as it begins, and days off do not.
        ("2026-03-16 07:00", "late", "Trễ hạn 1 ngày làm việc", "Late: 1 working day"),
        ("2026-03-17 10:00", "late", "Trễ hạn 2 ngày làm việc", "Late: 2 working days"),
    ],
)  # fmt: skip
def test_what_has_ended_is_early_on_time_or_late(ended, standing, vietnamese, english):
    # What the clock says now changes nothing.
    late = Lateness.of(CENTRE, FRIDAY, at("2026-06-01 09:00"), at(ended))
    assert late.standing == Standing(standing)
    assert late.render("vi_VN") == vietnamese
    assert late.render("en") == english


@pytest.mark.parametrize(
    "now, standing, words",
    [
        ("2026-03-11 10:00", "undue", "Còn 2 ngày làm việc"),
        ("2026-03-13 14:00", "undue", "Còn 3 giờ làm việc"),
        ("2026-03-13 09:40", "undue", "Còn 5 giờ 20 phút làm việc"),
        ("2026-03-13 16:15", "undue", "Còn 45 phút làm việc"),
        ("2026-03-13 17:00", "undue", "Còn 0 phút làm việc"),
        ("2026-03-14 09:00", "overdue", "Quá hạn, ngoài giờ làm việc"),
        ("2026-03-17 10:00", "overdue", "Quá hạn 2 ngày làm việc"),
    ],
)
def test_what_runs_has_time_left_or_is_overdue(now, standing, words):
    late = Lateness.of(CENTRE, FRIDAY, at(now))
    assert (late.standing, late.render("vi")) == (Standing(standing), words)


@pytest.mark.parametrize(
    "due, ended, days",
    [
        # 30 April and 1 May are off, then a weekend.
        ("2026-04-29 17:00", "2026-05-04 09:00", 1),
        # A Saturday that is worked for the Monday that is off.
        ("2026-08-21 17:00", "2026-08-22 09:00", 1),
        ("2026-08-21 17:00", "2026-09-03 09:00", 5 + 2),
    ],
)
def test_lateness_counts_the_days_that_the_office_works(due, ended, days):
    late = Lateness.of(CENTRE, at(due), at(ended), at(ended))
    assert (late.standing, late.days) == (Standing.LATE, days)


@pytest.mark.parametrize(
    "ended, words",
    [
        # 150 and 210 minutes of Tuesday, 90 of Wednesday.
        ("2026-03-11 08:30", "Trễ hạn 7 giờ 30 phút làm việc"),
        ("2026-03-10 09:01", "Trễ hạn 1 phút làm việc"),
        ("2026-03-12 09:00", "Trễ hạn 16 giờ làm việc"),
        ("2026-03-10 07:30", "Đúng hạn"),
        # 30 minutes of Monday, 120 of Tuesday.
        ("2026-03-09 16:30", "Trước hạn 2 giờ 30 phút làm việc"),
    ],
)
def test_a_term_in_hours_is_late_by_hours(ended, words):
    due = at("2026-03-10 09:00")
    late = Lateness.of(CENTRE, due, at(ended), at(ended), in_hours=True)
    assert late.render("vi") == words


def test_what_stands_still_is_neither():
    assert Lateness.still().render("vi") == "Đang tạm dừng thời hạn"


@pytest.mark.parametrize(
    "pauses, minutes",
    [
        ([], 450),
        # 90 and 210 minutes of Tuesday, 60 of Wednesday.
        ([("2026-03-10 10:00", "2026-03-11 08:00")], 450 - 360),
        # What stood still before it was due has moved the due date already.
        ([("2026-03-09 16:00", "2026-03-10 09:30")], 450 - 30),
        ([("2026-03-09 08:00", "2026-03-09 10:00")], 450),
        # It stands still to this day.
        ([("2026-03-10 10:00", None)], 60),
        ([("2026-03-11 08:00", "2026-03-20 08:00")], 450 - 30),
        (
            [
                ("2026-03-10 10:00", "2026-03-10 11:00"),
                ("2026-03-10 14:00", "2026-03-10 14:15"),
            ],
            450 - 75,
        ),
    ],
)
def test_a_delay_is_working_time_beyond_the_date_without_pauses(pauses, minutes):
    pauses = [(at(start), at(end) if end else None) for start, end in pauses]
    due, end = at("2026-03-10 09:00"), at("2026-03-11 08:30")
    assert delay(CENTRE, due, end, pauses) == minutes


def test_who_is_in_time_delays_nothing():
    assert delay(CENTRE, FRIDAY, FRIDAY) == 0
    assert delay(CENTRE, FRIDAY, at("2026-03-12 09:00")) == 0
    assert delay(CENTRE, FRIDAY, at("2026-03-15 09:00")) == 0


moments = st.datetimes(
    at("2026-01-01").replace(tzinfo=None), at("2027-01-01").replace(tzinfo=None)
).map(lambda moment: at(moment.isoformat()))


@given(moments, moments, st.lists(moments, min_size=3, max_size=3))
def test_a_pause_split_in_two_makes_the_same_delay(due, end, edges):
    start, middle, stop = sorted(edges)
    halves = [(start, middle), (middle, stop)]
    assert delay(CENTRE, due, end, [(start, stop)]) == delay(CENTRE, due, end, halves)


@given(moments, moments)
def test_the_delay_is_the_lateness_and_no_lateness_is_no_delay(due, end):
    late = Lateness.of(CENTRE, due, end, end)
    if late.standing is Standing.LATE:
        assert late.minutes == delay(CENTRE, due, end)
    else:
        assert delay(CENTRE, due, end) == 0
