"""A booklet of notices: printed by a job, with contents that lead to the right page."""

import base64
import io
from unittest.mock import patch

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_printed_notice import PrintCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-09 03:00:00")
class TestBooklet(PrintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_field = cls.manager["onestop.field"].create({"name": "Field U"})
        long = "\n".join(f"Bước {number}." for number in range(60))
        cls.first = cls.make_published(name="Việc A", steps_text=long)
        cls.second = cls.make_published(
            cls.make_procedure("9.900002"), name="Việc B", field_id=cls.other_field.id
        )
        cls.third = cls.make_published(
            cls.make_procedure("9.900003"), name="Việc C", steps_text=long
        )

    def make_booklet(self, **vals):
        fields = self.field_of_law | self.other_field
        return self.manager["onestop.booklet"].create(
            {"name": "Bộ thủ tục T", "field_ids": fields.ids, **vals}
        )

    def run_job(self, slices=100):
        """Run the job until its time is over after some slices.

        :return: how many slices it says are left, by which Odoo runs it again at once
        """
        left, told = iter([True] * slices + [False] * 100), [0]

        def commit(cron, processed=0, *, remaining=None):
            told[0] = told[0] - processed if remaining is None else remaining
            return next(left) if processed else True

        with patch.object(self.env.registry["ir.cron"], "_commit_progress", commit):
            self.env["onestop.booklet"]._cron_print()
        return told[0]

    def test_it_has_a_cover_contents_and_the_notices_by_field(self):
        booklet = self.make_booklet()
        booklet.action_print()
        self.assertEqual((booklet.state, booklet.total), ("waiting", 3))
        self.run_job()
        self.assertEqual((booklet.state, booklet.progress), ("done", 100))
        reader = PdfReader(io.BytesIO(base64.b64decode(booklet.file)))
        pages = [" ".join(page.extract_text().split()) for page in reader.pages]
        self.assertEqual(len(pages), booklet.pages)
        self.assert_says(
            pages[0], "BỘ THỦ TỤC T", "3 thủ tục hành chính", "ngày 09/03/2026"
        )
        # Two pages each, but the second one, which is short.
        starts = {
            row["name"]: row["page"] for _f, rows in booklet._contents() for row in rows
        }
        self.assertEqual(starts["Việc A"], 1)
        front = next(
            number
            for number, text in enumerate(pages)
            if "Việc A" in text and number > 1
        )
        for name, page in starts.items():
            text = pages[front + page - 1]
            self.assertIn(name, text)
            self.assertIn(f" {page} ", f" {text} ")
            self.assertIn(f"{name} {page}", pages[1])
        outline = [
            entry.title for entry in reader.outline if not isinstance(entry, list)
        ]
        self.assertEqual(outline, ["Field T", "Field U"])

    def test_a_job_that_is_cut_off_goes_on_where_it_was(self):
        booklet = self.make_booklet()
        booklet.action_print()
        self.run_job(slices=0)
        self.assertEqual(booklet.state, "waiting")
        self.assertEqual(booklet.done, 2)
        self.assertEqual(round(booklet.progress), 67)
        self.run_job()
        self.assertEqual(booklet.state, "done")
        self.assertFalse(booklet.part_ids.filtered("pdf"))

    def test_a_job_whose_time_ends_with_the_last_notice_has_the_binding_left(self):
        booklet = self.make_booklet()
        booklet.action_print()
        self.assertEqual(self.run_job(slices=1), 1)
        self.assertEqual((booklet.state, booklet.done), ("waiting", 3))
        self.assertEqual(self.run_job(), 0)
        self.assertEqual(booklet.state, "done")

    def test_drafts_are_in_no_booklet(self):
        self.make_draft(self.make_procedure("9.900004"), name="Bản nháp T")
        booklet = self.make_booklet()
        booklet.action_print()
        self.assertEqual(booklet.total, 3)

    def test_of_chosen_procedures_only_those_are_printed(self):
        booklets = self.manager["onestop.booklet"]
        action = booklets.make_for(self.second.procedure_id.ids)
        booklet = self.manager["onestop.booklet"].browse(action["res_id"])
        booklet.action_print()
        self.run_job()
        self.assertEqual(booklet._contents()[0][1][0]["name"], "Việc B")
        self.assertEqual(booklet.total, 1)

    def test_where_nothing_is_in_force_there_is_none(self):
        empty = self.manager["onestop.field"].create({"name": "Empty"})
        with self.assertRaisesRegex(UserError, "in force"):
            self.make_booklet(field_ids=empty.ids).action_print()

    def test_what_was_asked_for_is_not_changed_while_it_is_printed(self):
        booklet = self.make_booklet()
        booklet.action_print()
        with self.assertRaises(UserError):
            booklet.name = "Other"

    def test_the_staff_read_it_and_only_the_catalogue_manager_asks_for_one(self):
        booklet = self.make_booklet()
        theirs = self.as_role("counter_officer", booklet)
        self.assertEqual(theirs.name, "Bộ thủ tục T")
        with self.assertRaises(AccessError):
            theirs.action_print()
        with self.assertRaises(AccessError):
            self.as_role("director", self.env["onestop.booklet"]).create({"name": "X"})
