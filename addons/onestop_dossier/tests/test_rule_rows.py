from datetime import datetime

import pytest
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
class TestRuleRows(DossierCase):
    """What a rule set says is what the engine does."""

    def set_rule(self, key, value):
        rules = self.env.ref("onestop_procedure.rule_set_2025")
        rules.rule_ids.filtered(lambda rule: rule.key == key).value = value

    @pytest.mark.article("Decree 118/2025", "21")
    @freeze_time(MONDAY)
    def test_what_the_law_lets_nobody_stop_goes_on(self):
        dossier = self.to_processing()
        self.set_rule("applicant_may_stop", "false")
        with self.assertRaisesRegex(UserError, "not stopped at the applicant's wish"):
            self.act("portal", dossier, "withdraw")
        offered = dossier.with_user(self.portal).available_transitions()
        self.assertNotIn("withdraw", [one["code"] for one in offered])
        unseen = self.file()
        self.act("portal", unseen, "withdraw")
        self.act("counter_officer", unseen, "stop", "As asked.")
        self.assertEqual(unseen.state, "stopped")

    @pytest.mark.article("Decree 61/2018", "19.4")
    def test_the_term_is_counted_again_only_where_rule_set_and_version_say_so(self):
        # Received Monday 9 March, 5 days; asked Tuesday 10, answered Thursday 12.
        for number, (rule, version_rule, due) in enumerate(
            (
                # Counted again: Friday 13 is day 1, Thursday 19 day 5.
                ("true", "restart", datetime(2026, 3, 19, 10, 0)),
                # Two days later than Monday 16.
                ("true", "continue", datetime(2026, 3, 18, 10, 0)),
                ("false", "restart", datetime(2026, 3, 18, 10, 0)),
            )
        ):
            with self.subTest(rule=rule, version=version_rule):
                self.set_rule("supplement_restarts", rule)
                self.version = self.make_version(
                    f"9.90017{number}", supplement_rule=version_rule
                )
                with freeze_time(MONDAY):
                    dossier = self.to_processing()
                with freeze_time("2026-03-10 03:00:00"):
                    self.act(
                        "department_officer", dossier, "request_supplement", "A page."
                    )
                with freeze_time("2026-03-12 03:00:00"):
                    self.act("portal", dossier, "supplement", "Here it is.")
                self.assertEqual(dossier.date_due_legal, due)

    def test_who_withdraws_and_comes_back_opens_no_step_in_the_past(self):
        # Received Monday 16:00, after the cut-off: passed on Tuesday 07:00.
        with freeze_time("2026-03-09 09:00:00"):
            dossier = self.to_processing()
            self.assertEqual(dossier.date_forward, datetime(2026, 3, 10, 0, 0))
            self.act("portal", dossier, "withdraw")
        with freeze_time("2026-03-12 03:00:00"):
            self.act("portal", dossier, "resume")
            self.run_cron("_cron_forward")
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(dossier.step_ids.date_opened, datetime(2026, 3, 12, 3, 0))

    def test_the_applicant_leaves_while_the_term_stands_still_and_it_still_does(self):
        with freeze_time(MONDAY):
            dossier = self.to_processing()
        with freeze_time("2026-03-10 03:00:00"):
            self.act(
                *("department_officer", dossier, "suspend", "An inspection."),
                ground="other",
                legal_basis="Law on Land, art. 1",
            )
        with freeze_time("2026-03-11 03:00:00"):
            self.act("portal", dossier, "withdraw")
        with freeze_time("2026-03-12 03:00:00"):
            self.act("portal", dossier, "resume")
            self.assertEqual(dossier.state, "processing")
            self.assertTrue(dossier.suspended)
            [pause] = dossier.clock_event_ids
            self.assertFalse(pause.end)
        with freeze_time("2026-03-13 03:00:00"):
            self.act("department_officer", dossier, "resume")
        # Stood still from Tuesday to Friday: three working days after Monday 16.
        self.assertEqual(dossier.date_due_legal, datetime(2026, 3, 19, 10, 0))
