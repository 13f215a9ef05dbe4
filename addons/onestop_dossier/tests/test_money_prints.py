"""What is printed of money says what the books say."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .common_refund import RefundCase
from .test_forms import FormCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestMoneyPrints(RefundCase, FormCase):
    def test_a_phone_reads_account_amount_and_code_off_the_sheet(self):
        order = self.ask(self.at_counter())
        name = "onestop_dossier.fee_order"
        self.assertEqual(self.scanned(name, order), order._code())
        self.assert_says(
            self.text_of(name, order),
            "HƯỚNG DẪN NỘP PHÍ, LỆ PHÍ BẰNG CHUYỂN KHOẢN",
            f"Nội dung chuyển khoản {order.purpose}",
            "Số tiền 70.000 đ",
            "Bảy mươi nghìn đồng",
            "Số tài khoản 1234567890",
            "Tại Bank T",
            "Chủ tài khoản DEPARTMENT T",
        )

    def test_a_transfer_that_arrived_is_not_asked_for_on_paper(self):
        order = self.ask(self.at_counter())
        self.arrive(order)
        with self.assertRaisesRegex(UserError, "not awaited"):
            self.text_of("onestop_dossier.fee_order", order)

    def test_a_slip_lists_days_and_notes(self):
        slip = self.pay_in(self.confirmed_day() | self.confirmed_day())
        text = self.text_of("onestop_dossier.cash_slip", slip, self.users["treasurer"])
        self.assert_says(
            text,
            "Số: NT1",
            "BẢNG KÊ NỘP TIỀN PHÍ, LỆ PHÍ",
            "Cơ quan thu: Department T",
            "09/03/2026 Counter T 70.000 đ 70.000 đ",
            "Tổng cộng 140.000 đ",
            "50.000 đ 2 100.000 đ 20.000 đ 2 40.000 đ",
            "Bằng chữ: Một trăm bốn mươi nghìn đồng.",
        )

    def test_a_settlement_says_what_both_sign(self):
        self.pay_in(self.confirmed_day())
        self.pay("transfer")
        self.confirm(self.count(self.close()))
        with freeze_time("2026-04-02 02:00:00"):
            made = self.env["onestop.fee.settlement"]
            one = self.as_role("treasurer", made).create(
                {"department_id": self.department.id}
            )
            self.as_role("director", one).action_sign()
            text = self.text_of(
                "onestop_dossier.fee_settlement", one, self.users["treasurer"]
            )
        self.assert_says(
            text,
            "Số: Quý I/2026",
            "BIÊN BẢN QUYẾT TOÁN PHÍ, LỆ PHÍ",
            "Tiền mặt 70.000 đ Thẻ 0 đ Chuyển khoản 70.000 đ Trực tuyến 0 đ "
            "Tổng cộng 140.000 đ",
            "Bằng chữ: Một trăm bốn mươi nghìn đồng.",
            "2 tờ đã thu, 0 tờ hỏng",
            "AB/26T 0000001 AB/26T 0000002 2 Đã thu",
            "Tồn quỹ đầu kỳ 0 đ",
            "Đã nộp trong kỳ 70.000 đ",
            "NT1 09/03/2026 70.000 đ",
            "09:00 02/04/2026",
        )

    def test_a_refund_is_signed_by_who_gives_and_who_takes(self):
        dossier = self.pay()
        refund = self.propose(dossier, amount=20000)
        name = "onestop_dossier.refund_slip"
        with self.assertRaisesRegex(UserError, "not decided"):
            self.text_of(name, refund)
        self.pay_out(self.decide(refund))
        self.assert_says(
            self.text_of(name, refund),
            "PHIẾU CHI HOÀN TRẢ PHÍ, LỆ PHÍ",
            f"Số: HT-{refund.id:06d}",
            "Cơ quan thu: Department T",
            "Hoàn trả cho: Owner T",
            f"Mã hồ sơ: {dossier.display_name}",
            "Theo Quyết định số 12/QD-T ngày 09/03/2026, người ký:",
            "Fee 50.000 đ 20.000 đ Charge 20.000 đ 20.000 đ",
            "Tổng cộng 40.000 đ",
            "Bằng chữ: Bốn mươi nghìn đồng.",
            *("NGƯỜI NHẬN TIỀN", "NGƯỜI CHI TIỀN"),
        )

    def test_a_refund_by_transfer_shows_the_end_of_the_account_alone(self):
        refund = self.decide(self.transfer(self.pay(), amount=20000))
        self.pay_out(refund, "treasurer")
        text = self.text_of("onestop_dossier.refund_slip", refund)
        self.assert_says(
            text,
            "GIẤY XÁC NHẬN HOÀN TRẢ PHÍ, LỆ PHÍ",
            "tài khoản •••••••••333, Bank P",
            f"số giao dịch FTR{refund.id}",
        )
        self.assertNotIn("000111222333", text)

    def test_a_settlement_says_what_was_given_back(self):
        dossier = self.pay()
        self.pay_out(self.decide(self.propose(dossier, amount=10000)))
        self.confirm(self.count(self.close(), n50000=1))
        with freeze_time("2026-04-02 02:00:00"):
            made = self.env["onestop.fee.settlement"]
            one = self.as_role("treasurer", made).create(
                {"department_id": self.department.id}
            )
            text = self.text_of(
                "onestop_dossier.fee_settlement", one, self.users["treasurer"]
            )
        self.assert_says(
            text,
            "Tiền mặt 70.000 đ Thẻ",
            "3. Phí, lệ phí đã hoàn trả Tiền mặt 20.000 đ Chuyển khoản 0 đ",
            "12/QD-T 09/03/2026 20.000 đ",
            "4. Tiền mặt",
            "Tiền mặt thực thu trong kỳ 50.000 đ",
        )

    def test_who_does_not_read_it_prints_nothing_of_it(self):
        slip = self.slip(self.confirmed_day())
        for role in ("counter_officer", "department_head", "clerk"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.text_of("onestop_dossier.cash_slip", slip, self.users[role])
