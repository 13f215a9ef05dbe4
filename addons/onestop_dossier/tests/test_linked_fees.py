"""The fee of a linked dossier holds its result back, and nobody overlooks it
(docs/decisions/0038)."""

import pytest
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..engine.earlier_results import EarlierResults, owner_of
from ..engine.right import ENGINE
from .common import MONDAY
from .common_linked import APPRAISE, DECIDE, RETURN, SEAL, WAIT, LinkedCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLinkedFees(LinkedCase):
    fees_there = ({"kind": "charge", "name": "Charge there", "amount": 50000},)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.there_book = cls.make_book(department_id=cls.other.id, series="CD/26T")

    def granted_unpaid(self, **vals):
        """The dossier, the run that waits, and what was granted there and not paid."""
        dossier, run = self.to_waiting(**vals)
        child = self.open_linked(run)
        self.grant_there(child)
        return dossier, run, child

    def pay(self, child, role="counter_officer"):
        child.with_user(self.users[role]).fee_ids.action_pay_cash()

    def test_its_result_goes_nowhere_before_the_fee_is_paid(self):
        dossier, run, child = self.granted_unpaid()
        self.assertEqual((child.state, child.outcome), ("resolved", "granted"))
        self.assertEqual(run.state, "open")
        self.assertEqual(dossier.component_ids.mapped("name"), ["Application", "Plan"])
        self.assertEqual(self.journal(dossier)[-1], "linked_unpaid")
        with self.assertRaisesRegex(UserError, "not paid"):
            self.act("counter_officer", child, "return")

    @pytest.mark.article("Decree 61/2018", "20")
    def test_paid_at_the_counter_the_result_goes_on_by_itself(self):
        dossier, run, child = self.granted_unpaid()
        self.pay(child)
        self.assertEqual((child.state, child.payment_state), ("returned", "paid"))
        self.assertEqual(run.state, "done")
        self.assertEqual(dossier.component_ids[-1].name, "Tax notice")
        self.assertEqual(
            self.journal(dossier)[-3:],
            ["linked_unpaid", "linked_granted", "complete_step"],
        )
        # The money is the other agency's.
        self.assertEqual(child.fee_ids.receipt_id.book_id, self.there_book)

    def test_who_is_exempt_waits_for_nothing(self):
        dossier, run, child = self.granted_unpaid()
        ground = self.env["onestop.fee.ground"].search([], limit=1)
        fees = child.with_user(self.users["counter_officer"]).fee_ids
        fees.exempt(ground.id, "A card was shown")
        self.assertEqual((child.state, run.state), ("returned", "done"))
        self.assertEqual(dossier.component_ids[-1].name, "Tax notice")

    def test_the_person_is_told_of_the_dossier_that_they_filed(self):
        dossier, _run, child = self.granted_unpaid()
        told = dossier.notice_ids.filtered(lambda one: one.event == "linked_fee")
        self.assertTrue(told)
        self.assertFalse(child.notice_ids)
        letter = self.env.ref("onestop_dossier.notice_linked_fee")
        body = letter._generate_template(told[:1].ids, ("body_html",))
        body = str(body[told[:1].id]["body_html"])
        for words in ("Charge there", "50", self.centre.name):
            self.assertIn(words, body)

    def test_the_lead_agency_reads_what_the_result_waits_for(self):
        dossier, _run, child = self.granted_unpaid()
        officer = self.users["department_officer"]
        seen = dossier.with_user(officer).linked_html
        self.assertIn("waits for a fee", seen)
        self.assertIn(self.centre.name, seen)
        self.pay(child)
        dossier.invalidate_recordset()
        self.assertNotIn("waits for a fee", dossier.with_user(officer).linked_html)

    def test_the_lead_goes_on_without_it_for_a_reason_alone(self):
        dossier, run, child = self.granted_unpaid()
        with self.assertRaisesRegex(UserError, "its result is not here"):
            self.act("department_officer", dossier, "complete_step")
        reason = "The plan tells the duty."
        self.act("department_officer", dossier, "complete_step", reason)
        self.assertEqual(run.state, "done")
        self.assertEqual(dossier.component_ids.mapped("name"), ["Application", "Plan"])
        # Paid later, the result is a paper all the same, and nothing is done twice.
        self.pay(child)
        self.assertEqual(dossier.component_ids[-1].name, "Tax notice")
        self.assertEqual(self.journal(dossier).count("complete_step"), 2)

    def to_resolved_unpaid(self, **vals):
        dossier, _run, child = self.granted_unpaid(**vals)
        reason = "The plan tells the duty."
        self.act("department_officer", dossier, "complete_step", reason)
        result = {"name": "Licence", "file": self.pdf("licence.pdf")}
        self.act("department_head", dossier, "decide", results=[result])
        self.act("clerk", dossier, "seal")
        self.assertEqual(dossier.state, "resolved")
        return dossier, child

    def test_the_result_of_the_dossier_is_not_handed_out_over_the_fee(self):
        dossier, child = self.to_resolved_unpaid(delivery="counter")
        with self.assertRaisesRegex(UserError, "not paid"):
            self.act("counter_officer", dossier, "return")
        counter = self.users["counter_officer"]
        screen = self.env["onestop.collection"].with_user(counter)
        screen = screen.browse(screen._open(dossier.with_user(counter))["res_id"])
        self.assertEqual(screen.amount_due, 50000)
        screen.write({"fee_taken": True, "name": "Owner T", **self.collected()})
        screen.action_hand_out()
        self.assertEqual((dossier.state, child.state), ("returned", "returned"))

    def test_wanted_electronically_it_is_returned_once_that_is_paid(self):
        dossier, child = self.to_resolved_unpaid(delivery="electronic")
        self.assertEqual(dossier.state, "resolved")
        self.pay(child)
        self.assertEqual((dossier.state, child.state), ("returned", "returned"))

    def test_one_act_takes_both_fees_where_one_counter_received_both(self):
        self.version = self.make_version(
            "9.900304",
            steps=(APPRAISE, WAIT, DECIDE, SEAL, RETURN),
            linked={"Tax duty": self.there.procedure_id.id},
            term=15,
            fee_ids=[(0, 0, {"kind": "fee", "name": "Fee here", "amount": 20000})],
        )
        dossier, run, child = self.granted_unpaid()
        counter = dossier.with_user(self.users["counter_officer"])
        self.assertIn("70", counter.parts_due)
        counter.action_pay_parts()
        self.assertEqual(set((dossier | child).fee_ids.mapped("state")), {"paid"})
        self.assertEqual(len((dossier | child).fee_ids.receipt_id), 2)
        self.assertEqual(run.state, "done")

    def test_nobody_else_pays_it_or_lets_it_go(self):
        dossier, _run, child = self.granted_unpaid()
        strangers = [
            *(
                self.users[role]
                for role in ("department_officer", "clerk", "custodian")
            ),
            *self.there_users.values(),
            self.portal,
        ]
        for user in strangers:
            with self.subTest(user.login), self.assertRaises(AccessError):
                child.with_user(user).fee_ids.action_pay_cash()
        self.assertEqual((child.state, dossier.state), ("resolved", "processing"))

    def test_what_was_refused_there_is_news_and_its_fee_is_not_forgotten(self):
        dossier, run = self.to_waiting()
        child = self.open_linked(run)
        self.act("counter_officer", child, "accept")
        self.act_there("department_officer", child, "complete_step")
        self.act_there("department_head", child, "refuse", "No duty is due.")
        self.act_there("clerk", child, "seal")
        self.assertEqual((child.state, child.outcome), ("resolved", "refused"))
        self.assertEqual(self.journal(dossier)[-1], "linked_ended")
        self.act("department_officer", dossier, "complete_step", "None is due.")
        self.assertIn("return", dossier._unpaid_holds())
        self.pay(child)
        self.assertEqual(child.state, "returned")
        self.assertEqual(dossier._unpaid_holds(), set())

    def test_a_result_that_a_fee_holds_back_stands_in_for_no_paper(self):
        paper = self.make_version(
            "9.900309",
            component_ids=[
                (
                    0,
                    0,
                    {
                        "name": "Notice",
                        "copies": 1,
                        "reusable_from_ids": [(4, self.there.procedure_id.id)],
                    },
                )
            ],
        ).component_ids
        _dossier, _run, child = self.granted_unpaid()
        with ENGINE.held():
            child.identity_verified = True
        found = EarlierResults(self.env, owner_of(child))
        self.assertFalse(found.newest(paper))
        self.pay(child)
        self.assertEqual(found.newest(paper), child.result_ids)
