"""The date after an apology: what is proposed, and what is refused. Dates by hand."""

import pytest
from clock_calendars import CENTRE, at
from onestop_procedure_core.clock import ClockError
from onestop_procedure_core.new_date import check, proposed

# Friday.
DUE = at("2026-03-13 17:00")


@pytest.mark.article("Decree 61/2018", "19.9")
@pytest.mark.parametrize(
    "now, hours, date",
    [
        # Nothing is left to do: still not before the next working day.
        ("2026-03-12 09:00", 0, "2026-03-16 17:00"),
        # 6 hours of Thursday, 8 of Friday, 8 of Monday, 2 of Tuesday.
        ("2026-03-12 09:00", 24, "2026-03-17 17:00"),
        # Exactly to the closing hour of Monday.
        ("2026-03-12 09:00", 22, "2026-03-16 17:00"),
        # After hours it begins when the office opens.
        ("2026-03-12 20:00", 16, "2026-03-16 17:00"),
        ("2026-03-12 20:00", 16.5, "2026-03-17 17:00"),
        # Late already: Wednesday, and eight hours from ten.
        ("2026-03-18 10:00", 8, "2026-03-19 17:00"),
        ("2026-03-18 10:00", 0, "2026-03-18 17:00"),
    ],
)
def test_what_is_proposed_leaves_time_for_what_is_left(now, hours, date):
    assert proposed(CENTRE, at(now), DUE, hours) == at(date)


def test_holidays_are_no_time_to_work_in():
    # 30 April and 1 May are off, then a weekend.
    due, now = at("2026-04-29 17:00"), at("2026-04-29 09:00")
    assert proposed(CENTRE, now, due, 0) == at("2026-05-04 17:00")
    assert proposed(CENTRE, now, due, 16) == at("2026-05-05 17:00")


def test_a_swapped_saturday_is_a_working_day():
    due, now = at("2026-08-21 17:00"), at("2026-08-20 07:00")
    assert proposed(CENTRE, now, due, 0) == at("2026-08-22 17:00")
    check(CENTRE, at("2026-08-22 17:00"), now, due)


NOW = at("2026-03-12 09:00")


@pytest.mark.parametrize(
    "until",
    ["2026-03-16 17:00", "2026-03-16 07:00", "2026-03-20 11:30", "2026-03-20 15:15"],
)
def test_a_working_hour_after_the_due_date_may_be_promised(until):
    check(CENTRE, at(until), NOW, DUE)


@pytest.mark.parametrize(
    "until, code, words",
    [
        (
            *("2026-03-11 17:00", "new_date_past"),
            "Ngày hẹn mới 17:00, thứ Tư, ngày 11/03/2026 đã qua: "
            "hãy chọn ngày sau thời điểm hiện tại.",
        ),
        (
            *("2026-03-13 17:00", "new_date_early"),
            "Ngày hẹn mới 17:00, thứ Sáu, ngày 13/03/2026 không sau ngày đã hẹn với "
            "người nộp, 17:00, thứ Sáu, ngày 13/03/2026: hãy chọn ngày muộn hơn.",
        ),
        (
            *("2026-03-15 09:00", "new_date_off"),
            "Ngày hẹn mới 09:00, Chủ nhật, ngày 15/03/2026 rơi vào ngày không làm việc "
            "(ngày nghỉ hằng tuần): ngày làm việc tiếp theo là thứ Hai, ngày 16/03/2026.",
        ),
        (
            *("2026-04-30 09:00", "new_date_off"),
            "Ngày hẹn mới 09:00, thứ Năm, ngày 30/04/2026 rơi vào ngày không làm việc "
            "(Ngày Chiến thắng): ngày làm việc tiếp theo là thứ Hai, ngày 04/05/2026.",
        ),
        (
            *("2026-03-16 20:00", "new_date_hour"),
            "Ngày hẹn mới 20:00, thứ Hai, ngày 16/03/2026 nằm ngoài giờ làm việc của "
            "ngày đó, 07:00–11:30, 13:30–17:00: hãy chọn giờ trong khoảng này.",
        ),
        (
            *("2026-03-16 12:00", "new_date_hour"),
            "Ngày hẹn mới 12:00, thứ Hai, ngày 16/03/2026 nằm ngoài giờ làm việc của "
            "ngày đó, 07:00–11:30, 13:30–17:00: hãy chọn giờ trong khoảng này.",
        ),
    ],
)
def test_what_nobody_can_keep_is_refused_in_a_sentence(until, code, words):
    with pytest.raises(ClockError) as refused:
        # As the database has it: in another zone.
        check(
            CENTRE, at(until).astimezone(at("2026-01-01T00:00+00:00").tzinfo), NOW, DUE
        )
    assert refused.value.code == code
    assert refused.value.render("vi_VN") == words


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(ClockError, match="Trung tâm"):
        check(CENTRE, at("2126-03-16 09:00"), NOW, DUE)
