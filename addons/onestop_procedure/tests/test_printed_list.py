"""The posted list of a field or a department, printed."""

from datetime import date

import pypdfium2
import zxingcpp
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_printed_notice import ATTACK, PrintCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-09 03:00:00")
class TestPrintedList(PrintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_procedure("9.900002")
        cls.commune = cls.env["onestop.department"].create(
            {"name": "Trung tâm xã T", "code": "T-XA", "kind": "commune"}
        )

    def test_a_field_lists_what_is_in_force_with_all_one_needs_to_choose(self):
        self.make_published(
            fee_ids=[Command.create({"name": "F", "amount": 8000, "unit": "bản"})]
        )
        self.make_published(self.second, name="Việc khác T", any_centre=True)
        self.make_draft(self.make_procedure("9.900003"), name="Bản nháp T")
        text = self.text("list_of_field", self.field_of_law)
        self.assert_says(
            text,
            "DANH MỤC THỦ TỤC HÀNH CHÍNH",
            "Lĩnh vực: Field T",
            "Tổng số: 2 thủ tục",
            "Đang có hiệu lực: ngày 09/03/2026",
            f"/procedures?field={self.field_of_law.id}",
            "1 9.900001 Cấp giấy phép thử nghiệm 2 ngày làm việc 8.000 đ / bản "
            "Chưa cung cấp",
            "2 9.900002 Việc khác T 2 ngày làm việc Không thu",
            "Bất kỳ Trung tâm",
        )
        self.assertNotIn("Bản nháp T", text)

    def test_what_is_not_in_force_today_is_not_listed(self):
        self.make_published(effect_date=date(2026, 4, 1))
        with self.assertRaisesRegex(UserError, "nothing to print"):
            self.print("list_of_field", self.field_of_law)

    def make_group(self, name, **vals):
        return self.manager["onestop.bundle"].create(
            {
                "name": name,
                "decision_number": "8/QĐ-T",
                "decision_date": date(2026, 1, 2),
                "valid_from": date(2026, 2, 1),
                "part_ids": [
                    Command.create({"procedure_id": one.id})
                    for one in (self.first, self.second)
                ],
                **vals,
            }
        )

    def test_groups_that_a_procedure_belongs_to_are_published_with_it(self):
        self.first = self.make_procedure("9.900007")
        self.make_published(self.first, name="Việc một T")
        self.make_published(self.second, name="Việc hai T")
        self.make_group("Nhóm T")
        self.make_group("Nhóm chưa đến T", valid_from=date(2026, 4, 1))
        text = self.text("list_of_field", self.field_of_law)
        self.assert_says(
            text,
            "Nhóm thủ tục hành chính liên thông",
            "Nhóm T",
            "9.900007 Việc một T",
            "9.900002 Việc hai T",
            "Một lần, khi xong tất cả thủ tục",
            "8/QĐ-T, 02/01/2026",
        )
        self.assertNotIn("Nhóm chưa đến T", text)

    def test_a_list_without_a_group_says_nothing_of_groups(self):
        self.make_published()
        text = self.text("list_of_field", self.field_of_law)
        self.assertNotIn("liên thông", text)

    def test_a_department_lists_what_it_resolves(self):
        self.make_published()
        self.make_published(
            self.second,
            name="Việc khác T",
            competent_department_ids=[Command.set(self.other.ids)],
        )
        text = self.text("list_of_department", self.department)
        self.assert_says(text, "Thuộc thẩm quyền giải quyết của Sở T", "9.900001")
        self.assertNotIn("9.900002", text)

    def test_a_centre_lists_what_is_filed_there(self):
        self.make_published(
            name="Việc của xã T",
            competent_department_ids=[Command.set(self.commune.ids)],
        )
        self.make_published(self.second, name="Việc của tỉnh T")
        text = self.text("list_of_department", self.commune)
        self.assert_says(text, "Tiếp nhận tại Trung tâm xã T", "Việc của xã T")
        self.assertNotIn("Việc của tỉnh T", text)
        text = self.text("list_of_department", self.centre)
        self.assertIn("Việc của tỉnh T", text)
        self.assertNotIn("Việc của xã T", text)

    def test_its_code_leads_to_the_list_on_the_page(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "web.base.url", "https://t.invalid"
        )
        self.make_published()
        self.print("list_of_department", self.department)
        page = pypdfium2.PdfDocument(self.pdf)[0].render(scale=3).to_pil()
        codes = [code.text for code in zxingcpp.read_barcodes(page)]
        self.assertEqual(
            codes, [f"https://t.invalid/procedures?department={self.department.id}"]
        )

    def test_what_people_typed_stays_text(self):
        self.make_published(name=ATTACK)
        self.field_of_law.name = ATTACK
        report = self.env["ir.actions.report"].with_user(self.users["director"])
        html, _kind = report._render_qweb_html(
            "onestop_procedure.list_of_field", self.field_of_law.ids
        )
        self.assertNotIn(b"<script", html)
        self.assertNotIn(b"<img", html)
