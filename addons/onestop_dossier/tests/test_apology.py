import json
import re
from datetime import datetime

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import MONDAY, DossierCase

# Due on Monday 2026-03-16 at 17:00. To appraise takes until Wednesday 11 at nine: on
# Friday at ten it is seventeen hours late (six, eight and three).
FRIDAY = "2026-03-13 03:00:00"
REASON = "Bước “Appraise” tại Department T chậm 17 giờ làm việc, chưa xong."
# 28 hours are left: 5 of Friday, 8 of Monday, Tuesday, 7 of Wednesday.
PROPOSED = datetime(2026, 3, 18, 10, 0)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestApology(DossierCase):
    def setUp(self):
        super().setUp()
        self.dossier = self.to_processing()
        self.head = self.users["department_head"]

    def form(self, moment=FRIDAY, user=None, lang="vi_VN"):
        """The form of the apology as it opens, on `moment`."""
        with freeze_time(moment):
            action = (
                self.env["onestop.dossier.action"]
                .with_user(user or self.head)
                .with_context(lang=lang)
                ._open(self.dossier.with_user(user or self.head), "apologise")
            )
        return (
            self.env["onestop.dossier.action"]
            .with_user(user or self.head)
            .with_context(lang=lang)
            .browse(action["res_id"])
        )

    def apologise(self, until, moment=FRIDAY, reason="Rain.", **values):
        with freeze_time(moment):
            self.act(
                *("department_head", self.dossier, "apologise", reason),
                until=until,
                **values,
            )

    def event(self):
        return self.dossier.clock_event_ids.filtered(lambda one: one.kind == "apology")

    def test_the_form_opens_with_all_that_can_be_known(self):
        form = self.form()
        self.assertEqual(form.until, PROPOSED)
        self.assertEqual(form.reason, REASON)
        self.assertIn("Department T xin lỗi Ông/Bà", form.words)
        self.assertEqual(form.responsible_id, self.head)
        for part in ("28 giờ làm việc", "17:00, thứ Hai, ngày 16/03/2026"):
            self.assertIn(part, form.until_help)

    def test_the_forms_words_are_vietnamese_and_the_help_is_the_officers(self):
        form = self.form(lang="en_US")
        self.assertEqual(form.reason, REASON)
        self.assertIn("28 h of working time", form.until_help)
        self.assertIn("17:00 on Monday 16/03/2026", form.until_help)

    def test_where_little_is_left_the_next_working_day_is_proposed(self):
        self.act("department_officer", self.dossier, "complete_step")
        # Twelve hours are left, but no apology is for a date before the one that is due.
        form = self.form("2026-03-12 00:00:00")
        self.assertEqual(form.until, datetime(2026, 3, 17, 10, 0))

    def test_where_no_step_is_late_it_says_where_the_dossier_is(self):
        form = self.form(MONDAY)
        self.assertIn("đang ở bước “Appraise” tại Department T", form.reason)

    @pytest.mark.article("Decree 61/2018", "19.9")
    def test_what_is_confirmed_is_kept_as_it_was_changed(self):
        colleague = self.make_user("colleague", ("department_officer", self.department))
        form = self.form()
        with freeze_time(FRIDAY), Form(form) as edited:
            edited.until = "2026-03-20 10:00:00"
            edited.reason = "A measurement has to be repeated."
            edited.words = "We are sorry."
            edited.responsible_id = colleague
        with freeze_time(FRIDAY):
            form.action_confirm()
        event = self.event()
        self.assertEqual(str(event.until), "2026-03-20 10:00:00")
        self.assertEqual(event.reason, "A measurement has to be repeated.")
        self.assertEqual(event.words, "We are sorry.")
        self.assertEqual(event.responsible_id, colleague)
        self.assertEqual(str(self.dossier.date_due), "2026-03-20 10:00:00")
        self.assertEqual(str(self.dossier.date_due_legal), "2026-03-16 10:00:00")

    @pytest.mark.article("Decree 61/2018", "19.9")
    def test_the_agency_apologises_and_the_centre_changes_the_date(self):
        self.apologise("2026-03-20 10:00:00")
        rows = self.env["onestop.journal"].search(
            [("res_model", "=", "onestop.dossier"), ("res_id", "=", self.dossier.id)]
        )
        told = [(row.code, row.role, row.actor) for row in rows[-2:]]
        self.assertEqual(
            told,
            [
                ("apologise", "department_head", self.head.name),
                ("change_date", "system", "system"),
            ],
        )
        self.assertEqual(
            json.loads(rows[-1].data),
            {"centre": self.centre.id, "to": "2026-03-20 10:00:00"},
        )
        # The applicant hears of it at once, of the act that the agency stands for.
        notice = self.dossier.notice_ids.filtered(lambda one: one.event == "apology")
        self.assertTrue(notice)
        # The slip says so, in the name of the centre.
        sheet = self.env["report.onestop_dossier.form_control_slip"]
        [*_before, line] = sheet._get_report_values(self.dossier.ids)["sheets"][0][
            "lines"
        ]
        self.assertEqual(
            (line["what"], line["from"]),
            ("Trung tâm đã đổi ngày hẹn trả kết quả", self.centre.name),
        )
        # And whoever sits there finds what was changed.
        found = self.as_role("counter_officer", self.env["onestop.dossier"]).search(
            [("clock_event_ids.kind", "=", "apology")]
        )
        self.assertEqual(found, self.dossier)

    def test_nobody_else_changes_the_date(self):
        for role in ("counter_officer", "supervisor", "department_officer", "clerk"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self.act(
                    *(role, self.dossier, "apologise", "Rain."),
                    until="2026-03-20 10:00:00",
                )
        self.assertFalse(self.event())

    def test_without_a_name_whoever_apologises_answers_for_it(self):
        self.apologise("2026-03-20 10:00:00")
        self.assertEqual(self.event().responsible_id, self.head)

    def test_nobody_from_elsewhere_answers_for_it(self):
        stranger = self.make_user("stranger", ("department_head", self.other))
        for wanted in (stranger.id, self.portal.id, 10**9, "1", [1]):
            with self.subTest(wanted=wanted), self.assertRaises(UserError):
                self.apologise("2026-03-20 10:00:00", responsible_id=wanted)
        self.assertFalse(self.event())
        self.assertNotIn(stranger, self.form().responsible_ids)

    def test_a_date_that_nobody_can_keep_is_refused_in_a_sentence(self):
        self.head.lang = "vi_VN"
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Bão số 2",
                "calendar_id": self.department.calendar_id.id,
                "date_from": "2026-03-18 17:00:00",
                "date_to": "2026-03-19 16:59:59",
            }
        )
        for until, words in (
            ("2026-03-12 10:00:00", "đã qua"),
            ("2026-03-16 10:00:00", "không sau ngày đã hẹn với người nộp"),
            (
                "2026-03-21 03:00:00",
                "rơi vào ngày không làm việc (ngày nghỉ hằng tuần)",
            ),
            ("2026-03-19 03:00:00", "rơi vào ngày không làm việc (Bão số 2)"),
            ("2026-03-20 13:00:00", "nằm ngoài giờ làm việc của ngày đó"),
            ("2126-03-20 03:00:00", "nằm ngoài phạm vi của lịch"),
            ("tomorrow", "Hãy ghi ngày hẹn mới"),
            (20260320, "Hãy ghi ngày hẹn mới"),
            (None, "Hãy ghi ngày hẹn mới"),
        ):
            with self.subTest(until=until), freeze_time(FRIDAY):
                dossier = self.dossier.with_user(self.head)
                dossier = dossier.with_context(lang="vi_VN")
                with self.assertRaisesRegex(UserError, re.escape(words)):
                    dossier.action_transition("apologise", "Mưa.", {"until": until})
        self.assertFalse(self.event())

    def test_where_no_term_runs_there_is_no_date_to_move(self):
        none = [(0, 0, {"channel": "online", "term_unit": "none"})]
        self.version = self.make_version("9.900002", channel_ids=none)
        self.dossier = self.to_processing()
        with self.assertRaisesRegex(UserError, "no date"):
            self.apologise("2026-03-20 10:00:00")
        with self.assertRaisesRegex(UserError, "không có ngày hẹn"):
            self.form()

    @pytest.mark.article("Decree 61/2018", "19.9")
    def test_there_is_one_apology_and_no_second_form(self):
        # Decree 61/2018, art. 19.9.
        self.apologise("2026-03-20 10:00:00")
        with self.assertRaises(UserError):
            self.form("2026-03-19 03:00:00")

    def test_only_who_may_apologise_opens_the_form(self):
        for role in ("department_officer", "clerk", "counter_officer", "supervisor"):
            with self.subTest(role=role), self.assertRaises(UserError):
                self.form(user=self.users[role])

    def test_the_reminder_opens_the_form_in_one_click(self):
        level = self.env["onestop.reminder.level"].create(
            {"name": "T", "subject": "dossier", "basis": "apology", "to_head": True}
        )
        reminder = self.env["onestop.reminder"].create(
            {
                "dossier_id": self.dossier.id,
                "level_id": level.id,
                "department_id": self.department.id,
                "date": FRIDAY,
                "date_due": self.dossier.date_due,
                "to_head": True,
            }
        )
        with freeze_time(FRIDAY):
            action = reminder.with_user(self.head).action_apologise()
        self.assertEqual(action["res_model"], "onestop.dossier.action")
        form = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((form.code, form.reason), ("apologise", REASON))
        self.assertEqual(reminder.apology, "possible")
        other = self.make_user("other", ("department_head", self.other))
        with self.assertRaises(AccessError), freeze_time(FRIDAY):
            reminder.with_user(other).action_apologise()
        self.apologise("2026-03-20 10:00:00")
        self.assertEqual(reminder.apology, "given")

    def test_names_of_a_step_are_text_and_no_markup(self):
        steps = (
            ("<b>Check</b>", "work", "competent", "department_officer", 4),
            ("Decide", "decision", "competent", "department_head", 4),
            ("Return", "return", "received", "counter_officer", 0),
        )
        self.version = self.make_version("9.900002", steps)
        self.dossier = self.to_processing()
        form = self.form()
        self.assertIn("“<b>Check</b>”", form.reason)
        self.apologise("2026-03-20 10:00:00", reason=form.reason)
        with freeze_time(FRIDAY):
            html = self.dossier.with_user(self.head).time_html
        self.assertIn("&lt;b&gt;Check", html)

    def standing(self, moment):
        """What the lists say of an apology, on a moment."""
        with freeze_time(moment):
            self.dossier.invalidate_recordset()
            return self.dossier.with_user(self.users["director"]).apology

    def test_the_list_of_what_is_late_says_whether_an_apology_can_be_given(self):
        tuesday, wednesday = "2026-03-17 03:00:00", "2026-03-18 03:00:00"
        self.assertFalse(self.standing(FRIDAY))
        self.assertEqual(self.standing(tuesday), "possible")
        with freeze_time(tuesday):
            self.act(
                "department_officer", self.dossier, "request_supplement", "Page 2."
            )
        # Decree 61/2018, art. 19.4: the term is counted again once it is complete, so no
        # new date can be promised before.
        self.assertEqual(self.standing(wednesday), "applicant")
        with self.assertRaisesRegex(UserError, "Supplement requested"):
            self.apologise("2026-03-20 10:00:00", wednesday)
        with freeze_time(wednesday):
            self.act("portal", self.dossier, "withdraw")
        self.assertEqual(self.standing(wednesday), "withdrawal")

    def test_once_the_applicant_has_answered_the_term_is_counted_again(self):
        with freeze_time("2026-03-17 03:00:00"):
            self.act(
                "department_officer", self.dossier, "request_supplement", "Page 2."
            )
        with freeze_time("2026-03-18 03:00:00"):
            self.act("portal", self.dossier, "supplement", "Here it is.")
        # Five working days after Wednesday 18.
        self.assertEqual(str(self.dossier.date_due), "2026-03-25 10:00:00")
        self.assertFalse(self.standing("2026-03-19 03:00:00"))
        self.assertEqual(self.standing("2026-03-26 03:00:00"), "possible")

    def test_where_it_goes_on_after_a_payment_an_apology_is_possible_at_once(self):
        with freeze_time("2026-03-17 03:00:00"):
            self.act("department_officer", self.dossier, "suspend", "Tax notice.")
        self.assertEqual(self.standing("2026-03-18 03:00:00"), "payment")
        with freeze_time("2026-03-19 03:00:00"):
            self.act("department_officer", self.dossier, "resume")
        self.assertEqual(self.standing("2026-03-19 03:05:00"), "possible")
        self.apologise("2026-03-24 10:00:00", "2026-03-19 03:10:00")
        self.assertFalse(self.standing("2026-03-20 03:00:00"))
        # The second date passes too: the law grants no third (art. 19.9).
        self.assertEqual(self.standing("2026-03-25 03:00:00"), "given")
