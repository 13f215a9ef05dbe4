import io

import pytest
import zxingcpp
from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.onestop_procedure.tests.pdfa import findings

from .common import MONDAY
from .common_forms import ADDRESS, FORMS, MARK, TOKEN, FormsOfLaw
from .test_forms import ATTACK

WHO = (
    "Nguyễn Văn Xin cấp phép T",
    "Ấp 3, Xã T",
    "Số điện thoại: 0900000001",
    "Thư điện tử: owner@example.invalid",
    "Nội dung yêu cầu giải quyết: Xin cấp phép T",
    "Thủ tục hành chính: Procedure 9.900003 (9.900003)",
)
HEAD = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "ỦY BAN NHÂN DÂN TỈNH T TRUNG TÂM T",
    "Phường T, ngày 09 tháng 03 năm 2026",
    f"Dấu nhật ký {MARK}",
    "Quét mã để kiểm tra phiếu và xem tiến độ",
)
FEES = (
    "Lệ phí Lệ phí T 150.000 đ Chưa nộp",
    "Phí Phí T 1.250.000 đ Chưa nộp",
    "Tổng cộng phải nộp 1.400.000 đ",
)
RECEIVED = "09 giờ 00 phút, ngày 09/03/2026"
DUE = "17 giờ 00 phút, ngày 16/03/2026"
# Every field of each form (domain.md, §2), as it is filled in.
FIELDS = {
    "receipt": (
        *HEAD,
        *WHO,
        *FEES,
        "Số: 0001",
        "Mã hồ sơ: H99.01-260309-0001",
        "Tiếp nhận hồ sơ của: Nguyễn Văn",
        "1 Application 1 –",
        "Số lượng hồ sơ: 01 (bộ)",
        "5 ngày làm việc",
        f"Thời gian nhận hồ sơ: {RECEIVED}",
        f"Thời gian trả kết quả: {DUE}",
        "Nơi nhận kết quả: Trung tâm T, số điện thoại 02993822000, Số 1 đường T",
        "Vào Sổ theo dõi hồ sơ, quyển số: 2026, số thứ tự:",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Cán bộ T",
    ),
    "supplement": (
        *HEAD,
        *WHO,
        "Số: 01",
        "Mã theo dõi:",
        "Hồ sơ của: Nguyễn Văn",
        "Application – Sai hoặc chưa đủ: Chưa ký.",
        "Plan – Còn thiếu",
        "1. Ký đơn. 2. Nộp bản vẽ.",
        "Đề nghị bổ sung trước: 17 giờ 00 phút, ngày 20/04/2026.",
        "Trung tâm T, số điện thoại 02993822000 để được hướng dẫn",
        "NGƯỜI HƯỚNG DẪN",
        "Cán bộ T",
    ),
    "rejection": (
        *HEAD,
        *WHO,
        "Mã theo dõi:",
        "Đã xem xét hồ sơ của: Nguyễn Văn",
        f"Nộp lúc: {RECEIVED}",
        "Không thuộc thẩm quyền.",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Cán bộ T",
    ),
    "apology": (
        *HEAD[:2],
        *WHO,
        "SỞ T",
        "Số: 01",
        "Phường U, ngày 13 tháng 03 năm 2026",
        "Kính gửi: Nguyễn Văn",
        "Mã hồ sơ: H99.01-260309-0001",
        f"Hồ sơ được tiếp nhận lúc: {RECEIVED}",
        f"Thời gian đã hẹn trả kết quả: {DUE}",
        "Phải đo lại thửa đất.",
        "Sở T xin lỗi Ông/Bà.",
        "hẹn lại thời gian trả kết quả: 17 giờ 00 phút, ngày 20/03/2026",
        "Số lần đã hẹn lại trước đó: chưa lần nào",
        "Người chịu trách nhiệm về thời gian hẹn mới: Lãnh đạo T",
        "– Trung tâm T;",
        "THỦ TRƯỞNG CƠ QUAN",
        "Lãnh đạo T",
    ),
    "stop": (
        *HEAD,
        *WHO,
        *FEES[:2],
        "Kính gửi: Nguyễn Văn",
        f"Đề nghị dừng giải quyết: của người nộp hồ sơ, lúc {RECEIVED}",
        "Đổi ý.",
        f"Hồ sơ được tiếp nhận lúc: {RECEIVED}",
        "Giai đoạn giải quyết đã đến: Appraise",
        "Quyết định: dừng giải quyết hồ sơ này",
        "Theo đề nghị.",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Cán bộ T",
    ),
    "control_slip": (
        *HEAD,
        "Số: 0001",
        "Mã hồ sơ: H99.01-260309-0001",
        "Nội dung yêu cầu giải quyết: Xin cấp phép T",
        f"Tiếp nhận lúc: {RECEIVED}",
        f"Hẹn trả kết quả: {DUE}",
        "STT Thời điểm Bên giao (người thực hiện), nội dung Bên nhận Hạn Kết quả",
        "(Cán bộ T) Tiếp nhận",
        "Sở T (Chuyên viên T) Hoàn thành bước: Appraise",
        "Sở T (Lãnh đạo T)",
        "Sở T (Văn thư T)",
        "Trước hạn",
        "Các bước tiếp theo theo quy trình nội bộ:",
        "STT Đơn vị thực hiện Nội dung công việc Thời gian (giờ làm việc) Hạn",
        "Return (đang thực hiện)",
    ),
    "register": (
        "TRUNG TÂM T",
        "Năm 2026",
        "Khóa sổ lúc 09 giờ 00 phút, ngày 04/01/2027",
        "STT Mã hồ sơ Tên thủ tục hành chính Số bộ Tên cá nhân, tổ chức",
        "Procedure 9.900003",
        "Sở T",
        "09/03/2026 16/03/2026 09/03/2026",
        "Trực tiếp",
        "Trước hạn",
        "Chuyển sổ năm 2027",
        "Số thứ tự trên trang: 1 – 3",
        "Cộng dồn đến hết trang: 3 hồ sơ, 3 bộ",
        "ghi từ số thứ tự 1 đến số thứ tự 3, không bỏ trống số nào",
        "Hồ sơ tiếp nhận trong năm 3",
        "Đã trả kết quả 1",
        "Chuyển sổ năm 2027 theo dõi tiếp 2",
        "H99.01-260309-0003 09/03/2026 Số đã cấp",
        "NGƯỜI KHÓA SỔ",
        "Văn thư TT",
    ),
}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFormFields(FormsOfLaw):
    def check_all(self, rules):
        for form, (number, title) in FORMS[rules].items():
            with self.subTest(form=form):
                text = self.words(self.pdf_of(form, rules))
                self.assert_says(text, f"Mẫu số {number}", title, *FIELDS[form])

    @pytest.mark.article("Circular 03/2025/TT-VPCP", "Annex I")
    def test_every_field_of_each_form_is_on_it(self):
        self.check_all("2025")

    @pytest.mark.article("Circular 01/2018/TT-VPCP", "number to confirm")
    def test_what_was_received_under_the_former_rules_has_their_forms(self):
        self.check_all("2018")

    def test_the_circular_is_named_where_its_text_was_read(self):
        for rules, named in (("2025", True), ("2018", False)):
            text = self.words(self.pdf_of("receipt", rules))
            self.assertEqual("– Thông tư 03/2025/TT-VPCP" in text, named)
            self.assertNotIn("01/2018", text)

    def test_a_form_that_the_rules_do_not_have_is_refused_in_a_sentence(self):
        with self.assertRaisesRegex(UserError, "has no such form to print"):
            self.pdf_of("stop", "2018")

    @pytest.mark.article("Decree 61/2018", "17.3")
    def test_the_code_on_each_form_is_read_back(self):
        for form in set(FORMS["2025"]) - {"register"}:
            with self.subTest(form=form):
                picture = self.pictures(self.pdf_of(form), 4)[0]
                codes = {found.text for found in zxingcpp.read_barcodes(picture)}
                self.assertIn(f"{ADDRESS}/check/{TOKEN}", codes)

    @pytest.mark.article("Circular 03/2025/TT-VPCP", "Annex I")
    def test_forms_are_a5_and_the_register_a4(self):
        for form in FORMS["2025"]:
            with self.subTest(form=form):
                reader = PdfReader(io.BytesIO(self.pdf_of(form)))
                sizes = {
                    tuple(
                        round(float(side) / 72 * 25.4)
                        for side in (page.mediabox.width, page.mediabox.height)
                    )
                    for page in reader.pages
                }
                self.assertEqual(
                    sizes, {(297, 210) if form == "register" else (148, 210)}
                )

    def test_each_form_is_for_keeping(self):
        for form in FORMS["2025"]:
            with self.subTest(form=form):
                self.assertEqual(findings(self.pdf_of(form)), [])

    def test_what_people_typed_is_text_on_every_form(self):
        self.typed = ATTACK
        for form in FORMS["2025"]:
            with self.subTest(form=form):
                text = self.words(self.pdf_of(form))
                self.assertIn(ATTACK.replace(" ", ""), text.replace(" ", ""))
                self.assertNotIn("root:", text)
