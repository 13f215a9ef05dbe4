"""Fees are paid in cash, by card or by transfer: once, and into the right account."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import MONDAY
from .common_money import MoneyCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFeeWays(MoneyCase):
    def lines(self, dossier):
        """(way, amount, number, receipt) of what the cash book has of a dossier."""
        orders = self.env["onestop.fee.order"].search([("dossier_id", "=", dossier.id)])
        entries = self.env["onestop.cash.entry"].search(
            [
                "|",
                ("receipt_id.dossier_id", "=", dossier.id),
                ("order_id", "in", orders.ids),
            ],
            order="id",
        )
        return [
            (one.way, one.amount, one.reference, one.receipt_id.label)
            for one in entries
        ]

    def test_cash_is_a_line_of_the_book_once(self):
        dossier = self.at_counter()
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        self.assertEqual(
            self.lines(dossier), [("cash", 70000, False, "AB/26T 0000001")]
        )

    def test_a_card_is_taken_with_the_number_of_the_slip(self):
        dossier = self.at_counter()
        form = self.env["onestop.fee.taking"].with_user(self.users["counter_officer"])
        action = self.as_role("counter_officer", dossier).action_pay_card()
        form = form.with_context(**action["context"]).create({"reference": " 000123 "})
        self.assertEqual(form.amount, 70000)
        form.action_confirm()
        self.assertEqual(dossier.payment_state, "paid")
        self.assertEqual(
            self.lines(dossier), [("card", 70000, "000123", "AB/26T 0000001")]
        )
        # A second click finds nothing due.
        form.action_confirm()
        self.assertEqual(len(self.lines(dossier)), 1)

    def test_a_card_without_a_number_is_not_taken(self):
        dossier = self.at_counter()
        with self.assertRaisesRegex(UserError, "number of the slip"):
            self.as_role("counter_officer", dossier.fee_ids).pay_by_card("  ")
        self.assertEqual(dossier.payment_state, "due")

    def test_a_transfer_is_asked_for_with_amount_and_code(self):
        dossier = self.at_counter()
        order = self.ask(dossier)
        self.assertEqual(
            (order.amount, order.purpose, order.state),
            (70000, dossier.code or dossier.tracking_number, "waiting"),
        )
        self.assertTrue(order._code().startswith("00020101021238540010A000000727"))
        self.assertIn("540570000", order._code())
        self.assertIn("<svg", order.qr)
        # Nothing is paid by asking, and asking again asks for the same.
        self.assertEqual(dossier.payment_state, "due")
        self.assertEqual(self.ask(dossier), order)

    def test_a_transfer_that_the_treasurer_saw_pays_once(self):
        dossier = self.at_counter()
        order = self.ask(dossier)
        self.arrive(order)
        self.assertEqual((order.state, dossier.payment_state), ("paid", "paid"))
        self.assertEqual(
            self.lines(dossier), [("transfer", 70000, "FT1", "AB/26T 0000001")]
        )
        with self.assertRaisesRegex(UserError, "seen already"):
            self.arrive(order, "FT2")

    def test_one_line_of_the_statement_pays_one_dossier(self):
        self.arrive(self.ask(self.at_counter()), "FT7")
        other = self.at_counter()
        with self.assertRaisesRegex(UserError, "noted for another"):
            self.arrive(self.ask(other), "FT7")
        self.assertEqual(other.payment_state, "due")

    def test_what_arrives_when_nothing_is_due_is_kept_apart(self):
        dossier = self.at_counter()
        order = self.ask(dossier)
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        self.arrive(order)
        self.assertEqual(order.state, "surplus")
        self.assertEqual(
            self.lines(dossier),
            [
                ("cash", 70000, False, "AB/26T 0000001"),
                ("transfer", 70000, "FT1", False),
            ],
        )
        self.assertEqual(self.book.next_number, 2)

    def test_a_fee_that_was_reduced_is_asked_for_anew(self):
        dossier = self.at_counter()
        first = self.ask(dossier)
        ground = self.env.ref("onestop_procedure.fee_ground_poor")
        fee = self.as_role("counter_officer", dossier.fee_ids[0])
        fee.exempt(ground.id, "Certificate 1", 10000)
        second = self.ask(dossier)
        self.assertEqual((first.state, second.state), ("withdrawn", "waiting"))
        self.assertEqual(second.amount, 30000)
        # Who had scanned the first code paid too much.
        self.arrive(first)
        self.assertEqual((first.state, dossier.payment_state), ("surplus", "due"))
        self.arrive(second, "FT2")
        self.assertEqual(dossier.payment_state, "paid")

    def test_a_transfer_is_no_longer_awaited_and_arrives_all_the_same(self):
        dossier = self.at_counter()
        order = self.ask(dossier)
        self.as_role("counter_officer", order).action_withdraw()
        self.assertEqual(order.state, "withdrawn")
        self.arrive(order)
        self.assertEqual((order.state, dossier.payment_state), ("paid", "paid"))

    def test_only_the_treasurer_of_the_centre_says_that_it_arrived(self):
        order = self.ask(self.at_counter())
        for role in ("counter_officer", "postal_clerk", "supervisor", "director"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.arrive(order, role=role)
        stranger = self.make_user("test_far_treasurer", ("treasurer", self.other))
        with self.assertRaises(AccessError):
            order.with_user(stranger).arrive("FT1")
        self.assertEqual(order.state, "waiting")

    def test_whoever_asked_does_not_say_that_it_arrived(self):
        # In a small centre one person does both.
        both = self.make_user(
            "test_both", ("counter_officer", self.centre), ("treasurer", self.centre)
        )
        self.counter.user_ids += both
        action = self.at_counter().with_user(both).action_pay_transfer()
        order = self.env["onestop.fee.order"].browse(action["res_id"])
        with self.assertRaisesRegex(AccessError, "asked for a transfer"):
            order.with_user(both).arrive("FT1")
        rules = self.env.ref("onestop_procedure.rule_set_2025").rule_ids
        rule = rules.filtered(lambda one: one.key == "money_two_people")
        rule.value = "false"
        order.with_user(both).arrive("FT1")
        self.assertEqual(order.state, "paid")

    def test_without_an_account_of_the_agency_no_transfer_is_asked_for(self):
        self.account.active = False
        with self.assertRaisesRegex(UserError, "No account of Department T"):
            self.ask(self.at_counter())

    def test_whoever_takes_no_fees_asks_for_none(self):
        dossier = self.at_counter()
        for role in ("department_officer", "clerk", "supervisor", "director"):
            records = self.as_role(role, dossier.fee_ids)
            with self.subTest(role), self.assertRaises(AccessError):
                records.pay_by_card("1")
            with self.subTest(role), self.assertRaises(AccessError):
                records.ask_transfer()

    def test_nobody_writes_the_book_by_hand(self):
        dossier = self.at_counter()
        order = self.ask(dossier)
        self.arrive(order)
        entry = self.env["onestop.cash.entry"].search([("order_id", "=", order.id)])
        for act in (
            lambda: entry.write({"amount": 1}),
            lambda: order.write({"state": "waiting"}),
            lambda: entry.copy({"amount": 5}),
            lambda: order.copy({"amount": 5}),
            entry.unlink,
            order.unlink,
        ):
            with self.assertRaises(AccessError):
                act()

    def test_an_account_into_which_money_was_asked_for_stays(self):
        account = self.account.with_user(self.users["administrator"])
        account.number = "222"
        self.ask(self.at_counter())
        for vals in ({"number": "333"}, {"bank_code": "970400"}):
            with self.subTest(**vals), self.assertRaises(AccessError):
                account.write(vals)
        account.active = False
        account.create(
            {
                "department_id": self.department.id,
                "bank_name": "Bank U",
                "bank_code": "970416",
                "number": "333",
                "holder": "DEPARTMENT T",
            }
        )

    def test_what_is_no_account_is_refused(self):
        for vals in (
            {"bank_code": "97043"},
            {"number": "12 34"},
            {"number": "=1+1"},
        ):
            with self.subTest(**vals), self.assertRaises(ValidationError):
                self.account.write(vals)

    def test_a_spoiled_receipt_leaves_the_money_where_it_is(self):
        dossier = self.at_counter()
        self.as_role("counter_officer", dossier.fee_ids).pay_by_card("77")
        first = dossier.fee_ids.receipt_id
        form = self.env["onestop.fee.void"].with_user(self.users["counter_officer"])
        form.create(
            {"book_id": self.book.id, "receipt_id": first.id, "reason": "Torn."}
        ).action_confirm()
        self.assertEqual(self.lines(dossier), [("card", 70000, "77", "AB/26T 0000002")])
        self.assertFalse(first.entry_ids)
