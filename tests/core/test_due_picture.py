"""The days behind a date: each day's shade, number and words, written out by hand."""

from datetime import date, datetime, time, timedelta

import pytest
from clock_calendars import CALENDARS, at
from hypothesis import HealthCheck, given, settings
from onestop_procedure_core.clock import (
    Apology,
    Derivation,
    Extension,
    Fact,
    FactCode,
    Pause,
    Restart,
    StartRule,
    Term,
    Timeline,
    Unit,
)
from onestop_procedure_core.due_explanation import DOSSIER, STEP, explain
from onestop_procedure_core.due_picture import DuePicture, Mark, Shade
from test_clock_properties import timelines

ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def derive(value, unit, received, *events, rule=None, calendar="centre"):
    timeline = Timeline(
        CALENDARS[calendar],
        Term(value, unit),
        at(received),
        rule or StartRule(),
        events,
    )
    return timeline.due_date().derivation


def draw(*args, today=None, **options):
    return DuePicture.of(derive(*args, **options), today and date.fromisoformat(today))


def told(picture):
    """One word a day: its date, what it shows for a number, its shade and its marks."""
    return [
        " ".join(
            filter(
                None,
                [
                    f"{day.day:%d/%m}",
                    str(day.number or day.minutes or ""),
                    day.shade and day.shade.value,
                    *(f"[{mark.value}]" for mark in day.marks),
                ],
            )
        )
        for day in picture.days
    ]


# ------------------------------------------------------------------------ terms in days


def test_a_saturday_worked_for_a_swapped_friday_is_counted():
    # Received on Thursday 24 April 2025; the 26th is worked for Friday 2 May.
    assert told(draw(5, "working_days", "2025-04-24T09:00")) == [
        "24/04 [received]",
        "25/04 1 counted",
        "26/04 2 extra",
        "27/04 day_off",
        "28/04 3 counted",
        "29/04 4 counted",
        "30/04 holiday",
        "01/05 holiday",
        "02/05 holiday",
        "03/05 day_off",
        "04/05 day_off",
        "05/05 5 counted [due]",
    ]


def test_a_dossier_across_tet_shows_each_day_that_is_not_counted():
    # Tết 2026: closed from Monday 16 to Friday 20 February.
    picture = draw(3, "working_days", "2026-02-12T09:00")
    assert told(picture) == [
        "12/02 [received]",
        "13/02 1 counted",
        "14/02 day_off",
        "15/02 day_off",
        *(f"{day}/02 holiday" for day in range(16, 21)),
        "21/02 day_off",
        "22/02 day_off",
        "23/02 2 counted",
        "24/02 3 counted [due]",
    ]
    assert {day.reason for day in picture.days if day.shade is Shade.HOLIDAY} == {
        "Tết Nguyên đán"
    }


def test_days_between_reception_and_the_first_day_say_why_it_is_so_late():
    # Received on the Friday before Tết: the first day is ten days later.
    assert told(draw(1, "working_days", "2026-02-13T09:00")) == [
        "13/02 [received]",
        "14/02 day_off",
        "15/02 day_off",
        *(f"{day}/02 holiday" for day in range(16, 21)),
        "21/02 day_off",
        "22/02 day_off",
        "23/02 1 counted [due]",
    ]


def test_a_pause_stands_between_the_days_that_count():
    # Wednesday 5 March, on which it begins, still counts; Friday 7 does not.
    pause = Pause("supplement", at("2025-03-05T10:00"), at("2025-03-07T09:00"))
    picture = draw(5, "working_days", "2025-03-03T09:00", pause)
    assert told(picture) == [
        "03/03 [received]",
        "04/03 1 counted",
        "05/03 2 counted",
        "06/03 paused",
        "07/03 paused",
        "08/03 day_off",
        "09/03 day_off",
        "10/03 3 counted",
        "11/03 4 counted",
        "12/03 5 counted [due]",
    ]
    assert picture.days[3].pause == "supplement"


def test_an_open_pause_reaches_to_the_present():
    pause = Pause("supplement", at("2025-03-05T10:00"))
    received = "2025-02-28T09:00"
    assert told(draw(5, "working_days", received, pause, today="2025-03-08")) == [
        "28/02 [received]",
        "01/03 day_off",
        "02/03 day_off",
        "03/03 1 counted",
        "04/03 2 counted",
        "05/03 3 counted",
        "06/03 paused",
        "07/03 paused",
        "08/03 paused [today]",
    ]
    assert told(draw(5, "working_days", received, pause))[-1] == "05/03 3 counted"


def test_after_a_restart_the_days_before_it_no_longer_count():
    pause = Pause(
        "supplement", at("2025-03-05T10:00"), at("2025-03-07T14:00"), restarts=True
    )
    assert told(draw(2, "working_days", "2025-03-03T09:00", pause)) == [
        "03/03 [received]",
        "04/03 spent",
        "05/03 spent",
        "06/03 paused",
        "07/03 paused [restarted]",
        "08/03 day_off",
        "09/03 day_off",
        "10/03 1 counted",
        "11/03 2 counted [due]",
    ]


def test_the_day_of_a_restart_may_be_the_first_day_anew():
    rule = StartRule(first_day_counted=True)
    pause = Pause("other", at("2025-03-03T10:00"), at("2025-03-05T09:00"), True)
    assert told(draw(2, "working_days", "2025-03-03T09:00", pause, rule=rule)) == [
        "03/03 spent [received]",
        "04/03 paused",
        "05/03 1 counted [restarted]",
        "06/03 2 counted [due]",
    ]


def test_a_restart_alone_drops_what_was_counted_up_to_its_day():
    restart = Restart(at("2025-03-05T10:00"))
    assert told(draw(1, "working_days", "2025-03-03T09:00", restart)) == [
        "03/03 [received]",
        "04/03 spent",
        "05/03 spent [restarted]",
        "06/03 1 counted [due]",
    ]


def test_an_intake_only_saturday_is_seen_as_such():
    assert told(draw(1, "working_days", "2025-03-08T09:00", calendar="saturday")) == [
        "08/03 intake_only [received]",
        "09/03 day_off",
        "10/03 1 counted [due]",
    ]
    assert told(draw(2, "working_days", "2025-03-06T09:00", calendar="saturday")) == [
        "06/03 [received]",
        "07/03 1 counted",
        "08/03 intake_only",
        "09/03 day_off",
        "10/03 2 counted [due]",
    ]


def test_the_day_of_reception_counts_where_the_procedure_is_of_the_same_day():
    rule = StartRule(first_day_counted=True, cut_off=time(15))
    assert told(draw(1, "working_days", "2025-03-07T09:00", rule=rule)) == [
        "07/03 1 counted [received] [due]"
    ]
    assert told(draw(1, "working_days", "2025-03-07T15:30", rule=rule)) == [
        "07/03 [received]",
        "08/03 day_off",
        "09/03 day_off",
        "10/03 1 counted [due]",
    ]


def test_calendar_days_count_the_weekend_and_do_not_end_on_it():
    assert told(draw(5, "calendar_days", "2025-03-03T09:00")) == [
        "03/03 [received]",
        "04/03 1 counted",
        "05/03 2 counted",
        "06/03 3 counted",
        "07/03 4 counted",
        "08/03 5 counted",
        "09/03 rolled",
        "10/03 [due]",
    ]


def test_months_count_every_day_up_to_the_one_of_the_same_number():
    # One month from 31 March ends on 30 April, a holiday: due on Monday 5 May.
    days = told(draw(1, "months", "2025-03-31T09:00"))
    assert days[:2] == ["31/03 [received]", "01/04 1 counted"]
    assert days[-6:] == [
        "30/04 30 counted",
        "01/05 rolled",
        "02/05 rolled",
        "03/05 rolled",
        "04/05 rolled",
        "05/05 [due]",
    ]
    assert len(days) == 36


def test_an_extension_goes_on_counting():
    extension = Extension(Term(2, "working_days"), at("2025-03-05T09:00"))
    assert told(draw(2, "working_days", "2025-03-03T09:00", extension))[-2:] == [
        "06/03 3 counted",
        "07/03 4 counted [due]",
    ]


def test_the_date_after_an_apology_stands_beyond_the_legal_one():
    apology = Apology(at("2025-03-07T17:00"), at("2025-03-04T09:00"))
    assert told(draw(2, "working_days", "2025-03-03T09:00", apology))[-3:] == [
        "05/03 2 counted [due]",
        "06/03 after",
        "07/03 [new_date]",
    ]


def test_the_present_is_marked_past_the_date_too():
    picture = draw(2, "working_days", "2025-03-03T09:00", today="2025-03-20")
    assert told(picture)[-2:] == ["05/03 2 counted [due]", "20/03 [today]"]
    # Without a hole in the calendar.
    assert len(picture.months[0].weeks) == 3
    picture = draw(2, "working_days", "2025-03-03T09:00", today="2025-06-20")
    assert told(picture)[-1] == "05/03 2 counted [due]"


# ----------------------------------------------------------------------- terms in hours


def test_hours_say_how_many_of_each_day_count():
    # Received Friday 7 March at 10:00: 90 minutes and 3½ hours that day.
    assert told(draw(16, "working_hours", "2025-03-07T10:00")) == [
        "07/03 300 counted [received]",
        "08/03 day_off",
        "09/03 day_off",
        "10/03 480 counted",
        "11/03 180 counted [due]",
    ]


def test_hours_leave_the_minutes_of_a_pause_out():
    # Monday runs from 07:00 to 09:00, Wednesday from 08:30 on.
    pause = Pause("other", at("2025-03-10T09:00"), at("2025-03-12T08:30"))
    assert told(draw(8, "working_hours", "2025-03-10T07:00", pause)) == [
        "10/03 120 counted [received]",
        "11/03 paused",
        "12/03 360 counted [due]",
    ]


def test_hours_of_a_swapped_saturday_count():
    assert told(draw(10, "working_hours", "2025-04-25T07:00")) == [
        "25/04 480 counted [received]",
        "26/04 120 extra [due]",
    ]


def test_hours_until_an_open_pause_are_told():
    pause = Pause("other", at("2025-03-11T09:00"))
    received = "2025-03-10T07:00"
    assert told(draw(16, "working_hours", received, pause, today="2025-03-12")) == [
        "10/03 480 counted [received]",
        "11/03 120 counted",
        "12/03 paused [today]",
    ]


# ------------------------------------------------------------------------------- months


def test_weeks_begin_on_monday_and_keep_to_their_month():
    april, may = draw(2, "working_days", "2025-04-29T09:00").months
    assert (april.first, may.first) == (date(2025, 4, 1), date(2025, 5, 1))
    days = [
        [[day and day.day.day for day in week] for week in month.weeks]
        for month in (april, may)
    ]
    # Due on Tuesday 6 May; the weeks before and after tell nothing.
    assert days == [
        [[28, 29, 30, None, None, None, None]],
        [[None, None, None, 1, 2, 3, 4], [5, 6, 7, 8, 9, 10, 11]],
    ]


def test_a_term_of_years_shows_its_ends_and_the_present():
    # 24 months from 31 March 2025, so 25 months in a row.
    received = "2025-03-31T09:00"
    months = draw(24, "months", received, today="2026-03-03").months
    assert [f"{month.first:%m/%Y}" for month in months] == [
        *("03/2025", "04/2025", "05/2025"),
        "03/2026",
        *("01/2027", "02/2027", "03/2027"),
    ]
    assert [month.left_out for month in months] == [0, 0, 0, 9, 9, 0, 0]
    # What is left out is counted all the same: 365 + 365 days.
    assert told(draw(24, "months", received))[-1] == "31/03 730 counted [due]"


def test_ten_thousand_days_are_six_months_in_a_picture():
    picture = draw(10_000, "working_days", "2025-03-03T09:00")
    assert len(picture.months) == 6
    assert picture.days[-1].number == 10_000


def test_without_a_term_there_is_no_picture():
    timeline = Timeline(CALENDARS["centre"], Term.none(), at("2025-03-03T09:00"))
    derivation = timeline.due_date().derivation
    assert DuePicture.of(derivation, date(2025, 3, 4)).months == ()
    assert explain(derivation, "en")["picture"] is None
    assert explain(Derivation(), "en") == {"sentences": [], "picture": None}


def test_a_date_that_is_not_told_is_not_pictured():
    due = Fact.of(FactCode.DUE, due=at("2025-03-10T17:00"))
    derivation = Derivation((Fact.of(FactCode.CALENDAR_UNKNOWN), due))
    assert explain(derivation, "en", wording=STEP) == {
        "sentences": [
            "The date was fixed by a working calendar that has changed since: its days "
            "can no longer be told.",
            "The step is due at 17:00 on Monday 10/03/2025.",
        ],
        "picture": None,
    }


# -------------------------------------------------------------------------------- words


def cells(explanation):
    return {
        day["key"]: day
        for month in explanation["picture"]["months"]
        for week in month["weeks"]
        for day in week
        if day
    }


def test_each_day_is_told_to_those_who_do_not_see_it():
    pause = Pause("supplement", at("2025-04-28T10:00"), at("2025-04-29T09:00"))
    derivation = derive(4, "working_days", "2025-04-24T09:00", pause)
    days = cells(explain(derivation, "vi_VN", date(2025, 4, 28)))
    assert [days[f"2025-04-{day}"]["text"] for day in range(24, 31)] == [
        "Thứ Năm, ngày 24/04/2025: nhận đủ hồ sơ.",
        "Thứ Sáu, ngày 25/04/2025: ngày thứ 1 của thời hạn.",
        "Thứ Bảy, ngày 26/04/2025: ngày thứ 2 của thời hạn, là ngày làm việc: làm bù cho 02/05/2025.",
        "Chủ nhật, ngày 27/04/2025: không tính, ngày nghỉ hằng tuần.",
        "Thứ Hai, ngày 28/04/2025: ngày thứ 3 của thời hạn; hôm nay.",
        "Thứ Ba, ngày 29/04/2025: thời hạn tạm dừng: Chờ người nộp bổ sung hồ sơ.",
        "Thứ Tư, ngày 30/04/2025: không tính, Ngày Chiến thắng.",
    ]
    assert days["2025-05-05"]["text"] == (
        "Thứ Hai, ngày 05/05/2025: ngày thứ 4 của thời hạn; hạn trả kết quả."
    )
    assert days["2025-05-06"] == {
        "key": "2025-05-06",
        "day": 6,
        "shade": "",
        "marks": [],
        "figure": "",
        "words": [],
        "text": "",
        "facts": [],
    }


def test_each_day_reads_in_english():
    derivation = derive(1, "working_days", "2025-03-07T09:00")
    days = cells(explain(derivation, "en_US"))
    assert [days[f"2025-03-{day}"]["text"] for day in ("07", "08", "10")] == [
        "Friday 07/03/2025: dossier received.",
        "Saturday 08/03/2025: not counted, weekly day off.",
        "Monday 10/03/2025: day 1 of the term; due.",
    ]


def test_a_cell_shows_figures_and_words_and_not_colours_alone():
    pause = Pause("other", at("2025-03-11T09:00"), at("2025-03-12T08:00"))
    explanation = explain(derive(16, "working_hours", "2025-03-07T10:00", pause), "vi")
    days = cells(explanation)
    assert (days["2025-03-07"]["figure"], days["2025-03-07"]["words"]) == (
        "5h",
        ["nhận"],
    )
    assert days["2025-03-08"]["words"] == ["nghỉ"]
    assert days["2025-03-12"]["figure"] == "1h"
    assert [row["text"] for row in explanation["picture"]["legend"]] == [
        "Ngày được tính, kèm số giờ được tính",
        "Không tính: ngày nghỉ hằng tuần",
        "Nhận đủ hồ sơ",
        "Hạn trả kết quả",
    ]


def test_a_day_names_the_sentences_that_speak_of_it():
    derivation = derive(5, "working_days", "2026-02-12T09:00")
    explanation = explain(derivation, "vi")
    day = cells(explanation)["2026-02-17"]
    assert [explanation["sentences"][place] for place in day["facts"]] == [
        "Không tính Tết Nguyên đán: 16/02–20/02/2026."
    ]


def test_months_and_weekdays_have_their_names():
    derivation = derive(24, "months", "2025-03-31T09:00")
    picture = explain(derivation, "vi")["picture"]
    assert picture["months"][0]["title"] == "Tháng 03/2025"
    assert picture["months"][3]["left_out"] == "Không hiển thị 19 tháng ở giữa."
    assert picture["weekdays"][6] == {"short": "CN", "long": "Chủ nhật"}
    assert explain(derivation, "en")["picture"]["months"][0]["title"] == "March 2025"


def test_a_step_speaks_of_itself():
    derivation = derive(8, "working_hours", "2025-03-10T07:00")
    explanation = explain(derivation, "vi", wording=STEP)
    assert explanation["sentences"] == [
        "Bước được mở lúc 07:00, thứ Hai, ngày 10/03/2025.",
        "Thời gian của bước là 8 giờ làm việc.",
        "Bước được mở trong giờ làm việc; giờ được tính từ 07:00, thứ Hai, ngày 10/03/2025.",
        "Số giờ được tính từng ngày: 10/03/2025: 8 giờ.",
        "Hạn của bước: 17:00, thứ Hai, ngày 10/03/2025.",
    ]
    assert cells(explanation)["2025-03-10"]["text"] == (
        "Thứ Hai, ngày 10/03/2025: tính 8 giờ; mở bước; hạn của bước."
    )


def test_runs_of_equal_hours_are_told_as_one():
    fact = derive(40, "working_hours", "2025-03-03T10:30")
    [line] = [one.render("en") for one in fact if one.code is FactCode.HOURS_COUNTED]
    assert line == (
        "Hours counted, day by day: 03/03/2025: 4 h 30 min; 04/03–07/03/2025: 8 h a day; "
        "10/03/2025: 3 h 30 min."
    )


def test_without_what_officers_typed_the_reasons_of_the_calendar_stay():
    pause = Pause(
        "other", at("2026-02-13T10:00"), at("2026-02-13T11:00"), reason="gọi bà Năm"
    )
    derivation = derive(2, "working_days", "2026-02-12T09:00", pause)
    assert "gọi bà Năm" in str(derivation.render("vi"))
    public = derivation.without_typed_reasons()
    assert "gọi bà Năm" not in str(public.to_list())
    assert [fact.code for fact in public] == [fact.code for fact in derivation]
    assert "Tết Nguyên đán" in str(public.render("vi"))
    assert DuePicture.of(public) == DuePicture.of(derivation)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_shade_and_mark_has_its_words(language):
    shades = {shade.value for shade in Shade}
    hours = {"counted_hours", "extra_hours"}
    for wording in (DOSSIER, STEP):
        assert wording.facts.keys() == {code.value for code in FactCode}
        assert wording.days.keys() == shades | hours
        assert wording.signs.keys() == shades | hours | {mark.value for mark in Mark}
        assert all(row[language][1] for row in wording.signs.values())


# --------------------------------------------------------------------------- properties


@ANY
@given(timelines())
def test_what_is_pictured_is_what_was_told(timeline):
    answer = timeline.due_date()
    picture = DuePicture.of(answer.derivation)
    days = {day.day: day for day in picture.days}
    assert [day.day for day in days.values() if Mark.DUE in day.marks] == [
        answer.due.date()
    ]
    assert Mark.RECEIVED in days[timeline.received.date()].marks
    for fact in answer.derivation:
        values = dict(fact.values)
        for first, last in values.get("runs", ()):
            day = date.fromisoformat(first)
            while day <= date.fromisoformat(last):
                # A picture leaves months out, but tells of no day anything else.
                if day in days:
                    assert days[day].shade in (
                        Shade.DAY_OFF,
                        Shade.HOLIDAY,
                        Shade.INTAKE_ONLY,
                    )
                day += timedelta(1)


@ANY
@given(timelines())
def test_the_days_that_are_counted_make_the_term(timeline):
    picture = DuePicture.of(timeline.due_date().derivation)
    if any(month.left_out for month in picture.months):
        return
    counted = [day for day in picture.days if day.shade in (Shade.COUNTED, Shade.EXTRA)]
    unit, count = timeline.term.unit, timeline.term.count
    if unit is Unit.WORKING_HOURS:
        assert sum(day.minutes for day in counted) == count
    elif unit is not Unit.MONTHS:
        assert [day.number for day in counted] == list(range(1, count + 1))
    calendar = timeline.calendar
    for day in counted:
        if unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS):
            assert calendar.is_working_day(day.day)


@ANY
@given(timelines(pauses=0))
def test_no_day_of_a_term_in_working_time_is_left_unsaid(timeline):
    answer = timeline.due_date()
    picture = DuePicture.of(answer.derivation)
    if timeline.term.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS):
        return
    said = {day.day for day in picture.days}
    for month in picture.months:
        for week in month.weeks:
            for day in filter(None, week):
                opens = datetime.combine(day.day, time(23), timeline.received.tzinfo)
                if timeline.received < opens and day.day <= answer.due.date():
                    assert day.day in said
