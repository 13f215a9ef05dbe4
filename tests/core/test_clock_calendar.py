"""What a calendar says about days and hours."""

import pickle
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from clock_calendars import CALENDARS, CENTRE, WEEK, at
from onestop_procedure_core.clock import (
    ZONE,
    Attendance,
    Calendar,
    DayKind,
    ExtraWorkingDay,
    Holiday,
    IntakeOnlyDay,
    Term,
    Timeline,
    hours,
)

SATURDAY = CALENDARS["saturday"]


@pytest.mark.parametrize(
    "calendar, day, kind, reason",
    [
        (CENTRE, date(2025, 3, 3), DayKind.WORKING, ""),
        (CENTRE, date(2025, 3, 8), DayKind.DAY_OFF, ""),
        (CENTRE, date(2025, 1, 29), DayKind.HOLIDAY, "Tết Nguyên đán"),
        (CENTRE, date(2025, 4, 26), DayKind.EXTRA, "làm bù cho 02/05/2025"),
        (SATURDAY, date(2025, 3, 8), DayKind.INTAKE_ONLY, ""),
        (SATURDAY, date(2025, 4, 26), DayKind.EXTRA, "làm bù cho 02/05/2025"),
    ],
)
def test_a_day_says_what_it_is_and_why(calendar, day, kind, reason):
    described = calendar.day(day)
    assert (described.day, described.kind, described.reason) == (day, kind, reason)
    assert described.is_working == calendar.is_working_day(day)


def test_a_day_says_its_hours():
    assert CENTRE.day(date(2025, 3, 3)).hours == hours("07:00-11:30", "13:30-17:00")
    assert CENTRE.day(date(2025, 3, 9)).hours == ()
    assert SATURDAY.day(date(2025, 3, 8)).hours == hours("07:30-11:30")
    assert CENTRE.day(date(2025, 4, 26)).hours == hours("07:00-11:30", "13:30-17:00")


def test_an_evening_for_intake_adds_hours_but_no_working_time():
    evening = Attendance.week([1], "17:00-19:00", counts=False)
    calendar = replace(CENTRE, attendances=WEEK + evening)
    tuesday = calendar.day(date(2025, 3, 4))
    assert tuesday.kind is DayKind.WORKING
    assert tuesday.hours == hours("07:00-11:30", "13:30-17:00", "17:00-19:00")
    assert calendar.closing(date(2025, 3, 4)) == at("2025-03-04T17:00")


def test_a_dated_intake_day_opens_the_door_of_a_working_day_or_a_holiday_uncounted():
    days = [date(2025, 3, 5), date(2025, 1, 29)]
    rows = [IntakeOnlyDay(day, "tiếp dân", hours("08:00-10:00")) for day in days]
    calendar = replace(CENTRE, intake_only_days=rows)
    for day in days:
        assert calendar.day(day).kind is DayKind.INTAKE_ONLY
        assert calendar.day(day).hours == hours("08:00-10:00")
    term = Term(2, "working_days")
    received = at("2025-03-04T09:00")
    assert Timeline(calendar, term, received).due_date().due == at("2025-03-07T17:00")


def test_an_extra_day_can_have_hours_of_its_own():
    day = date(2025, 3, 8)
    extra = ExtraWorkingDay(day, "cao điểm", hours("13:00-15:00", "08:00-10:00"))
    calendar = replace(CENTRE, extra_days=[*CENTRE.extra_days, extra])
    assert calendar.closing(day) == at("2025-03-08T15:00")
    assert calendar.next_opening(at("2025-03-07T18:00")) == at("2025-03-08T08:00")


def test_an_extra_day_has_the_hours_of_its_weekday_on_that_date():
    extra = ExtraWorkingDay(date(2025, 7, 5), "làm bù", like_weekday=4)
    calendar = replace(CALENDARS["changed"], extra_days=[extra])
    assert calendar.closing(date(2025, 7, 5)) == at("2025-07-05T16:30")


def test_an_office_open_day_and_night_closes_a_day_on_that_day():
    calendar = Calendar("Cảng", Attendance.week(range(7), "00:00-24:00"))
    received = at("2025-03-07T09:00")
    days = Timeline(calendar, Term(2, "working_days"), received)
    assert days.due_date().due == at("2025-03-09T23:59")
    assert days.elapsed(at("2025-03-09T23:59")) == 2
    assert days.remaining(at("2025-03-09T23:59")) == 0
    night = Timeline(calendar, Term(24, "working_hours"), received)
    assert night.due_date().due == at("2025-03-08T09:00")


def test_working_days_between_leave_out_the_first_and_include_the_last():
    between = CENTRE.working_days_between
    assert between(date(2025, 3, 3), date(2025, 3, 3)) == 0
    assert between(date(2025, 3, 3), date(2025, 3, 10)) == 5
    assert between(date(2025, 3, 7), date(2025, 3, 9)) == 0
    assert between(date(2025, 1, 24), date(2025, 2, 3)) == 1
    assert between(date(2025, 3, 10), date(2025, 3, 3)) == 0


def test_working_minutes_between_skip_lunch_nights_and_holidays():
    between = CENTRE.working_minutes_between
    assert between(at("2025-03-03T11:00"), at("2025-03-03T14:00")) == 60
    assert between(at("2025-01-24T16:00"), at("2025-02-03T08:00")) == 120
    assert between(at("2025-02-03T08:00"), at("2025-01-24T16:00")) == -120


def test_working_minutes_are_added_and_taken_away():
    due = at("2025-03-10T10:00")
    assert CENTRE.add_working_minutes(due, 240) == at("2025-03-10T16:00")
    assert CENTRE.add_working_minutes(due, -240) == at("2025-03-07T16:00")
    assert CENTRE.add_working_minutes(due, 0) == due


def test_working_days_follow_and_precede_each_other():
    friday, monday = date(2025, 3, 7), date(2025, 3, 10)
    assert CENTRE.next_working_day(friday) == monday
    assert CENTRE.next_working_day(date(2025, 3, 8)) == monday
    assert CENTRE.next_working_day(friday, 6) == date(2025, 3, 17)
    assert CENTRE.previous_working_day(monday) == friday


def test_working_time_ends_at_the_closing_minute():
    assert CENTRE.is_working_time(at("2025-03-04T07:00"))
    assert CENTRE.is_working_time(at("2025-03-04T11:29"))
    assert not CENTRE.is_working_time(at("2025-03-04T11:30"))
    assert not CENTRE.is_working_time(at("2025-03-04T17:00"))


def test_an_instant_is_the_same_whatever_zone_it_is_written_in():
    legal = at("2025-03-04T15:20")
    for offset in (-8, 0, 9):
        elsewhere = legal.astimezone(timezone(timedelta(hours=offset)))
        assert CENTRE.next_opening(elsewhere) == legal
        assert CENTRE.next_opening(elsewhere).tzinfo is ZONE


def test_legal_time_has_one_offset_for_as_long_as_the_clock_knows():
    day = datetime(1976, 1, 1, tzinfo=timezone.utc)
    while day.year < 2100:
        assert day.astimezone(ZONE).utcoffset() == timedelta(hours=7)
        day += timedelta(days=10)


def test_a_calendar_can_be_compared_hashed_and_sent_to_a_job():
    same = replace(CENTRE)
    assert same == CENTRE
    assert hash(same) == hash(CENTRE)
    assert pickle.loads(pickle.dumps(CENTRE)) == CENTRE


def test_a_calendar_with_one_more_holiday_has_an_index_of_its_own():
    storm = Holiday(date(2025, 3, 4), "bão")
    assert CENTRE.is_working_day(date(2025, 3, 4))
    changed = replace(CENTRE, holidays=(*CENTRE.holidays, storm))
    assert not changed.is_working_day(date(2025, 3, 4))
    assert CENTRE.is_working_day(date(2025, 3, 4))
