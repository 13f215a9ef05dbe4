import io
from ast import literal_eval

import pypdfium2
import pytest
import zxingcpp
from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import MONDAY, DossierCase

REPORT = "onestop_dossier.form_%s"
ATTACK = "<iframe src=file:///etc/passwd></iframe>"


class FormCase(DossierCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("vi_VN")
        cls.centre.write(
            {
                "name": "Trung tâm T",
                "parent_id": cls.other.id,
                "commune": "Phường T",
                "address": "Số 1 đường T",
                "phone": "02993822000",
            }
        )
        cls.users["counter_officer"].name = "Cán bộ T"

    def print(self, form, dossiers, user=None):
        """The PDF's reader, printed as the counter officer or another."""
        return self.print_report(REPORT % form, dossiers, user)

    def print_report(self, name, records, user=None):
        report = self.env["ir.actions.report"].with_user(
            user or self.users["counter_officer"]
        )
        pdf, kind = report._render_qweb_pdf(name, records.ids)
        self.assertEqual(kind, "pdf")
        return PdfReader(io.BytesIO(pdf))

    def scanned(self, name, record):
        """What a scanner reads off the first page of a report, beside the survey."""
        reports = self.env["ir.actions.report"]
        pdf, _kind = reports._render_qweb_pdf(name, record.ids)
        image = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_pil()
        codes = {found.text for found in zxingcpp.read_barcodes(image)}
        (code,) = {code for code in codes if "/rate/" not in code}
        return code

    def text(self, form, dossiers, user=None):
        """What the form says, in one line."""
        return self.text_of(REPORT % form, dossiers, user)

    def text_of(self, name, records, user=None):
        """What a report says of records, in one line."""
        pages = self.print_report(name, records, user).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def assert_says(self, text, *parts):
        for part in parts:
            self.assertIn(part, text)


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestForms(FormCase):
    @pytest.mark.article("Decree 61/2018", "17.3")
    def test_the_receipt_says_all_that_the_circular_wants(self):
        self.version = self.make_version(
            "9.900002",
            fee_ids=[
                (0, 0, {"kind": "charge", "name": "Lệ phí T", "amount": 150000}),
                (0, 0, {"kind": "fee", "name": "Phí T", "amount": 1250000}),
            ],
        )
        owner = {**self.values()["owner"], "address": "Ấp 3", "commune": "Xã T"}
        dossier = self.to_processing(
            owner=owner,
            submitter={
                "name": "Submitter T",
                "relation": "authorised",
                "evidence": "Authorisation 1/2026",
            },
            content="Xin cấp phép T",
        )
        self.assert_says(
            self.text("receipt", dossier),
            "Mẫu số 01",
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "DEPARTMENT U TRUNG TÂM T",
            "Số: 0001",
            "Phường T, ngày 09 tháng 03 năm 2026",
            "Mã hồ sơ: H99.01-260309-0001",
            "Tiếp nhận hồ sơ của: Owner T",
            "Người nộp: Submitter T",
            "Địa chỉ: Ấp 3, Xã T",
            "Số điện thoại: 0900000001",
            "owner@example.invalid",
            "Xin cấp phép T",
            "Procedure 9.900002 (9.900002)",
            "1 Application 1 – 1",
            "Số lượng hồ sơ: 01 (bộ)",
            "5 ngày làm việc",
            "Thời gian nhận hồ sơ: 09 giờ 00 phút, ngày 09/03/2026",
            "Thời gian trả kết quả: 17 giờ 00 phút, ngày 16/03/2026",
            "Vì sao là ngày này: Không tính ngày nhận hồ sơ",
            "Nơi nhận kết quả: Trung tâm T, số điện thoại 02993822000, Số 1 đường T",
            "Lệ phí Lệ phí T 150.000 đ Chưa nộp",
            "Phí Phí T 1.250.000 đ Chưa nộp",
            "Tổng cộng phải nộp 1.400.000 đ",
            "Vào Sổ theo dõi hồ sơ, quyển số: 2026, số thứ tự:",
            "NGƯỜI NỘP HỒ SƠ",
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
            "Cán bộ T",
            "Trang 1/1",
        )

    def test_papers_that_were_not_handed_in_are_not_on_the_receipt(self):
        self.assertNotIn("Plan", self.text("receipt", self.to_processing()))

    def test_a_commune_that_is_in_the_address_is_not_said_twice(self):
        owner = {"name": "Owner T", "address": "Ấp 3, xã T, tỉnh U", "commune": "Xã T"}
        text = self.text("receipt", self.to_processing(owner=owner))
        self.assertEqual(text.count("Địa chỉ: Ấp 3, xã T, tỉnh U"), 1)
        self.assertNotIn("Xã T", text)

    def test_what_is_free_costs_nothing(self):
        dossier = self.to_processing()
        self.assertIn("Phí, lệ phí: không thu.", self.text("receipt", dossier))

    def test_a_paid_fee_is_said_to_be_paid_and_nothing_else(self):
        self.version = self.make_version(
            "9.900002", fee_ids=[(0, 0, {"kind": "fee", "name": "F", "amount": 8000})]
        )
        dossier = self.to_processing()
        dossier.fee_ids.state = "paid"
        text = self.text("receipt", dossier)
        self.assertIn("Phí F 8.000 đ Đã nộp", text)
        self.assertNotIn("Chưa nộp", text)

    def test_the_result_comes_to_where_the_person_wants_it(self):
        by_post = self.to_processing(delivery="post", delivery_address="Ấp 9")
        self.assertIn(
            "Nơi nhận kết quả: qua dịch vụ bưu chính công ích, đến Ấp 9",
            self.text("receipt", by_post),
        )
        online = self.to_processing(delivery="electronic")
        self.assertIn("bản điện tử", self.text("receipt", online))

    def test_the_request_to_supplement_says_what_is_missing_and_how_to_mend_it(self):
        dossier = self.file()
        application, plan = dossier.component_ids
        application.sudo().defect = "Chưa ký"
        self.act(
            "counter_officer",
            dossier,
            "request_supplement",
            "1. Ký đơn.\n2. Nộp bản vẽ.",
            component_ids=[application.id, plan.id],
        )
        self.assert_says(
            self.text("supplement", dossier),
            "Mẫu số 02",
            "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
            "Số: 01",
            f"Mã theo dõi: {dossier.tracking_number}",
            "Hồ sơ của: Owner T",
            "Procedure 9.900001",
            "Application – Sai hoặc chưa đủ: Chưa ký",
            "Plan – Còn thiếu",
            "1. Ký đơn. 2. Nộp bản vẽ.",
            # The 30th working day after Monday, 9 March.
            "Đề nghị bổ sung trước: 17 giờ 00 phút, ngày 20/04/2026.",
            "Trung tâm T, số điện thoại 02993822000 để được hướng dẫn",
            "NGƯỜI HƯỚNG DẪN",
            "Cán bộ T",
        )

    def test_the_refusal_of_intake_gives_its_reason_in_words(self):
        dossier = self.file()
        self.act("counter_officer", dossier, "reject", "Không thuộc thẩm quyền.")
        self.assert_says(
            self.text("rejection", dossier),
            "Mẫu số 03",
            "Đã xem xét hồ sơ của: Owner T",
            "Procedure 9.900001",
            "Không thuộc thẩm quyền.",
            "NGƯỜI NỘP HỒ SƠ",
            "NGƯỜI TIẾP NHẬN HỒ SƠ",
            "Cán bộ T",
        )

    def test_the_apology_says_both_dates_the_reason_and_who_signs(self):
        # Decree 61/2018, art. 19.9.
        dossier = self.to_processing()
        self.department.write({"name": "Sở T", "commune": "Phường U"})
        self.users["department_head"].name = "Lãnh đạo T"
        with freeze_time("2026-03-13 03:00:00"):
            self.act(
                *("department_head", dossier, "apologise", "Phải đo lại thửa đất."),
                until="2026-03-20 10:00:00",
                words="Sở T xin lỗi Ông/Bà.",
            )
        self.assert_says(
            self.text("apology", dossier),
            "Mẫu số 04",
            "PHIẾU XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN",
            "SỞ T",
            "Số: 01",
            "Phường U, ngày 13 tháng 03 năm 2026",
            "Kính gửi: Owner T",
            "Mã hồ sơ: H99.01-260309-0001",
            "Hồ sơ được tiếp nhận lúc: 09 giờ 00 phút, ngày 09/03/2026",
            "Thời gian đã hẹn trả kết quả: 17 giờ 00 phút, ngày 16/03/2026",
            "Phải đo lại thửa đất.",
            "Sở T xin lỗi Ông/Bà.",
            "hẹn lại thời gian trả kết quả: 17 giờ 00 phút, ngày 20/03/2026",
            "Số lần đã hẹn lại trước đó: chưa lần nào",
            "Người chịu trách nhiệm về thời gian hẹn mới: Lãnh đạo T",
            "– Trung tâm T;",
            "THỦ TRƯỞNG CƠ QUAN",
        )

    def test_the_notice_of_stop_says_request_stage_decision_and_fees(self):
        # Decree 118/2025, art. 21.
        dossier = self.to_processing()
        self.act("portal", dossier, "withdraw", "Đổi ý.")
        self.act("counter_officer", dossier, "stop", "Theo đề nghị.")
        self.assert_says(
            self.text("stop", dossier),
            "Mẫu số 05",
            "Kính gửi: Owner T",
            "Đề nghị dừng giải quyết: của người nộp hồ sơ, lúc 09 giờ 00 phút",
            "Đổi ý.",
            "Hồ sơ được tiếp nhận lúc: 09 giờ 00 phút, ngày 09/03/2026",
            "Giai đoạn giải quyết đã đến: Appraise",
            "Quyết định: dừng giải quyết hồ sơ này",
            "Theo đề nghị.",
            "Phí, lệ phí: không thu.",
        )

    def test_a_form_is_vietnamese_whoever_prints_it(self):
        dossier = self.to_processing()
        for lang in ("en_US", "vi_VN"):
            self.users["counter_officer"].lang = lang
            self.assertIn("GIẤY TIẾP NHẬN", self.text("receipt", dossier))

    def test_number_and_title_come_from_the_rule_set(self):
        dossier = self.to_processing()
        form = dossier.rule_set_id._form("receipt")
        form.with_context(lang="vi_VN").write({"number": "77", "title": "Biểu mẫu T"})
        text = self.text("receipt", dossier)
        self.assert_says(text, "Mẫu số 77", "BIỂU MẪU T")
        self.assertNotIn("Mẫu số 01", text)

    def test_the_paper_is_that_of_the_rule_set(self):
        dossier = self.to_processing()
        for paper, width in (("A5", 148), ("A4", 210)):
            dossier.rule_set_id._form("receipt").page = paper
            page = self.print("receipt", dossier).pages[0]
            self.assertEqual(round(float(page.mediabox.width) / 72 * 25.4), width)

    def test_eight_papers_fit_on_one_page_and_more_go_on_with_their_heading(self):
        for count, pages in ((8, 1), (30, 2)):
            names = [f"Giấy tờ số {number}" for number in range(1, count + 1)]
            self.version = self.make_version(
                f"9.90010{pages}",
                component_ids=[
                    (0, 0, {"name": name, "originals": 1}) for name in names
                ],
            )
            files = [{"component": name, "files": [self.pdf()]} for name in names]
            dossier = self.to_processing(components=files)
            reader = self.print("receipt", dossier)
            self.assertEqual(len(reader.pages), pages)
        second = " ".join(reader.pages[1].extract_text().split())
        self.assert_says(
            second,
            "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            f"{dossier.code} (tiếp theo)",
            "Trang 2/2",
        )

    def test_what_people_typed_is_text(self):
        self.version = self.make_version(
            "9.900002", component_ids=[(0, 0, {"name": ATTACK, "originals": 1})]
        )
        dossier = self.to_processing(
            owner={**self.values()["owner"], "name": ATTACK},
            content=ATTACK,
            components=[{"component": ATTACK, "files": [self.pdf()]}],
        )
        text = self.text("receipt", dossier)
        # The name twice: as owner and as signer, where it goes over several lines.
        found = text.replace(" ", "").count(ATTACK.replace(" ", ""))
        self.assertEqual(found, 4)
        self.assertNotIn("root:", text)

    def test_a_form_is_printed_only_where_the_dossier_has_come_to_it(self):
        dossier = self.file()
        for form in ("receipt", "supplement", "rejection", "stop"):
            with self.assertRaises(UserError):
                self.print(form, dossier)
            report = self.env.ref(f"onestop_dossier.report_form_{form}")
            self.assertFalse(dossier.filtered_domain(literal_eval(report.domain)))

    def test_who_may_not_read_the_dossier_prints_no_form_of_it(self):
        dossier = self.to_processing()
        for user in (self.plain, self.users["administrator"]):
            with self.assertRaises(AccessError):
                self.print("receipt", dossier, user)

    def test_a_label_says_and_scans_the_code_and_names_nobody(self):
        dossier = self.to_processing()
        reader = self.print_report("onestop_dossier.label", dossier)
        self.assertEqual(len(reader.pages), 1)
        box = reader.pages[0].mediabox
        millimetres = [
            round(float(side) / 72 * 25.4) for side in (box.width, box.height)
        ]
        self.assertEqual(millimetres, [70, 37])
        text = " ".join(reader.pages[0].extract_text().split())
        self.assert_says(text, dossier.code, "9.900001", "17:00 16/03/2026")
        self.assertNotIn("Owner", text)
        self.assertEqual(self.scanned("onestop_dossier.label", dossier), dossier.code)

    def test_long_words_make_no_label_longer(self):
        self.centre.write(
            {
                "name": "Trung tâm Phục vụ hành chính công tỉnh Mẫu",
                "national_code": "H99.01.05",
            }
        )
        self.counter.name = "Quầy 1-4: đất đai, môi trường, xây dựng"
        reader = self.print_report("onestop_dossier.label", self.to_processing())
        self.assertEqual(len(reader.pages), 1)

    def test_what_has_no_code_has_no_label(self):
        with self.assertRaisesRegex(UserError, "no code to stick on it"):
            self.print_report("onestop_dossier.label", self.file())

    def test_several_dossiers_make_one_document_each_with_its_own_pages(self):
        dossiers = self.to_processing() + self.to_processing()
        reader = self.print("receipt", dossiers)
        self.assertEqual(len(reader.pages), 2)
        for page, dossier in zip(reader.pages, dossiers, strict=True):
            self.assert_says(page.extract_text(), dossier.code, "Trang 1/1")

    def test_odoo_attaches_a_form_where_the_report_says_so(self):
        dossier = self.to_processing()
        report = self.env.ref("onestop_dossier.report_form_receipt")
        report.write({"attachment": "'receipt.pdf'", "attachment_use": True})
        first = report._render_qweb_pdf(report.report_name, dossier.ids)[0]
        second = report._render_qweb_pdf(report.report_name, dossier.ids)[0]
        stored = self.env["ir.attachment"].search(
            [("res_id", "=", dossier.id), ("name", "=", "receipt.pdf")]
        )
        self.assertEqual(len(stored), 1)
        self.assertEqual(stored.raw, first)
        self.assertEqual(first, second)

    def test_other_reports_keep_odoo_s_converter(self):
        report = self.env.ref("base.report_ir_model_overview")
        model = self.env["ir.model"]._get("res.partner")
        _content, kind = report._render_qweb_pdf(report.report_name, model.ids)
        self.assertEqual(kind, "html")  # what Odoo gives in place of wkhtmltopdf


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestCheckToken(FormCase):
    def sheet(self, dossier, form="receipt"):
        report = self.env[f"report.{REPORT % form}"]
        return report._get_report_values(dossier.ids)["sheets"][0]

    def token(self, dossier):
        return self.sheet(dossier)["check_url"].rpartition("/check/")[2]

    def test_the_code_on_a_form_leads_to_code_and_progress(self):
        dossier = self.to_processing()
        found = self.env["onestop.dossier"]._by_check_token(self.token(dossier))
        self.assertEqual(
            found, self.env["onestop.dossier"].track(dossier.code), "and nothing else"
        )
        self.assertEqual((found["code"], found["state"]), (dossier.code, "processing"))

    def test_an_unknown_token_is_answered_as_a_wrong_code_is(self):
        dossiers = self.env["onestop.dossier"]
        wrong = dossiers.track("H99.01-260309-9999")
        for token in ("", None, "x" * 32, "'; --"):
            self.assertEqual(dossiers._by_check_token(token), wrong)

    def test_a_revoked_form_is_answered_so_too(self):
        dossier = self.to_processing()
        token = self.token(dossier)
        self.env["onestop.check.token"].search([]).revoked = True
        self.assertFalse(dossier._by_check_token(token)["found"])

    def test_the_database_does_not_hold_the_token(self):
        token = self.token(self.to_processing())
        # 24 random bytes: more than the 128 bits that a link needs.
        self.assertRegex(token, r"\A[\w-]{32}\Z")
        self.env.flush_all()
        self.env.cr.execute("SELECT t::text FROM onestop_check_token t")
        self.assertNotIn(token, str(self.env.cr.fetchall()))

    def test_every_print_has_a_token_of_its_own(self):
        dossier = self.to_processing()
        first, second = self.token(dossier), self.token(dossier)
        self.assertNotEqual(first, second)
        for token in (first, second):
            self.assertTrue(dossier._by_check_token(token)["found"])

    def test_the_code_on_the_paper_is_that_address(self):
        dossier = self.to_processing()
        scanned = self.scanned(REPORT % "receipt", dossier)
        self.assertTrue(scanned.startswith(f"{dossier.get_base_url()}/check/"))
        token = scanned.rpartition("/")[2]
        self.assertEqual(dossier._by_check_token(token)["code"], dossier.code)

    def test_nobody_reads_the_tokens(self):
        self.token(self.to_processing())
        for user in [*self.users.values(), self.portal, self.plain]:
            with self.assertRaises(AccessError):
                self.env["onestop.check.token"].with_user(user).search([])


@tagged("post_install", "-at_install")
class TestPrintOverHttp(FormCase, HttpCase):
    def test_the_web_client_is_told_that_no_wkhtmltopdf_is_needed(self):
        report = self.env.ref("onestop_dossier.report_form_receipt")
        action = report.with_user(self.users["counter_officer"]).report_action([1])
        self.assertTrue(action["onestop_weasyprint"])
        readable = report._get_action_dict()
        self.assertTrue(readable["onestop_weasyprint"])

    def test_the_browser_gets_the_pdf(self):
        dossier = self.to_processing()
        user = self.users["counter_officer"]
        self.authenticate(user.login, user.login)
        answer = self.url_open(f"/report/pdf/{REPORT % 'receipt'}/{dossier.id}")
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        self.assert_says(text, dossier.code, "Trang 1/1")
