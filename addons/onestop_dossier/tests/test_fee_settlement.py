"""A quarter is settled with each agency once: it adds up, and both sides sign."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import MONDAY
from .common_money import MoneyCase

APRIL = "2026-04-02 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFeeSettlement(MoneyCase):
    def settle(self, role="treasurer", **vals):
        made = self.env["onestop.fee.settlement"].with_user(self.users[role])
        vals = {"department_id": self.department.id, **vals}
        return made.create(vals).sudo()

    def a_quarter(self):
        """Two days of 70.000 đ in cash, of which one is paid in; a card, a transfer, a
        spoiled sheet."""
        first = self.confirmed_day()
        self.pay("card")
        self.pay("transfer")
        form = self.env["onestop.fee.void"].with_user(self.users["counter_officer"])
        form.create({"book_id": self.book.id, "reason": "Torn."}).action_confirm()
        self.pay()
        day = self.count(self.close(), card=70000, n50000=1, n20000=1)
        self.confirm(day)
        self.pay_in(first)

    def test_a_quarter_adds_up(self):
        self.a_quarter()
        with freeze_time(APRIL):
            one = self.settle()
        self.assertEqual((one.year, one.quarter), (2026, "1"))
        self.assertEqual(one.centre_id, self.centre)
        self.assertEqual(
            (one.cash, one.card, one.transferred, one.total),
            (140000, 70000, 70000, 280000),
        )
        self.assertEqual(
            (one.opening, one.counted, one.paid_in, one.in_hand),
            (0, 140000, 70000, 70000),
        )
        self.assertEqual((one.issued, one.spoiled), (4, 1))
        self.assertEqual(
            one.sheets,
            [
                ["AB/26T", 1, 3, "issued"],
                ["AB/26T", 5, 5, "issued"],
                ["AB/26T", 4, 4, "void"],
            ],
        )

    def test_what_is_in_hand_opens_the_next_quarter(self):
        self.a_quarter()
        with freeze_time(APRIL):
            first = self.settle()
            self.confirmed_day()
        with freeze_time("2026-07-01 02:00:00"):
            second = self.settle()
        self.assertEqual(second.opening, first.in_hand)
        self.assertEqual((second.cash, second.in_hand), (70000, 140000))
        self.assertFalse(first.closing_ids & second.closing_ids)

    def test_a_quarter_is_settled_when_it_has_ended(self):
        for vals in (
            {"year": 2026, "quarter": "1"},
            {"year": 2026, "quarter": "2"},
            {"year": 9999, "quarter": "1"},
        ):
            with self.subTest(**vals), self.assertRaises(ValidationError):
                self.settle(**vals)

    def test_what_is_not_closed_or_confirmed_holds_it_up(self):
        self.pay()
        with freeze_time(APRIL):
            with (
                self.assertRaisesRegex(UserError, "not closed.*Counter T"),
                self.cr.savepoint(),
            ):
                self.settle()
            day = self.close()
            with (
                self.assertRaisesRegex(UserError, "not closed.*Counter T"),
                self.cr.savepoint(),
            ):
                self.settle()
            self.confirm(self.count(day, n50000=1, n20000=1))
            self.assertEqual(self.settle().cash, 70000)

    def test_what_is_of_the_next_quarter_holds_nothing_up(self):
        with freeze_time(APRIL):
            self.pay()
            self.assertEqual(self.settle().cash, 0)

    def test_both_sides_sign_and_it_stays(self):
        self.a_quarter()
        with freeze_time(APRIL):
            one = self.settle()
            with self.assertRaises(AccessError):
                self.as_role("department_head", one).action_sign()
            with self.assertRaises(AccessError):
                self.as_role("treasurer", one).action_sign()
            self.as_role("director", one).action_sign()
            with self.assertRaises(AccessError):
                self.as_role("director", one).action_sign()
            with self.assertRaisesRegex(UserError, "stays as it is"):
                self.as_role("treasurer", one).action_drop()
            self.as_role("department_head", one).action_sign()
        self.assertEqual(
            (one.state, one.centre_signed_by, one.agency_signed_by),
            (
                "signed",
                self.users["director"].name,
                self.users["department_head"].name,
            ),
        )

    def test_the_head_of_another_agency_neither_reads_nor_signs(self):
        with freeze_time(APRIL):
            one = self.settle()
            self.as_role("director", one).action_sign()
        stranger = self.make_user("test_far_head", ("department_head", self.other))
        with self.assertRaises(AccessError):
            one.with_user(stranger).action_sign()
        with self.assertRaises(AccessError):
            one.with_user(stranger).read(["total"])

    def test_dropped_before_it_is_signed_its_days_wait_again(self):
        self.a_quarter()
        with freeze_time(APRIL):
            one = self.settle()
            days = one.closing_ids
            self.as_role("treasurer", one).action_drop()
            self.assertFalse(days.settlement_id)
            self.assertEqual(self.settle().closing_ids, days)

    def test_figures_are_not_given_and_not_bent(self):
        with freeze_time(APRIL):
            for vals in ({"in_hand": 5}, {"state": "signed"}, {"cash": 1}):
                with self.subTest(**vals), self.assertRaises(AccessError):
                    self.settle(**vals)
            made = self.env["onestop.fee.settlement"].with_user(self.users["treasurer"])
            one = made.with_context(default_in_hand=5, default_state="signed").create(
                {"department_id": self.department.id}
            )
            self.assertEqual((one.in_hand, one.state), (0, "made"))
            with self.assertRaises(AccessError):
                one.write({"year": 2025})
            with self.assertRaises(AccessError):
                one.unlink()

    def test_only_the_treasurer_of_the_centre_settles(self):
        with freeze_time(APRIL):
            for role in ("counter_officer", "director", "department_head"):
                with self.subTest(role), self.assertRaises(AccessError):
                    self.settle(role, centre_id=self.centre.id)
            stranger = self.make_user("test_far_treasurer", ("treasurer", self.other))
            with self.assertRaises(AccessError):
                self.env["onestop.fee.settlement"].with_user(stranger).create(
                    {
                        "department_id": self.department.id,
                        "centre_id": self.centre.id,
                    }
                )

    def test_of_a_commune_its_head_confirms_and_signs(self):
        commune = self.env["onestop.department"].create(
            {"name": "Commune T", "code": "T-COMMUNE", "kind": "commune"}
        )
        officer = self.make_user("test_commune_officer", ("counter_officer", commune))
        head = self.make_user("test_commune_head", ("department_head", commune))
        treasurer = self.make_user("test_commune_treasurer", ("treasurer", commune))
        self.counter.write({"department_id": commune.id, "user_ids": [(6, 0, [])]})
        self.counter.user_ids = officer
        with freeze_time(APRIL):
            made = self.env["onestop.fee.settlement"].with_user(treasurer)
            one = made.create({"department_id": self.department.id})
            self.assertEqual(one.centre_id, commune)
            with self.assertRaises(AccessError):
                self.as_role("director", one).action_sign()
            one.with_user(head).action_sign()
            self.as_role("department_head", one).action_sign()
        self.assertEqual(one.state, "signed")
