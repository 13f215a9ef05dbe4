"""Money that was paid online goes back the way it came, once, and its person is told."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_pay_online import PayOnlineCase


@tagged("post_install", "-at_install")
class TestRefundOnline(PayOnlineCase):
    def paid_twice(self):
        first, second = self.begin(), self.begin()
        for transaction in (first, second):
            self.say(transaction, "done")
            transaction._post_process()
        return second

    def propose(self, way="provider"):
        payment = self.as_role("treasurer", self.paid.onestop_payment_id)
        action = payment.action_give_back()
        form = self.env["onestop.refund.asking"].browse(action["res_id"])
        form = self.as_role("treasurer", form)
        form.write({"reason": "Paid twice.", "way": way, "kind": "too_much"})
        form.action_confirm()
        return self.env["onestop.refund"].search([], limit=1)

    def decide(self, refund):
        head = self.as_role("department_head", refund)
        head.write({"decision_number": "1/QD-T", "decision_date": "2026-03-09"})
        head.action_decide()

    def setUp(self):
        super().setUp()
        self.paid = self.paid_twice()
        self.refund = self.propose()

    def child(self):
        return self.env["payment.transaction"].search([("operation", "=", "refund")])

    def ask_back(self):
        """What the job does."""
        self.child()._onestop_ask_back()

    def test_it_comes_back_the_way_it_was_paid(self):
        self.assertIn("It was proposed to give 70.000 đ back", self.fees_said())
        self.decide(self.refund)
        self.assertIn("the way you paid it online", self.fees_said())
        self.as_role("treasurer", self.refund).action_pay()
        self.assertEqual(self.refund.state, "sent")
        child = self.child()
        self.assertEqual((child.amount, child.state), (-70000, "draft"))
        self.assertEqual(child.source_transaction_id, self.paid)
        self.ask_back()
        self.assertEqual(child.state, "done")
        child._post_process()
        child._post_process()
        self.assertEqual(self.refund.state, "paid")
        self.assertEqual(self.journal(self.dossier).count("refund_paid"), 1)
        self.assertIn("70.000 đ was given back to you on 09/03/2026", self.fees_said())
        self.assertFalse(self.refund.entry_ids)

    def test_a_job_that_is_tried_again_asks_for_nothing_twice(self):
        self.decide(self.refund)
        self.as_role("treasurer", self.refund).action_pay()
        self.ask_back()
        with patch.object(
            *(type(self.child()), "_send_refund_request"),
            side_effect=AssertionError("asked twice"),
        ):
            self.ask_back()
        with self.assertRaisesRegex(UserError, "in the meantime"):
            self.as_role("treasurer", self.refund).action_pay()
        self.assertEqual(len(self.child()), 1)

    def test_what_a_provider_does_not_give_waits_and_is_asked_for_by_one_name(self):
        self.decide(self.refund)
        theirs = self.as_role("treasurer", self.refund)
        names, words = [], "Not today."

        def refuse(transaction):
            names.append(transaction.reference)
            raise UserError(words)

        kind = type(self.env["payment.transaction"])
        with patch.object(kind, "_send_refund_request", refuse):
            for _try in range(2):
                theirs.action_pay()
                self.ask_back()
                self.assertEqual(self.refund.state, "decided")
                self.assertIn("Not today", self.refund.problem)
        self.assertEqual(len(names), 2)
        self.assertEqual(len(set(names)), 1)
        theirs.action_pay()
        self.ask_back()
        self.child()._post_process()
        self.assertEqual(self.refund.state, "paid")

    def test_a_provider_that_cannot_is_not_asked(self):
        self.as_role("treasurer", self.refund).call_off("Otherwise.")
        self.provider.support_refund = "none"
        with self.assertRaisesRegex(UserError, "whose provider can do so"):
            self.propose()

    def test_why_nothing_comes_is_told(self):
        self.as_role("department_head", self.refund).turn_down("It was due.")
        text = self.text(self.my_page(self.dossier))
        self.assertIn("No money is given back to you", text)
        self.assertIn("It was due.", text)
        self.assertNotIn("proposed to give", text)
