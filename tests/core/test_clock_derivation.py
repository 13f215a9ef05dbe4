"""The reasons of a date: which facts, in which order, and how they read."""

import json
from datetime import time

import pytest
from clock_calendars import CALENDARS, CENTRE, at
from onestop_procedure_core.clock import (
    Apology,
    Citation,
    Derivation,
    Extension,
    Fact,
    FactCode,
    Pause,
    StartRule,
    Term,
    Timeline,
)

CIVIL_CODE = Citation("Civil Code 2015", "147.2", "to_confirm")
CUT_OFF = Citation("Decree 61/2018", "18", "carried_over", "Decree 118/2025")
RULE = StartRule(citations={"first_day_not_counted": CIVIL_CODE})


def derive(value, unit, received, *events, rule=RULE, calendar="centre"):
    timeline = Timeline(
        CALENDARS[calendar], Term(value, unit), at(received), rule, events
    )
    return timeline.due_date().derivation


def codes(derivation):
    return [fact.code.value for fact in derivation]


def find(derivation, code):
    return next(fact for fact in derivation if fact.code is FactCode(code))


def test_a_simple_date_reads_in_english():
    assert derive(5, "working_days", "2025-04-22T09:15").render("en_US") == [
        "A complete dossier was received at 09:15 on Tuesday 22/04/2025.",
        "The term is 5 working days.",
        "The day of reception is not counted; day 1 is Wednesday 23/04/2025 (Civil Code 2015, art. 147.2; to be confirmed).",
        "Saturday 26/04/2025 counts as a working day: làm bù cho 02/05/2025.",
        "Not counted, weekly days off: 27/04/2025.",
        "A term in days ends when its last day closes, at 17:00.",
        "Due at 17:00 on Monday 28/04/2025.",
    ]


def test_a_simple_date_reads_in_vietnamese():
    assert derive(5, "working_days", "2025-04-22T09:15").render("vi_VN") == [
        "Nhận đủ hồ sơ lúc 09:15, thứ Ba, ngày 22/04/2025.",
        "Thời hạn giải quyết là 5 ngày làm việc.",
        "Không tính ngày nhận hồ sơ; ngày thứ nhất của thời hạn là thứ Tư, ngày 23/04/2025 (khoản 2 Điều 147 Bộ luật Dân sự 2015; chờ xác nhận).",
        "Thứ Bảy, ngày 26/04/2025 được tính là ngày làm việc: làm bù cho 02/05/2025.",
        "Không tính ngày nghỉ hằng tuần: 27/04/2025.",
        "Thời hạn tính bằng ngày kết thúc khi hết giờ làm việc của ngày cuối cùng, lúc 17:00.",
        "Hạn trả kết quả: 17:00, thứ Hai, ngày 28/04/2025.",
    ]


def test_a_pause_keeps_the_date_before_and_after():
    pause = Pause(
        "supplement", at("2025-03-05T10:00"), at("2025-03-07T09:00"), reason="bản vẽ"
    )
    fact = find(derive(5, "working_days", "2025-03-03T09:00", pause), "pause")
    assert fact["before"] == "2025-03-10T17:00+07:00"
    assert fact["after"] == "2025-03-12T17:00+07:00"
    assert fact["counted"] == (2, "working_days")
    assert fact.render("vi") == (
        "Chờ người nộp bổ sung hồ sơ: tạm dừng tính thời hạn từ 10:00, thứ Tư, ngày "
        "05/03/2025 đến 09:00, thứ Sáu, ngày 07/03/2025, 2 ngày làm việc (bản vẽ); ngày "
        "hẹn chuyển từ 17:00, thứ Hai, ngày 10/03/2025 sang 17:00, thứ Tư, ngày "
        "12/03/2025."
    )


def test_days_inside_a_pause_are_not_told_as_skipped():
    pause = Pause("other", at("2025-03-05T10:00"), at("2025-03-11T09:00"))
    derivation = derive(5, "working_days", "2025-03-03T09:00", pause)
    assert find(derivation, "due")["due"] == "2025-03-14T17:00+07:00"
    assert "weekly_off" not in codes(derivation)


def test_a_pause_of_hours_is_told_in_hours_and_minutes_of_working_time():
    pause = Pause("other", at("2025-03-04T09:00"), at("2025-03-04T10:30"))
    fact = find(derive(8, "working_hours", "2025-03-04T07:00", pause), "pause")
    assert fact["counted"] == (90, "working_minutes")
    assert "1 h 30 min of working time" in fact.render("en")
    assert "1 giờ 30 phút làm việc" in fact.render("vi")


def test_a_pause_after_expiry_says_why_it_moves_nothing():
    pause = Pause("other", at("2025-03-11T09:00"), at("2025-03-12T10:30"))
    derivation = derive(5, "working_days", "2025-03-03T09:00", pause)
    fact = find(derivation, "pause_after_expiry")
    assert fact["before"] == "2025-03-10T17:00+07:00"
    assert "began after the term had ended" in fact.render("en")


def test_a_restarting_supplement_tells_the_standstill_and_both_dates():
    pause = Pause(
        "supplement",
        at("2025-03-05T10:00"),
        at("2025-03-12T14:00"),
        restarts=True,
        citation=Citation("Decree 61/2018", "19.4"),
    )
    derivation = derive(5, "working_days", "2025-03-03T09:00", pause)
    assert codes(derivation)[3:7] == [
        "promised",
        "pause",
        "restart",
        "first_day_not_counted",
    ]
    restart = find(derivation, "restart")
    assert find(derivation, "promised")["due"] == "2025-03-10T17:00+07:00"
    assert restart["before"] == "2025-03-17T17:00+07:00"
    assert restart["after"] == "2025-03-19T17:00+07:00"
    assert restart.citation.article == "19.4"


def test_an_extension_and_an_apology_tell_what_they_moved():
    extension = Extension(Term(3, "working_days"), at("2025-03-05T09:00"), "phức tạp")
    apology = Apology(at("2025-03-20T17:00"), at("2025-03-12T09:00"), "thiếu người")
    derivation = derive(5, "working_days", "2025-03-03T09:00", apology, extension)
    moved = find(derivation, "extension")
    assert moved["amount"] == (3, "working_days")
    assert moved["before"] == "2025-03-10T17:00+07:00"
    assert moved["after"] == "2025-03-13T17:00+07:00"
    sorry = find(derivation, "apology")
    assert sorry["legal"] == "2025-03-13T17:00+07:00"
    assert sorry["until"] == "2025-03-20T17:00+07:00"
    assert codes(derivation)[-2:] == ["due", "due_after_apology"]


@pytest.mark.article("Labour Code", "112")
def test_holidays_are_told_by_name_and_run():
    derivation = derive(5, "working_days", "2025-01-22T09:00")
    fact = find(derivation, "holiday")
    assert fact.render("en") == "Not counted, Tết Nguyên đán: 27/01–31/01/2025."
    assert fact.render("vi") == "Không tính Tết Nguyên đán: 27/01–31/01/2025."
    assert find(derivation, "weekly_off")["runs"] == (
        ("2025-01-25", "2025-01-26"),
        ("2025-02-01", "2025-02-02"),
    )


def test_intake_only_days_are_told_apart_from_days_off():
    derivation = derive(3, "working_days", "2025-03-06T09:00", calendar="saturday")
    assert find(derivation, "intake_days")["runs"] == (("2025-03-08", "2025-03-08"),)
    assert find(derivation, "weekly_off")["runs"] == (("2025-03-09", "2025-03-09"),)


def test_a_reception_on_an_intake_only_day_is_explained():
    derivation = derive(3, "working_days", "2025-03-08T09:00", calendar="saturday")
    fact = find(derivation, "intake_only")
    assert fact["day"] == "2025-03-08"
    assert fact["first"] == "2025-03-10T07:00+07:00"


@pytest.mark.article("Decree 61/2018", "18")
def test_a_reception_after_the_cut_off_is_explained_with_its_article():
    rule = StartRule(True, time(15), {FactCode.AFTER_CUT_OFF: CUT_OFF})
    derivation = derive(1, "working_days", "2025-03-07T15:30", rule=rule)
    assert find(derivation, "after_cut_off").render("en") == (
        "It was received after 15:00; the term runs from the next working day, 07:00 on "
        "Monday 10/03/2025 (Decree 61/2018, art. 18; number in Decree 118/2025 to be "
        "confirmed)."
    )
    assert find(derivation, "after_cut_off").render("vi") == (
        "Hồ sơ nhận sau 15:00 nên thời hạn tính từ ngày làm việc tiếp theo, 07:00, thứ "
        "Hai, ngày 10/03/2025 (Điều 18 Nghị định 61/2018; số điều trong Nghị định "
        "118/2025 chờ xác nhận)."
    )


@pytest.mark.parametrize(
    "received, code",
    [("2025-03-04T09:00", "hours_run"), ("2025-03-04T12:00", "outside_hours")],
)
def test_the_beginning_of_hours_is_explained(received, code):
    derivation = derive(1, "working_hours", received)
    assert code in codes(derivation)
    assert "closing_hour" not in codes(derivation)


def test_hours_received_late_on_a_closed_day_begin_at_the_next_opening():
    rule = StartRule(cut_off=time(15))
    derivation = derive(1, "working_hours", "2025-03-09T16:00", rule=rule)
    assert find(derivation, "outside_hours")["first"] == "2025-03-10T07:00+07:00"


def test_a_roll_over_says_from_which_day_and_why():
    weekend = find(derive(5, "calendar_days", "2025-03-03T09:00"), "roll_over")
    assert (weekend["last"], weekend["rolled"]) == ("2025-03-08", "2025-03-10")
    assert "weekly day off" in weekend.render("en")
    holiday = find(derive(1, "months", "2025-03-31T09:00"), "roll_over")
    assert (holiday["last"], holiday["rolled"]) == ("2025-04-30", "2025-05-05")
    assert "Ngày Chiến thắng" in holiday.render("vi")


def test_months_say_on_which_day_they_end():
    pause = Pause("other", at("2025-02-03T09:00"), at("2025-02-05T09:00"))
    derivation = derive(1, "months", "2025-01-31T09:00", pause)
    assert find(derivation, "months_end")["last"] == "2025-02-28"
    assert find(derivation, "roll_over")["last"] == "2025-03-02"


def test_without_a_term_the_reason_cites_its_law():
    citation = Citation("Decree 63/2010", "8")
    timeline = Timeline(CENTRE, Term.none(citation), at("2025-03-03T09:00"))
    fact = timeline.due_date().undetermined
    assert fact.render("vi") == (
        "Không tính được ngày hẹn vì thủ tục không quy định thời hạn (Điều 8 Nghị định "
        "63/2010)."
    )


def test_an_open_pause_is_the_last_word_whatever_happened_meanwhile():
    pause = Pause("supplement", at("2025-03-05T10:00"))
    extension = Extension(Term(3, "working_days"), at("2025-03-06T09:00"))
    derivation = derive(5, "working_days", "2025-03-03T09:00", pause, extension)
    assert codes(derivation)[-2:] == ["extension", "pause_open"]


def test_a_derivation_is_json_and_comes_back_the_same():
    pause = Pause(
        "supplement",
        at("2025-03-05T10:00"),
        at("2025-03-12T14:00"),
        citation=Citation("Decree 61/2018", "19.4", "carried_over", "Decree 118/2025"),
    )
    derivation = derive(5, "working_days", "2025-03-03T09:00", pause)
    stored = json.loads(json.dumps(derivation.to_list()))
    assert Derivation.from_list(stored) == derivation
    assert stored[-1] == {
        "code": "due",
        "values": {"due": "2025-03-17T17:00+07:00"},
        "citation": None,
    }


def test_a_change_of_calendar_adds_its_line():
    derivation = derive(5, "working_days", "2025-03-03T09:00")
    changed = Fact.of(
        "calendar_changed",
        reason="bão số 3",
        before=at("2025-03-10T17:00"),
        after=at("2025-03-11T17:00"),
    )
    longer = derivation.with_fact(changed)
    assert len(longer) == len(derivation) + 1
    assert longer.render("vi")[-1] == (
        "Lịch làm việc thay đổi (bão số 3); ngày hẹn chuyển từ 17:00, thứ Hai, ngày "
        "10/03/2025 sang 17:00, thứ Ba, ngày 11/03/2025."
    )


def test_text_typed_by_people_is_not_read_as_a_template():
    pause = Pause("other", at("2025-03-05T10:00"), reason="{kind} {0} %s")
    derivation = derive(5, "working_days", "2025-03-03T09:00", pause)
    assert "({kind} {0} %s)" in derivation.render("en")[-1]


@pytest.mark.parametrize(
    "citation, english, vietnamese",
    [
        (
            Citation("Decree 61/2018", "19.4", "carried_over", "Decree 118/2025"),
            "Decree 61/2018, art. 19.4; number in Decree 118/2025 to be confirmed",
            "khoản 4 Điều 19 Nghị định 61/2018; số điều trong Nghị định 118/2025 chờ xác nhận",
        ),
        (
            Citation("Law on Denunciations", "22.2b"),
            "Law on Denunciations, art. 22.2b",
            "điểm b khoản 2 Điều 22 Luật Tố cáo",
        ),
        (
            Citation("Civil Code 2015", "147–148", "to_confirm"),
            "Civil Code 2015, art. 147–148; to be confirmed",
            "Điều 147–148 Bộ luật Dân sự 2015; chờ xác nhận",
        ),
        (
            Citation("Law on Complaints", "11a"),
            "Law on Complaints, art. 11a",
            "Điều 11a Luật Khiếu nại",
        ),
        (
            Citation("Quy chế 5", "3", "carried_over"),
            "Quy chế 5, art. 3; to be confirmed",
            "Điều 3 Quy chế 5; chờ xác nhận",
        ),
    ],
)
def test_a_citation_reads_as_lawyers_write_it(citation, english, vietnamese):
    assert citation.render("en") == english
    assert citation.render("vi_VN") == vietnamese


def test_another_language_reads_english():
    derivation = derive(1, "working_days", "2025-03-03T09:00")
    assert derivation.render("fr_FR") == derivation.render("en")


def test_an_instrument_is_cited_as_a_whole_where_it_has_no_article():
    published = Citation("Decision 7/QĐ-UBND", "")
    term = Term(5, "working_days", published)
    derivation = Timeline(CENTRE, term, at("2025-03-03T09:00")).due_date().derivation
    told = find(derivation, "term")
    assert told.render("en") == "The term is 5 working days (Decision 7/QĐ-UBND)."
    assert told.render("vi") == (
        "Thời hạn giải quyết là 5 ngày làm việc (Quyết định 7/QĐ-UBND)."
    )


def test_a_pause_after_the_legal_date_tells_that_it_moves_the_new_one():
    # Due on Monday 10; promised anew for Monday 17. Thursday 13 and Friday 14 stand
    # still, so it is Wednesday 19.
    apology = Apology(at("2025-03-17T17:00"), at("2025-03-07T09:00"), "thiếu người")
    pause = Pause("other", at("2025-03-12T10:00"), at("2025-03-14T09:00"))
    derivation = derive(5, "working_days", "2025-03-03T09:00", apology, pause)
    assert codes(derivation)[-2:] == ["due", "due_after_apology"]
    told = find(derivation, "pause_of_apology")
    assert told["before"] == "2025-03-17T17:00+07:00"
    assert told["after"] == "2025-03-19T17:00+07:00"
    assert told["counted"] == (2, "working_days")
    assert derivation.facts[-1]["due"] == "2025-03-19T17:00+07:00"
