"""Money goes back by a decision of the agency that collected it: once, no more than was
paid, and the books know of it."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .common_refund import RefundCase

APRIL = "2026-04-02 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestRefund(RefundCase):
    def test_what_was_taken_in_cash_goes_back_in_cash(self):
        dossier = self.pay()
        self.pay()
        refund = self.propose(dossier, amount=20000)
        self.assertEqual((refund.state, refund.amount), ("proposed", 40000))
        self.assertEqual(refund.department_id, self.department)
        self.assertEqual(str(refund.decide_by), "2026-03-19")
        self.decide(refund)
        self.assertEqual(refund.state, "decided")
        self.assertIn(self.users["department_head"].name, refund.signer)
        self.pay_out(refund)
        self.assertEqual(refund.state, "paid")
        self.assertEqual(refund.entry_ids.mapped("amount"), [-40000])
        self.assertEqual(dossier.fee_ids.mapped("given_back"), [20000, 20000])
        self.assertEqual(dossier.payment_state, "paid")
        self.assertEqual(
            [one for one in self.journal(dossier) if one.startswith("refund")],
            ["refund_proposed", "refund_decided", "refund_paid"],
        )
        self.assertEqual(
            {"refund_decided", "refund_paid"} - set(dossier.notice_ids.mapped("event")),
            set(),
        )

    def test_the_day_has_less_by_what_went_back(self):
        dossier = self.pay()
        self.pay()
        self.pay_out(self.decide(self.propose(dossier, amount=20000)))
        day = self.close()
        self.assertEqual((day.expected_cash, day.refunded_cash), (100000, 40000))
        self.confirm(self.count(day, n50000=2))
        slip = self.pay_in(day)
        self.assertEqual(slip.amount, 100000)
        with freeze_time(APRIL):
            one = self.as_role("treasurer", self.env["onestop.fee.settlement"])
            one = one.create({"department_id": self.department.id}).sudo()
        self.assertEqual(
            (one.cash, one.total, one.refunded_cash, one.refunded),
            (140000, 140000, 40000, 40000),
        )
        self.assertEqual((one.counted, one.paid_in, one.in_hand), (100000, 100000, 0))

    def test_who_proposes_does_not_decide(self):
        both = self.make_user(
            "test_both",
            ("supervisor", self.centre),
            ("department_head", self.department),
        )
        self.enterContext(patch.dict(self.users, both=both))
        refund = self.propose(self.pay(), "both", amount=1000)
        with self.assertRaises(AccessError):
            self.decide(refund, "both")
        self.assertEqual(refund.state, "proposed")
        self.decide(refund)

    def test_only_the_head_of_the_agency_decides(self):
        refund = self.propose(self.pay(), amount=1000)
        for role in ("counter_officer", "treasurer", "director", "department_officer"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.decide(refund, role)
        far = self.make_user("test_far_head", ("department_head", self.other))
        with self.assertRaises(AccessError):
            refund.with_user(far).action_decide()
        with self.assertRaises(AccessError):
            refund.with_user(far).read(["amount"])

    def test_whoever_succeeds_the_agency_decides(self):
        dossier = self.pay()
        self.department.write(
            {
                "valid_to": "2026-03-10",
                "succession_ids": [
                    (
                        0,
                        0,
                        {
                            "successor_id": self.other.id,
                            "date": "2026-03-11",
                            "is_main": True,
                        },
                    )
                ],
            }
        )
        head = self.make_user("test_new_head", ("department_head", self.other))
        self.enterContext(patch.dict(self.users, new_head=head))
        with freeze_time("2026-03-12 02:00:00"):
            refund = self.transfer(dossier, amount=1000)
            self.assertEqual(refund.department_id, self.other)
            self.decide(refund, "new_head")
            self.pay_out(refund, "treasurer")
        self.assertEqual(refund.state, "paid")

    def test_a_decision_has_number_and_date(self):
        refund = self.propose(self.pay(), amount=1000)
        theirs = self.as_role("department_head", refund)
        with self.assertRaisesRegex(UserError, "number and date"):
            theirs.action_decide()
        theirs.write({"decision_number": "1", "decision_date": "2026-03-10"})
        with self.assertRaisesRegex(UserError, "lies ahead"):
            theirs.action_decide()

    def test_no_more_goes_back_than_was_paid(self):
        dossier = self.pay()
        for amount in (50001, -1):
            with self.subTest(amount), self.assertRaisesRegex(UserError, "at most"):
                self.propose(dossier, amount=amount)
        with self.assertRaisesRegex(UserError, "how much"):
            self.propose(dossier, amount=0)
        self.propose(dossier, amount=20000)
        # Of the second line nothing is left, of the first 30.000 đ.
        with self.assertRaisesRegex(UserError, "at most"):
            self.propose(dossier, amount=30001)
        self.propose(dossier, amount=30000)
        with self.assertRaisesRegex(UserError, "is left"):
            self.propose(dossier, amount=1)

    def test_what_was_turned_down_may_be_proposed_again(self):
        dossier = self.pay()
        refund = self.propose(dossier, amount=20000)
        theirs = self.as_role("department_head", refund)
        with self.assertRaisesRegex(UserError, "reason"):
            theirs.turn_down(" ")
        theirs.turn_down("Paid rightly.")
        self.assertEqual(
            (refund.state, refund.ended_for), ("turned_down", "Paid rightly.")
        )
        self.assertIn("refund_turned_down", dossier.notice_ids.mapped("event"))
        with self.assertRaisesRegex(UserError, "in the meantime"):
            theirs.turn_down("Again.")
        self.propose(dossier, amount=20000)

    def test_called_off_before_it_is_paid_out(self):
        dossier = self.pay()
        refund = self.decide(self.propose(dossier, amount=20000))
        with self.assertRaises(AccessError):
            self.as_role("postal_clerk", refund).call_off("Because.")
        self.as_role("counter_officer", refund).call_off("Wrong account.")
        self.assertEqual(refund.state, "called_off")
        self.assertIn("refund_turned_down", dossier.notice_ids.mapped("event"))
        again = self.pay_out(self.decide(self.propose(dossier, amount=20000)))
        with self.assertRaisesRegex(UserError, "in the meantime"):
            self.as_role("treasurer", again).call_off("Too late.")

    def test_it_is_paid_out_once(self):
        refund = self.pay_out(self.decide(self.propose(self.pay(), amount=20000)))
        with self.assertRaisesRegex(UserError, "in the meantime"):
            self.as_role("counter_officer", refund).action_pay()
        self.assertEqual(len(refund.entry_ids), 1)

    def test_nothing_is_paid_out_that_is_not_decided(self):
        refund = self.propose(self.pay(), amount=20000)
        with self.assertRaisesRegex(UserError, "in the meantime"):
            self.as_role("counter_officer", refund).action_pay()

    def test_cash_that_a_counter_has_not_is_not_paid_out(self):
        dossier = self.pay()
        refund = self.decide(self.propose(dossier, amount=20000))
        self.close()
        theirs = self.as_role("counter_officer", refund)
        with self.assertRaisesRegex(UserError, "who took the cash"):
            theirs.action_pay()
        theirs.write({"given_to": "Owner T", "shown": "Identity card"})
        with self.assertRaisesRegex(UserError, "too little"):
            theirs.action_pay()
        self.pay("card")
        with self.assertRaisesRegex(UserError, "too little"):
            theirs.action_pay()
        self.pay()
        theirs.action_pay()
        self.assertEqual(refund.state, "paid")

    def test_a_transfer_is_the_treasurers_and_counts_once(self):
        first = self.decide(self.transfer(self.pay(), amount=20000))
        second = self.decide(self.transfer(self.pay(), amount=20000))
        with self.assertRaises(AccessError):
            self.pay_out(first, "counter_officer")
        theirs = self.as_role("treasurer", first | second)
        with self.assertRaisesRegex(UserError, "what the bank calls"):
            theirs[0].action_pay()
        theirs.write({"reference": "FT9"})
        theirs[0].action_pay()
        self.assertEqual((first.state, first.reference), ("paid", "FT9"))
        # No counter has it.
        self.assertFalse(first.entry_ids)
        with self.assertRaisesRegex(UserError, "another refund"):
            theirs[1].action_pay()

    def test_a_transfer_stands_in_the_quarter_in_which_it_went(self):
        self.confirmed_day()
        refund = self.decide(self.transfer(self.pay("card"), amount=20000))
        self.pay_out(refund, "treasurer")
        self.confirm(self.count(self.close(), card=70000))
        made = self.as_role("treasurer", self.env["onestop.fee.settlement"])
        with freeze_time(APRIL):
            late = self.decide(self.transfer(self.pay("card"), amount=10000))
            self.pay_out(late, "treasurer")
            one = made.create({"department_id": self.department.id}).sudo()
        self.assertEqual((one.refunded_transfer, one.refunded), (40000, 40000))
        self.assertEqual((one.total, one.in_hand), (140000, 70000))
        self.assertEqual(one.refund_ids, refund)
        one.with_user(self.users["treasurer"]).action_drop()
        self.assertFalse(refund.settlement_id)

    def test_an_account_is_whole_for_the_treasurer_alone(self):
        refund = self.transfer(self.pay(), amount=1000)
        [seen] = self.as_role("treasurer", refund).read(["account_number"])
        self.assertEqual(seen["account_number"], "000111222333")
        for role in ("counter_officer", "department_head", "director"):
            with self.subTest(role):
                theirs = self.as_role(role, refund)
                [seen] = theirs.read(["account_masked"])
                self.assertEqual(seen["account_masked"], "•••••••••333, Bank P")
                for name in ("account_number", "account_holder"):
                    with self.assertRaises(AccessError):
                        theirs.read([name])
        rows = self.env["onestop.journal"].search([("code", "=", "refund_proposed")])
        self.assertNotIn("000111222333", " ".join(rows.mapped("data")))

    def test_a_transfer_names_an_account(self):
        dossier = self.pay()
        for number in ("", "1" * 20, "12-34", "=1+1"):
            with (
                self.subTest(number),
                self.assertRaisesRegex(UserError, "account number"),
            ):
                self.transfer(dossier, amount=1000, account_number=number)

    def test_a_transfer_that_was_not_due_goes_back(self):
        order = self.surplus_order()
        self.assertEqual(order.to_give_back, 70000)
        action = self.as_role("treasurer", order).action_give_back()
        form = self.env["onestop.refund.asking"].browse(action["res_id"])
        # What was too much is filled in; what was due is offered.
        self.assertEqual(form.line_ids.mapped("amount"), [70000, 0, 0])
        theirs = self.as_role("treasurer", form)
        theirs.write(
            {
                "reason": "Came twice.",
                "way": "transfer",
                "bank_name": "Bank P",
                "account_number": "1",
                "account_holder": "PAYER T",
            }
        )
        theirs.action_confirm()
        self.assertEqual(order.to_give_back, 0)
        refund = order.refund_line_ids.refund_id
        self.assertEqual(refund.kind, "too_much")
        self.as_role("department_head", refund).turn_down("It was due.")
        self.assertEqual(order.to_give_back, 70000)

    def test_what_was_paid_online_twice_goes_back(self):
        dossier = self.file()
        payments = self.env["onestop.online.payment"]
        first, second = (payments._begin(dossier.fee_ids) for _number in range(2))
        first._arrive("PP1")
        second._arrive("PP2")
        self.assertEqual((first.to_give_back, second.to_give_back), (0, 70000))
        officers = self.as_role("counter_officer", dossier)
        self.assertIn("given back", officers.online_said)
        found = payments.search([("to_give_back", ">", 0)])
        self.assertEqual(found, second)
        # What was due, and paid, is offered too.
        action = self.as_role("counter_officer", second).action_give_back()
        form = self.env["onestop.refund.asking"].browse(action["res_id"])
        self.assertEqual(sum(form.line_ids.mapped("amount")), 70000)
        self.assertEqual(sum(form.line_ids.mapped("left")), 140000)
        with self.assertRaisesRegex(UserError, "provider"):
            self.propose(dossier, way="provider")
        refund = self.transfer(dossier)
        self.assertEqual(refund.amount, 70000)
        self.assertEqual((second.to_give_back, officers.online_said), (0, ""))

    def test_what_was_paid_for_two_agencies_each_decides(self):
        dossier = self.pay()
        with self.subTest("one agency, one refund"):
            self.assertEqual(len(self.propose(dossier, amount=1000)), 1)
        order = self.surplus_order()
        theirs = self.account.copy({"department_id": self.other.id})
        order._write_ours(account_id=theirs.id)
        made = self.propose(order.dossier_id, amount=1000)
        self.assertEqual(made.department_id, self.department | self.other)
        self.assertEqual(sorted(made.mapped("amount")), [1000, 2000])

    def test_who_has_no_business_with_it_proposes_nothing(self):
        dossier = self.pay()
        self.act("counter_officer", dossier, "accept")
        for role in ("department_officer", "department_head", "clerk", "supervisor"):
            with self.subTest(role):
                self.propose(dossier, role, amount=1)
        for role in ("director", "catalogue_manager", "it_technician"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.propose(dossier, role, amount=1)
        far = self.make_user("test_far", ("counter_officer", self.other))
        with self.assertRaises(AccessError):
            self.env["onestop.refund"].with_user(far)._open(dossier.with_user(far))

    def test_a_line_that_is_not_of_the_dossier_is_refused(self):
        dossier, other = self.pay(), self.pay()
        refunds = self.as_role("counter_officer", self.env["onestop.refund"])
        values = {"kind": "other", "reason": "X", "payee": "Y", "way": "cash"}
        fee = other.fee_ids[0].id
        own = dossier.fee_ids[0].id
        for lines in (
            [("fee_id", fee, 1)],
            [("order_id", fee, 1)],
            [("state", own, 1)],
            [("fee_id", own, 1), ("fee_id", own, 1)],
        ):
            with (
                self.subTest(lines),
                self.assertRaisesRegex(UserError, "Only what was"),
            ):
                refunds._propose(dossier.with_env(refunds.env), lines, values)
        for amount in (0.5, float("nan"), float("inf"), -5):
            with self.subTest(amount), self.assertRaisesRegex(UserError, "at most"):
                refunds._propose(
                    *(dossier.with_env(refunds.env), [("fee_id", own, amount)], values)
                )
        for wrong in ({"way": "gold"}, {"kind": ""}, {"reason": " "}, {"payee": ""}):
            with self.subTest(wrong), self.assertRaises(UserError):
                refunds._propose(
                    *(dossier.with_env(refunds.env), [("fee_id", own, 1)]),
                    {**values, **wrong},
                )

    def test_what_an_agency_leaves_lying_shows(self):
        refund = self.propose(self.pay(), amount=1000)
        refunds = self.as_role("director", self.env["onestop.refund"])
        late = [("overdue", "=", True)]
        for day, found in (("2026-03-19", False), ("2026-03-20", True)):
            with self.subTest(day), freeze_time(f"{day} 02:00:00"):
                refund.invalidate_recordset()
                self.assertEqual(bool(refunds.search(late)), found)
                self.assertEqual(refund.overdue, found)
        self.decide(refund)
        with freeze_time("2026-03-20 02:00:00"):
            self.assertFalse(refunds.search(late))

    def test_nobody_writes_it_by_hand(self):
        refund = self.propose(self.pay(), amount=1000)
        head = self.as_role("department_head", refund)
        for act in (
            lambda: head.write({"amount": 1}),
            lambda: head.write({"state": "paid"}),
            lambda: head.write({"given_to": "Me"}),
            lambda: head.with_context(default_state="decided").copy(),
            lambda: head.line_ids.write({"amount": 5}),
            lambda: head.write({"line_ids": [(0, 0, {"name": "x", "amount": 1})]}),
            head.unlink,
            refund.line_ids.unlink,
            refund.unlink,
            lambda: refund.write({"state": "paid"}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                act()
        self.decide(refund)
        with self.assertRaisesRegex(UserError, "in the meantime"):
            head.write({"decision_number": "13/QD-T"})
        with self.assertRaises(AccessError):
            head.write({"reference": "FT1"})

    def test_a_receipt_that_is_replaced_keeps_what_went_back(self):
        dossier = self.pay()
        self.pay_out(self.decide(self.propose(dossier, amount=20000)))
        receipt = dossier.fee_ids.receipt_id
        vals = {"book_id": self.book.id, "receipt_id": receipt.id, "reason": "Torn."}
        form = self.as_role("counter_officer", self.env["onestop.fee.void"])
        form.create(vals).action_confirm()
        self.assertNotEqual(dossier.fee_ids.receipt_id, receipt)
        self.assertEqual(dossier.fee_ids.mapped("given_back"), [20000, 20000])
        with self.assertRaisesRegex(UserError, "at most"):
            self.propose(dossier, amount=30001)
