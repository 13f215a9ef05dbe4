import pytest
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
class TestClockEvents(DossierCase):
    """Received Monday 9 March 2026 at 09:00, 5 working days: due Monday 16, 17:00."""

    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            self.dossier = self.to_processing()

    def at(self, moment, role, code, reason="A reason.", **values):
        with freeze_time(moment):
            self.act(role, self.dossier, code, reason, **values)

    @pytest.mark.article("Decree 61/2018", "19.4")
    def test_a_supplement_counts_the_term_again_from_its_start(self):
        # Decree 61/2018, art. 19.4. Answered Monday 16: Tuesday is day 1, Monday 23
        # is day 5.
        self.at("2026-03-11 03:00:00", "department_officer", "request_supplement")
        self.assertEqual(self.dossier.state, "supplement")
        self.assertTrue(self.dossier.suspended)
        self.at("2026-03-16 03:00:00", "portal", "supplement", "Here it is.")
        self.assertEqual(self.dossier.state, "processing")
        self.assertFalse(self.dossier.suspended)
        self.assertEqual(str(self.dossier.date_due), "2026-03-23 10:00:00")
        event = self.dossier.clock_event_ids
        self.assertEqual(str(event.date_before), "2026-03-16 10:00:00")
        self.assertEqual(str(event.date_after), "2026-03-23 10:00:00")

    def test_who_asks_again_does_not_count_the_term_again(self):
        self.at("2026-03-11 03:00:00", "department_officer", "request_supplement")
        self.at("2026-03-16 03:00:00", "portal", "supplement", "Here it is.")
        self.at("2026-03-17 03:00:00", "department_officer", "request_supplement")
        self.at("2026-03-19 03:00:00", "portal", "supplement", "Once more.")
        # Tuesday and Wednesday it stood still: two working days after Monday 23.
        self.assertEqual(str(self.dossier.date_due), "2026-03-25 10:00:00")
        events = self.dossier.clock_event_ids
        self.assertEqual(events.mapped("restarts"), [True, False])

    def test_how_often_it_is_counted_again_is_a_rule(self):
        rules = self.env.ref("onestop_procedure.rule_set_2025").rule_ids
        most = rules.filtered(lambda one: one.key == "supplement_restarts_at_most")
        most.value = "2"
        self.at("2026-03-11 03:00:00", "department_officer", "request_supplement")
        self.at("2026-03-16 03:00:00", "portal", "supplement", "Here it is.")
        self.at("2026-03-17 03:00:00", "department_officer", "request_supplement")
        self.at("2026-03-19 03:00:00", "portal", "supplement", "Once more.")
        # Friday 20 is day 1, Thursday 26 day 5.
        self.assertEqual(str(self.dossier.date_due), "2026-03-26 10:00:00")

    def test_a_financial_obligation_moves_the_date_by_the_days_it_took(self):
        # Paused Tuesday 10 to Thursday 12: two working days, so Wednesday 18.
        self.at("2026-03-10 03:00:00", "department_officer", "suspend")
        self.assertEqual(self.dossier.state, "payment")
        self.at("2026-03-12 03:00:00", "department_officer", "resume", None)
        self.assertEqual(str(self.dossier.date_due), "2026-03-18 10:00:00")
        self.assertEqual(str(self.dossier.date_due_promised), "2026-03-16 10:00:00")

    def test_a_wish_to_withdraw_names_no_law_that_would_stop_the_term_for_ever(self):
        # A program may send along whatever it likes.
        basis = {"legal_basis": "Law on Land, art. 1"}
        self.at("2026-03-10 03:00:00", "portal", "withdraw", None, **basis)
        self.assertFalse(self.dossier.clock_event_ids.legal_basis)
        self.at("2026-03-10 04:00:00", "portal", "resume", None, **basis)
        self.assertEqual(self.dossier.state, "processing")
        self.assertFalse(self.dossier.suspended)

    @pytest.mark.article("Decree 61/2018", "19.9")
    def test_an_apology_moves_the_date_but_never_the_legal_one(self):
        self.at(
            "2026-03-13 03:00:00",
            "department_head",
            "apologise",
            "A measurement has to be repeated.",
            until="2026-03-20 10:00:00",
        )
        self.assertEqual(str(self.dossier.date_due), "2026-03-20 10:00:00")
        self.assertEqual(str(self.dossier.date_due_legal), "2026-03-16 10:00:00")
        # Decree 61/2018, art. 19.9: a new date at most once.
        with self.assertRaisesRegex(UserError, "already given a new date"):
            self.at(
                "2026-03-19 03:00:00",
                "department_head",
                "apologise",
                "Again.",
                until="2026-03-25 10:00:00",
            )
        with freeze_time("2026-03-17 03:00:00"):
            self.dossier.invalidate_recordset(["overdue"])
            self.assertTrue(self.dossier.overdue)
            found = self.env["onestop.dossier"].search([("overdue", "=", True)])
            self.assertIn(self.dossier, found)

    def test_what_is_late_stays_late_while_the_applicant_is_asked(self):
        # Due Monday 16; asked on Tuesday 17, when nothing was left to stand still.
        self.at("2026-03-17 03:00:00", "department_officer", "request_supplement")
        self.assertEqual(self.dossier.state, "supplement")
        self.assertEqual(str(self.dossier.date_due_legal), "2026-03-16 10:00:00")
        with freeze_time("2026-03-18 03:00:00"):
            self.dossier.invalidate_recordset()
            self.assertEqual(self.dossier.standing, "overdue")
            unanswered = [("overdue", "=", True), ("suspended", "=", False)]
            found = self.env["onestop.dossier"].search(unanswered)
            self.assertIn(self.dossier, found)
            # But nobody at a step can do anything meanwhile.
            run = self.dossier.step_ids.filtered(lambda one: one.state == "open")
            self.assertFalse(run.standing or run.overdue)
            late = self.env["onestop.dossier.step"].search([("overdue", "=", True)])
            self.assertFalse(late & run)

    def test_a_payment_that_arrives_lets_the_term_go_on_by_itself(self):
        self.at(
            *("2026-03-10 03:00:00", "department_officer", "suspend"),
            amount=1500000,
        )
        fee = self.dossier.fee_ids
        self.assertEqual((fee.kind, fee.amount), ("obligation", 1500000))
        self.assertEqual(self.dossier.payment_state, "due")
        with freeze_time("2026-03-12 03:00:00"):
            fee.with_user(self.users["counter_officer"]).action_pay_cash()
        self.assertEqual(self.dossier.state, "processing")
        self.assertEqual(self.dossier.payment_state, "paid")
        self.assertEqual(str(self.dossier.date_due), "2026-03-18 10:00:00")
        self.assertEqual(self.journal(self.dossier)[-2:], ["pay", "resume"])

    def test_what_is_paid_elsewhere_is_fulfilled_by_whoever_lets_it_go_on(self):
        self.at(
            *("2026-03-10 03:00:00", "department_officer", "suspend"),
            amount=1500000,
        )
        self.at("2026-03-12 03:00:00", "department_officer", "resume", None)
        self.assertEqual(self.dossier.fee_ids.state, "paid")
        self.assertEqual(self.dossier.payment_state, "paid")

    def test_what_is_no_amount_is_refused(self):
        for amount in (-1, 1e300, float("nan"), "x", [1]):
            with self.subTest(amount=amount), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    self.at(
                        *("2026-03-10 03:00:00", "department_officer", "suspend"),
                        amount=amount,
                    )
        self.assertEqual(self.dossier.state, "processing")

    def test_another_ground_needs_its_article_and_stops_every_step(self):
        hold = "2026-03-10 03:00:00", "department_officer", "suspend", "A court."
        with self.assertRaisesRegex(UserError, "which article"):
            self.at(*hold, ground="other")
        with self.assertRaisesRegex(UserError, "or on another ground"):
            self.at(*hold, ground="rain", legal_basis="Law T, art. 1")
        self.at(*hold, ground="other", legal_basis="Law T, art. 1")
        self.assertEqual(
            (self.dossier.state, self.dossier.suspended), ("processing", 1)
        )
        run = self.dossier.step_ids.filtered(lambda one: one.state == "open")
        with freeze_time("2026-03-12 03:00:00"):
            self.dossier.invalidate_recordset()
            self.assertFalse(run.standing or self.dossier.standing)
        for code in ("complete_step", "request_supplement", "apologise", "suspend"):
            with self.subTest(code), self.assertRaisesRegex(UserError, "go on first"):
                with self.env.cr.savepoint():
                    self.at("2026-03-12 03:00:00", "department_officer", code)
        told = " ".join(self.dossier.explain_due()["sentences"])
        self.assertIn("A court; Law T, art. 1", told)
        # Paused Tuesday 10 to Thursday 12: two working days, so Wednesday 18.
        self.at("2026-03-12 03:00:00", "department_head", "resume", None)
        self.assertEqual(str(self.dossier.date_due), "2026-03-18 10:00:00")
        with self.assertRaises(UserError):
            self.at("2026-03-13 03:00:00", "department_head", "resume", None)

    def test_what_is_held_after_its_date_is_late_and_can_go_on(self):
        hold = ("2026-03-18 03:00:00", "department_officer", "suspend")
        self.at(*hold, ground="other", legal_basis="Law T, art. 1")
        # Due on Monday 16: no time is left that could stand still.
        self.assertFalse(self.dossier.suspended)
        with self.assertRaisesRegex(UserError, "Let it go on first"):
            self.at("2026-03-19 03:00:00", "department_officer", "request_supplement")
        self.at("2026-03-19 03:00:00", "department_officer", "resume")
        self.assertTrue(self.dossier.clock_event_ids.end)
        self.assertEqual(str(self.dossier.date_due_legal), "2026-03-16 10:00:00")
        self.at("2026-03-19 03:00:00", "department_officer", "request_supplement")
        self.assertEqual(self.dossier.state, "supplement")

    def test_no_step_is_reminded_of_while_its_dossier_waits(self):
        # Sixteen hours from Monday at nine: until Wednesday at nine.
        self.at("2026-03-10 03:00:00", "department_officer", "request_supplement")
        with freeze_time("2026-03-20 03:00:00"):
            self.run_cron("_cron_look", "onestop.reminder")
            reminders = self.env["onestop.reminder"]
            told = reminders.search([("step_id", "in", self.dossier.step_ids.ids)])
            self.assertFalse(told.filtered(lambda one: one.basis == "hours"))
        self.at("2026-03-20 04:00:00", "portal", "supplement", "Here it is.")
        run = self.dossier.step_ids.filtered(lambda one: one.state == "open")
        self.assertEqual(str(run.date_look), "2026-03-20 04:00:00")

    def test_the_right_authority_has_its_own_calendar_and_the_date_says_so(self):
        office = self.env.ref("onestop_procedure.calendar_office_hours")
        calendar = office.copy({"name": "Calendar with Saturdays"})
        day = {"dayofweek": "5", "name": "Saturday", "day_period": "morning"}
        calendar.attendance_ids = [(0, 0, {**day, "hour_from": 7, "hour_to": 17})]
        self.other.calendar_id = calendar
        head = self.make_user("head", ("department_head", self.other))
        self.at(
            *("2026-03-10 03:00:00", "department_head", "forward"),
            department_id=self.other.id,
        )
        # Tuesday 10 to Saturday 14 instead of Monday 16, at its closing hour.
        self.assertEqual(self.dossier.department_id, self.other)
        self.assertEqual(str(self.dossier.date_due_legal), "2026-03-14 10:00:00")
        mine = self.dossier.with_user(head).with_context(lang="vi_VN")
        told = [one for one in mine.explain_due()["sentences"] if "thẩm quyền" in one]
        self.assertEqual(
            told,
            [
                "Hồ sơ chuyển đến cơ quan có thẩm quyền và được tính theo lịch làm việc "
                "của cơ quan này; ngày hẹn chuyển từ 17:00, thứ Hai, ngày 16/03/2026 "
                "sang 17:00, thứ Bảy, ngày 14/03/2026."
            ],
        )

    def test_a_new_date_ends_with_its_day_and_is_promised_so(self):
        self.at(
            *("2026-03-13 03:00:00", "department_head", "apologise", "Measured again."),
            until="2026-03-20 03:00:00",
        )
        event = self.dossier.clock_event_ids
        self.assertEqual(str(self.dossier.date_due), "2026-03-20 10:00:00")
        self.assertEqual(str(event.until), "2026-03-20 10:00:00")
        self.assertEqual(str(event.date_after), "2026-03-20 10:00:00")
        told = " ".join(
            self.dossier.with_context(lang="vi_VN").explain_due()["sentences"]
        )
        self.assertIn("khoản 9 Điều 19 Nghị định 61/2018", told)

    def test_the_term_cites_the_decision_that_lays_it_down(self):
        told = self.dossier.with_context(lang="vi_VN").explain_due()["sentences"]
        self.assertIn(
            "Thời hạn giải quyết là 5 ngày làm việc (Quyết định 1/9.900001).", told
        )

    def test_a_supplement_cites_its_article(self):
        self.at("2026-03-11 03:00:00", "department_officer", "request_supplement")
        told = self.dossier.with_context(lang="vi_VN").explain_due()["sentences"]
        self.assertIn("khoản 4 Điều 19 Nghị định 61/2018", told[-1])

    def test_nobody_decides_while_a_supplement_is_open(self):
        self.at("2026-03-10 03:00:00", "department_officer", "complete_step", None)
        self.at("2026-03-10 04:00:00", "department_officer", "request_supplement")
        with self.assertRaises(UserError):
            self.at("2026-03-10 05:00:00", "department_head", "decide", None)

    @pytest.mark.article("Decree 61/2018", "19.4")
    def test_a_late_request_is_recorded_as_a_breach_and_not_blocked(self):
        # Art. 19.4: within 3 working days, so by Thursday 12.
        self.at("2026-03-13 03:00:00", "department_officer", "request_supplement")
        self.assertTrue(self.dossier.supplement_ids.breach)

    def test_the_date_explains_itself_in_both_languages(self):
        lines = self.dossier.with_context(lang="vi_VN").explain_due()["sentences"]
        self.assertTrue(any("16/03/2026" in line for line in lines), lines)
        lines = self.dossier.with_context(lang="en_US").explain_due()["sentences"]
        self.assertTrue(any("16" in line for line in lines), lines)
