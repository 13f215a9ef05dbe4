from datetime import datetime

import pytest
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

# Monday 10:00; the office closes at 17:00. Received before, at 09:00.
ASKED, CLOSING = "2026-03-09 03:00:00", datetime(2026, 3, 9, 10, 0)
TUESDAY = "2026-03-10 03:00:00"


@tagged("post_install", "-at_install")
class TestPassOn(DossierCase):
    """What a department asks of the applicant goes through the centre."""

    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            self.dossier = self.to_processing()

    def ask(self, moment=ASKED, role="department_officer", **values):
        values = values or {"lines": [{"component": "Plan", "text": "Draw it."}]}
        with freeze_time(moment):
            dossier = self.dossier.with_user(self.users[role])
            dossier.action_transition("request_supplement", None, values)
        return self.dossier.supplement_ids[-1]

    def at(self, moment, role, code, reason=None, **values):
        with freeze_time(moment):
            self.act(role, self.dossier, code, reason, **values)

    def events(self):
        notices = self.env["onestop.notice"].search(
            [("dossier_id", "=", self.dossier.id), ("channel", "=", "email")]
        )
        return notices.mapped("event")

    @pytest.mark.article("Decree 61/2018", "19.4")
    def test_the_applicant_hears_of_it_once_the_counter_passes_it_on(self):
        request = self.ask()
        self.assertEqual(self.dossier.state, "processing")
        self.assertFalse(self.dossier.suspended)
        self.assertFalse(request.deadline)
        self.assertNotIn("supplement_requested", self.events())
        self.at(TUESDAY, "counter_officer", "pass_on")
        self.assertEqual(self.dossier.state, "supplement")
        self.assertTrue(self.dossier.suspended)
        self.assertEqual(
            (str(request.requested_at), str(request.passed_on_at)), (ASKED, TUESDAY)
        )
        self.assertEqual(request.passed_on_by, self.users["counter_officer"].name)
        # The pause, and the applicant's time, begin when they are told.
        self.assertEqual(str(self.dossier.clock_event_ids.start), TUESDAY)
        # The 30th working day after Tuesday 10 March.
        self.assertEqual(request.deadline, datetime(2026, 4, 21, 10, 0))
        self.assertEqual(self.events()[0], "supplement_requested")
        self.assertEqual(
            self.journal(self.dossier)[-2:], ["request_supplement", "pass_on"]
        )

    def test_its_form_is_signed_by_the_counter(self):
        self.ask()
        form = self.env["report.onestop_dossier.form_supplement"]
        with self.assertRaisesRegex(UserError, "no such form"):
            form.with_context(lang="en_US")._get_report_values(self.dossier.ids)
        self.at(TUESDAY, "counter_officer", "pass_on")
        [sheet] = form._get_report_values(self.dossier.ids)["sheets"]
        self.assertEqual(sheet["officer"], self.users["counter_officer"].name)
        self.assertEqual(sheet["request"].line_ids.text, "Draw it.")

    def test_the_counter_sees_what_waits_and_what_waits_too_long(self):
        self.ask()
        self.assertEqual(self.dossier.request_due, CLOSING)
        dossiers = self.env["onestop.dossier"].with_user(self.users["counter_officer"])
        waits = [("request_due", "!=", False)]
        self.assertEqual(dossiers.search(waits), self.dossier)
        with freeze_time(TUESDAY):
            self.dossier.invalidate_recordset()
            self.assertTrue(self.dossier.request_late)
            late = dossiers.search([("request_due", "<", "now")])
            self.assertEqual(late, self.dossier)
        self.at(TUESDAY, "counter_officer", "pass_on")
        self.assertFalse(dossiers.search(waits))

    def test_asked_after_the_cut_off_it_goes_on_next_morning(self):
        self.ask("2026-03-09 09:00:00")
        self.assertEqual(self.dossier.request_due, datetime(2026, 3, 10, 0, 0))

    @pytest.mark.article("Decree 61/2018", "5.1")
    def test_no_officer_of_the_department_asks_the_applicant(self):
        self.ask()
        for role in ("department_officer", "department_head", "clerk", "portal"):
            with self.subTest(role), self.assertRaises(UserError):
                self.at(TUESDAY, role, "pass_on")
        self.assertEqual(self.dossier.state, "processing")

    def test_the_applicant_reads_nothing_of_what_waits(self):
        request = self.ask()
        requests = self.env["onestop.dossier.supplement"].with_user(self.portal)
        lines = self.env["onestop.dossier.supplement.line"].with_user(self.portal)
        ours = [("dossier_id", "=", self.dossier.id)]
        self.assertFalse(requests.search(ours) or lines.search(ours))
        self.at(TUESDAY, "counter_officer", "pass_on")
        self.assertEqual(requests.search(ours), request)
        self.assertEqual(lines.search(ours), request.line_ids)

    def test_twice_is_refused_and_so_is_a_decision_meanwhile(self):
        self.ask()
        with self.assertRaisesRegex(UserError, "waits for the counter"):
            self.ask()
        self.at(ASKED, "department_officer", "complete_step")
        with self.assertRaisesRegex(UserError, "waits for the counter"):
            self.at(ASKED, "department_head", "decide")
        self.at(TUESDAY, "counter_officer", "pass_on")
        with self.assertRaises(UserError):
            self.at(TUESDAY, "counter_officer", "pass_on")

    def test_the_counter_gives_back_what_the_law_does_not_ask_for(self):
        request = self.ask()
        with self.assertRaisesRegex(UserError, "reason"):
            self.at(TUESDAY, "counter_officer", "take_back")
        self.at(TUESDAY, "counter_officer", "take_back", "No law asks for it.")
        self.assertEqual(self.dossier.state, "processing")
        self.assertFalse(self.dossier.request_due)
        self.assertEqual(str(request.taken_back_at), TUESDAY)
        self.assertNotIn("supplement_requested", self.events())
        again = self.ask("2026-03-10 04:00:00")
        self.at("2026-03-10 05:00:00", "counter_officer", "pass_on")
        self.assertEqual(self.dossier._open_requests(), again)

    def test_passed_on_too_late_is_a_breach_though_it_was_asked_in_time(self):
        # Received Monday 9: within three working days, until Thursday 12 at 17:00.
        request = self.ask("2026-03-12 03:00:00")
        self.assertFalse(request.breach)
        self.at("2026-03-13 03:00:00", "counter_officer", "pass_on")
        self.assertTrue(request.breach)

    def test_a_dossier_that_is_stopped_leaves_nothing_to_pass_on(self):
        request = self.ask()
        self.at(TUESDAY, "portal", "withdraw")
        self.at(TUESDAY, "counter_officer", "stop", "As asked.")
        self.assertFalse(self.dossier.request_due)
        self.assertTrue(request.taken_back_at)

    def test_whoever_is_counter_and_department_in_one_waits_for_nobody(self):
        both = self.make_user(
            "both",
            ("department_officer", self.department),
            ("counter_officer", self.centre),
        )
        self.counter.user_ids += both
        with freeze_time(ASKED):
            self.dossier.with_user(both).action_transition(
                "request_supplement", "A page."
            )
        self.assertEqual(self.dossier.state, "supplement")
        self.assertEqual(
            self.journal(self.dossier)[-2:], ["request_supplement", "pass_on"]
        )
