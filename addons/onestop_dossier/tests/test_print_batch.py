import base64
import io
from unittest.mock import patch

from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models import onestop_print_batch
from .common import MONDAY
from .test_forms import FormCase


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestPrintBatch(FormCase):
    def ask(self, dossiers, form="receipt", user=None):
        batches = self.env["onestop.print.batch"].with_user(
            user or self.users["counter_officer"]
        )
        found = batches.print_forms(dossiers.ids, form)
        return batches.browse(found["res_id"])

    def run_job(self):
        self.run_cron("_cron_print", "onestop.print.batch")

    def pages(self, batch):
        reader = PdfReader(io.BytesIO(base64.b64decode(batch.file)))
        return [" ".join(page.extract_text().split()) for page in reader.pages]

    def test_a_job_makes_one_file_of_the_forms_in_the_order_chosen(self):
        first, second = self.to_processing(), self.to_processing()
        batch = self.ask(second + first)
        self.assertEqual((batch.state, batch.printed), ("waiting", 0))
        with patch.object(
            type(self.env["res.users"]), "_bus_send", autospec=True
        ) as told:
            self.run_job()
        self.assertEqual((batch.state, batch.printed, batch.progress), ("done", 2, 100))
        pages = self.pages(batch)
        for page, dossier in zip(pages, (second, first), strict=True):
            self.assert_says(page, dossier.code, "Trang 1/1", "Mẫu số 01")
        (call,) = told.call_args_list
        self.assertEqual(call.args[0], self.users["counter_officer"])
        self.assertIn("2", call.args[2]["message"])

    def test_control_slips_are_printed_so_too(self):
        batch = self.ask(self.to_processing(), "control_slip")
        self.run_job()
        self.assertIn("Mẫu số 06", self.pages(batch)[0])

    def test_what_has_no_such_form_is_named_and_the_others_are_printed(self):
        good, filed = self.to_processing(), self.file()
        self.users["counter_officer"].lang = "en_US"
        batch = self.ask(good + filed)
        self.run_job()
        self.assertEqual((batch.state, batch.printed), ("done", 1))
        self.assertEqual(
            batch.left_out,
            f"{filed.tracking_number}: The dossier {filed.tracking_number} has no such "
            "form to print.",
        )
        self.assertEqual(len(self.pages(batch)), 1)

    def test_where_none_has_the_form_there_is_no_file(self):
        batch = self.ask(self.file())
        self.run_job()
        self.assertEqual((batch.state, batch.file), ("done", False))
        self.assertTrue(batch.left_out)

    def test_whoever_may_not_read_a_dossier_gets_none_of_it(self):
        dossier = self.to_processing()
        for user in (self.plain, self.users["administrator"], self.portal):
            with self.assertRaises(AccessError):
                self.ask(dossier, user=user)

    def test_the_right_is_asked_again_when_it_is_printed(self):
        dossier = self.to_processing()
        officer = self.users["counter_officer"]
        batch = self.ask(dossier)
        # The officer sits at another counter by now.
        self.counter.user_ids = [(3, officer.id)]
        self.run_job()
        self.assertFalse(batch.file)
        self.assertTrue(batch.left_out)

    def test_a_second_click_opens_the_first(self):
        dossiers = self.to_processing() + self.to_processing()
        batch = self.ask(dossiers)
        self.assertEqual(self.ask(dossiers), batch)
        self.assertNotEqual(self.ask(dossiers[0]), batch)
        self.run_job()
        self.assertNotEqual(self.ask(dossiers), batch)

    def test_a_batch_is_its_owner_s_alone(self):
        batch = self.ask(self.to_processing())
        colleague = self.make_user("test_colleague", ("counter_officer", self.centre))
        for user in (colleague, self.users["director"]):
            with self.assertRaises(AccessError):
                batch.with_user(user).read(["file"])

    def test_nobody_makes_or_writes_one_by_hand(self):
        batch = self.ask(self.to_processing())
        other = self.to_processing()
        items = [(0, 0, {"dossier_id": other.id})]
        for attempt in (
            lambda: batch.write({"state": "done"}),
            lambda: batch.write({"item_ids": items}),
            lambda: batch.create({"form": "receipt", "item_ids": items}),
            lambda: batch.copy(),
            lambda: batch.sudo(False).item_ids.read(["pdf"]),
        ):
            with self.assertRaises(AccessError):
                attempt()
        self.assertFalse(batch.load(["form"], [["receipt"]])["ids"])

    def test_too_many_none_and_another_form_are_refused(self):
        dossiers = self.to_processing() + self.to_processing()
        with patch.object(onestop_print_batch, "MOST", 1):
            with self.assertRaisesRegex(UserError, "at most 1"):
                self.ask(dossiers)
        with self.assertRaises(UserError):
            self.ask(dossiers[:0])
        with self.assertRaisesRegex(UserError, "no such form"):
            self.ask(dossiers, "label")

    def test_a_job_that_was_cut_off_goes_on_where_it_was(self):
        batch = self.ask(self.to_processing() + self.to_processing())
        printed = []
        item = type(self.env["onestop.print.item"])
        real = item._print

        def once(record):
            printed.append(record.id)
            return real(record)

        progress = type(self.env["ir.cron"])._commit_progress
        left = iter([True, False])

        def ends(record, *args, **kwargs):
            progress(record, *args, **kwargs)
            return next(left, True)

        with patch.object(item, "_print", once):
            with patch.object(type(self.env["ir.cron"]), "_commit_progress", ends):
                self.run_job()
            self.assertEqual((batch.state, len(printed)), ("waiting", 1))
            self.run_job()
        self.assertEqual((batch.state, len(printed)), ("done", 2))
        self.assertEqual(len(set(printed)), 2)

    def test_what_nobody_fetched_goes(self):
        batch = self.ask(self.to_processing())
        self.run_job()
        self.env.flush_all()
        batches = self.env["onestop.print.batch"]
        for moment, left in (("2026-03-12 01:00:00", 1), ("2026-03-12 03:00:00", 0)):
            with freeze_time(moment):
                batches._gc_old()
            self.assertEqual(len(batch.exists()), left)
