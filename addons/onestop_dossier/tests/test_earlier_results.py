"""What a person was given before stands in for a paper: nobody brings it again."""

import json
from unittest.mock import patch

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..engine.right import ENGINE
from ..engine.stale_error import StaleError
from .common import MONDAY, DossierCase

NUMBER, OTHER = "001099000001", "001099000002"
WORDS = "Deed, 12/T, 03/02/2026, Department T"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestEarlierResults(DossierCase):
    """9.900081 asks for a deed, which 9.900001 gives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department.name = "Department T"
        cls.officer = cls.users["counter_officer"]
        cls.deeds = cls.version
        cls.buying = cls.make_version(
            "9.900081",
            component_ids=[
                (0, 0, {"name": "Application", "originals": 1}),
                (
                    0,
                    0,
                    {
                        "name": "Deed",
                        "originals": 1,
                        "reusable_from_ids": [(4, cls.deeds.procedure_id.id)],
                    },
                ),
            ],
        )

    def given(self, number=NUMBER, seen=True, state="issued", **vals):
        """A dossier of somebody that ended in a deed."""
        owner = {"name": "Owner T", "identity_number": number, **vals.pop("owner", {})}
        dossier = self.file(owner=owner)
        self.act("counter_officer", dossier, "accept", identity_seen=seen)
        return self.env["onestop.dossier.result"].create(
            {
                "dossier_id": dossier.id,
                "name": "Deed",
                "number": "12/T",
                "date": "2026-02-03",
                "department_id": self.department.id,
                "state": state,
                "attachment_id": self.env["ir.attachment"]
                .create(
                    {
                        "name": "deed.pdf",
                        "datas": self.pdf()["content"],
                        "res_model": "onestop.dossier",
                        "res_id": dossier.id,
                    }
                )
                .id,
                **vals,
            }
        )

    def buy(self, **vals):
        """The paper that may come from there, of a dossier filed at the counter."""
        vals = {"channel": "in_person", "components": [], **vals}
        dossier = self.file(self.officer, procedure="9.900081", **vals)
        return dossier.component_ids.filtered(lambda one: one.name == "Deed")

    def reuse(self, paper, role="counter_officer", seen=True):
        return self.as_role(role, paper).record_reuse(identity_seen=seen)

    @pytest.mark.article("Circular 01/2023/TT-VPCP", "number to confirm")
    def test_the_newest_stands_in_with_its_words_and_a_copy_of_its_file(self):
        self.given(date="2026-01-05").number = "7/T"
        result = self.given()
        paper = self.buy()
        self.reuse(paper)
        self.assertEqual(paper.reused_result, WORDS)
        self.assertEqual(
            (paper.reused_by, str(paper.reused_at)), (self.officer.name, MONDAY)
        )
        copied = paper.attachment_ids
        self.assertEqual(
            (copied.name, copied.datas), ("deed.pdf", self.file_of(result))
        )
        self.assertNotEqual(copied, result.attachment_id)
        self.assertEqual(copied.res_id, paper.dossier_id.id)
        self.assertTrue(paper._is_there())

    def file_of(self, result):
        return result.attachment_id.datas

    def test_twice_is_once(self):
        self.given()
        paper = self.buy()
        self.reuse(paper)
        self.reuse(paper)
        self.assertEqual(len(paper.attachment_ids), 1)
        self.assertEqual(self.journal(paper.dossier_id).count("reuse"), 1)

    def test_both_journals_say_so_and_neither_names_anybody(self):
        result = self.given()
        paper = self.buy()
        self.reuse(paper)
        self.assertEqual(self.journal(paper.dossier_id)[-1], "reuse")
        self.assertEqual(self.journal(result.dossier_id)[-1], "reused")
        row = self.env["onestop.journal"].search([], order="id desc", limit=2)[1]
        self.assertEqual(
            json.loads(row.data),
            {"component": paper.component_id.code, "result": result.id},
        )

    def test_nothing_of_anybody_else_and_nothing_that_counts_no_more(self):
        self.given(number=OTHER)
        self.given(seen=False)
        self.given(state="draft")
        paper = self.buy()
        with self.assertRaisesRegex(UserError, "No earlier result of the owner"):
            self.reuse(paper)
        self.assertFalse(paper.attachment_ids)

    def test_what_the_submitter_was_given_gives_the_owner_nothing(self):
        """Who files for another has rights of the owner's alone."""
        # The submitter's own deed, under their number and by their account.
        self.given(number=OTHER)
        submitter = {
            "name": "Submitter T",
            "identity_number": OTHER,
            "relation": "authorised",
            "evidence": "Authorisation 7/2026",
        }
        for relation in ("authorised", "introduction", "parent", "heir", "service"):
            with self.subTest(relation):
                paper = self.buy(submitter={**submitter, "relation": relation})
                with self.assertRaisesRegex(
                    UserError, "No earlier result of the owner"
                ):
                    self.reuse(paper)
                self.assertFalse(paper.attachment_ids or paper.reused_result)
        paper = self.own(submitter=submitter)
        with self.assertRaisesRegex(UserError, "No earlier result of the owner"):
            paper.with_user(self.portal).record_own_reuse()
        # And what the owner was given counts, whoever hands it in.
        self.given()
        paper = self.buy(submitter=submitter)
        self.reuse(paper)
        self.assertEqual(paper.reused_result, WORDS)

    def test_the_screen_offers_nothing_that_the_submitter_was_given(self):
        self.given(number=OTHER)
        form = self.screen()
        form.submitter_same = False
        form.submitter_name = "Submitter T"
        form.submitter_identity_number = OTHER
        form.submitter_relation = "authorised"
        form.submitter_evidence = "Authorisation 7/2026"
        form.submitter_seen = True
        self.assertFalse(form.component_ids.edit(1).earlier)
        form.owner_seen = True
        self.assertFalse(form.component_ids.edit(1).earlier)

    @pytest.mark.article("Circular 01/2023/TT-VPCP", "number to confirm")
    def test_what_does_not_hold_any_more_is_refused_with_the_reason(self):
        day = "2026-03-08"
        for vals, why in (
            ({"state": "revoked", "ended_on": day}, "It was revoked on 08/03/2026."),
            ({"valid_to": day}, "It expired on 08/03/2026."),
            ({"valid_from": "2026-03-10"}, "It holds from 10/03/2026 on."),
        ):
            result = self.given(**vals)
            paper = self.buy()
            with self.subTest(vals), self.assertRaises(UserError) as refused:
                self.reuse(paper)
            self.assertEqual(
                str(refused.exception),
                f"“Deed” cannot be taken over from {WORDS}. {why}",
            )
            self.assertFalse(paper.attachment_ids)
            result.state = "draft"
        # The last day is a day on which it holds.
        self.given(valid_to="2026-03-09")
        paper = self.buy()
        self.reuse(paper)
        self.assertEqual(paper.reused_result, WORDS)

    def test_one_that_holds_goes_before_a_newer_one_that_does_not(self):
        self.given()
        self.given(date="2026-03-01", state="replaced", ended_on="2026-03-02")
        paper = self.buy()
        self.reuse(paper)
        self.assertEqual(paper.reused_result, WORDS)

    def test_a_paper_that_no_result_stands_in_for_is_brought(self):
        self.given()
        application = self.buy().dossier_id.component_ids[0]
        with self.assertRaisesRegex(UserError, "stands in for “Application”"):
            self.reuse(application)

    def test_a_number_that_somebody_typed_gives_nothing(self):
        self.given()
        paper = self.buy()
        for seen in (False, None, 1, "yes"):
            with self.subTest(seen), self.assertRaisesRegex(UserError, "Compare the"):
                self.reuse(paper, seen=seen)

    def test_who_resolves_it_takes_it_over_too_and_nobody_else(self):
        self.given()
        paper = self.buy(components=[{"component": "Application"}])
        with ENGINE.held():
            paper.required = False
        for role in ("director", "supervisor", "postal_clerk", "catalogue_manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.reuse(paper, role)
        with self.assertRaises(AccessError):
            paper.with_user(self.portal).record_reuse(True)
        self.act("counter_officer", paper.dossier_id, "accept", identity_seen=True)
        self.as_role("department_officer", paper).action_reuse()
        self.assertEqual(paper.reused_result, WORDS)

    def test_it_is_typed_by_nobody(self):
        result = self.given()
        line = self.as_role("counter_officer", self.buy())
        context = dict.fromkeys(("onestop_dossier_engine", "engine", "reuse"), True)
        for vals in (
            {"result_id": result.id},
            {"reused_result": "Mine"},
            {"reused_by": "Somebody"},
            {"reused_at": MONDAY},
        ):
            for record in (line, line.with_context(**context), line.sudo()):
                with self.subTest(vals), self.assertRaises(AccessError):
                    record.write(vals)

    # ------------------------------------------------- what ends before it is decided

    def at_work(self):
        """A dossier on the desk of its officer, on which an earlier result stands in."""
        result = self.given()
        paper = self.buy(components=[{"component": "Application"}])
        self.reuse(paper)
        dossier = paper.dossier_id
        self.act("counter_officer", dossier, "accept", identity_seen=True)
        officer = self.users["department_officer"]
        dossier.step_ids.with_user(officer).action_take()
        dossier.step_ids.with_user(officer)._mark_read()
        return dossier, result

    def test_what_ends_meanwhile_is_told_to_who_works_on_it(self):
        dossier, result = self.at_work()
        run = self.as_role("department_officer", dossier.step_ids)
        self.assertFalse(run.unread)
        users = type(self.env["res.users"])
        with patch.object(users, "_bus_send", autospec=True) as sent:
            result._end("revoked")
        told = [call.args[0].login for call in sent.call_args_list]
        self.assertEqual(told, [self.users["department_officer"].login])
        self.env.invalidate_all()
        self.assertTrue(run.unread)
        self.assertEqual(self.journal(dossier)[-1], "reuse_ended")
        [row] = self.env["onestop.journal"].search([], order="id desc", limit=1)
        self.assertEqual(json.loads(row.data), {"number": "12/T", "result": result.id})
        self.assertEqual(
            self.as_role("department_officer", dossier).reuse_ended,
            f"Deed: {WORDS}. It was revoked on 09/03/2026.",
        )

    def test_it_is_not_decided_in_silence(self):
        dossier, result = self.at_work()
        result._end("replaced")
        self.act("department_officer", dossier, "complete_step")
        head = self.as_role("department_head", dossier)
        offered = [row["code"] for row in head.available_transitions()]
        self.assertIn("decide", offered)
        with self.assertRaisesRegex(UserError, "does not hold any more. Say why"):
            self.act("department_head", dossier, "decide")
        self.act("department_head", dossier, "decide", "The replacement says the same.")
        self.assertFalse(dossier.reuse_to_weigh)
        # It was weighed once; the clerk numbers what was decided.
        result = {"name": "Deed", "file": self.pdf()}
        self.act("clerk", dossier, "seal", results=[result])
        self.assertEqual(dossier.state, "resolved")

    def test_what_ends_after_the_decision_is_not_sealed_in_silence(self):
        dossier, result = self.at_work()
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide")
        result._end("revoked")
        values = {"results": [{"name": "Deed", "file": self.pdf()}]}
        with self.assertRaisesRegex(UserError, "does not hold any more. Say why"):
            self.act("clerk", dossier, "seal", **values)
        self.act("clerk", dossier, "seal", "The head was told.", **values)
        self.assertEqual(dossier.state, "resolved")

    def test_a_form_that_was_open_meanwhile_decides_nothing(self):
        dossier, result = self.at_work()
        self.act("department_officer", dossier, "complete_step")
        seen = self.as_role("department_head", dossier).seen
        result._end("revoked")
        self.env.invalidate_all()
        with self.assertRaises(StaleError):
            self.act("department_head", dossier, "decide", "Seen before.", seen=seen)

    def test_what_is_decided_or_expires_calls_nobody(self):
        dossier, result = self.at_work()
        self.act("department_officer", dossier, "complete_step")
        self.act("department_head", dossier, "decide")
        values = {"results": [{"name": "Deed", "file": self.pdf()}]}
        self.act("clerk", dossier, "seal", **values)
        result._end("revoked")
        self.assertNotIn("reuse_ended", self.journal(dossier))
        dossier, result = self.at_work()
        result.valid_to = "2026-03-08"
        self.env.invalidate_all()
        self.assertFalse(self.as_role("department_officer", dossier).reuse_ended)

    def test_nobody_says_that_it_was_weighed(self):
        dossier, result = self.at_work()
        result._end("revoked")
        for user in (*self.users.values(), self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dossier.with_user(user).write({"reuse_to_weigh": False})

    # ------------------------------------------------------------------ the portal

    def own(self, user=None, **vals):
        """The paper of a dossier that somebody filed on the portal."""
        dossier = self.file(user, procedure="9.900081", **vals)
        return dossier.component_ids.filtered(lambda one: one.name == "Deed")

    def test_on_the_portal_the_person_takes_over_what_the_account_was_given(self):
        self.given()
        paper = self.own()
        paper.with_user(self.portal).record_own_reuse()
        self.assertEqual(paper.reused_result, WORDS)
        self.assertEqual(self.journal(paper.dossier_id)[-1], "reuse")
        paper.with_user(self.portal).record_own_reuse()
        self.assertEqual(len(paper.attachment_ids), 1)

    def test_on_the_portal_a_number_that_somebody_typed_gives_nothing(self):
        stranger = new_test_user(self.env, "stranger", "base.group_portal")
        self.given()
        # They type the number of somebody else, and name the paper of somebody else.
        theirs = self.own(stranger)
        with self.assertRaisesRegex(UserError, "No earlier result of the owner"):
            theirs.with_user(stranger).record_own_reuse()
        mine = self.own()
        for user in (stranger, self.officer, self.plain):
            with self.subTest(user.login), self.assertRaises(AccessError):
                mine.with_user(user).record_own_reuse()
        # Of the account, but of a dossier whose card nobody saw, or of another person.
        self.env["onestop.dossier.result"].search([]).state = "draft"
        self.given(seen=False)
        self.given(number=OTHER)
        with self.assertRaisesRegex(UserError, "No earlier result of the owner"):
            mine.with_user(self.portal).record_own_reuse()

    # ------------------------------------------------------------------ the screen

    def screen(self):
        form = Form(self.env["onestop.intake"].with_user(self.officer))
        form.version_id = self.buying
        form.owner_identity_number = NUMBER
        form.owner_name = "Owner T"
        return form

    def test_the_screen_offers_it_once_the_card_was_compared(self):
        self.given()
        form = self.screen()
        self.assertFalse(form.component_ids.edit(1).earlier)
        form.owner_seen = True
        with form.component_ids.edit(1) as line:
            self.assertEqual((line.earlier, line.taken_over), (WORDS, True))
        form.all_there = True
        intake = form.save()
        self.assertEqual(intake.component_ids.mapped("received"), [True, False])
        intake.action_receive()
        dossier = intake.dossier_id.sudo()
        self.assertEqual(dossier.state, "processing")
        self.assertEqual(dossier.component_ids[1].reused_result, WORDS)
        sheet = self.env["report.onestop_dossier.form_receipt"]._sheet(dossier)
        self.assertEqual(sheet["components"].mapped("name"), ["Application"])
        self.assertEqual(sheet["reused"].mapped("name"), ["Deed"])

    def test_the_screen_says_why_one_is_not_offered(self):
        self.given(valid_to="2026-03-08")
        form = self.screen()
        form.owner_seen = True
        with form.component_ids.edit(1) as line:
            self.assertEqual(line.earlier, f"{WORDS}. It expired on 08/03/2026.")
            self.assertFalse(line.earlier_holds or line.taken_over)

    def test_what_the_screen_asks_stands_in_the_journal(self):
        self.given()
        asked = [
            ("res_model", "=", self.counter._name),
            ("res_id", "=", self.counter.id),
            ("code", "=", "look_up"),
        ]
        journal = self.env["onestop.journal"]
        form = self.screen()
        self.assertEqual(journal.search_count(asked), 0)
        form.owner_seen = True
        self.assertEqual(journal.search_count(asked), 1)

    def test_of_an_organisation_whoever_files_for_it_shows_a_card(self):
        company = {"kind": "organisation", "tax_code": "0100233488"}
        dossier = self.file(owner={"name": "Company T", **company})
        self.act("counter_officer", dossier, "accept")
        result = self.given()
        result.dossier_id = dossier
        form = self.screen()
        form.owner_kind = "organisation"
        form.owner_tax_code = "0100233488"
        self.assertFalse(form.component_ids.edit(1).earlier)
        form.submitter_same = False
        form.submitter_name = "Clerk T"
        form.submitter_seen = True
        self.assertEqual(form.component_ids.edit(1).earlier, WORDS)

    def test_people_are_asked_after_by_who_receives_dossiers_only(self):
        component = self.buying.component_ids[1]
        people = self.env["onestop.person"]
        self.given()
        found = self.as_role("counter_officer", people).earlier_results(
            "person", NUMBER, component.ids
        )
        self.assertEqual(found, {component.id: WORDS})
        for user in (self.users["department_officer"], self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                people.with_user(user).earlier_results("person", NUMBER, component.ids)
        for number in ("%", "", None, NUMBER[:-1]):
            with self.assertRaisesRegex(UserError, "whole number"):
                self.as_role("counter_officer", people).earlier_results(
                    "person", number, component.ids
                )
