"""A day is closed once, counted by one and confirmed by another, and paid in once."""

from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.right import ENGINE
from .common import MONDAY
from .common_money import MoneyCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestCashClosing(MoneyCase):
    def test_a_day_has_what_the_books_say_by_way(self):
        for way in ("cash", "card", "transfer", "cash"):
            self.pay(way)
        day = self.close()
        self.assertEqual(
            (day.expected_cash, day.expected_card, day.transferred),
            (140000, 70000, 70000),
        )
        self.assertEqual((day.state, day.day), ("counting", date(2026, 3, 9)))
        self.assertEqual(len(day.entry_ids), 4)
        self.assertEqual(
            day.count_ids.mapped("denomination"),
            [500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500],
        )

    def test_what_is_taken_after_the_closing_is_of_the_next_day(self):
        self.pay()
        first = self.close()
        self.pay()
        second = self.close()
        self.assertEqual((first.expected_cash, second.expected_cash), (70000, 70000))
        self.assertFalse(first.entry_ids & second.entry_ids)
        with self.assertRaisesRegex(UserError, "Nothing was taken"):
            self.close()

    def test_each_agency_has_a_day_of_its_own(self):
        self.pay()
        self.make_book(series="UU", department_id=self.other.id)
        dossier = self.at_counter()
        with ENGINE.held():
            dossier.department_id = self.other
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        days = self.close()
        self.assertEqual(days.department_id, self.department | self.other)
        self.assertEqual(days.mapped("expected_cash"), [70000, 70000])

    def test_a_difference_needs_a_reason(self):
        self.pay()
        day = self.close()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.count(day, n50000=1)
        self.count(day, n50000=1, reason="Change given wrongly.")
        self.assertEqual((day.counted_cash, day.difference), (50000, -20000))
        self.assertEqual(day.state, "counted")

    def test_the_total_of_the_terminal_is_compared_too(self):
        self.pay("card")
        day = self.close()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.count(day, card=60000)
        self.count(day, card=70000)
        self.assertEqual(day.card_difference, 0)

    def test_who_counts_is_not_who_confirms(self):
        self.pay()
        day = self.count(self.close(), n50000=1, n20000=1)
        for role in ("counter_officer", "postal_clerk", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.confirm(day, role)
        self.confirm(day)
        self.assertEqual(day.confirmed_user_id, self.users["treasurer"])

    def test_a_treasurer_who_counted_leaves_it_to_the_director(self):
        self.pay()
        day = self.count(self.close(), "treasurer", n50000=1, n20000=1)
        with self.assertRaises(AccessError):
            self.confirm(day)
        self.confirm(day, "director")
        self.assertEqual(day.state, "confirmed")

    def test_where_the_rule_is_off_one_person_does_both(self):
        rules = self.env.ref("onestop_procedure.rule_set_2025").rule_ids
        rules.filtered(lambda one: one.key == "money_two_people").value = "false"
        self.pay()
        day = self.count(self.close(), "treasurer", n50000=1, n20000=1)
        self.confirm(day)
        self.assertEqual(day.state, "confirmed")

    def test_a_count_is_sent_back_once_more(self):
        self.pay()
        day = self.count(self.close(), n50000=2, reason="One too many.")
        self.as_role("treasurer", day).action_count_again()
        self.assertEqual(day.state, "counting")
        self.count(day, n50000=1, n20000=1)
        self.confirm(day)
        self.assertEqual(day.difference, 0)

    def test_a_confirmed_day_takes_no_more(self):
        day = self.confirmed_day()
        theirs = self.as_role("counter_officer", day)
        note = self.as_role("counter_officer", day.count_ids[0])
        for act in (
            theirs.action_counted,
            lambda: note.write({"pieces": 5}),
            lambda: theirs.write({"reason": "x"}),
            lambda: theirs.write({"count_ids": [(1, note.id, {"pieces": 5})]}),
            self.as_role("treasurer", day).action_confirm,
            self.as_role("treasurer", day).action_count_again,
        ):
            with self.assertRaises(UserError):
                act()
        self.assertEqual((day.state, day.counted_cash), ("confirmed", 70000))

    def test_nobody_bends_what_the_books_say(self):
        self.pay()
        day = self.close()
        for role in ("counter_officer", "treasurer"):
            theirs = self.as_role(role, day)
            for vals in (
                {"expected_cash": 1},
                {"state": "confirmed"},
                {"day": "2026-01-01"},
                {"entry_ids": [(5,)]},
                {"count_ids": [(0, 0, {"denomination": 1e9, "pieces": 1})]},
                {"count_ids": [(2, day.count_ids[0].id)]},
                {"count_ids": [(1, day.count_ids[0].id, {"denomination": 1e9})]},
            ):
                with self.subTest(role=role, **vals), self.assertRaises(AccessError):
                    theirs.write(vals)
            with self.assertRaises(AccessError):
                theirs.create({"counter_group_id": self.counter.id})
            with self.assertRaises(AccessError):
                theirs.unlink()

    def test_notes_are_counted_from_zero_on(self):
        self.pay()
        day = self.close()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.count(day, n50000=-1, reason="x")

    def test_another_counter_does_not_count_here(self):
        self.pay()
        day = self.close()
        stranger = self.make_user(
            "test_other_officer", ("counter_officer", self.centre)
        )
        theirs = day.with_user(stranger)
        for act in (
            theirs.action_counted,
            lambda: theirs.write({"reason": "x"}),
            lambda: theirs.count_ids.browse(day.count_ids[0].id).write({"pieces": 1}),
        ):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaisesRegex(UserError, "Nothing was taken"):
            theirs.browse().action_close()

    def test_a_void_after_the_closing_leaves_the_day_as_it_is(self):
        dossier = self.pay()
        day = self.close()
        form = self.env["onestop.fee.void"].with_user(self.users["counter_officer"])
        form.create(
            {
                "book_id": self.book.id,
                "receipt_id": dossier.fee_ids.receipt_id.id,
                "reason": "Torn.",
            }
        ).action_confirm()
        self.assertEqual(sum(day.entry_ids.mapped("amount")), day.expected_cash)
        with self.assertRaisesRegex(UserError, "Nothing was taken"):
            self.close()

    # ----------------------------------------------------------------- paying in

    def test_days_are_paid_in_with_one_slip(self):
        days = self.confirmed_day() | self.confirmed_day()
        slip = self.pay_in(days)
        self.assertEqual((slip.amount, slip.state), (140000, "paid_in"))
        self.assertEqual(slip.paid_in_by, self.users["treasurer"].name)

    def test_a_day_stands_on_one_slip(self):
        day = self.confirmed_day()
        self.slip(day)
        with self.assertRaisesRegex(UserError, "each of them once"):
            self.slip(day)

    def test_a_dropped_slip_lets_its_days_wait_again(self):
        day = self.confirmed_day()
        slip = self.slip(day)
        self.as_role("treasurer", slip).action_drop()
        self.assertFalse(slip.exists() or day.slip_id)
        self.pay_in(day)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self.as_role("treasurer", day.slip_id).action_drop()

    def test_what_is_not_confirmed_is_not_paid_in(self):
        self.pay()
        day = self.close()
        with self.assertRaisesRegex(UserError, "Only confirmed days"):
            self.slip(day)

    def test_a_slip_has_a_number_and_a_day_that_can_be(self):
        slip = self.slip(self.confirmed_day())
        theirs = self.as_role("treasurer", slip)
        with self.assertRaisesRegex(UserError, "number and day"):
            theirs.action_paid_in()
        for day in ("2026-03-08", "2026-03-10"):
            theirs.write({"number": "NT1", "date": day})
            with self.subTest(day), self.assertRaisesRegex(UserError, "between"):
                theirs.action_paid_in()
        theirs.write({"date": "2026-03-09", "place": "agency"})
        with self.assertRaisesRegex(UserError, "who took the cash over"):
            theirs.action_paid_in()
        theirs.write({"taken_over_by": "Cashier T"})
        theirs.action_paid_in()
        for vals in ({"number": "2"}, {"date": "2026-03-08"}, {"place": "bank"}):
            with self.subTest(**vals), self.assertRaises(UserError):
                theirs.write(vals)

    def test_only_the_treasurer_of_the_centre_pays_in(self):
        day = self.confirmed_day()
        for role in ("counter_officer", "director", "supervisor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, day).action_pay_in()
        stranger = self.make_user("test_far_treasurer", ("treasurer", self.other))
        with self.assertRaises(AccessError):
            day.with_user(stranger).action_pay_in()

    def test_cash_that_waits_longer_than_the_law_gives_is_late(self):
        day = self.confirmed_day()
        with freeze_time("2026-03-16 02:00:00"):
            day.invalidate_recordset(["overdue"])
            self.assertFalse(day.overdue)
        with freeze_time("2026-03-17 02:00:00"):
            day.invalidate_recordset(["overdue"])
            self.assertTrue(day.overdue)
            self.pay_in(day, date="2026-03-17")
            self.assertFalse(day.overdue)
