from datetime import timedelta

import pytest
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.onestop_procedure.tests.common import HOME_OF_ROLE

from .common import MONDAY, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestWorkflow(DossierCase):
    def test_a_dossier_goes_from_filing_to_return_by_its_roles(self):
        dossier = self.to_resolved()
        self.assertEqual(dossier.state, "resolved")
        self.assertEqual(dossier.outcome, "granted")
        self.act("counter_officer", dossier, "return")
        self.assertEqual(dossier.state, "returned")
        self.assertEqual(
            self.journal(dossier),
            [
                "submit",
                "accept",
                "forward",
                "complete_step",
                "decide",
                "seal",
                "resolve",
                "return",
            ],
        )

    @pytest.mark.article("Decree 61/2018", "17.3")
    def test_the_code_follows_the_pattern_of_the_rule_set(self):
        # Circular 03/2025: largest unit first, date of reception, number of the day.
        first = self.to_processing()
        second = self.to_processing()
        self.assertEqual(first.code, "H99.01-260309-0001")
        self.assertEqual(second.code, "H99.01-260309-0002")

    def test_five_working_days_end_on_the_monday_after(self):
        # Received Monday 9 March: Tuesday is day 1, Monday 16 is day 5, 17:00.
        dossier = self.to_processing()
        self.assertEqual(str(dossier.date_due), "2026-03-16 10:00:00")
        self.assertEqual(dossier.date_due_legal, dossier.date_due)
        self.assertEqual(dossier.date_due_promised, dossier.date_due)

    def test_received_after_the_cut_off_it_is_passed_on_next_morning(self):
        # Decree 61/2018, art. 18: after 15:00 at the start of the next working day.
        with freeze_time("2026-03-09 08:30:00"):  # 15:30 in Việt Nam
            dossier = self.to_processing()
            self.assertEqual(dossier.state, "accepted")
            self.assertEqual(str(dossier.date_forward), "2026-03-10 00:00:00")
            self.run_cron("_cron_forward")
            self.assertEqual(dossier.state, "accepted")
        with freeze_time("2026-03-10 00:01:00"):
            self.run_cron("_cron_forward")
            self.assertEqual(dossier.state, "processing")
            self.run_cron("_cron_forward")
        self.assertEqual(self.journal(dossier), ["submit", "accept", "forward"])

    @pytest.mark.article("Decree 61/2018", "16")
    def test_who_files_for_another_is_received_once_an_officer_saw_that_they_may(self):
        submitter = {"name": "Clerk T", "relation": "authorised"}
        dossier = self.file(submitter=submitter)
        with self.assertRaisesRegex(UserError, "may file for the owner"):
            self.act("counter_officer", dossier, "accept")
        with self.assertRaisesRegex(UserError, "may file for the owner"):
            self.act("counter_officer", dossier, "accept", evidence="   ")
        self.assertEqual(dossier.state, "submitted")
        # The button asks for it.
        own = self.as_role("counter_officer", dossier)
        opened = own.env["onestop.dossier.action"]._open(own, "accept")
        form = own.env["onestop.dossier.action"].browse(opened["res_id"])
        form.evidence = "Authorisation 7/2026"
        form.action_confirm()
        self.assertEqual(dossier.submitter_evidence, "Authorisation 7/2026")
        self.assertEqual(dossier.state, "processing")

    def test_a_scan_or_the_contract_of_the_post_shows_that_they_may(self):
        scan = [self.pdf("authorisation.pdf")]
        for submitter in (
            {"name": "Clerk T", "relation": "authorised", "files": scan},
            {"name": "Clerk T", "relation": "postal"},
        ):
            with self.subTest(submitter["relation"]):
                dossier = self.file(submitter=submitter)
                self.act("counter_officer", dossier, "accept")
                self.assertEqual(dossier.state, "processing")

    def test_each_step_is_for_its_role_at_its_department(self):
        dossier = self.to_processing()
        stranger = self.make_user("stranger", ("department_officer", self.other))
        for user in [
            *(
                user
                for role, user in self.users.items()
                if role != "department_officer"
            ),
            stranger,
            self.portal,
        ]:
            with self.subTest(user=user.login), self.assertRaises(UserError):
                dossier.with_user(user).action_transition("complete_step")
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(len(dossier.step_ids), 1)

    def test_whoever_worked_on_it_may_not_decide(self):
        both = self.make_user(
            "both",
            ("department_officer", self.department),
            ("department_head", self.department),
        )
        dossier = self.to_processing()
        dossier.with_user(both).action_transition("complete_step")
        with self.assertRaisesRegex(UserError, "may not decide"):
            dossier.with_user(both).action_transition("decide")
        self.act("department_head", dossier, "decide")
        self.assertEqual(dossier.outcome, "granted")

    def test_a_refused_intake_needs_its_reason_and_ends(self):
        dossier = self.file()
        with self.assertRaisesRegex(UserError, "reason"):
            self.act("counter_officer", dossier, "reject")
        self.assertEqual(dossier.state, "submitted")
        self.act("counter_officer", dossier, "reject", "Not of this province.")
        self.assertEqual(dossier.state, "rejected")
        with self.assertRaises(UserError):
            self.act("counter_officer", dossier, "accept")

    @pytest.mark.article("Decree 61/2018", "19.8")
    def test_a_refusal_to_resolve_is_a_decision_and_is_returned(self):
        # Decree 61/2018, art. 19.8: written reason, through the centre, a return.
        dossier = self.to_processing()
        self.act("department_officer", dossier, "complete_step")
        self.act(
            "department_head", dossier, "refuse", "The plot is not yours to build on."
        )
        self.act("clerk", dossier, "seal")
        self.assertEqual((dossier.state, dossier.outcome), ("resolved", "refused"))
        self.act("counter_officer", dossier, "return")
        self.assertEqual(dossier.state, "returned")

    def test_the_applicant_withdraws_and_the_agency_stops(self):
        dossier = self.to_processing()
        self.act("portal", dossier, "withdraw")
        self.assertEqual(dossier.state, "withdrawal")
        self.assertTrue(dossier.suspended)
        self.act("department_officer", dossier, "stop", "As the applicant asked.")
        self.assertEqual(dossier.state, "stopped")
        self.assertFalse(dossier.step_ids.filtered(lambda run: run.state == "open"))

    def test_after_the_decision_nobody_withdraws(self):
        dossier = self.to_processing()
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide")
        with self.assertRaises(UserError):
            self.act("portal", dossier, "withdraw")

    def test_a_draft_goes_back_for_redrafting_with_a_reason(self):
        dossier = self.to_processing()
        self.act("department_officer", dossier, "complete_step")
        work = dossier.step_ids.filtered(lambda run: run.kind == "work").step_id
        with self.assertRaisesRegex(UserError, "reason"):
            self.act("department_head", dossier, "complete_step", send_back_to=work.id)
        self.act(
            "department_head",
            dossier,
            "complete_step",
            "Article is missing.",
            send_back_to=work.id,
        )
        self.assertEqual(
            dossier.step_ids.sorted("id").mapped("state"), ["void", "void", "open"]
        )
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide")
        self.assertEqual(dossier.outcome, "granted")

    def test_the_wrong_authority_passes_it_on_and_loses_it(self):
        dossier = self.to_processing()
        self.act(
            "department_officer",
            dossier,
            "forward",
            "Competence of the other department.",
            department_id=self.other.id,
        )
        self.assertEqual(dossier.department_id, self.other)
        open_run = dossier.step_ids.filtered(lambda run: run.state == "open")
        self.assertEqual(open_run.department_id, self.other)
        mine = self.as_role("department_officer", self.env["onestop.dossier"])
        self.assertNotIn(dossier, mine.search([]))

    def test_each_result_gets_a_number_of_its_own(self):
        dossier = self.to_processing()
        results = [
            {"name": name, "file": self.pdf(f"{name}.pdf")}
            for name in ("Licence", "Map")
        ]
        self.act("department_officer", dossier, "complete_step", results=results)
        self.act("department_head", dossier, "decide")
        self.act("clerk", dossier, "seal")
        numbers = dossier.result_ids.sorted("id").mapped("number")
        self.assertEqual(numbers, ["01/T-ONE", "02/T-ONE"])

    def test_whoever_received_it_resolves_it_where_competent(self):
        commune = self.centre
        version = self.make_version(
            "9.900005",
            competent_department_ids=[(6, 0, [self.other.id, commune.id])],
        )
        self.version = version
        dossier = self.to_processing()
        self.assertEqual(dossier.department_id, commune)

    def test_a_refused_intake_costs_nothing(self):
        self.version = self.make_version(
            "9.900006",
            fee_ids=[(0, 0, {"kind": "fee", "name": "Fee", "amount": 50000})],
        )
        dossier = self.file()
        self.assertEqual(dossier.payment_state, "due")
        self.act("counter_officer", dossier, "reject", "Not of this province.")
        self.assertEqual(dossier.payment_state, "none")
        self.assertFalse(dossier.fee_ids)

    def test_what_may_be_done_is_what_can_be_done(self):
        dossier = self.to_processing()
        expected = {
            "department_officer": {
                "request_supplement",
                "forward",
                "complete_step",
                "suspend",
            },
            "counter_officer": {"withdraw"},
            "clerk": set(),
        }
        for role, codes in expected.items():
            rows = self.as_role(role, dossier).available_transitions()
            self.assertEqual({row["code"] for row in rows}, codes, role)

    def test_the_clerk_is_offered_the_form_that_takes_a_result_that_is_missing(self):
        dossier = self.to_processing()
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide")
        offered = self.as_role("clerk", dossier).available_transitions()
        self.assertIn("seal", {row["code"] for row in offered})
        with self.assertRaisesRegex(UserError, "not attached"):
            self.act("clerk", dossier, "seal")
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("clerk", dossier, "seal", results=[result])
        self.assertEqual(dossier.state, "resolved")

    def test_a_dossier_that_nobody_checked_in_time_is_shown_as_late(self):
        dossier = self.file()
        due = dossier.date_intake_due
        for late, moment in (
            (False, due),
            (True, due + timedelta(seconds=1)),
        ):
            with freeze_time(moment):
                dossier.invalidate_recordset(["intake_overdue"])
                self.assertIs(dossier.intake_overdue, late)
        self.act("counter_officer", dossier, "accept")
        with freeze_time(due + timedelta(days=1)):
            dossier.invalidate_recordset(["intake_overdue"])
            self.assertFalse(dossier.intake_overdue)

    def test_a_national_code_that_makes_no_dossier_code_is_told_of(self):
        self.centre.national_code = "H98"
        dossier = self.file()
        with self.assertRaisesRegex(UserError, "national code “H98”.*has to correct"):
            self.act("counter_officer", dossier, "accept")
        self.assertEqual(dossier.state, "submitted")

    def test_an_unpaid_fee_holds_the_return_and_pauses_nothing(self):
        self.version = self.make_version(
            "9.900002",
            fee_ids=[(0, 0, {"kind": "charge", "name": "Charge", "amount": 150000})],
        )
        dossier = self.to_resolved()
        self.assertEqual(dossier.payment_state, "due")
        with self.assertRaisesRegex(UserError, "not paid"):
            self.act("counter_officer", dossier, "return")
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        self.assertEqual(dossier.payment_state, "paid")
        self.assertEqual(self.journal(dossier).count("pay"), 1)
        self.act("counter_officer", dossier, "return")
        self.assertEqual(dossier.state, "returned")

    def test_the_form_opens_for_each_role_that_sees_the_dossier(self):
        dossier = self.to_resolved()
        for role in (
            "counter_officer",
            "department_officer",
            "department_head",
            "clerk",
            "supervisor",
            "director",
            "postal_clerk",
        ):
            with self.subTest(role=role):
                view = self.as_role(role, dossier).get_view(view_type="form")
                # Those that its client reads: what it may not see is not in the form.
                found = etree.fromstring(view["arch"]).iter("field")
                names = {
                    one.get("name") for one in found if not one.xpath("ancestor::field")
                }
                values = self.as_role(role, dossier).read(list(names))[0]
                self.assertIn("Owner T", values["owner_name"])
                self.assertIn("09/03/2026 09:00", values["journal_html"])
                sentences = values["due_explanation"]["sentences"]
                self.assertEqual(sentences[-1], "Due at 17:00 on Monday 16/03/2026.")
                self.assertIn("Appraise", values["progress_html"])

    def test_roles_of_the_test_are_all_roles(self):
        self.assertEqual(set(self.users), set(HOME_OF_ROLE))
