"""What is posted: the notice of a version and the lists, printed."""

import io
from datetime import date

import pypdfium2
import zxingcpp
from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_catalogue import CatalogueCase

TWO_DAYS = {"term_value": 2, "term_unit": "working_days"}
ATTACK = "<script>alert(1)</script><img src=file:///etc/passwd>"


class PrintCase(CatalogueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        # Only these centres are there, whatever demonstration there is.
        cls.env["onestop.department"].search(
            [("kind", "=", "centre"), ("id", "!=", cls.centre.id)]
        ).active = False
        cls.centre.write({"name": "Trung tâm T", "phone": "0299 100", "sequence": -1})
        cls.department.name = "Sở T"

    def print(self, name, records, user="catalogue_manager"):
        """The PDF's reader, printed as a role."""
        report = self.env["ir.actions.report"].with_user(self.users[user])
        pdf, _kind = report._render_qweb_pdf(f"onestop_procedure.{name}", records.ids)
        self.pdf = pdf
        return PdfReader(io.BytesIO(pdf))

    def text(self, name, records, user="catalogue_manager"):
        """What a print says, in one line."""
        pages = self.print(name, records, user).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def assert_says(self, text, *parts):
        """Each of the parts stands in the text, in this order."""
        position = 0
        for part in parts:
            self.assertIn(part, text[position:])
            position = text.index(part, position) + len(part)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-09 03:00:00")
class TestPrintedNotice(PrintCase):
    def make_full(self, **vals):
        basis = self.manager["onestop.legal.basis"].create(
            {
                "number": "63/2010/T",
                "title": "Nghị định T",
                "date": date(2010, 6, 8),
                "issuer": "Chính phủ T",
            }
        )
        return self.make_published(
            **{
                "steps_text": "Bước một.\nBước hai.",
                "receiving_address": "Số 1 đường T",
                "conditions": "Có giấy phép T.",
                "channel_ids": [
                    Command.create(
                        {
                            "channel": "in_person",
                            "term_value": 5,
                            "term_unit": "working_days",
                        }
                    ),
                    Command.create(
                        {
                            "channel": "online",
                            "term_value": 2,
                            "term_unit": "working_hours",
                            "online_level": "full",
                        }
                    ),
                ],
                "component_ids": [
                    Command.create(
                        {
                            "name": "Đơn T",
                            "originals": 1,
                            "copies": 2,
                            "form_name": "Mẫu số 01-T",
                        }
                    ),
                    Command.create(
                        {"name": "Thẻ T", "only_shown": True, "required": False}
                    ),
                ],
                "fee_ids": [
                    Command.create(
                        {
                            "kind": "charge",
                            "name": "Lệ phí T",
                            "amount": 150000,
                            "unit": "bản",
                            "exemption": "Miễn cho hộ nghèo T.",
                        }
                    )
                ],
                "result_ids": [Command.create({"name": "Giấy phép T"})],
                "legal_basis_ids": [Command.set(basis.ids)],
                "sets": 2,
                **vals,
            }
        )

    def test_it_says_all_that_the_decree_wants_in_its_order(self):
        text = self.text("procedure_notice", self.make_full())
        self.assert_says(
            text,
            "COMMITTEE T",
            "TRUNG TÂM T",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "THỦ TỤC HÀNH CHÍNH",
            "Cấp giấy phép thử nghiệm",
            "Mã thủ tục: 9.900001",
            "Lĩnh vực: Field T",
            "Công bố theo: Quyết định số 2026-02-01/QĐ-T ngày 02/01/2026 của "
            "Committee T, do Chairman T ký",
            "Có hiệu lực từ: 01/02/2026",
            "1. Trình tự thực hiện Bước một. Bước hai.",
            "2. Cách thức thực hiện",
            "dịch vụ công trực tuyến",
            "Địa điểm tiếp nhận hồ sơ Số 1 đường T",
            "3. Thành phần, số lượng hồ sơ",
            "1 Đơn T 1 2 Theo mẫu: Mẫu số 01-T",
            "2 Thẻ T – – Xuất trình để đối chiếu, không nộp Nộp nếu có",
            "Số lượng hồ sơ: 02 bộ.",
            "4. Thời hạn giải quyết",
            "5 ngày làm việc",
            "2 giờ làm việc",
            "5. Đối tượng thực hiện Citizens T.",
            "6. Cơ quan giải quyết",
            "Cơ quan có thẩm quyền: Sở T.",
            "7. Kết quả thực hiện",
            "Giấy phép T",
            "8. Phí, lệ phí",
            "Lệ phí T Miễn cho hộ nghèo T. 150.000 đ / bản",
            "9. Tên mẫu đơn, mẫu tờ khai",
            "Mẫu số 01-T",
            "10. Yêu cầu, điều kiện thực hiện Có giấy phép T.",
            "11. Căn cứ pháp lý",
            "63/2010/T ngày 08/06/2010 của Chính phủ T – Nghị định T.",
            "Trung tâm T, điện thoại 0299 100",
            "/procedures/9.900001",
        )
        self.assertIn("Thủ tục 9.900001 Trang 1/2", text)

    def test_in_which_capacity_the_decision_was_signed_stands_beside_it(self):
        decision = self.make_decision(
            date(2026, 2, 1), "2026-02-01/QĐ-T", signer_capacity="KT. CHỦ TỊCH"
        )
        version = self.make_published()
        self.assertEqual(version.decision_id, decision)
        self.assertIn(
            "của Committee T, do KT. CHỦ TỊCH Chairman T ký",
            self.text("procedure_notice", version),
        )

    def test_what_is_free_costs_nothing_and_says_so(self):
        text = self.text("procedure_notice", self.make_published())
        self.assertIn("8. Phí, lệ phí Không thu phí, lệ phí.", text)

    def test_a_fee_that_is_only_described_says_so(self):
        version = self.make_published(
            fee_ids=[
                Command.create(
                    {"name": "Phí T", "amount_kind": "described", "condition": "Theo T"}
                )
            ]
        )
        notice = self.text("procedure_notice", version)
        self.assertIn("Phí T Theo T Theo quy định", notice)
        self.assertIn("Theo quy định", self.text("list_of_field", self.field_of_law))

    def test_whom_the_law_exempts_from_a_fee_stands_beside_it(self):
        ground = self.manager["onestop.fee.ground"].create(
            {"name": "Hộ nghèo T", "legal_basis": "Luật T"}
        )
        version = self.make_published(
            fee_ids=[
                Command.create(
                    {
                        "name": "Lệ phí T",
                        "amount": 150000,
                        "exemption_ids": [
                            Command.create({"ground_id": ground.id, "kind": "exempt"})
                        ],
                    }
                )
            ]
        )
        self.assert_says(
            self.text("procedure_notice", version),
            "Hộ nghèo T",
            "(Luật T)",
            "150.000 đ",
        )
        self.assertIn(
            "Có người được miễn, giảm", self.text("procedure_easy_read", version)
        )

    def test_what_is_looked_up_or_known_from_before_nobody_has_to_bring(self):
        database = self.manager["onestop.database"].create(
            {"name": "Cơ sở dữ liệu T", "keeper": "Bộ T", "legal_basis": "Luật T"}
        )
        earlier = self.make_procedure("9.900009")
        self.make_published(earlier, name="Việc trước T")
        version = self.make_published(
            component_ids=[
                Command.create(
                    {"name": "Giấy A", "copies": 1, "database_id": database.id}
                ),
                Command.create(
                    {
                        "name": "Giấy B",
                        "copies": 1,
                        "reusable_from_ids": [Command.set(earlier.ids)],
                    }
                ),
            ]
        )
        self.assert_says(
            self.text("procedure_notice", version),
            "Giấy A",
            "Không phải nộp: cơ quan tra cứu trong Cơ sở dữ liệu T (Bộ T; Luật T)",
            "Giấy B",
            "Được thay bằng kết quả đã có của: Việc trước T (9.900009)",
        )
        self.assert_says(
            self.text("procedure_easy_read", version),
            "Giấy A Không phải mang. Cán bộ tự tra cứu.",
            "Giấy B 1 bản sao.",
        )

    def test_a_paper_that_depends_on_the_form_says_on_which_answer(self):
        version = self.make_published(
            eform_field_ids=[
                Command.create(
                    {"name": "house", "label": "Có nhà ở?", "type": "boolean"}
                )
            ],
            component_ids=[
                Command.create({"name": "Đơn T", "originals": 1}),
                Command.create(
                    {
                        "name": "Bản vẽ T",
                        "copies": 1,
                        "asked_if": {"field": "house", "operator": "=", "value": True},
                    }
                ),
            ],
        )
        words = "trả lời “Có nhà ở?”: có"
        self.assertIn(f"Chỉ nộp khi {words}", self.text("procedure_notice", version))
        easy = self.text("procedure_easy_read", version)
        self.assertIn(f"Bản vẽ T 1 bản sao. Chỉ mang khi {words}.", easy)
        self.assertNotIn("Nếu có thì mang", easy)

    def test_what_decides_a_trip_stands_on_the_notice_and_the_easy_sheet(self):
        """Expected words by hand: of place, territory and mandate."""
        bound = "Không phụ thuộc địa giới hành chính: mọi Trung tâm"
        mandate = (
            "Không nhận nộp theo ủy quyền: chỉ chủ hồ sơ hoặc người đại diện theo "
            "pháp luật nộp."
        )
        anywhere = "Bất kỳ Trung tâm Phục vụ hành chính công nào trong tỉnh"
        provincial = "Trung tâm Phục vụ hành chính công tỉnh"
        cases = (
            # values of the version, said, not said
            ({}, [provincial], [anywhere, bound, mandate]),
            ({"any_centre": True}, [anywhere], [bound, mandate]),
            (
                {
                    "any_centre": True,
                    "receiving_address": "Số 1 đường T",
                    "authorised_filing": False,
                },
                ["Số 1 đường T", bound, mandate],
                [anywhere],
            ),
            (
                {"channel_ids": [Command.create({"channel": "online", **TWO_DAYS})]},
                ["Chỉ nộp trực tuyến."],
                [provincial, "Có thể nộp trên mạng"],
            ),
        )
        for number, (values, said, unsaid) in enumerate(cases):
            procedure = self.make_procedure(f"9.90001{number}")
            version = self.make_published(procedure, **values)
            for report in ("procedure_notice", "procedure_easy_read"):
                text = self.text(report, version)
                with self.subTest(report, **values):
                    for words in said:
                        self.assertIn(words, text)
                    for words in unsaid:
                        self.assertNotIn(words, text)

    def test_all_agencies_are_named_by_their_part_in_it(self):
        version = self.make_published(
            implementing_department_ids=[Command.set(self.other.ids)],
            authorised_text="Phòng A",
            coordinating_text="Phòng B",
        )
        self.other.name = "Chi cục T"
        self.assert_says(
            self.text("procedure_notice", version),
            "Cơ quan có thẩm quyền: Sở T.",
            "Cơ quan trực tiếp thực hiện: Chi cục T.",
            "Cơ quan được ủy quyền: Phòng A.",
            "Cơ quan phối hợp: Phòng B.",
        )

    def test_foreign_money_is_not_called_dong(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        version = self.make_published(
            operator="national_portal",
            fee_ids=[
                Command.create({"name": "Phí T", "amount": 0.5, "currency_id": usd.id})
            ],
        )
        for report in ("procedure_notice", "procedure_easy_read"):
            text = self.text(report, version)
            self.assertIn("0,50 USD", text)
            self.assertNotIn("0 đ", text)

    def test_a_term_for_all_cases_is_not_that_of_a_case_with_its_own(self):
        version = self.make_draft(case_ids=[Command.create({"name": "Cấp lại T"})])
        version.channel_ids = [
            Command.clear(),
            Command.create({"term_value": 5, "term_unit": "working_days"}),
            Command.create(
                {
                    "term_value": 3,
                    "term_unit": "working_days",
                    "case_id": version.case_ids.id,
                }
            ),
        ]
        version.decision_id = self.make_decision(date(2026, 2, 1), "9/QĐ-T")
        version.action_publish()
        text = self.text("procedure_notice", version)
        self.assert_says(text, "Các trường hợp khác 5 ngày", "Cấp lại T 3 ngày")
        self.assertNotIn("Mọi trường hợp 5", text)
        easy = self.text("procedure_easy_read", version)
        self.assert_says(easy, "Các trường hợp khác: 5 ngày", "Cấp lại T: 3 ngày")

    def test_papers_and_terms_of_a_case_stand_under_its_name(self):
        draft = self.make_draft(case_ids=[Command.create({"name": "Lần đầu T"})])
        case = draft.case_ids
        draft.component_ids = [
            Command.create(
                {"name": "Bản vẽ T", "copies": 1, "case_ids": [Command.set(case.ids)]}
            )
        ]
        draft.channel_ids = [
            Command.create(
                {
                    "channel": "in_person",
                    "term_value": 3,
                    "term_unit": "working_days",
                    "case_id": case.id,
                }
            )
        ]
        self.assert_says(
            self.text("procedure_notice", draft),
            "Mọi trường hợp",
            "1 Form T",
            "Trường hợp: Lần đầu T",
            "1 Bản vẽ T",
            "Lần đầu T 3 ngày làm việc",
        )

    def test_its_code_leads_to_the_public_page_of_whatever_is_in_force(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "web.base.url", "https://t.invalid"
        )
        self.print("procedure_notice", self.make_published())
        page = pypdfium2.PdfDocument(self.pdf)[0].render(scale=3).to_pil()
        codes = [code.text for code in zxingcpp.read_barcodes(page)]
        self.assertEqual(codes, ["https://t.invalid/procedures/9.900001"])

    def test_a_draft_is_marked_on_every_page(self):
        steps = "\n".join(f"Bước {number}." for number in range(90))
        pages = self.print("procedure_notice", self.make_draft(steps_text=steps)).pages
        self.assertGreater(len(pages), 1)
        for page in pages:
            self.assertIn("DỰ THẢO", page.extract_text())
        text = " ".join(pages[0].extract_text().split())
        self.assertIn("CHƯA ĐƯỢC CÔNG BỐ", text)

    def test_what_is_in_force_bears_no_mark(self):
        text = self.text("procedure_notice", self.make_published())
        for mark in ("DỰ THẢO", "HẾT HIỆU LỰC", "CÓ HIỆU LỰC TỪ NGÀY"):
            self.assertNotIn(mark, text)

    def test_what_is_to_come_says_from_when_on(self):
        version = self.make_published(effect_date=date(2026, 4, 1))
        self.assertIn(
            "CÓ HIỆU LỰC TỪ NGÀY 01/04/2026", self.text("procedure_notice", version)
        )

    def test_what_has_ended_is_marked(self):
        version = self.make_published()
        version._new_draft().decision_id = self.make_decision(date(2026, 3, 1))
        version.procedure_id.draft_version_id.action_publish()
        text = self.text("procedure_notice", version)
        self.assertIn("HẾT HIỆU LỰC", text)
        self.assertIn("đến hết ngày 28/02/2026", text)

    def test_of_a_procedure_what_is_in_force_is_printed_and_not_its_draft(self):
        version = self.make_published()
        version._new_draft().name = "Draft name"
        text = self.text("notice_of_procedure", version.procedure_id)
        self.assertIn("Cấp giấy phép thử nghiệm", text)
        self.assertNotIn("Draft name", text)

    def test_of_a_new_procedure_its_draft_is_printed(self):
        draft = self.make_draft()
        self.assertIn("DỰ THẢO", self.text("notice_of_procedure", draft.procedure_id))

    def test_a_procedure_of_which_nothing_was_written_has_no_notice(self):
        with self.assertRaisesRegex(UserError, "nothing to print"):
            self.print("notice_of_procedure", self.make_procedure())

    def test_the_staff_print_what_is_published_but_no_draft(self):
        version = self.make_published()
        self.assertTrue(self.text("procedure_notice", version, "counter_officer"))
        draft = version._new_draft()
        with self.assertRaises(AccessError):
            self.print("procedure_notice", draft, "counter_officer")
        new = self.make_draft(self.make_procedure("9.900002"))
        with self.assertRaises(AccessError):
            self.print("notice_of_procedure", new.procedure_id, "counter_officer")

    def test_citizens_and_whoever_holds_no_role_print_nothing(self):
        version = self.make_published()
        for user in (self.portal, self.plain):
            report = self.env["ir.actions.report"].with_user(user)
            with self.assertRaises(AccessError):
                report._render_qweb_pdf(
                    "onestop_procedure.procedure_notice", version.ids
                )

    def test_what_people_typed_stays_text_in_every_field(self):
        version = self.make_full(
            name=ATTACK,
            steps_text=ATTACK,
            ways_text=ATTACK,
            conditions=ATTACK,
            receiving_address=ATTACK,
            component_ids=[
                Command.create(
                    {
                        "name": ATTACK,
                        "originals": 1,
                        "note": ATTACK,
                        "form_name": ATTACK,
                    }
                )
            ],
            fee_ids=[
                Command.create(
                    {
                        "name": ATTACK,
                        "amount": 1,
                        "unit": ATTACK,
                        "condition": ATTACK,
                        "exemption": ATTACK,
                    }
                )
            ],
            result_ids=[Command.create({"name": ATTACK})],
        )
        report = self.env["ir.actions.report"].with_user(
            self.users["catalogue_manager"]
        )
        html, _kind = report._render_qweb_html(
            "onestop_procedure.procedure_notice", version.ids
        )
        self.assertNotIn(b"<script", html)
        self.assertNotIn(b"<img", html)
        text = self.text("procedure_notice", version)
        self.assertGreaterEqual(text.count("file:///etc/passwd"), 9)
        self.assertNotIn("root:", text)

    def test_its_letters_are_inside_the_file(self):
        reader = self.print("procedure_notice", self.make_published())
        fonts = reader.pages[0]["/Resources"]["/Font"].values()
        for font in fonts:
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            self.assertTrue({"/FontFile2", "/FontFile3"} & set(descriptor))

    def test_more_than_anybody_waits_for_is_not_printed_at_once(self):
        version = self.make_published()
        report = self.env["ir.actions.report"].with_user(
            self.users["catalogue_manager"]
        )
        with self.assertRaisesRegex(UserError, "201 were chosen"):
            report._render_qweb_pdf(
                "onestop_procedure.procedure_notice", version.ids * 201
            )
