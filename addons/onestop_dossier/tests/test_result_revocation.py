"""The authority that issued a result takes it back by a decision, four eyes upon it."""

import json
from functools import partial

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, DossierCase

REASON = "Chị Nguyễn Thị Bí Mật khai sai."


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestResultRevocation(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_user("second_head", ("department_head", cls.department))

    def setUp(self):
        super().setUp()
        self.dossier = self.to_resolved()
        self.result = self.dossier.result_ids

    def decision(self, **vals):
        return {
            "kind": "annulled",
            "decision_number": "45/QĐ-T",
            "decision_date": "2026-03-09",
            "article": "Law T, art. 12",
            "reason": REASON,
            "file": self.pdf("decision.pdf"),
            **vals,
        }

    def propose(self, role="department_officer", **vals):
        result = self.as_role(role, self.result)
        revocations = result.env["onestop.result.revocation"]
        return revocations._propose(result, self.decision(**vals))

    def last_row(self):
        return self.env["onestop.journal"].search([], order="id desc", limit=1)

    @pytest.mark.article("Decree 61/2018", "20")
    def test_one_enters_it_another_confirms_and_it_holds_no_more(self):
        revocation = self.propose()
        # Until then it holds.
        self.assertEqual(self.result.standing, "in_force")
        self.as_role("department_head", revocation).action_confirm()
        self.assertEqual(
            (self.result.state, self.result.standing, str(self.result.ended_on)),
            ("revoked", "revoked", "2026-03-09"),
        )
        self.assertEqual(revocation.confirmed_by, self.users["department_head"].name)
        self.assertEqual(
            [one for one in self.journal(self.dossier) if "revo" in one],
            ["revocation_entered", "revoke_result"],
        )

    def test_its_person_is_told_without_the_reason(self):
        revocation = self.propose()
        self.as_role("department_head", revocation).action_confirm()
        notice = self.dossier.notice_ids.filtered(
            lambda one: one.event == "result_revoked" and one.channel == "email"
        )
        self.assertTrue(notice)
        template = self.env.ref("onestop_dossier.notice_result_revoked")
        letter = template._generate_template(notice.ids, ("subject", "body_html"))
        for text in letter[notice.id].values():
            self.assertNotIn("Bí Mật", str(text))
        self.assertIn("Department T", letter[notice.id]["body_html"])
        # Nor does the journal keep it, for ever.
        rows = self.env["onestop.journal"].search(
            [("res_id", "=", self.dossier.id), ("code", "=", "revoke_result")]
        )
        self.assertFalse(rows.reason)
        self.assertEqual(
            json.loads(rows.data),
            {
                "article": "Law T, art. 12",
                "decision": "45/QĐ-T",
                "kind": "annulled",
                "number": "01/T-ONE",
                "result": self.result.id,
            },
        )

    def test_whoever_entered_it_does_not_confirm_it(self):
        revocation = self.propose("department_head")
        with self.assertRaisesRegex(UserError, "does not confirm"):
            self.as_role("department_head", revocation).action_confirm()
        self.assertEqual(self.result.state, "issued")
        revocation.with_user(self.second).action_confirm()
        self.assertEqual(self.result.state, "revoked")

    def test_a_deputy_is_no_second_pair_of_eyes(self):
        revocation = self.propose("department_head")
        head, deputy = self.users["department_head"], self.users["department_officer"]
        self.env["onestop.absence"].with_user(head).create(
            {
                "user_id": head.id,
                "department_id": self.department.id,
                "deputy_id": deputy.id,
                "date_from": "2026-03-09",
                "date_to": "2026-03-13",
            }
        )
        with self.assertRaisesRegex(UserError, "does not confirm"):
            revocation.with_user(deputy).action_confirm()
        self.assertEqual(self.result.state, "issued")

    def test_nobody_else_takes_it_back(self):
        for role in ("counter_officer", "supervisor", "director", "postal_clerk"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.propose(role)
        with self.assertRaises(AccessError):
            revocations = self.env["onestop.result.revocation"].with_user(self.portal)
            revocations._propose(self.result.with_user(self.portal), self.decision())
        revocation = self.propose("clerk")
        for role in ("department_officer", "clerk", "director", "counter_officer"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, revocation).action_confirm()
        self.assertEqual(self.result.state, "issued")

    def test_what_is_missing_is_named_and_nothing_is_kept(self):
        for vals, why in (
            ({"decision_number": " "}, "Number of the decision"),
            ({"article": ""}, "By which article"),
            ({"reason": None}, "Reason"),
            ({"kind": "burnt"}, "revoked or annulled"),
            ({"decision_date": "2026-03-10"}, "between"),
            ({"decision_date": "2026-03-08"}, "between"),
            ({"decision_date": "soon"}, "between"),
            ({"file": {"name": "a.pdf", "content": ""}}, "empty"),
            ({"file": self.pdf("a.exe", b"MZ\x90\x00")}, "not of a kind"),
            ({"state": "confirmed"}, "not known"),
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, why):
                self.propose(**vals)
        self.assertFalse(self.result.revocation_ids)

    def test_it_is_entered_once_and_decided_once(self):
        revocation = self.propose()
        with self.assertRaisesRegex(UserError, "waits to be confirmed"):
            self.propose("clerk")
        self.as_role("department_head", revocation).action_confirm()
        for again in (
            self.as_role("department_head", revocation).action_confirm,
            revocation.with_user(self.second).action_confirm,
            partial(revocation.with_user(self.second).turn_down, "Late."),
        ):
            with self.assertRaisesRegex(UserError, "decided already"):
                again()
        with self.assertRaisesRegex(UserError, "It was revoked on 09/03/2026"):
            self.propose()
        self.assertEqual(self.journal(self.dossier).count("revoke_result"), 1)

    def test_turned_down_it_goes_on_holding(self):
        revocation = self.propose()
        form = self.as_role("department_head", revocation).action_turn_down()
        screen = self.as_role("department_head", self.env[form["res_model"]])
        screen = screen.browse(form["res_id"])
        with self.assertRaisesRegex(UserError, "reason"):
            screen.action_confirm()
        screen.reason = "Wrong number."
        screen.action_confirm()
        self.assertEqual(
            (revocation.state, self.result.state), ("turned_down", "issued")
        )
        self.assertEqual(self.last_row().code, "revocation_turned_down")
        self.propose()

    def test_a_draft_is_not_taken_back(self):
        dossier = self.to_processing()
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.result = dossier.result_ids
        self.result.department_id = self.department
        with self.assertRaisesRegex(UserError, "not issued yet"):
            self.propose()

    def test_it_is_written_by_nobody(self):
        revocation = self.propose()
        context = dict.fromkeys(("onestop_dossier_engine", "engine"), True)
        for record in (
            self.as_role("department_head", revocation),
            revocation.sudo().with_context(**context),
        ):
            for attack in (
                partial(record.write, {"state": "confirmed"}),
                partial(record.copy, {"state": "confirmed"}),
                record.unlink,
            ):
                with self.assertRaises(AccessError):
                    attack()

    def test_the_form_of_the_result_enters_it(self):
        action = self.as_role("clerk", self.result).action_revoke()
        form = self.as_role("clerk", self.env[action["res_model"]])
        form = form.browse(action["res_id"])
        decision = self.decision()
        file = decision.pop("file")
        form.write({**decision, "file": file["content"], "file_name": file["name"]})
        form.action_confirm()
        self.assertEqual(self.result.revocation_ids.decision_number, "45/QĐ-T")
        self.assertEqual(
            self.result.revocation_ids.attachment_id.mimetype, "application/pdf"
        )
