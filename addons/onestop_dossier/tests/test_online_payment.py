"""What is paid online pays what is still due, once; the rest is to be given back."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MONDAY
from .common_money import MoneyCase

APRIL = "2026-04-02 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestOnlinePayment(MoneyCase):
    def begin(self, dossier):
        return self.env["onestop.online.payment"]._begin(dossier.fee_ids)

    def look(self, moment):
        with freeze_time(moment):
            self.run_cron("_cron_look", "onestop.online.payment")

    def sums(self, payment):
        return payment.state, payment.paid, payment.surplus

    def test_what_is_due_is_paid_and_no_sheet_is_used(self):
        dossier = self.file()
        payment = self.begin(dossier)
        self.assertEqual((payment.state, payment.amount), ("begun", 70000))
        self.assertEqual(dossier.payment_state, "due")
        payment._arrive("PP1")
        self.assertEqual(self.sums(payment), ("paid", 70000, 0))
        self.assertEqual(dossier.payment_state, "paid")
        self.assertEqual(dossier.fee_ids.online_payment_id, payment)
        self.assertIn("pay_online", self.journal(dossier))
        self.assertEqual(self.book.next_number, 1)
        self.assertFalse(self.env["onestop.cash.entry"].search([]))

    def test_the_dossier_goes_on_as_when_it_is_paid_at_a_counter(self):
        dossier = self.file()
        dossier.fee_ids.holds = "accept"
        with self.assertRaisesRegex(UserError, "paid"):
            self.act("counter_officer", dossier, "accept")
        self.begin(dossier)._arrive("PP1")
        self.act("counter_officer", dossier, "accept")
        self.assertEqual(dossier.state, "processing")

    def test_whoever_works_on_the_dossier_sees_that_it_was_paid_online(self):
        dossier = self.file()
        self.begin(dossier)._arrive("PP1")
        self.act("counter_officer", dossier, "accept")
        for role in ("counter_officer", "department_officer", "department_head"):
            with self.subTest(role):
                [fee, _charge] = self.as_role(role, dossier.fee_ids).web_read(
                    {"online_payment_id": {"fields": {"display_name": {}}}}
                )
                self.assertEqual(
                    fee["online_payment_id"]["display_name"], dossier.display_name
                )

    def test_what_is_said_twice_counts_once(self):
        dossier = self.file()
        payment = self.begin(dossier)
        payment._arrive("PP1")
        payment._arrive("PP1")
        self.assertEqual(self.sums(payment), ("paid", 70000, 0))
        self.assertEqual(self.journal(dossier).count("pay_online"), 1)
        # And who says later that nothing came is not believed.
        payment._note_ended("failed")
        self.assertEqual(payment.state, "paid")

    def test_of_two_windows_the_second_paid_too_much(self):
        dossier = self.file()
        first, second = self.begin(dossier), self.begin(dossier)
        second._arrive("PP2")
        first._arrive("PP1")
        self.assertEqual(self.sums(second), ("paid", 70000, 0))
        self.assertEqual(self.sums(first), ("surplus", 0, 70000))
        self.assertEqual(self.journal(dossier)[-2:], ["pay_online", "overpaid"])
        said = self.as_role("counter_officer", dossier).online_said
        self.assertIn("70,000", said.replace(".", ","))
        self.assertIn("given back", said)

    def test_what_was_paid_at_the_counter_meanwhile_is_not_paid_again(self):
        dossier = self.file()
        payment = self.begin(dossier)
        officers = self.as_role("counter_officer", dossier)
        self.assertIn("may be paid twice", officers.online_said)
        officers.fee_ids[0].action_pay_cash()
        payment._arrive("PP1")
        self.assertEqual(self.sums(payment), ("surplus", 20000, 50000))
        self.assertEqual(dossier.payment_state, "paid")
        self.assertFalse(dossier.fee_ids[0].online_payment_id)

    def test_of_a_fee_that_was_reduced_the_rest_is_too_much(self):
        dossier = self.file()
        payment = self.begin(dossier)
        ground = self.env.ref("onestop_procedure.fee_ground_poor")
        fee = self.as_role("counter_officer", dossier.fee_ids[0])
        fee.exempt(ground.id, "Certificate 1", 10000)
        payment._arrive("PP1")
        self.assertEqual(self.sums(payment), ("surplus", 30000, 40000))
        self.assertEqual(dossier.payment_state, "paid")

    def test_for_what_was_refused_at_intake_nothing_is_paid(self):
        dossier = self.file()
        payment = self.begin(dossier)
        self.act("counter_officer", dossier, "reject", "Not our matter.")
        payment._arrive("PP1")
        self.assertEqual(self.sums(payment), ("surplus", 0, 70000))
        self.assertFalse(dossier.fee_ids)
        self.assertIn(
            "given back", self.as_role("counter_officer", dossier).online_said
        )
        with self.assertRaisesRegex(UserError, "Nothing is due"):
            self.begin(dossier)

    def test_what_comes_in_counts_whatever_was_noted_before(self):
        for noted in ("cancelled", "failed", "lapsed"):
            with self.subTest(noted):
                dossier = self.file()
                payment = self.begin(dossier)
                payment._note_ended(noted)
                self.assertEqual(dossier.payment_state, "due")
                payment._arrive("PP1")
                self.assertEqual(self.sums(payment), ("paid", 70000, 0))

    def test_what_nobody_calls_back_about_is_looked_after_and_lapses(self):
        dossier = self.file()
        payment = self.begin(dossier)
        self.look("2026-03-09 02:14:00")
        self.assertEqual(payment.state, "begun")
        # One may have closed the window, and begin anew.
        self.begin(dossier)._note_ended("cancelled")
        self.look("2026-03-09 02:15:00")
        self.assertEqual(payment.state, "confirming")
        with self.assertRaisesRegex(UserError, "not confirmed yet"):
            self.begin(dossier)
        self.look("2026-03-12 01:59:00")
        self.assertEqual(payment.state, "confirming")
        self.look("2026-03-12 02:00:00")
        self.assertEqual(payment.state, "lapsed")
        self.begin(dossier)._arrive("PP2")
        self.assertEqual(dossier.payment_state, "paid")

    def test_a_provider_that_is_asked_says_what_became_of_it(self):
        dossier, other = self.file(), self.file()
        silent, paid = self.begin(other), self.begin(dossier)
        dead = "The line is dead."

        def answer(payment):
            if payment == silent:
                raise UserError(dead)
            payment._arrive("PP1")

        kind = type(self.env["onestop.online.payment"])
        with (
            patch.object(kind, "_ask_provider", answer),
            mute_logger("odoo.addons.onestop_dossier.models.onestop_online_payment"),
        ):
            self.look("2026-03-09 02:15:00")
        self.assertEqual((silent.state, paid.state), ("confirming", "paid"))

    def test_nobody_begins_without_end(self):
        dossier = self.file()
        for _number in range(10):
            self.begin(dossier)
        with self.assertRaisesRegex(UserError, "begun often"):
            self.begin(dossier)

    def test_a_quarter_has_what_was_paid_online_beside_the_days(self):
        self.confirmed_day()
        paid, twice = self.file(), self.file()
        self.begin(paid)._arrive("PP1")
        first, second = self.begin(twice), self.begin(twice)
        first._arrive("PP2")
        second._arrive("PP3")
        self.begin(self.file())
        made = self.env["onestop.fee.settlement"].with_user(self.users["treasurer"])
        with freeze_time(APRIL):
            late = self.begin(self.file())
            late._arrive("PP4")
            one = made.create({"department_id": self.department.id}).sudo()
        self.assertEqual(
            (one.cash, one.online, one.online_surplus, one.total),
            (70000, 210000, 70000, 280000),
        )
        # Nobody has it in hand.
        self.assertEqual(one.in_hand, 70000)
        with freeze_time("2026-07-01 02:00:00"):
            then = made.create({"department_id": self.department.id}).sudo()
        self.assertEqual((then.online, then.total), (70000, 70000))
        then.with_user(self.users["treasurer"]).action_drop()
        self.assertFalse(late.line_ids.settlement_id)

    def test_each_agency_is_settled_with_what_is_its_own(self):
        version = self.make_version(
            "9.900043",
            competent_department_ids=[(4, self.other.id)],
            fee_ids=[(0, 0, {"kind": "fee", "name": "Fee", "amount": 30000})],
        )
        here, there = self.file(), self.file(procedure=version.code)
        fees = here.fee_ids | there.fee_ids
        payment = self.env["onestop.online.payment"]._begin(fees)
        self.assertEqual(payment.amount, 100000)
        payment._arrive("PP1")
        made = self.env["onestop.fee.settlement"].with_user(self.users["treasurer"])
        with freeze_time(APRIL):
            sums = [
                made.create({"department_id": one.id}).online
                for one in (self.department, self.other)
            ]
        self.assertEqual(sums, [70000, 30000])

    def test_nobody_writes_it_by_hand(self):
        payment = self.begin(self.file())
        for act in (
            lambda: payment.write({"state": "paid"}),
            lambda: payment.line_ids.write({"paid": 1}),
            lambda: payment.copy({"amount": 5}),
            payment.line_ids.unlink,
            payment.unlink,
        ):
            with self.assertRaises(AccessError):
                act()
