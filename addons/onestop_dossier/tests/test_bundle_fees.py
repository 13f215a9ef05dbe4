"""The fees of all parts of a group are taken in one act, on one sheet of each agency
that collects."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .common_bundle import BundleCase
from .test_forms import FormCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestBundleFees(BundleCase, FormCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version(
            "9.900330",
            fee_ids=[
                (0, 0, {"kind": "charge", "name": "Birth", "amount": 50000}),
                (0, 0, {"kind": "fee", "name": "Extract", "amount": 8000}),
            ],
        )
        cls.beside = cls.make_version(
            "9.900331",
            fee_ids=[(0, 0, {"kind": "fee", "name": "Residence", "amount": 20000})],
        )
        cls.then = cls.make_version(
            "9.900332",
            competent_department_ids=[(4, cls.other.id)],
            fee_ids=[(0, 0, {"kind": "fee", "name": "Card", "amount": 30000})],
        )
        cls.other_book = cls.make_book(series="XY/26T", department_id=cls.other.id)

    def filed(self, *versions):
        """The parts, received at the counter, nothing paid."""
        orders = [(10, version) for version in versions]
        return self.receive(self.make_bundle(*orders))[0]

    def labels(self, dossiers):
        return [one.fee_ids.receipt_id.mapped("label") for one in dossiers]

    def test_one_sheet_for_parts_of_one_agency(self):
        birth, residence = self.filed(self.version, self.beside)
        self.as_role("counter_officer", residence).action_pay_parts()
        self.assertEqual(self.labels(birth | residence), [["AB/26T 0000001"]] * 2)
        receipt = birth.fee_ids.receipt_id
        self.assertEqual((receipt.amount, receipt.dossier_id), (78000, birth))
        self.assertEqual(self.book.next_number, 2)
        for dossier in (birth, residence):
            self.assertEqual(dossier.payment_state, "paid")
            self.assertEqual(self.journal(dossier).count("pay"), 1)

    def test_each_agency_that_collects_has_its_own_sheet(self):
        birth, residence, card = self.filed(self.version, self.beside, self.then)
        printed = self.as_role("counter_officer", birth).action_pay_parts()
        self.assertEqual(
            self.labels(birth | residence | card),
            [["AB/26T 0000001"], ["AB/26T 0000001"], ["XY/26T 0000001"]],
        )
        receipts = (birth | card).fee_ids.receipt_id
        self.assertEqual(receipts.mapped("amount"), [78000, 30000])
        self.assertEqual(receipts.mapped("department_id"), self.department | self.other)
        self.assertEqual(printed["context"]["active_ids"], receipts.ids)

    def test_the_sheet_lists_the_lines_of_each_part(self):
        birth, residence, card = self.filed(self.version, self.beside, self.then)
        self.as_role("counter_officer", birth).action_pay_parts()
        report = "onestop_dossier.fee_receipt"
        text = self.text_of(report, birth.fee_ids.receipt_id)
        self.assert_says(
            text,
            f"{birth.code} – Procedure 9.900330",
            "Lệ phí Birth 50.000 đ",
            "Phí Extract 8.000 đ",
            f"{residence.code} – Procedure 9.900331",
            "Phí Residence 20.000 đ",
            "Tổng cộng 78.000 đ",
            "Bằng chữ: Bảy mươi tám nghìn đồng.",
        )
        self.assertNotIn(card.code, text)
        theirs = self.text_of(report, card.fee_ids.receipt_id)
        self.assert_says(theirs, f"Mã hồ sơ: {card.code}", "Tổng cộng 30.000 đ")

    def test_a_spoiled_sheet_is_replaced_for_all_its_parts(self):
        birth, residence = self.filed(self.version, self.beside)
        self.as_role("counter_officer", birth).action_pay_parts()
        spoiled = birth.fee_ids.receipt_id
        form = self.as_role("counter_officer", self.env["onestop.fee.void"])
        asked = {"book_id": self.book.id, "receipt_id": spoiled.id, "reason": "Torn."}
        form.create(asked).action_confirm()
        self.assertEqual(self.labels(birth | residence), [["AB/26T 0000002"]] * 2)
        self.assertEqual(spoiled.state, "void")
        self.assertEqual(birth.fee_ids.receipt_id.amount, 78000)
        labels = (birth | residence).fee_ids.mapped("receipt_label")
        self.assertEqual(labels, ["AB/26T 0000002"] * 3)

    def test_what_was_paid_or_is_exempt_is_not_taken_again(self):
        birth, residence = self.filed(self.version, self.beside)
        self.as_role("counter_officer", birth.fee_ids[0]).action_pay_cash()
        ground = self.env["onestop.fee.ground"].create({"name": "Poor household"})
        residence.fee_ids.with_user(self.users["counter_officer"]).exempt(
            ground.id, "Certificate 1/2026"
        )
        counter = self.as_role("counter_officer", birth)
        counter.action_pay_parts()
        self.assertEqual(
            self.labels(birth | residence), [["AB/26T 0000001", "AB/26T 0000002"], []]
        )
        self.assertEqual(birth.fee_ids.receipt_id.mapped("amount"), [50000, 8000])
        self.assertFalse(counter.action_pay_parts())
        self.assertEqual(self.book.next_number, 3)

    def test_without_a_book_of_each_agency_nothing_is_taken(self):
        birth, card = self.filed(self.version, self.then)
        self.other_book.closed = True
        with self.assertRaisesRegex(UserError, "holds no book .* of "):
            self.as_role("counter_officer", birth).action_pay_parts()

    def test_only_the_counter_takes_them(self):
        birth, residence = self.filed(self.version, self.beside)
        for role in ("department_officer", "department_head", "director"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_role(role, birth).action_pay_parts()
        with self.assertRaises(AccessError):
            birth.with_user(self.portal).action_pay_parts()
        self.assertEqual((birth | residence).fee_ids.receipt_id.ids, [])

    def test_the_page_says_what_is_due_of_all_parts(self):
        birth, residence = self.filed(self.version, self.beside)
        self.assertIn("78", self.as_role("counter_officer", birth).parts_due)
        self.as_role("counter_officer", residence.fee_ids).action_pay_cash()
        self.env.invalidate_all()
        # What is left is of one dossier, and stands beside it; the other part tells of it.
        self.assertFalse(self.as_role("counter_officer", birth).parts_due)
        self.assertIn("58", self.as_role("counter_officer", residence).parts_due)
        self.assertFalse(self.to_processing().parts_due)

    def test_the_last_screen_of_the_counter_takes_what_all_parts_owe(self):
        bundle = self.make_bundle((10, self.version), (20, self.then))
        screen = self.screen(bundle)
        self.assertTrue(screen.fee_waits)
        for paper in screen.component_ids:
            paper.received = True
        action = screen.action_receive()
        values = {
            name.removeprefix("default_"): value
            for name, value in action["context"].items()
        }
        last = self.screen(bundle, **values)
        self.assertFalse(last.fee_waits)
        self.assertEqual((last.amount_before, last.amount_in_all), (58000, 88000))
        last.fee_taken = True
        last.action_receive()
        parts = screen.dossier_id | last.dossier_id
        self.assertEqual(self.labels(parts), [["AB/26T 0000001"], ["XY/26T 0000001"]])
        self.assertEqual(last.receipt_label, "AB/26T 0000001, XY/26T 0000001")
        printed = last.action_print_fee_receipt()
        self.assertEqual(printed["context"]["active_ids"], parts.fee_ids.receipt_id.ids)

    def test_the_receipt_of_the_group_says_what_all_parts_cost(self):
        birth, _residence, _card = self.filed(self.version, self.beside, self.then)
        report = self.as_role(
            "counter_officer", self.env["report.onestop_dossier.form_receipt"]
        )
        sheet = report._get_report_values(birth.ids)["sheets"][0]
        self.assertEqual(sheet["total"], 108000)

    def account(self, department, number):
        return self.env["onestop.bank.account"].create(
            {
                "department_id": department.id,
                "bank_name": "Bank T",
                "bank_code": "970436",
                "number": number,
                "holder": "DEPARTMENT T",
            }
        )

    def asked(self, dossier):
        """The transfers that the button of a part asks for."""
        action = self.as_role("counter_officer", dossier).action_pay_parts_transfer()
        found = action.get("res_id") or action["domain"][0][2]
        return self.env["onestop.fee.order"].browse(found)

    def test_one_transfer_for_the_parts_of_one_agency(self):
        self.account(self.department, "111")
        birth, residence = self.filed(self.version, self.beside)
        order = self.asked(residence)
        self.assertEqual((order.amount, order.dossier_id), (78000, birth))
        self.assertEqual(order.fee_ids, (birth | residence).fee_ids)
        self.assertEqual(self.asked(birth), order)
        text = self.text_of("onestop_dossier.fee_order", order)
        self.assert_says(text, "Procedure 9.900330; Procedure 9.900331", "78.000")
        self.as_role("treasurer", order).arrive("FT1")
        self.assertEqual(self.labels(birth | residence), [["AB/26T 0000001"]] * 2)
        self.assertEqual(birth.fee_ids.receipt_id.way, "transfer")
        self.assertEqual(birth.fee_ids.receipt_id.entry_ids.order_id, order)

    def test_each_agency_that_collects_has_a_transfer_into_its_account(self):
        here = self.account(self.department, "111")
        there = self.account(self.other, "222")
        birth, residence, card = self.filed(self.version, self.beside, self.then)
        orders = self.asked(birth)
        self.assertEqual(orders.account_id, here | there)
        self.assertEqual(orders.mapped("amount"), [78000, 30000])
        self.as_role("treasurer", orders[1]).arrive("FT2")
        states = (birth | residence | card).mapped("payment_state")
        self.assertEqual(states, ["due", "due", "paid"])
        # What is left is asked for as it was.
        self.assertEqual(self.asked(card), orders[0])

    def test_a_part_paid_by_itself_makes_the_transfer_of_all_too_much(self):
        self.account(self.department, "111")
        birth, residence = self.filed(self.version, self.beside)
        order = self.asked(birth)
        self.as_role("counter_officer", residence.fee_ids).action_pay_cash()
        then = self.asked(birth)
        self.assertEqual((order.state, then.amount), ("withdrawn", 58000))
        self.as_role("treasurer", order).arrive("FT1")
        self.assertEqual((order.state, birth.payment_state), ("surplus", "due"))

    def test_without_an_account_of_one_agency_none_is_asked_for(self):
        self.account(self.department, "111")
        birth = self.filed(self.version, self.beside, self.then)[0]
        with self.assertRaisesRegex(UserError, "No account of"), self.cr.savepoint():
            self.asked(birth)
        self.assertFalse(self.env["onestop.fee.order"].search([]))

    def test_all_parts_by_card_on_the_number_of_one_slip(self):
        birth, residence = self.filed(self.version, self.beside)
        action = self.as_role("counter_officer", birth).action_pay_parts_card()
        forms = self.env["onestop.fee.taking"].with_user(self.users["counter_officer"])
        form = forms.with_context(**action["context"]).create({"reference": "000123"})
        self.assertEqual(form.amount, 78000)
        form.action_confirm()
        [entry] = birth.fee_ids.receipt_id.entry_ids
        self.assertEqual((entry.way, entry.amount), ("card", 78000))
        self.assertEqual(residence.payment_state, "paid")
