from datetime import datetime

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..engine.time_used import TimeUsed
from .common import MONDAY, STEPS
from .common_linked import APPRAISE, DECIDE, RETURN, SEAL, WAIT, LinkedCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLinked(LinkedCase):
    def test_it_is_a_dossier_of_its_own_with_what_it_was_given(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run)
        self.assertEqual((child.state, child.channel), ("submitted", "online"))
        self.assertEqual(child.parent_id, dossier)
        self.assertEqual(child.linked_step_id, run)
        self.assertEqual(child.received_department_id, self.centre)
        self.assertEqual(child.owner_name, "Owner T")
        self.assertEqual(child.owner_identity_number, "001099000001")
        self.assertEqual(child.submitter_name, "Department T")
        self.assertIn(dossier.code, child.submitter_evidence)
        self.assertFalse(child.partner_id)
        application, plan = child.component_ids
        self.assertEqual((application.received, plan.received), (True, False))
        mine = dossier.component_ids[0].attachment_ids
        self.assertEqual(application.attachment_ids.checksum, mine.checksum)
        self.assertNotEqual(application.attachment_ids, mine)
        self.act("counter_officer", child, "accept")
        self.assertEqual(child.code, "H99.01-260309-0002")
        self.assertEqual(child.department_id, self.other)
        # 5 working days of its own, though the lead's 15 run on.
        self.assertEqual(child.date_due, datetime(2026, 3, 16, 10))
        self.assertEqual(dossier.date_due, datetime(2026, 3, 30, 10))
        self.assertEqual(self.journal(child), ["submit", "accept", "forward"])
        row = self.data(dossier, "open_linked")[0]
        self.assertEqual(row["linked"], child.id)
        self.assertEqual(row["papers"], dossier.component_ids[0].ids)

    @pytest.mark.article("Decree 61/2018", "19.6")
    def test_what_is_granted_there_comes_back_as_a_paper_and_the_step_is_done(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run)
        self.assertEqual(dossier._linked_open(), (child.tracking_number,))
        self.grant_there(child)
        self.assertEqual((child.state, child.outcome), ("returned", "granted"))
        self.assertEqual((run.state, run.user_id), ("done", self.env["res.users"]))
        paper = dossier.component_ids[-1]
        self.assertEqual(paper.name, "Tax notice")
        self.assertIn("01/T-TWO", paper.reused_result)
        self.assertEqual(paper.reused_by, "Department U")
        self.assertEqual(paper.attachment_ids.res_id, dossier.id)
        self.assertTrue(paper._is_there())
        self.assertEqual(
            self.journal(dossier)[-3:],
            ["open_linked", "linked_granted", "complete_step"],
        )
        rows = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=", "complete_step")]
        )
        self.assertEqual(rows[-1].actor, "system")
        # And the lead goes on.
        self.assertEqual(
            dossier.step_ids.filtered(lambda r: r.state == "open").name, "Decide"
        )
        self.act("department_head", dossier, "decide")

    def test_a_paper_that_the_procedure_takes_from_there_is_filled(self):
        self.version = self.make_version(
            "9.900303",
            steps=(APPRAISE, WAIT, DECIDE, SEAL, RETURN),
            linked={"Tax duty": self.there.procedure_id.id},
            term=15,
            component_ids=[
                (0, 0, {"name": "Application", "originals": 1}),
                (
                    0,
                    0,
                    {
                        "name": "Notice of tax",
                        "required": False,
                        "copies": 1,
                        "reusable_from_ids": [(4, self.there.procedure_id.id)],
                    },
                ),
            ],
        )
        dossier, run = self.to_waiting()
        self.grant_there(self.open_linked(run))
        names = dossier.component_ids.mapped("name")
        self.assertEqual(names, ["Application", "Notice of tax"])
        self.assertIn("01/T-TWO", dossier.component_ids[1].reused_result)

    def test_the_other_agency_sees_its_own_dossier_and_nothing_of_the_lead(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run)
        self.act("counter_officer", child, "accept")
        for role, user in self.there_users.items():
            with self.subTest(role):
                child.with_user(user).check_access("read")
                self.assertEqual(child.with_user(user).parent_id, dossier)
                for record in (
                    *(dossier, run, dossier.component_ids),
                    dossier.component_ids.attachment_ids,
                ):
                    with self.assertRaises(AccessError):
                        record.with_user(user).check_access("read")
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["create_date"])
                found = self.env["onestop.dossier"].with_user(user).search([])
                self.assertEqual(found, child)

    def test_the_lead_knows_of_it_what_an_applicant_does_and_reads_nothing_of_it(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run)
        self.act("counter_officer", child, "accept")
        officer = self.users["department_officer"]
        with self.assertRaises(AccessError):
            child.with_user(officer).check_access("read")
        with self.assertRaises(AccessError):
            child.with_user(officer).action_transition("withdraw")
        seen = dossier.with_user(officer).linked_html
        for words in (child.code, "Department U", "Procedure 9.900301"):
            self.assertIn(words, seen)
        self.assertNotIn("/odoo/dossiers/", seen)
        # The centre sees each part, and opens it.
        counter = dossier.with_user(self.users["counter_officer"])
        self.assertIn(f"/odoo/dossiers/{child.id}", counter.linked_html)

    def test_whoever_does_not_do_the_step_opens_nothing(self):
        dossier, run = self.to_waiting()
        paper = {"papers": [{"paper": dossier.component_ids[0].id}]}
        strangers = [
            *(
                user
                for role, user in self.users.items()
                if role != "department_officer"
            ),
            *self.there_users.values(),
            *(self.portal, self.plain),
        ]
        for user in strangers:
            with self.subTest(user.login):
                for act in (
                    lambda own: own.action_open_linked(paper),
                    lambda own: own.action_answer_linked(paper),
                    lambda own: own.action_withdraw_linked("Mine."),
                ):
                    with self.assertRaises(AccessError):
                        act(run.with_user(user))
        self.assertFalse(dossier.linked_ids)

    def test_only_papers_of_the_dossier_itself_are_given(self):
        dossier, run = self.to_waiting()
        other = self.file()
        plan = dossier.component_ids[1]  # nobody scanned it
        wrong = (
            [{"paper": other.component_ids[0].id}],
            [{"paper": plan.id}],
            [{"paper": "1"}],
            [{"component": self.there.component_ids[0].id}],
            "papers",
        )
        for papers in wrong:
            with self.subTest(papers=papers), self.assertRaises(UserError):
                self.open_linked(run, papers=papers)
        mine = {"paper": dossier.component_ids[0].id}
        foreign = self.version.component_ids[0].id
        with self.assertRaisesRegex(UserError, "no component"):
            self.open_linked(run, papers=[{**mine, "component": foreign}])
        self.assertFalse(dossier.linked_ids)
        # What is asked for by no such name is one paper more there.
        child = self.open_linked(run, papers=[mine])
        self.assertEqual(
            [(one.name, one.received) for one in child.component_ids],
            [("Application", False), ("Plan", False), ("Application", True)],
        )

    def test_a_second_one_waits_for_the_first(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run)
        with self.assertRaisesRegex(UserError, "open for this step already"):
            self.open_linked(run)
        self.act("counter_officer", child, "reject", "Not for us.")
        self.open_linked(run)
        self.assertEqual(len(dossier.linked_ids), 2)

    def test_the_step_is_not_completed_over_an_open_one(self):
        dossier, run = self.to_waiting()
        with self.assertRaisesRegex(UserError, "No linked dossier was opened"):
            self.act("department_officer", dossier, "complete_step")
        self.open_linked(run)
        with self.assertRaisesRegex(UserError, "not resolved yet"):
            self.act("department_officer", dossier, "complete_step", "All the same.")
        codes = self.as_role("department_officer", dossier).available_codes
        self.assertNotIn(",complete_step,", codes)

    def test_without_one_the_step_needs_a_reason(self):
        dossier, run = self.to_waiting()
        self.act("department_officer", dossier, "complete_step", "Exempt from tax.")
        self.assertEqual((run.state, run.reason), ("done", "Exempt from tax."))

    def test_a_refusal_there_is_the_officers_to_decide(self):
        dossier, run = self.to_waiting()
        self.as_role("department_officer", run)._mark_read()
        child = self.open_linked(run)
        self.act("counter_officer", child, "accept")
        self.act_there("department_officer", child, "complete_step")
        self.act_there("department_head", child, "refuse", "No duty is owed.")
        self.act_there("clerk", child, "seal")
        self.assertEqual((child.state, child.outcome), ("returned", "refused"))
        self.assertEqual(run.state, "open")
        self.assertTrue(self.as_role("department_officer", run).unread)
        self.assertEqual(len(dossier.component_ids), 2)
        self.assertEqual(
            self.data(dossier, "linked_ended"),
            [{"linked": child.id, "outcome": "refused", "state": "resolved"}],
        )
        seen = self.as_role("department_officer", dossier).linked_html
        self.assertIn("No duty is owed.", seen)
        with self.assertRaisesRegex(UserError, "was not granted"):
            self.act("department_officer", dossier, "complete_step")
        self.act("department_officer", dossier, "complete_step", "We refuse as well.")
        self.assertEqual(run.state, "done")

    def test_what_the_other_agency_asks_for_the_lead_gives(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run, papers=[])
        self.act(
            *("counter_officer", child, "request_supplement"),
            lines=[
                {
                    "component": child.component_ids[0].id,
                    "cause": "missing",
                    "text": "Send the application.",
                }
            ],
        )
        officer = self.users["department_officer"]
        own = dossier.with_user(officer)
        self.assertIn(",answer,", own.linked_offers)
        self.assertIn("Send the application.", own.linked_html)
        # The person is asked nothing: they filed one dossier.
        self.assertFalse(child.notice_ids)
        given = {
            "paper": dossier.component_ids[0].id,
            "component": self.there.component_ids[0].id,
        }
        run.with_user(officer).action_answer_linked({"papers": [given]})
        self.assertEqual(child.state, "submitted")
        self.assertTrue(child.component_ids[0].received)
        self.assertEqual(self.journal(dossier)[-1], "answer_linked")
        with self.assertRaisesRegex(UserError, "asks for anything"):
            run.with_user(officer).action_answer_linked({"papers": [given]})
        self.act("counter_officer", child, "accept")

    def test_a_withdrawn_dossier_withdraws_what_is_linked_and_goes_on_with_it(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run)
        self.act("counter_officer", child, "accept")
        self.act("portal", dossier, "withdraw")
        self.assertEqual((dossier.state, child.state), ("withdrawal", "withdrawal"))
        self.act("portal", dossier, "resume")
        self.assertEqual((dossier.state, child.state), ("processing", "processing"))
        self.act("portal", dossier, "withdraw")
        self.act("counter_officer", dossier, "stop", "As asked.")
        self.assertEqual((dossier.state, child.state), ("stopped", "withdrawal"))
        self.act_there("department_officer", child, "stop", "As asked.")
        self.assertEqual(child.state, "stopped")
        self.assertEqual(self.journal(dossier)[-1], "linked_ended")

    def test_what_was_decided_there_is_not_withdrawn(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run)
        self.act("counter_officer", child, "accept")
        self.act_there("department_officer", child, "complete_step")
        self.act_there("department_head", child, "decide")
        self.act("portal", dossier, "withdraw")
        self.assertEqual((dossier.state, child.state), ("withdrawal", "processing"))

    def test_a_draft_that_goes_back_needs_the_linked_one_no_more(self):
        self.version = self.make_version(
            "9.900304",
            steps=(
                APPRAISE,
                (*WAIT, 20),
                ("Measure", "work", "competent", "department_officer", 8, 20),
                (*DECIDE, 30),
                (*SEAL, 40),
                (*RETURN, 50),
            ),
            term=15,
            linked={"Tax duty": self.there.procedure_id.id},
        )
        dossier = self.to_processing()
        self.act("department_officer", dossier, "complete_step")
        runs = dossier.step_ids.filtered(lambda run: run.state == "open")
        waits = runs.filtered(lambda run: run.kind == "linked")
        child = self.open_linked(waits)
        # The work beside it is none of the linked dossier's business.
        measure = runs - waits
        appraised = dossier.step_ids.filtered(lambda run: run.name == "Appraise")
        self.act(
            *("department_officer", dossier, "complete_step", "Once more."),
            step_id=measure.id,
            send_back_to=appraised.step_id.id,
        )
        self.assertEqual((waits.state, child.state), ("void", "withdrawal"))
        self.assertEqual(dossier._linked_open(), ())

    def test_nobody_decides_while_one_is_open(self):
        dossier, run = self.to_waiting()
        self.act("department_officer", dossier, "complete_step", "None is needed.")
        child = self.open_linked_of(run)
        with self.assertRaisesRegex(UserError, "not resolved yet"):
            self.act("department_head", dossier, "decide")
        self.act("counter_officer", child, "reject", "Not for us.")
        self.act("department_head", dossier, "decide")

    def linked_to(self, dossier):
        return self.env["onestop.dossier"].search_count(
            [("parent_id", "=", dossier.id)]
        )

    def open_linked_of(self, run):
        """One that is left open though its step is done, as a way past it leaves it."""
        run.state = "open"
        try:
            return self.open_linked(run)
        finally:
            run.state = "done"

    def test_the_lead_withdraws_one_that_was_opened_in_error(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run)
        own = run.with_user(self.users["department_officer"])
        with self.assertRaisesRegex(UserError, "reason"):
            own.action_withdraw_linked("  ")
        own.action_withdraw_linked("Opened for the wrong owner.")
        self.assertEqual(child.state, "withdrawal")
        self.assertEqual(self.journal(dossier)[-1], "withdraw_linked")
        with self.assertRaisesRegex(UserError, "No linked dossier of this step"):
            own.action_withdraw_linked("Again.")
        self.open_linked(run)

    def test_the_delay_of_the_other_agency_is_charged_to_it(self):
        dossier, run = self.to_waiting()
        # The step has 16 hours: until Wednesday 09:00.
        self.assertEqual(run.date_due, datetime(2026, 3, 11, 2))
        child = self.open_linked(run)
        self.act("counter_officer", child, "accept")
        # Due on Monday 16 at 17:00; sealed on Wednesday 18 at 17:00, 16 hours late.
        with freeze_time("2026-03-18 10:00:00"):
            charged = dict(TimeUsed(dossier).charged())
            self.assertEqual(charged["Department U"], 16 * 60)
            self.grant_there(child)
            self.assertEqual(run.state, "done")
            charged = dict(TimeUsed(dossier).charged())
        self.assertEqual(charged["Department U"], 16 * 60)
        # The rest of the time beyond Wednesday 11 is the lead's, whose step it was:
        # 8 hours less 2 of that day, then 4 days, and 16 hours are the others'.
        whole = run._delay(None)
        self.assertEqual(charged["Department T"], whole - 16 * 60)
        self.assertEqual(run.minutes_late, whole - 16 * 60)

    def test_it_is_opened_only_under_a_procedure_that_is_in_force(self):
        new = self.env["onestop.procedure"].create({"code": "9.900399"})
        self.version = self.make_version(
            "9.900306",
            steps=(APPRAISE, WAIT, DECIDE, SEAL, RETURN),
            linked={"Tax duty": new.id},
            term=15,
        )
        dossier, run = self.to_waiting()
        with self.assertRaisesRegex(UserError, "No version of “9.900399” is in force"):
            self.open_linked(run)
        self.assertFalse(dossier.linked_ids)

    def test_closed_departments_are_named_and_nothing_is_lost(self):
        (_first, run), (second, other_run) = self.to_waiting(), self.to_waiting()
        child = self.open_linked(run)
        self.other.valid_to = "2026-03-06"
        with self.assertRaisesRegex(UserError, "Department U"):
            self.act("counter_officer", child, "accept")
        self.assertEqual((child.state, run.state), ("submitted", "open"))
        self.centre.valid_to = "2026-03-06"
        nobody = "No counter receives this procedure"
        with self.assertRaisesRegex(UserError, nobody), self.env.cr.savepoint():
            self.open_linked(other_run)
        self.assertEqual(self.linked_to(second), 0)

    def test_the_form_proposes_the_papers_that_the_other_procedure_asks_for(self):
        dossier, run = self.to_waiting()
        own = self.as_role("department_officer", dossier)
        self.assertEqual(own.linked_offers, ",open,")
        opened = own.action_open_linked()
        form = own.env["onestop.linked.opening"].browse(opened["res_id"])
        self.assertEqual(form.place_id, self.centre)
        self.assertEqual(
            [(one.name, one.given, one.component_id.name) for one in form.line_ids],
            [("Application", True, "Application")],
        )
        form.action_confirm()
        child = dossier.linked_ids
        self.assertTrue(child.component_ids[0].received)
        self.assertEqual(own.linked_offers, ",withdraw,")
        for role in ("department_head", "clerk", "counter_officer"):
            self.assertEqual(self.as_role(role, dossier).linked_offers, ",,")

    def test_of_several_open_steps_the_officer_chooses(self):
        fire = self.make_version(
            "9.900303",
            competent_department_ids=[(4, self.other.id)],
            component_ids=[(0, 0, {"name": "Plan of the house", "copies": 1})],
        )
        beside = ("Fire safety", *WAIT[1:], 20)
        self.version = self.make_version(
            "9.900304",
            steps=(APPRAISE, (*WAIT, 20), beside, DECIDE, SEAL, RETURN),
            term=15,
            linked={
                WAIT[0]: self.there.procedure_id.id,
                beside[0]: fire.procedure_id.id,
            },
        )
        dossier, runs = self.to_waiting()
        own = self.as_role("department_officer", dossier)
        opened = own.action_open_linked()
        form = own.env["onestop.linked.opening"].browse(opened["res_id"])
        self.assertEqual((form.run_ids, form.has_choice), (runs, True))
        self.assertEqual(form.version_id, self.there)
        form.run_id = runs.filtered(lambda run: run.name == "Fire safety")
        form._onchange_run()
        self.assertEqual(form.version_id, fire)
        self.assertEqual(
            [(one.name, one.given) for one in form.line_ids], [("Application", False)]
        )
        form.line_ids.given = True
        form.action_confirm()
        self.assertEqual(dossier.linked_ids.version_id, fire)
        # One is left to be opened, the other to be withdrawn.
        self.assertEqual(own.linked_offers, ",open,withdraw,")
        form = own.env["onestop.linked.opening"].browse(
            own.action_open_linked()["res_id"]
        )
        self.assertEqual((form.version_id, form.has_choice), (self.there, False))

    def test_its_step_tells_the_applicant_where_the_matter_is(self):
        dossier, run = self.to_waiting()
        self.open_linked(run)
        steps = {
            row["name"]: row["department"]
            for row in dossier.with_user(self.portal)._progress()
        }
        self.assertEqual(steps["Tax duty"], "Department T → Centre T")

    def test_nobody_links_dossiers_by_writing_or_by_defaults(self):
        dossier, run = self.to_waiting()
        other = self.file()
        for user in (*self.users.values(), self.portal):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    other.with_user(user).write({"parent_id": dossier.id})
                with self.assertRaises(AccessError):
                    other.with_user(user).write({"linked_step_id": run.id})
        counter = self.users["counter_officer"]
        draft = (
            self.env["onestop.dossier"]
            .with_user(counter)
            .with_context(default_parent_id=dossier.id, default_linked_step_id=run.id)
            .create({"version_id": self.version.id, "owner_name": "Owner T"})
        )
        self.assertFalse(draft.parent_id)
        self.assertFalse(draft.linked_step_id)

    def test_a_process_that_returns_elsewhere_is_not_approved(self):
        steps = (*STEPS[:3], ("Return", "return", "competent", "counter_officer", 0))
        with self.assertRaisesRegex(
            UserError, "returned where the dossier was received"
        ):
            self.make_version("9.900305", steps=steps)
