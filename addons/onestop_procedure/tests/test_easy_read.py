"""Easy-read sheets and large print, for whoever reads little or sees little."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .test_printed_notice import ATTACK, PrintCase

LEGAL_WORDS = ("Trình tự thực hiện", "Căn cứ pháp lý", "Công bố theo")


def letter_sizes(page):
    """The sizes in pt of all letters of a page, rounded."""
    sizes = set()

    def visit(text, matrix, text_matrix, font, size):
        if text.strip():
            # Pages are drawn in pt, the page's own scale turned upside down.
            sizes.add(round(abs(size * matrix[3] * text_matrix[3]), 1))

    page.extract_text(visitor_text=visit)
    return sizes


@tagged("post_install", "-at_install")
@freeze_time("2026-03-09 03:00:00")
class TestEasyRead(PrintCase):
    def test_it_says_what_to_bring_how_long_how_much_and_where(self):
        version = self.make_published(
            receiving_address="Số 1 đường T",
            component_ids=[
                Command.create({"name": "Đơn T", "originals": 1, "copies": 2}),
                Command.create(
                    {"name": "Thẻ T", "only_shown": True, "required": False}
                ),
            ],
            fee_ids=[
                Command.create({"name": "Lệ phí T", "amount": 8000, "unit": "bản"})
            ],
        )
        text = self.text("procedure_easy_read", version)
        self.assert_says(
            text,
            "Cấp giấy phép thử nghiệm",
            "Mang theo giấy tờ gì?",
            "Đơn T 1 bản chính và 2 bản sao.",
            "Thẻ T Chỉ cho xem rồi cầm về. Nếu có thì mang.",
            "Chờ bao lâu?",
            "2 ngày làm việc.",
            "Hết bao nhiêu tiền?",
            "8.000 đ mỗi bản.",
            "Nộp ở đâu?",
            "Số 1 đường T",
            "Cần hỏi thêm?",
            "Gọi số 0299 100.",
        )
        for words in LEGAL_WORDS:
            self.assertNotIn(words, text)

    def test_what_differs_by_channel_is_said_for_each(self):
        version = self.make_published(
            channel_ids=[
                Command.create(
                    {
                        "channel": channel,
                        "term_value": days,
                        "term_unit": "working_days",
                    }
                )
                for channel, days in (("in_person", 5), ("post", 5), ("online", 3))
            ]
        )
        lines = self.env["report.onestop_procedure.procedure_easy_read"]
        (sheet,) = lines.with_user(self.users["director"])._get_report_values(
            version.ids
        )["sheets"]
        words = dict(
            version.channel_ids._fields["channel"]._description_selection(
                version._in_catalogue_language().env
            )
        )
        self.assertEqual(
            sheet["wait"],
            [
                f"{words['in_person']}; {words['post']}: 5 ngày làm việc.",
                f"{words['online']}: 3 ngày làm việc.",
            ],
        )

    def test_what_is_free_costs_no_money(self):
        text = self.text("procedure_easy_read", self.make_published())
        self.assertIn("Không mất tiền.", text)

    def test_large_print_is_large_everywhere_and_says_the_same(self):
        version = self.make_published(conditions="Có giấy phép T.")
        reader = self.print("procedure_large_print", version)
        for page in reader.pages:
            self.assertGreaterEqual(min(letter_sizes(page) - {0.0}), 18)
        text = " ".join(" ".join(p.extract_text() for p in reader.pages).split())
        self.assert_says(text, "Mã thủ tục: 9.900001", "2 ngày làm việc")
        self.assertIn("Có giấy phép T.", text)

    def test_both_are_printed_of_a_procedure_too_and_drafts_are_marked(self):
        draft = self.make_draft()
        for name in ("easy_read_of_procedure", "large_print_of_procedure"):
            self.assertIn("DỰ THẢO", self.text(name, draft.procedure_id))

    def test_what_people_typed_stays_text(self):
        version = self.make_published(
            name=ATTACK,
            receiving_address=ATTACK,
            component_ids=[Command.create({"name": ATTACK, "originals": 1})],
            fee_ids=[Command.create({"name": ATTACK, "amount": 1, "unit": ATTACK})],
        )
        report = self.env["ir.actions.report"].with_user(self.users["director"])
        for name in ("procedure_easy_read", "procedure_large_print"):
            html, _kind = report._render_qweb_html(
                f"onestop_procedure.{name}", version.ids
            )
            self.assertNotIn(b"<script", html)
            self.assertNotIn(b"<img", html)
