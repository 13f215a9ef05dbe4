"""Imports of many files go on in the background, and go on where they were cut off."""

import base64
import io
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine import import_batches
from ..models import onestop_import_run
from .test_import_table import TableCase
from .test_import_wizard import file_of, zip_of

CODES = [f"9.90005{number}" for number in range(5)]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 03:00:00")
class TestImportRun(TableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["catalogue_manager"].lang = "en_US"
        cls.startClassPatcher(patch.object(onestop_import_run, "BATCH", 2))
        for module in ("onestop_import_procedures", "onestop_import_table"):
            path = f"odoo.addons.onestop_procedure.wizards.{module}.AT_ONCE"
            cls.startClassPatcher(patch(path, 3))
        path = "odoo.addons.onestop_procedure.wizards.onestop_exchange_catalogue"
        cls.startClassPatcher(patch(f"{path}.AT_ONCE", 1))

    def run_job(self, slices=100):
        """Run the job until its time is over after some slices.

        :return: how much it says is left, by which Odoo runs it again at once
        """
        left, told = iter([True] * slices + [False] * 100), [0]

        def commit(cron, processed=0, *, remaining=None):
            told[0] = told[0] - processed if remaining is None else remaining
            return next(left) if processed else True

        with patch.object(self.env.registry["ir.cron"], "_commit_progress", commit):
            self.env["onestop.import.run"]._cron_import()
        # The order of lines follows from what became of them.
        self.env.invalidate_all()
        return told[0]

    def opened(self, action):
        self.assertEqual(action["res_model"], "onestop.import.run")
        return self.manager["onestop.import.run"].browse(action["res_id"])

    def national(self, *files):
        wizard = self.manager["onestop.import.procedures"].create({})
        wizard.file_ids = self.attachments(files)
        return self.opened(wizard.action_import())

    def attachments(self, files):
        return self.manager["ir.attachment"].create(
            [{"name": name, "raw": raw} for name, raw in files]
        )

    def made(self):
        procedures = self.manager["onestop.procedure"]
        return procedures.search([("code", "in", CODES)]).mapped("code")

    def test_many_files_are_imported_in_the_background(self):
        packed = zip_of(*[(f"{code}.json", file_of(code)) for code in CODES[1:]])
        run = self.national(
            (f"{CODES[0]}.json", file_of(CODES[0])),
            ("all.zip", packed),
            ("cut-off.json", b"{"),
        )
        self.assertEqual((run.state, run.total, run.done), ("waiting", 6, 0))
        self.assertFalse(self.made())
        self.assertEqual(self.run_job(), 0)
        self.assertEqual((run.state, run.progress), ("done", 100))
        self.assertEqual((run.new_count, run.refused_count), (5, 1))
        self.assertEqual(self.made(), CODES)
        # The refused one stands first, and says why.
        self.assertIn("cut-off.json: this is not JSON", run.line_ids[0].message)
        self.assertEqual(
            self.manager["onestop.procedure.version"].search_count(
                run.action_open_drafts()["domain"]
            ),
            5,
        )
        # Made by whoever asked for it, in no other's name.
        self.assertEqual(run.line_ids[1].version_id.create_uid, self.manager.user)

    def test_it_is_called_by_what_it_imports_and_when_it_began_in_legal_time(self):
        run = self.national(*[(f"{code}.json", file_of(code)) for code in CODES])
        self.env.cr.execute(
            "UPDATE onestop_import_run SET create_date = '2026-03-10 20:05:00'"
        )
        run.invalidate_recordset()
        self.assertEqual(
            run.display_name, "Files of the National Database – 11/03/2026 03:05"
        )

    def test_a_fault_in_one_import_does_not_stop_those_behind_it(self):
        first = self.national(*[(f"{code}.json", file_of(code)) for code in CODES[:4]])
        second = self.national(*[(f"{code}.json", file_of(code)) for code in CODES[1:]])
        take_over = import_batches.NationalBatches.take_over

        def fail(batches, lines):
            # A fault of ours, and later lines that nobody tells anything of.
            if batches._run.id != first.id:
                return take_over(batches, lines)
            if lines[0].place:
                return {}
            raise KeyError("a fault")

        with (
            patch.object(import_batches.NationalBatches, "take_over", fail),
            mute_logger("odoo.addons.onestop_procedure.models.onestop_import_run"),
        ):
            self.assertEqual(self.run_job(), 0)
        self.assertEqual((first.state, first.refused_count), ("done", 4))
        self.assertIn("met a fault", first.line_ids[0].message)
        self.assertEqual((second.state, second.new_count), ("done", 4))

    def test_a_file_of_a_record_is_not_taken_over_from_it(self):
        procedure = self.env["onestop.procedure"].create({"code": "9.900059"})
        file = self.env["ir.attachment"].create(
            {
                "name": "all.zip",
                "raw": zip_of(*[(f"{code}.json", file_of(code)) for code in CODES]),
                "res_model": procedure._name,
                "res_id": procedure.id,
            }
        )
        wizard = self.manager["onestop.import.procedures"].create({})
        wizard.file_ids = file
        with self.assertRaisesRegex(UserError, "all.zip belongs to a record here"):
            wizard.action_import()
        self.assertEqual((file.res_model, file.res_id), (procedure._name, procedure.id))

    def test_a_job_that_is_cut_off_goes_on_where_it_was(self):
        run = self.national(*[(f"{code}.json", file_of(code)) for code in CODES])
        self.assertEqual(self.run_job(slices=0), 4)
        self.assertEqual((run.state, run.done, run.progress), ("waiting", 2, 40))
        self.assertEqual(self.made(), CODES[:2])
        self.assertEqual(self.run_job(), 0)
        self.assertEqual(run.line_ids.mapped("state"), ["new"] * 5)
        self.assertEqual((run.state, run.new_count), ("done", 5))
        self.assertEqual(self.made(), CODES)

    def test_two_files_of_one_code_are_told_apart_across_batches(self):
        other = file_of(CODES[0]).replace(b"Th", b"Xy", 1)
        run = self.national(
            ("a.json", file_of(CODES[0])),
            *[(f"{code}.json", file_of(code)) for code in CODES[1:3]],
            ("b.json", other),
        )
        self.run_job()
        refused = run.line_ids.filtered(lambda line: line.state == "refused")
        self.assertEqual(refused.name, "b.json")
        self.assertIn("is also in a.json", refused.message)

    def test_a_long_table_is_imported_in_the_background(self):
        rows = [{"code": code, "name": f"Việc {code}", "sets": "1"} for code in CODES]
        rows[3]["sets"] = "ba"
        wizard = self.wizard(
            self.sheet("procedures", *rows, {"code": "x", "name": "Việc lạ"})
        )
        wizard.action_preview()
        self.assertEqual((wizard.new_count, wizard.refused_count), (4, 1))
        self.assertFalse(self.made())
        run = self.opened(wizard.action_import())
        self.run_job()
        self.assertEqual((run.state, run.new_count, run.refused_count), ("done", 4, 2))
        self.assertEqual(self.made(), CODES[:3] + CODES[4:])
        self.assertEqual(
            run.line_ids[1].message,
            "procedures.csv, row 5, “Số bộ hồ sơ”: “ba” is not a whole number up to "
            "9999. Correct it.",
        )

    def test_what_goes_with_a_paper_is_told_of_a_long_table_too(self):
        draft = self.make_draft(self.make_procedure(CODES[0]))
        draft.component_ids.reusable_from_ids = draft.procedure_id
        rows = [{"code": code, "name": f"Việc {code}"} for code in CODES]
        paper = {"code": CODES[0], "name": "Tên khác", "originals": "1"}
        wizard = self.wizard(
            self.sheet("procedures", *rows), self.sheet("components", paper)
        )
        run = self.opened(wizard.action_import())
        self.run_job()
        self.assertEqual((run.changed_count, run.refused_count), (1, 0))
        self.assertIn(
            "components.csv, row 2: no row is “Form T” any more",
            run.line_ids.filtered(lambda line: line.name == CODES[0]).message,
        )

    def test_a_whole_catalogue_is_imported_in_the_background(self):
        first, second = (self.make_procedure(code) for code in CODES[:2])
        self.make_draft(first).component_ids.reusable_from_ids = second
        self.make_draft(second).component_ids.reusable_from_ids = first
        buffer = io.BytesIO()
        self.manager["onestop.catalogue"]._export(buffer, first | second)
        (first | second).version_ids.unlink()
        (first | second).unlink()
        wizard = self.manager["onestop.exchange.catalogue"].create(
            {"file": base64.b64encode(buffer.getvalue()), "file_name": "all.zip"}
        )
        wizard.action_preview()
        self.assertEqual((wizard.state, wizard.new_count), ("preview", 2))
        run = self.opened(wizard.action_import())
        # The two procedures, and the groups that come after them.
        self.assertEqual(self.run_job(slices=0), 3)
        self.run_job()
        self.assertEqual((run.state, run.refused_count), ("done", 0))
        self.assertEqual(self.made(), CODES[:2])

    def test_who_may_not_import_any_more_imports_no_more(self):
        run = self.national(*[(f"{code}.json", file_of(code)) for code in CODES])
        self.run_job(slices=0)
        manager = self.env.ref("onestop_procedure.group_onestop_catalogue_manager")
        self.users["catalogue_manager"].group_ids -= manager
        self.assertEqual(self.run_job(), 0)
        seen = run.sudo()
        self.assertEqual((seen.state, seen.refused_count), ("done", 3))

    def test_the_manager_alone_sees_it_and_nobody_writes_it(self):
        run = self.national(*[(f"{code}.json", file_of(code)) for code in CODES])
        for role in ("director", "administrator", "counter_officer"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, run).read(["state"])
            with self.subTest(role), self.assertRaises(AccessError):
                runs = self.as_role(role, self.env["onestop.import.run"])
                runs._begin("table", self.env["ir.attachment"], [])
        for change in ({"state": "done"}, {"kind": "catalogue"}):
            with self.assertRaises(AccessError):
                run.write(change)
        with self.assertRaises(AccessError):
            run.line_ids.write({"state": "new"})
