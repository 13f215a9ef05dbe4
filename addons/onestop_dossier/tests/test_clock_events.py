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

    def test_a_supplement_counts_the_term_again_from_its_start(self):
        # Decree 61/2018, art. 19.4. Answered Monday 16: Tuesday is day 1, Monday 23
        # is day 5.
        self.at("2026-03-11 03:00:00", "department_officer", "request_supplement")
        self.assertEqual(self.dossier.state, "supplement")
        self.assertTrue(self.dossier.suspended)
        self.at("2026-03-16 03:00:00", "portal", "supplement", None)
        self.assertEqual(self.dossier.state, "processing")
        self.assertFalse(self.dossier.suspended)
        self.assertEqual(str(self.dossier.date_due), "2026-03-23 10:00:00")
        event = self.dossier.clock_event_ids
        self.assertEqual(str(event.date_before), "2026-03-16 10:00:00")
        self.assertEqual(str(event.date_after), "2026-03-23 10:00:00")

    def test_a_financial_obligation_moves_the_date_by_the_days_it_took(self):
        # Paused Tuesday 10 to Thursday 12: two working days, so Wednesday 18.
        self.at("2026-03-10 03:00:00", "department_officer", "suspend")
        self.assertEqual(self.dossier.state, "payment")
        self.at("2026-03-12 03:00:00", "department_officer", "resume", None)
        self.assertEqual(str(self.dossier.date_due), "2026-03-18 10:00:00")
        self.assertEqual(str(self.dossier.date_due_promised), "2026-03-16 10:00:00")

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

    def test_nobody_decides_while_a_supplement_is_open(self):
        self.at("2026-03-10 03:00:00", "department_officer", "complete_step", None)
        self.at("2026-03-10 04:00:00", "department_officer", "request_supplement")
        with self.assertRaises(UserError):
            self.at("2026-03-10 05:00:00", "department_head", "decide", None)

    def test_a_late_request_is_recorded_as_a_breach_and_not_blocked(self):
        # Art. 19.4: within 3 working days, so by Thursday 12.
        self.at("2026-03-13 03:00:00", "department_officer", "request_supplement")
        self.assertTrue(self.dossier.supplement_ids.breach)

    def test_the_date_explains_itself_in_both_languages(self):
        lines = self.dossier.with_context(lang="vi_VN").explain_due()["sentences"]
        self.assertTrue(any("16/03/2026" in line for line in lines), lines)
        lines = self.dossier.with_context(lang="en_US").explain_due()["sentences"]
        self.assertTrue(any("16" in line for line in lines), lines)
