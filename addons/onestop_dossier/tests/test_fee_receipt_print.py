"""The fee receipt on paper: what a cashier would write on the sheet."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .test_forms import FormCase

REPORT = "onestop_dossier.fee_receipt"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFeeReceiptPrint(FormCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.make_version(
            "9.900045",
            fee_ids=[
                (0, 0, {"kind": "charge", "name": "Lệ phí T", "amount": 105000}),
                (0, 0, {"kind": "fee", "name": "Phí T", "amount": 45000}),
            ],
        )
        cls.book.form_number = "T1-01"

    def paid(self, **vals):
        owner = {**self.values()["owner"], "address": "Ấp 3", "commune": "Xã T"}
        dossier = self.file(
            self.users["counter_officer"], channel="in_person", owner=owner, **vals
        )
        self.as_role("counter_officer", dossier.fee_ids).action_pay_cash()
        return dossier

    def receipt_text(self, receipt, user=None):
        return self.text_of(REPORT, receipt, user)

    def test_it_says_whose_sheet_it_is_from_whom_for_what_and_how_much(self):
        dossier = self.paid(
            submitter={
                "name": "Submitter T",
                "relation": "authorised",
                "evidence": "Authorisation 1/2026",
            }
        )
        text = self.receipt_text(dossier.fee_ids.receipt_id)
        self.assert_says(
            text,
            "Mẫu số: T1-01",
            "DEPARTMENT T",
            "Ký hiệu: AB/26T",
            "Số: 0000001",
            "BIÊN LAI THU PHÍ, LỆ PHÍ",
            f"Mã hồ sơ: {dossier.tracking_number}",
            "Người nộp tiền: Submitter T",
            "Địa chỉ: Ấp 3, Xã T",
            "Thủ tục hành chính: Procedure 9.900045",
            "Lệ phí Lệ phí T 105.000 đ",
            "Phí Phí T 45.000 đ",
            "Tổng cộng 150.000 đ",
            "Bằng chữ: Một trăm năm mươi nghìn đồng.",
            "Hình thức thanh toán: tiền mặt.",
            "Phường T, ngày 09 tháng 03 năm 2026",
            "Cán bộ T",
        )

    def test_a_spoiled_sheet_is_not_printed_and_the_next_is(self):
        dossier = self.paid()
        spoiled = dossier.fee_ids.receipt_id
        with freeze_time(MONDAY):
            self.env["onestop.fee.void"].with_user(
                self.users["counter_officer"]
            ).create(
                {"book_id": self.book.id, "receipt_id": spoiled.id, "reason": "Torn."}
            ).action_confirm()
        with self.assertRaisesRegex(UserError, "spoiled"):
            self.receipt_text(spoiled)
        text = self.receipt_text(dossier.fee_ids.receipt_id)
        self.assert_says(text, "Số: 0000002", "Lệ phí T 105.000 đ")

    def test_a_name_is_text_and_no_markup(self):
        dossier = self.paid(
            submitter={
                "name": "<b>B</b>",
                "relation": "heir",
                "evidence": "Declaration 1/2026",
            }
        )
        self.assertIn("<b>B</b>", self.receipt_text(dossier.fee_ids.receipt_id))

    def test_another_counter_prints_it_not(self):
        receipt = self.paid().fee_ids.receipt_id
        stranger = self.make_user("stranger", ("counter_officer", self.centre))
        for user in (stranger, self.users["department_officer"], self.portal):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.receipt_text(receipt, user)

    def test_the_buttons_of_dossier_and_list_print_the_same_sheet(self):
        dossier = self.paid()
        receipt = self.as_role("counter_officer", dossier.fee_ids.receipt_id)
        fee = self.as_role("counter_officer", dossier.fee_ids[:1])
        for action in (receipt.action_print(), fee.action_print_receipt()):
            self.assertEqual(action["report_name"], REPORT)
            self.assertTrue(action["onestop_weasyprint"])

    def test_what_is_printed_on_the_cover_stays_once_a_sheet_was_used(self):
        self.paid()
        with self.assertRaises(AccessError):
            self.book.with_user(self.users["treasurer"]).form_number = "T2"
