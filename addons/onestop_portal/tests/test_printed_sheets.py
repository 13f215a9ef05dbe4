"""Sheets of a procedure for everybody: printed once, and only of what is in force."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..controllers import printed
from ..models import onestop_printed_sheet
from .common import PortalCase

KINDS = ("notice", "easy_read", "large_print")
EVIL = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestPrintedSheets(PortalCase):
    def setUp(self):
        super().setUp()
        self.printed = []
        fake = patch.object(onestop_printed_sheet, "to_pdf", self.to_pdf)
        fake.start()
        self.addCleanup(fake.stop)

    def to_pdf(self, html):
        self.printed.append(html.decode())
        return b"%%PDF-1.7 sheet %d" % len(self.printed)

    def sheet(self, kind="notice", version=None, **headers):
        code = (version or self.version).code
        self.env.flush_all()
        url = f"{self.base_url()}/procedures/{code}/{kind}.pdf"
        answer = self.opener.get(url, headers=headers, timeout=60)
        self.env.invalidate_all()
        return answer

    def test_everybody_gets_each_sheet(self):
        for number, kind in enumerate(KINDS, 1):
            answer = self.sheet(kind)
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(answer.content, b"%%PDF-1.7 sheet %d" % number)
            self.assertEqual(answer.headers["Content-Type"], "application/pdf")
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            self.assertIn(self.version.name, self.printed[-1])
        links = self.page(f"/procedures/{self.version.code}").xpath(
            "//a[@type='application/pdf']/@href"
        )
        self.assertEqual(
            sorted(links),
            sorted(f"/procedures/{self.version.code}/{kind}.pdf" for kind in KINDS),
        )

    def test_it_is_printed_once_for_all(self):
        first = self.sheet()
        self.assertEqual(self.sheet().content, first.content)
        self.assertEqual(len(self.printed), 1)
        unchanged = self.sheet(**{"If-None-Match": first.headers["ETag"]})
        self.assertEqual(unchanged.status_code, 304)

    def test_what_says_something_else_is_printed_anew_and_the_old_one_goes(self):
        first = self.sheet()
        self.department.with_context(lang="vi_VN").name = "Sở mới"
        self.assertNotEqual(self.sheet().content, first.content)
        self.assertIn("Sở mới", self.printed[-1])
        sheets = self.env["onestop.printed.sheet"].search(
            [("version_id", "=", self.version.id)]
        )
        self.assertEqual(len(sheets), 1)

    def test_there_is_none_of_what_is_not_in_force(self):
        draft = self.env["onestop.procedure"].create({"code": "9.900050"})
        self.env["onestop.procedure.version"].create(
            {"procedure_id": draft.id, "name": "Secret"}
        )
        for path in (
            "/procedures/9.900050/notice.pdf",
            "/procedures/9.900050/easy-read",
            f"/procedures/{self.version.code}/secret.pdf",
            "/procedures/..%2f..%2fetc/notice.pdf",
        ):
            self.assertEqual(self.get(path).status_code, 404, path)
        self.assertFalse(self.printed)

    def test_who_has_too_many_printed_waits_and_still_gets_what_is_there(self):
        self.sheet("notice")
        with patch.object(printed, "MOST_PRINTED", 1):
            answer = self.sheet("large_print")
            self.assertEqual(answer.status_code, 429)
            self.assertEqual(self.sheet("notice").status_code, 200)
        self.assertEqual(len(self.printed), 1)
        self.assertEqual(self.sheet("large_print").status_code, 200)

    def test_easy_words_are_a_page_of_their_own(self):
        page = self.page(f"/procedures/{self.version.code}/easy-read")
        [easy] = page.xpath("//article[@lang='vi']")
        self.assertIn("Mang theo giấy tờ gì?", easy.text_content())
        self.assertIn("5 ngày làm việc", easy.text_content())
        self.assertEqual(len(page.xpath("//h1")), 1)
        self.assertFalse(self.printed)

    def test_html_and_scripts_in_any_text_are_text(self):
        version = self.make_version(
            "9.900051",
            name=EVIL,
            receiving_address=EVIL,
            component_ids=[(0, 0, {"name": EVIL, "originals": 1})],
        )
        page = self.page(f"/procedures/{version.code}/easy-read")
        self.assertFalse(page.xpath("//article//script"))
        self.assertIn(EVIL, page.text_content())
        self.sheet("easy_read", version)
        self.assertNotIn(EVIL, self.printed[-1])

    def test_nobody_reads_the_table_itself(self):
        public = self.env.ref("base.public_user")
        sheets = self.env["onestop.printed.sheet"]
        for user in (*self.users.values(), self.portal, public):
            with self.assertRaises(AccessError):
                sheets.with_user(user).search([])
