import base64
import io

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import MONDAY
from .common_forms import FormsOfLaw
from .test_forms import ATTACK

TUESDAY = "2026-03-10 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestFormLayout(FormsOfLaw):
    def layout(self, user=None, **values):
        layouts = self.env["onestop.form.layout"].with_user(user or self.keeper)
        return layouts.create(
            {"form": "receipt", "department_id": self.centre.id, **values}
        )

    def in_force(self, **values):
        layout = self.layout(**values)
        layout.action_apply()
        return layout

    def receipt(self, dossier=None):
        return self.text("receipt", dossier or self.to_processing(**self.person()))

    def test_texts_of_a_place_are_on_its_forms_and_filled_in(self):
        self.in_force(
            above="Văn phòng UBND tỉnh T",
            below="{{address}}\nĐT: {{telephone}}",
            opening="Đã nhận đủ giấy tờ.",
            closing="Tra cứu hồ sơ {{code}} tại nhà.",
            signer="Công chức một cửa",
        )
        text = self.receipt()
        self.assert_says(
            text,
            "VĂN PHÒNG UBND TỈNH T TRUNG TÂM T Số 1 đường T ĐT: 02993822000",
            "Đã nhận đủ giấy tờ.",
            "Tra cứu hồ sơ H99.01-260309-0001 tại nhà.",
            "Công chức một cửa",
        )
        self.assertNotIn("NGƯỜI TIẾP NHẬN HỒ SƠ", text)
        self.assertNotIn("ỦY BAN NHÂN DÂN TỈNH T", text)

    def test_what_the_law_wants_moves_and_does_not_go(self):
        layout = self.layout()
        fees = layout.block_ids.filtered(lambda one: one.block == "fees")
        fees.sequence = 1
        layout.action_apply()
        text = self.receipt()
        places = [
            text.index(words)
            for words in ("Tổng cộng phải nộp", "Số lượng hồ sơ", "Thời gian trả")
        ]
        self.assertEqual(places, sorted(places))

    def test_blocks_that_somebody_takes_away_are_printed_all_the_same(self):
        layout = self.layout()
        layout.block_ids.unlink()
        layout.action_apply()
        self.assert_says(self.receipt(), "Thời gian trả kết quả", "Tổng cộng phải nộp")

    def test_margins_are_those_of_the_layout(self):
        def left(reader):
            edges = []
            reader.pages[0].extract_text(
                visitor_text=lambda text, cm, tm, font, size: (
                    text.strip() and edges.append(tm[4])
                )
            )
            return min(edges)

        dossier = self.to_processing()
        before = left(self.print("receipt", dossier))
        self.in_force(margin_left=20)
        after = left(self.print("receipt", self.to_processing()))
        # Ten millimetres more, in the dots of CSS.
        self.assertAlmostEqual(after - before, 10 / 25.4 * 96, delta=1)

    def test_a_form_that_was_issued_before_is_printed_again_as_it_was(self):
        dossier = self.to_processing()
        with freeze_time(TUESDAY):
            self.in_force(closing="Ghi chú T")
            self.assertNotIn("Ghi chú T", self.receipt(dossier))
            self.assertIn("Ghi chú T", self.receipt(self.to_processing()))

    def test_the_way_back_is_one_button_and_leaves_what_was(self):
        layout = self.in_force(closing="Ghi chú T")
        before = self.to_processing()
        with freeze_time(TUESDAY):
            layout.action_default()
            self.assertNotIn("Ghi chú T", self.receipt(self.to_processing()))
            self.assertIn("Ghi chú T", self.receipt(before))

    def test_a_draft_changes_no_form(self):
        self.layout(closing="Ghi chú T")
        self.assertNotIn("Ghi chú T", self.receipt())

    def test_what_was_put_into_force_stays(self):
        layout = self.in_force(closing="Ghi chú T")
        for attempt in (
            lambda: layout.write({"closing": "Khác"}),
            lambda: layout.block_ids[0].write({"sequence": 1}),
            lambda: layout.write({"block_ids": [(5, 0, 0)]}),
            lambda: layout.unlink(),
            lambda: layout.action_apply(),
        ):
            with self.assertRaises(UserError):
                attempt()
        draft = self.env["onestop.form.layout"].browse(layout.action_adjust()["res_id"])
        self.assertEqual((draft.state, draft.closing), ("draft", "Ghi chú T"))

    def test_a_text_is_text_whatever_is_in_it(self):
        for text in (ATTACK, "<t t-out='7*7'/>", "${7*7}", "<script>x</script>"):
            with freeze_time(TUESDAY):
                self.in_force(opening=text, above=text[:40])
                page = self.receipt(self.to_processing())
            self.assertIn(text.replace(" ", ""), page.replace(" ", ""))
            self.assertNotIn("root:", page)

    def test_a_name_that_no_form_knows_is_refused_with_those_that_it_knows(self):
        for text in ("{{dossier.env}}", "{{7*7}}", "{{owner_name}}", "{{code"):
            with self.assertRaisesRegex(ValidationError, "department, address"):
                self.layout(closing=text)

    def test_what_does_not_fit_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "too long"):
            self.layout(below="a\n" * 9)
        for margin in (-3, 0, 4, 21):
            with self.assertRaisesRegex(ValidationError, "between 5 and 20"):
                self.layout(margin_left=margin)

    def test_the_preview_is_the_latest_form_by_the_draft_and_says_so(self):
        director = self.users["director"]
        dossier = self.to_processing(**self.person())
        tokens = self.env["onestop.check.token"].search_count([("id", ">", 0)])
        layout = self.layout(user=director, closing="Ghi chú T")
        layout.action_preview()
        content = base64.b64decode(layout.preview)
        text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        text = " ".join(text.split())
        self.assert_says(text, "Bản xem thử", "Ghi chú T", dossier.code)
        self.assertEqual(
            self.env["onestop.check.token"].search_count([("id", ">", 0)]), tokens
        )

    def test_without_a_dossier_the_preview_says_what_is_missing(self):
        layout = self.layout(user=self.users["director"], form="stop")
        with self.assertRaisesRegex(UserError, "No dossier of this place"):
            layout.action_preview()

    def test_only_whoever_keeps_the_papers_of_a_place_adjusts_its_forms(self):
        layout = self.layout()
        other = self.make_user("test_other_clerk", ("clerk", self.department))
        for user in (other, self.users["counter_officer"], self.plain, self.portal):
            as_user = layout.with_user(user)
            for attempt in (
                lambda user=user: self.layout(user=user),
                lambda one=as_user: one.write({"closing": "x"}),
                lambda one=as_user: one.action_apply(),
                lambda one=as_user: one.action_default(),
                lambda one=as_user: one.read(["preview"]),
                lambda one=as_user: one.unlink(),
            ):
                with self.assertRaises(AccessError):
                    attempt()
        theirs = self.layout(user=other, department_id=self.department.id)
        with self.assertRaises(AccessError):
            theirs.write({"department_id": self.centre.id})

    def test_nobody_puts_one_into_force_but_by_the_button(self):
        layouts = self.env["onestop.form.layout"].with_user(self.keeper)
        for values in ({"state": "applied"}, {"applied_at": MONDAY}):
            with self.assertRaises(AccessError):
                self.layout(**values)
            with self.assertRaises(AccessError):
                self.layout().write(values)
        made = layouts.with_context(default_state="applied").create(
            {"form": "receipt", "department_id": self.centre.id}
        )
        self.assertEqual(made.state, "draft")
