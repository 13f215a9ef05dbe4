"""Bad input: a sentence that says what, where and what to do; never a wrong date."""

import pickle
from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from string import Formatter

import pytest
from clock_calendars import CENTRE, HOLIDAYS, WEEK, at
from onestop_procedure_core.clock import (
    Attendance,
    Calendar,
    Citation,
    ClockError,
    Derivation,
    Extension,
    ExtraWorkingDay,
    Fact,
    Holiday,
    IntakeOnlyDay,
    Interval,
    Pause,
    Restart,
    StartRule,
    Term,
    Timeline,
    due_instants,
    hours,
)
from onestop_procedure_core.clock_sentences import ERRORS, FACTS
from onestop_procedure_core.closures import closed_days

MONDAY = "2025-03-03T09:00"


def refused(code, act, *args, **kwargs):
    """The error that an act raises, its code checked."""
    with pytest.raises(ClockError) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def timeline(value=5, unit="working_days", *events, calendar=CENTRE):
    return Timeline(calendar, Term(value, unit), at(MONDAY), events=events)


def test_a_calendar_without_working_hours_is_refused():
    refused("no_working_hours", Calendar, "Xã A", [])
    intake = Attendance.week([5], "07:30-11:30", counts=False)
    refused("no_working_hours", Calendar, "Xã A", intake)


def test_a_calendar_whose_hours_lie_outside_its_time_is_refused():
    rows = Attendance.week([0], "07:00-11:00", valid_to=date(1999, 1, 1))
    refused("no_working_hours", lambda: Calendar("Xã A", rows).index)


def test_overlapping_attendance_is_refused_with_the_day_and_the_hours():
    rows = Attendance.week([2], "07:00-11:30", "11:00-12:00")
    error = refused("attendance_overlap", Calendar, "Xã A", rows)
    assert "Wednesday" in str(error)
    assert "thứ Tư" in error.render("vi_VN")
    assert "07:00–11:30" in str(error)
    assert "11:00–12:00" in str(error)


def test_hours_that_touch_or_follow_each_other_in_time_do_not_overlap():
    Calendar("Xã A", Attendance.week([2], "07:00-11:00", "11:00-12:00"))
    old = Attendance.week([2], "07:00-11:00", valid_to=date(2025, 6, 30))
    new = Attendance.week([2], "07:30-11:00", valid_from=date(2025, 7, 1))
    Calendar("Xã A", old + new)


@pytest.mark.parametrize(
    "text", ["11:00-07:00", "07:00-07:00", "07:00", "25:00-26:00", "07:60-08:00", ""]
)
def test_hours_that_are_none_are_refused(text):
    refused("hours_invalid", Interval.parse, text)


@pytest.mark.parametrize("edges", [(7, 25), (float("nan"), 8), ("7", 8), (8, 7)])
def test_decimal_hours_that_are_none_are_refused(edges):
    refused("hours_invalid", Interval.of_hours, *edges)


def test_decimal_hours_are_read_as_odoo_keeps_them():
    assert Interval.of_hours(7, 11.5) == Interval.parse("07:00-11:30")
    assert Interval.of_hours(13.5, 24.0) == Interval.parse("13:30-24:00")


def test_dates_in_the_wrong_order_are_refused():
    first, last = date(2025, 3, 2), date(2025, 3, 1)
    refused("dates_reversed", Holiday, first, "bão", last)
    refused(
        "dates_reversed",
        Attendance,
        0,
        Interval(420, 690),
        valid_from=first,
        valid_to=last,
    )
    refused("dates_reversed", Calendar, "Xã A", WEEK, since=first, until=last)


def test_a_leave_of_ten_years_is_refused():
    error = refused(
        "closure_too_long", Holiday, date(2026, 2, 16), "Tết", date(2036, 2, 20)
    )
    assert "Tết" in str(error)
    assert "3,657 days" in str(error)
    assert "3.657 ngày" in error.render("vi")


@pytest.mark.parametrize(
    "end, days",
    [
        # Ten years, with three leap days; and what people write for ever.
        ("2036-03-09T23:59:59+07:00", "3,653"),
        ("9999-12-31T23:59:59+00:00", "2,912,375"),
    ],
)
def test_a_closure_of_years_is_refused_with_its_own_days(end, days):
    closure = at("2026-03-10T00:00"), at(end), "Bão"
    error = refused("closure_too_long", closed_days, WEEK, [closure])
    assert f"closes {days} days, Tuesday 10/03/2026" in str(error)


def test_ten_years_of_single_holidays_are_refused_too():
    start = date(2026, 1, 1)
    closed = [Holiday(start + timedelta(n), "Tết") for n in range(3650)]
    calendar = Calendar("Xã A", WEEK, closed)
    late = timeline(calendar=calendar)
    error = refused("calendar_gap", late.due_date)
    assert "31/12/2025" in str(error)


def test_an_office_that_opens_years_after_reception_gives_no_date():
    rows = Attendance.week(range(5), "07:00-11:00", valid_from=date(2030, 1, 1))
    calendar = Calendar("Xã A", rows)
    for unit in ("working_days", "working_hours", "calendar_days", "months"):
        refused("calendar_gap", timeline(5, unit, calendar=calendar).due_date)


def test_an_office_that_was_closed_for_good_gives_no_date():
    rows = Attendance.week(range(5), "07:00-11:00", valid_to=date(2025, 3, 5))
    calendar = Calendar("Xã A", rows)
    for unit in ("working_days", "working_hours", "calendar_days", "months"):
        refused("calendar_ends", timeline(20, unit, calendar=calendar).due_date)


def test_a_day_cannot_be_off_and_swapped_in():
    day = date(2025, 4, 26)
    swap = ExtraWorkingDay(day, "làm bù", like_weekday=4)
    holiday = Calendar("Xã A", WEEK, [Holiday(day, "bão")], [swap])
    intake = Calendar(
        "Xã A",
        WEEK,
        extra_days=[swap],
        intake_only_days=[IntakeOnlyDay(day, "tiếp dân")],
    )
    twice = Calendar("Xã A", WEEK, extra_days=[swap, replace(swap, like_weekday=0)])
    for calendar in (holiday, intake, twice):
        error = refused("day_conflict", lambda calendar=calendar: calendar.index)
        assert "26/04/2025" in str(error)


def test_an_extra_day_needs_hours_of_its_own_or_of_a_weekday_that_has_some():
    day = date(2025, 4, 26)
    refused("extra_day_hours", ExtraWorkingDay, day, "làm bù")
    refused("extra_day_hours", ExtraWorkingDay, day, "bù", hours("07:00-11:00"), 4)
    refused("weekday_invalid", ExtraWorkingDay, day, "làm bù", like_weekday=7)
    sunday = ExtraWorkingDay(day, "làm bù", like_weekday=6)
    calendar = Calendar("Xã A", WEEK, extra_days=[sunday])
    refused("extra_day_hours", lambda: calendar.index)


def test_hours_of_one_dated_day_may_not_overlap():
    overlapping = hours("07:00-11:30", "11:00-12:00")
    refused("hours_overlap", ExtraWorkingDay, date(2025, 4, 26), "bù", overlapping)
    refused("hours_overlap", IntakeOnlyDay, date(2025, 4, 26), "dân", overlapping)


def test_a_weekday_is_one_of_seven():
    refused("weekday_invalid", Attendance, 7, Interval(420, 690))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "5", None, True])
def test_a_term_that_is_no_number_is_refused(value):
    refused("term_not_number", Term, value, "working_days")


@pytest.mark.parametrize("unit", ["working_days", "working_hours", "months"])
def test_a_negative_term_and_a_term_of_zero_are_refused(unit):
    refused("term_negative", Term, -1, unit)
    refused("term_zero", Term, 0, unit)
    refused("term_zero", Term, 0.0, unit)


def test_a_part_of_a_day_is_refused_and_a_part_of_an_hour_is_not():
    error = refused("term_fraction", Term, 0.5, "working_days")
    assert "0.5 working days" in str(error)
    assert "0,5 ngày làm việc" in error.render("vi")
    refused("term_fraction", Term, Decimal("1.5"), "months")
    assert Term(Decimal("0.5"), "working_hours").count == 30
    refused("term_zero", Term, 0.001, "working_hours")


def test_a_whole_number_is_whole_however_it_is_written():
    assert Term(5.0, "working_days") == Term(Decimal("5"), "working_days")


def test_an_unknown_unit_is_refused():
    refused("unit_unknown", Term, 5, "weeks")


def test_ten_thousand_working_days_give_a_date():
    assert timeline(10_000).due_date().due.year == 2063


@pytest.mark.parametrize("unit", ["working_days", "working_hours", "calendar_days"])
@pytest.mark.parametrize("value", [10**6, 10**12])
def test_a_term_beyond_the_calendar_is_refused_at_once(value, unit):
    with pytest.raises(ClockError, match="Trung tâm"):
        timeline(value, unit).due_date()


@pytest.mark.parametrize("value", [1_000, 10_000, 10**9])
def test_months_beyond_the_calendar_are_refused_at_once(value):
    refused("outside_calendar", timeline(value, "months").due_date)


@pytest.mark.parametrize("unit", ["working_days", "working_hours", "calendar_days"])
def test_a_reception_outside_what_the_calendar_knows_is_refused(unit):
    for text in ("1999-12-31T09:00", "2100-01-01T09:00"):
        late = Timeline(CENTRE, Term(5, unit), at(text))
        refused("outside_calendar", late.due_date)


def test_a_naive_date_time_is_refused_everywhere():
    naive = datetime(2025, 3, 3, 9)
    refused("naive", Timeline, CENTRE, Term(5, "working_days"), naive)
    for term in (Term(5, "working_days"), Term(5, "working_hours")):
        refused("naive", due_instants, CENTRE, term, [at(MONDAY), naive])
    refused("naive", CENTRE.next_opening, naive)
    refused("naive", CENTRE.add_working_minutes, naive, 5)
    refused("naive", CENTRE.apology_day, naive)
    refused("naive", CENTRE.working_minutes_between, naive, at(MONDAY))
    refused("naive", StartRule().transfer_instant, CENTRE, naive)
    refused("naive", timeline().elapsed, naive)
    refused("naive", Pause, "other", naive)
    refused("naive", Pause, "other", at(MONDAY), naive)
    refused("naive", Restart, naive)
    refused("naive", Extension, Term(5, "working_days"), naive)


def test_what_is_no_date_time_is_refused():
    for value in ("2025-03-03", None, date(2025, 3, 3)):
        refused("naive", CENTRE.next_opening, value)


def test_a_date_is_not_a_date_time():
    refused("not_a_date", CENTRE.is_working_day, at(MONDAY))
    refused("not_a_date", Holiday, at(MONDAY), "bão")
    refused("not_a_time", StartRule, cut_off=at(MONDAY))
    refused("not_a_time", StartRule, cut_off=time(15, tzinfo=timezone.utc))


def test_a_pause_that_ends_before_it_begins_is_refused():
    refused("pause_reversed", Pause, "other", at(MONDAY), at("2025-03-02T09:00"))


def test_a_pause_of_unknown_kind_is_refused():
    refused("pause_kind", Pause, "unpaid fee", at(MONDAY))


def test_nothing_happens_to_a_term_before_it_begins():
    early = at("2025-03-02T09:00")
    error = refused(
        "event_before_start", timeline, 5, "working_days", Pause("other", early)
    )
    assert "09:00 on Sunday 02/03/2025" in str(error)


def test_nested_and_overlapping_pauses_are_refused():
    outer = Pause("supplement", at("2025-03-04T09:00"), at("2025-03-07T09:00"))
    nested = Pause("other", at("2025-03-05T09:00"), at("2025-03-06T09:00"))
    crossing = Pause("other", at("2025-03-06T09:00"), at("2025-03-10T09:00"))
    restart = Restart(at("2025-03-05T09:00"))
    for inner in (nested, crossing, restart, replace(nested, end=None)):
        for events in ((outer, inner), (inner, outer)):
            refused("pauses_overlap", timeline, 5, "working_days", *events)
    twin = replace(outer, kind="other")
    refused("pauses_overlap", timeline, 5, "working_days", outer, twin)


def test_an_error_tells_its_instants_in_legal_time():
    def utc(text):
        return at(text).astimezone(timezone.utc)

    received, morning, noon = (
        utc(f"2025-03-{text}") for text in ("03T09:00", "04T09:00", "04T11:00")
    )
    term = Term(5, "working_days")
    early = Timeline, CENTRE, term, noon
    pauses = (Pause("other", morning, noon), Pause("other", morning))
    for code, words, act, *args in (
        (
            "pause_reversed",
            "11:00 on Tuesday 04/03/2025",
            Pause,
            "other",
            noon,
            morning,
        ),
        (
            *("event_before_start", "09:00 on Tuesday 04/03/2025"),
            *(*early, StartRule(), (Restart(morning),)),
        ),
        (
            *("pauses_overlap", "09:00 on Tuesday 04/03/2025"),
            *(Timeline, CENTRE, term, received, StartRule(), pauses),
        ),
    ):
        assert words in str(refused(code, act, *args))


def test_a_pause_that_never_ends_lets_no_other_begin():
    endless = Pause("supplement", at("2025-03-04T09:00"))
    later = Pause("other", at("2025-03-20T09:00"), at("2025-03-21T09:00"))
    refused("pauses_overlap", timeline, 5, "working_days", endless, later)


def test_a_pause_that_never_ends_gives_the_reason_in_place_of_a_date():
    endless = Pause("supplement", at("2025-03-04T09:00"), reason="thiếu bản vẽ")
    result = timeline(5, "working_days", endless).due_date()
    assert result.due is None
    assert result.after_apology is None
    assert result.undetermined.render("en") == (
        "Waiting for the applicant's supplement: no date can be computed because the "
        "term has stood still since 09:00 on Tuesday 04/03/2025 (thiếu bản vẽ); until "
        "then the date was 17:00 on Monday 10/03/2025."
    )


def test_a_pause_of_ninety_years_is_refused_at_once():
    long = Pause("other", at("2025-03-04T09:00"), at("2115-03-04T09:00"))
    for unit in ("working_days", "working_hours", "calendar_days", "months"):
        refused("outside_calendar", timeline(5, unit, long).due_date)


def test_an_extension_speaks_the_unit_of_its_term():
    hours_more = Extension(Term(8, "working_hours"), at(MONDAY))
    refused("extension_unit", timeline(5, "working_days", hours_more).due_date)
    refused("extension_unit", Extension, Term.none(), at(MONDAY))
    months = Extension(Term(1, "months"), at(MONDAY))
    refused("extension_unit", timeline(5, "calendar_days", months).due_date)


def test_a_calendar_cannot_begin_before_legal_time_is_known():
    refused("before_legal_time", replace, CENTRE, since=date(1970, 1, 1))


def test_a_day_that_is_no_working_day_has_no_closing_hour():
    refused("not_working_day", CENTRE.closing, date(2025, 3, 8))
    assert CENTRE.closing(date(2025, 3, 7)) == at("2025-03-07T17:00")


def test_a_citation_has_a_status_that_is_known():
    refused("citation_status", Citation, "Decree 61/2018", "18", "perhaps")


def test_a_damaged_derivation_is_refused():
    refused("fact_unknown", Derivation.from_list, [{"code": "horoscope"}])
    refused("fact_unknown", Derivation.from_list, [{}])
    refused("fact_values", Derivation.from_list, [{"code": "due", "values": {}}])
    refused("fact_unknown", StartRule, citations={"horoscope": None})


def test_inputs_cannot_be_changed_behind_the_index():
    with pytest.raises(FrozenInstanceError):
        CENTRE.holidays = ()
    source = list(HOLIDAYS)
    calendar = replace(CENTRE, holidays=source)
    source.clear()
    assert calendar == CENTRE


def test_an_error_survives_a_job_queue():
    error = refused("term_negative", Term, -1, "months")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.code, copy.values, str(copy)) == (error.code, error.values, str(error))


@pytest.mark.parametrize("sentences", [FACTS, ERRORS], ids=["facts", "errors"])
def test_every_sentence_holds_the_same_values_in_both_languages(sentences):
    def placeholders(text):
        return sorted(
            (name, spec) for _text, name, spec, _ in Formatter().parse(text) if name
        )

    for code, sentence in sentences.items():
        assert set(sentence) == {"en", "vi"}, code
        assert placeholders(sentence["en"]) == placeholders(sentence["vi"]), code


def test_a_fact_of_each_code_has_its_sentence():
    assert set(FACTS) == {
        code.value for code in type(Fact.of("due", due=at(MONDAY)).code)
    }
