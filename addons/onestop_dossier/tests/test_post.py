"""The post takes in and returns listed procedures at its own counter: no more."""

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY, PDF, DossierCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPost(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.listed = cls.make_version("9.900030", postal_listed=True)

    def by_post(self, version):
        self.version = version
        return self.file(self.users["postal_clerk"], channel="post")

    def resolve(self, dossier):
        result = {"name": "Licence", "file": self.pdf("licence.pdf", PDF)}
        self.act("department_officer", dossier, "complete_step", results=[result])
        self.act("department_head", dossier, "decide")
        return self.act("clerk", dossier, "seal")

    def offered(self, dossier):
        rows = self.as_role("postal_clerk", dossier).available_transitions()
        return {row["code"] for row in rows}

    @pytest.mark.article("Decree 61/2018", "16")
    def test_a_postal_clerk_takes_in_and_returns_a_listed_procedure(self):
        dossier = self.by_post(self.listed)
        self.assertEqual(
            self.offered(dossier), {"accept", "reject", "request_supplement"}
        )
        self.act("postal_clerk", dossier, "accept")
        self.assertEqual(self.offered(dossier), set())
        self.resolve(dossier)
        self.assertEqual(self.offered(dossier), {"return"})
        self.act("postal_clerk", dossier, "return")
        self.assertEqual(dossier.state, "returned")
        row = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=", "return")]
        )
        self.assertEqual(row.role, "postal_clerk")

    def test_what_is_not_listed_is_neither_taken_in_nor_returned_by_the_post(self):
        with self.assertRaisesRegex(UserError, "post may not"):
            self.by_post(self.version)
        self.version = self.make_version("9.900031")
        dossier = self.to_resolved()
        self.assertEqual(self.offered(dossier), set())
        with self.assertRaisesRegex(UserError, "post may not"):
            self.act("postal_clerk", dossier, "return")
        self.assertEqual(dossier.state, "resolved")

    def test_the_post_takes_no_fee_for_what_is_not_listed(self):
        fee = [(0, 0, {"kind": "fee", "name": "Fee", "amount": 50000})]
        self.version = self.make_version("9.900032", fee_ids=fee)
        dossier = self.to_resolved()
        with self.assertRaises(AccessError):
            self.as_role("postal_clerk", dossier.fee_ids).action_pay_cash()
        self.version = self.make_version("9.900033", fee_ids=fee, postal_listed=True)
        dossier = self.to_resolved()
        self.as_role("postal_clerk", dossier.fee_ids).action_pay_cash()
        self.assertEqual(dossier.payment_state, "paid")
        paid = self.env["onestop.journal"].search(
            [("res_id", "=", dossier.id), ("code", "=", "pay")]
        )
        self.assertEqual(paid.mapped("role"), ["postal_clerk"])

    def test_the_post_does_nothing_else_of_a_listed_procedure(self):
        dossier = self.by_post(self.listed)
        self.act("postal_clerk", dossier, "accept")
        for code in (
            *("forward", "complete_step", "decide", "refuse", "seal", "resolve"),
            *("withdraw", "stop", "apologise", "suspend", "resume", "supplement"),
            *("request_supplement", "return", "submit", "accept", "reject"),
        ):
            with self.subTest(code=code), self.assertRaises(UserError):
                self.act("postal_clerk", dossier, code, "Because.")
        self.assertEqual(dossier.state, "processing")

    def test_the_post_of_another_centre_returns_nothing(self):
        self.version = self.listed
        dossier = self.to_resolved()
        commune = self.env["onestop.department"].create(
            {"name": "Commune P", "code": "T-POST", "kind": "commune"}
        )
        stranger = self.make_user("post_stranger", ("postal_clerk", commune))
        with self.assertRaises(AccessError):
            dossier.with_user(stranger).action_transition("return")

    def test_at_a_counter_of_its_own_the_post_sees_nothing_of_the_others(self):
        self.version = self.listed
        dossier = self.to_resolved()
        self.counter.user_ids -= self.users["postal_clerk"]
        with self.assertRaises(AccessError):
            self.act("postal_clerk", dossier, "return")

    def test_the_post_does_no_step_that_the_process_gives_to_the_counter(self):
        steps = (
            ("Look up", "work", "received", "counter_officer", 2),
            ("Decide", "decision", "competent", "department_head", 4),
            ("Return", "return", "received", "counter_officer", 0),
        )
        version = self.make_version("9.900034", steps, postal_listed=True)
        dossier = self.by_post(version)
        self.act("postal_clerk", dossier, "accept")
        with self.assertRaises(UserError):
            self.act("postal_clerk", dossier, "complete_step")
        self.act("counter_officer", dossier, "complete_step")
