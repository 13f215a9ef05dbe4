"""No fee is taken in cash without a receipt, and no sheet of a book goes missing."""

from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.right import ENGINE
from .common import MONDAY, DossierCase

TWO_FEES = [
    (0, 0, {"kind": "fee", "name": "Fee", "amount": 50000}),
    (0, 0, {"kind": "charge", "name": "Charge", "amount": 20000}),
]


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFeeBooks(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version("9.900040", fee_ids=TWO_FEES)

    def at_counter(self):
        return self.file(self.users["counter_officer"], channel="in_person")

    def pay(self, dossier, role="counter_officer"):
        self.as_role(role, dossier.fee_ids).action_pay_cash()
        return dossier.fee_ids.receipt_id

    def void(self, role="counter_officer", reason="Torn.", **vals):
        form = self.env["onestop.fee.void"].with_user(self.users[role])
        form.create({"reason": reason, **vals}).action_confirm()

    def test_what_is_due_of_a_dossier_is_one_receipt(self):
        dossier = self.at_counter()
        receipt = self.pay(dossier)
        self.assertEqual(len(receipt), 1)
        self.assertEqual(
            (receipt.label, receipt.amount, receipt.payer, receipt.state),
            ("AB/26T 0000001", 70000, "Owner T", "issued"),
        )
        self.assertEqual(receipt.taken_at, datetime(2026, 3, 9, 2))
        self.assertEqual(receipt.taken_by, self.users["counter_officer"].name)
        self.assertEqual(
            dossier.fee_ids.mapped("receipt_label"), ["AB/26T 0000001"] * 2
        )
        self.assertEqual(dossier.payment_state, "paid")
        self.assertEqual(self.journal(dossier).count("pay"), 1)

    def test_the_receipt_names_who_paid(self):
        submitter = {
            "name": "Submitter T",
            "relation": "authorised",
            "evidence": "Authorisation 1/2026",
        }
        dossier = self.file(
            self.users["counter_officer"], channel="in_person", submitter=submitter
        )
        self.assertEqual(self.pay(dossier).payer, "Submitter T")

    def test_paying_twice_uses_one_sheet(self):
        dossier = self.at_counter()
        self.pay(dossier)
        self.pay(dossier)
        self.assertEqual(self.book.next_number, 2)
        self.assertEqual(self.journal(dossier).count("pay"), 1)

    def test_sheets_are_used_in_order_and_the_next_book_follows(self):
        self.book.last_number = 2
        after = self.make_book(first_number=51, last_number=60)
        labels = [self.pay(self.at_counter()).label for _ in range(3)]
        self.assertEqual(labels, ["AB/26T 0000001", "AB/26T 0000002", "AB/26T 0000051"])
        self.assertEqual((self.book.left, after.left), (0, 9))

    def test_without_a_book_of_the_agency_no_cash_is_taken(self):
        for vals in (
            {"closed": True},
            {"closed": False, "department_id": self.other.id},
            {"last_number": 1, "next_number": 2},
        ):
            with self.subTest(**vals), ENGINE.held():
                self.book.write(vals)
            dossier = self.at_counter()
            with self.assertRaisesRegex(
                UserError, "Counter T holds no book .* of Department T"
            ):
                self.pay(dossier)
            self.assertEqual(dossier.payment_state, "due")

    def test_a_spoiled_receipt_is_kept_and_the_next_sheet_takes_its_place(self):
        dossier = self.at_counter()
        first = self.pay(dossier)
        self.void(book_id=self.book.id, receipt_id=first.id)
        second = dossier.fee_ids.receipt_id
        self.assertEqual(
            (first.state, first.void_reason, first.voided_by),
            ("void", "Torn.", self.users["counter_officer"].name),
        )
        self.assertEqual((second.label, second.amount), ("AB/26T 0000002", 70000))
        self.assertEqual(
            dossier.fee_ids.mapped("receipt_label"), ["AB/26T 0000002"] * 2
        )
        with self.assertRaisesRegex(UserError, "accounted for already"):
            self.void(book_id=self.book.id, receipt_id=first.id)

    def test_every_number_of_a_book_is_accounted_for(self):
        first = self.pay(self.at_counter())
        self.void(book_id=self.book.id)
        self.void(role="treasurer", book_id=self.book.id, receipt_id=first.id)
        self.pay(self.at_counter())
        book = self.book
        self.assertEqual((book.issued, book.spoiled, book.left), (2, 2, 46))
        self.assertEqual(sorted(book.receipt_ids.mapped("number")), [1, 2, 3, 4])

    def test_a_sheet_is_not_spoiled_without_a_reason(self):
        with self.assertRaisesRegex(UserError, "Say why"):
            self.void(book_id=self.book.id, reason="  ")

    def test_a_sheet_is_not_spoiled_for_a_reason_longer_than_a_page(self):
        with self.assertRaisesRegex(
            UserError, "at most 2000 characters, this one 2001"
        ):
            self.void(book_id=self.book.id, reason="x" * 2001)
        self.assertFalse(self.book.receipt_ids)

    def test_no_number_is_given_out_twice(self):
        with self.assertRaisesRegex(ValidationError, "some of these numbers"):
            self.make_book(first_number=50, last_number=99)
        self.make_book(first_number=50, last_number=99, series="AC/26T")
        receipt = self.pay(self.at_counter())
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            ENGINE.held(),
        ):
            receipt.copy({"number": 1})
            self.env.flush_all()

    def test_a_book_of_which_sheets_were_used_stays_as_it_is(self):
        self.pay(self.at_counter())
        book = self.as_role("treasurer", self.book)
        for vals in (
            {"series": "ZZ"},
            {"first_number": 10},
            {"last_number": 2},
            {"department_id": self.other.id},
        ):
            with self.subTest(**vals), self.assertRaises(AccessError):
                book.write(vals)
        with self.assertRaises(UserError):
            book.unlink()
        book.closed = True

    def test_nobody_writes_a_number_or_a_receipt_by_hand(self):
        receipt = self.pay(self.at_counter())
        with self.assertRaises(AccessError):
            self.as_role("treasurer", self.book).next_number = 9
        # Nor does the house itself, but where the money is taken.
        for act in (
            lambda: receipt.write({"amount": 1}),
            lambda: receipt.write({"state": "void", "void_reason": "x"}),
            lambda: receipt.copy({"number": 9}),
            receipt.unlink,
        ):
            with self.assertRaises(AccessError):
                act()

    def test_the_sheets_of_a_counter_are_spoiled_there_and_by_the_treasurer_only(self):
        stranger = self.make_user(
            "test_other_officer", ("counter_officer", self.centre)
        )
        form = self.env["onestop.fee.void"].with_user(stranger)
        with self.assertRaises(AccessError):
            form.create({"reason": "x", "book_id": self.book.id}).action_confirm()
        self.assertEqual(self.book.next_number, 1)
