"""The printed list that goes with paper dossiers."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MONDAY
from .common_transfer import TransferCase
from .test_forms import FormCase

LIST = "onestop_dossier.transfer_list"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestTransferList(TransferCase, FormCase):
    def test_it_says_what_goes_between_whom_and_is_scanned(self):
        self.department.name = "Sở T"
        self.route.carrier_id = self.env["onestop.department"].create(
            {"name": "Bưu điện T", "code": "POST"}
        )
        one, two = self.paper(), self.paper()
        transfer = self.handed(one, two)
        self.assert_says(
            self.text_of(LIST, transfer),
            "BIÊN BẢN GIAO NHẬN HỒ SƠ GIẤY",
            "Tổng số: 2 hồ sơ",
            f"Số: {transfer.number}",
            "Bên giao: Trung tâm T",
            "Bên nhận: Sở T",
            "Bên vận chuyển: Bưu điện T",
            "Thời điểm giao: 09:00 ngày 09/03/2026",
            f"1 {one.code} 9.900001",
            f"2 {two.code} 9.900001",
            "BÊN GIAO (Ký và ghi rõ họ tên) Cán bộ T 09:00 09/03/2026",
            "BÊN VẬN CHUYỂN (Ký và ghi rõ họ tên) BÊN NHẬN",
        )
        self.assertEqual(self.scanned(LIST, transfer), transfer.number)
        self.assertNotIn("Owner T", self.text_of(LIST, transfer))
        page = self.print_report(LIST, transfer).pages[0]
        self.assertEqual(round(float(page.mediabox.width) / 72 * 25.4), 210)

    def test_what_was_found_stands_on_it(self):
        one = self.paper()
        transfer = self.as_role("clerk", self.handed(one))
        transfer.item_ids.record("damaged", "Ướt mép")
        transfer.action_finish()
        self.assert_says(self.text_of(LIST, transfer), "Hư hỏng: Ướt mép")

    def test_only_its_sides_print_it(self):
        transfer = self.handed(self.paper())
        far = self.env["onestop.department"].create({"name": "Far", "code": "FAR"})
        stranger = self.make_user("stranger", ("department_officer", far))
        with self.assertRaises(AccessError):
            self.print_report(LIST, transfer, stranger)
