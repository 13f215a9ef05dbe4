import io

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MONDAY
from .test_notices import NoticeCase

ATTACK = "<script>x</script><img src='file:///etc/passwd'>"
OWNER = {"name": "Owner T", "address": "No. 7", "commune": "Ward T"}


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestLetterPrint(NoticeCase):
    """The letters that the post brings, and the list that goes with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal.partner_id.email = False
        cls.centre.write(
            {"name": "Trung tâm T", "phone": "02993822000", "commune": "Phường T"}
        )
        cls.officer = cls.users["counter_officer"]

    def letter_of(self, role, code, reason, owner=OWNER, **values):
        """The letter that is to be posted of an action."""
        dossier = self.file(owner=owner, notice_channels=["post"])
        if code not in ("reject", "request_supplement"):
            self.act("counter_officer", dossier, "accept")
        self.act(role, dossier, code, reason, **values)
        notices = self.notices(dossier, channel="post")
        return notices[-1]

    def print(self, report, records, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.officer)
        name = f"onestop_dossier.{report}"
        return PdfReader(io.BytesIO(reports._render_qweb_pdf(name, records.ids)[0]))

    def text(self, *args):
        pages = self.print(*args).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())

    def assert_says(self, text, *parts):
        for part in parts:
            self.assertIn(part, text)

    def telling(self, letters, user=None):
        user = user or self.officer
        opened = letters.with_user(user).action_open_telling()
        form = self.env["onestop.notice.telling"].browse(opened["res_id"])
        return form.with_user(user)

    def test_a_letter_is_an_agencys_notice_on_a4(self):
        letter = self.letter_of("counter_officer", "reject", "Không thuộc thẩm quyền.")
        page = self.print("form_letter", letter).pages[0]
        self.assertEqual(round(float(page.mediabox.width) / 72 * 25.4), 210)
        self.assert_says(
            self.text("form_letter", letter),
            "TRUNG TÂM T",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Phường T, ngày 09 tháng 03 năm 2026",
            "THÔNG BÁO Về việc không tiếp nhận hồ sơ",
            "Kính gửi: Owner T",
            "Địa chỉ: No. 7, Ward T",
            f"mã {letter.dossier_id.tracking_number}",
            "Không thuộc thẩm quyền.",
            "Trung tâm T, số điện thoại 02993822000",
            "Nơi nhận:",
            "THỦ TRƯỞNG CƠ QUAN",
        )

    def test_each_matter_says_what_the_person_has_to_know(self):
        for role, code, reason, values, parts in (
            (
                *("counter_officer", "request_supplement", "Ký đơn."),
                {},
                # The 30th working day after Monday, 9 March.
                ("bổ sung, hoàn thiện", "Ký đơn.", "17 giờ 00 phút, ngày 20/04/2026"),
            ),
            (
                *("department_head", "apologise", "Phải đo lại."),
                {"until": "2026-03-20 10:00:00"},
                ("xin lỗi", "Phải đo lại.", "17 giờ 00 phút, ngày 20/03/2026"),
            ),
            (
                *("department_officer", "suspend", "Thông báo thuế."),
                {},
                ("nghĩa vụ tài chính", "Thông báo thuế."),
            ),
        ):
            letter = self.letter_of(role, code, reason, **values)
            self.assert_says(self.text("form_letter", letter), *parts)

    def test_it_goes_where_the_person_said_later(self):
        letter = self.letter_of("counter_officer", "reject", "Không.")
        letter.with_user(self.officer).send_to({"address": "Số 9, Phường U"})
        again = self.notices(letter.dossier_id, channel="post")[-1]
        self.assertNotEqual(again, letter)
        self.assert_says(self.text("form_letter", again), "Địa chỉ: Số 9, Phường U")

    def test_the_list_names_whom_where_and_of_what_under_its_number(self):
        letters = self.letter_of("counter_officer", "reject", "Không.")
        letters |= self.letter_of(
            *("counter_officer", "reject", "Không."),
            owner={"name": "Bà Hai", "address": "Ấp Một"},
        )
        form = self.telling(letters)
        self.assertEqual(form.number, f"BK-260309-{form.id}")
        text = self.text("letter_list", form)
        self.assert_says(
            text,
            "DANH SÁCH THƯ GỬI BƯU ĐIỆN",
            f"Số: {form.number}",
            "Tổng số: 2 thư",
            *("Owner T", "No. 7, Ward T", "Bà Hai", "Ấp Một"),
            *letters.dossier_id.mapped("display_name"),
            "BƯU ĐIỆN NHẬN",
        )
        self.assertEqual(len(self.print("form_letter", letters).pages), 2)
        form.action_confirm()
        self.assertEqual(set(letters.mapped("posting_number")), {form.number})
        self.assertEqual(letters.mapped("state"), ["sent", "sent"])

    def test_what_people_typed_is_text(self):
        letter = self.letter_of(
            *("counter_officer", "reject", ATTACK),
            owner={"name": ATTACK, "address": ATTACK},
        )
        for text in (
            self.text("form_letter", letter),
            self.text("letter_list", self.telling(letter)),
        ):
            self.assertIn("<script>", text)
            self.assertNotIn("root:", text)

    def test_what_does_not_go_by_post_is_no_letter(self):
        letter = self.letter_of("counter_officer", "reject", "Không.")
        portal = self.notices(letter.dossier_id, channel="portal")[-1]
        with self.assertRaises(UserError):
            self.print("form_letter", portal)

    def test_a_stranger_prints_nothing_of_it(self):
        letter = self.letter_of("counter_officer", "reject", "Không.")
        stranger = self.make_user("test_stranger", ("counter_officer", self.other))
        for user in (stranger, self.users["it_technician"], self.plain, self.portal):
            with self.assertRaises(AccessError):
                self.print("form_letter", letter, user)
        form = self.telling(letter)
        for user in (stranger, self.users["supervisor"], self.portal):
            with self.assertRaises(AccessError):
                self.print("letter_list", form, user)
        # Nor by a form of their own that names it.
        with self.assertRaises(AccessError):
            form.with_user(stranger).create({"notice_ids": letter.ids})
