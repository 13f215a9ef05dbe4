"""The same import through the screen, from single files and zips."""

import io
import json
import zipfile
from dataclasses import replace
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..core import file_source
from .common_catalogue import CatalogueCase


def file_of(code):
    tree = {"metadata": {"mã_thủ_tục": code, "tên_thủ_tục": f"Thủ tục {code}"}}
    return json.dumps(tree).encode()


def zip_of(*entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestImportWizard(CatalogueCase):
    def wizard(self, *files):
        attachments = self.manager["ir.attachment"].create(
            [{"name": name, "raw": raw} for name, raw in files]
        )
        form = Form(self.manager["onestop.import.procedures"])
        for attachment in attachments:
            form.file_ids.add(attachment)
        return form.save()

    def test_files_and_zips_are_imported_and_listed(self):
        wizard = self.wizard(
            ("one.json", file_of("9.900031")),
            (
                "more.zip",
                zip_of(
                    ("x/two.json", file_of("9.900032")),
                    ("three.json", b"%PDF-1.4"),
                    ("notes.txt", b"-"),
                ),
            ),
        )
        action = wizard.action_import()
        self.assertEqual(action["res_id"], wizard.id)
        self.assertEqual(
            (wizard.state, wizard.read_count, wizard.new_count, wizard.refused_count),
            ("done", 3, 2, 1),
        )
        # The refused one stands first.
        self.assertEqual(
            wizard.line_ids.mapped("name"), ["three.json", "one.json", "two.json"]
        )
        self.assertIn("a PDF", wizard.line_ids[0].message)
        drafts = self.manager["onestop.procedure.version"].search(
            wizard.action_open_drafts()["domain"]
        )
        self.assertEqual(
            set(drafts.mapped("procedure_id.code")), {"9.900031", "9.900032"}
        )

    def test_a_zip_is_known_by_its_content(self):
        wizard = self.wizard(("one.json", zip_of(("a.json", file_of("9.900031")))))
        wizard.action_import()
        self.assertEqual(wizard.new_count, 1)

    def test_a_bomb_stops_everything(self):
        wizard = self.wizard(
            ("good.json", file_of("9.900031")),
            ("bomb.zip", zip_of(("a.json", b"0" * 4_000_000))),
        )
        with self.assertRaisesRegex(UserError, "bomb.zip: the entry a.json grows"):
            with self.env.cr.savepoint():
                wizard.action_import()
        self.assertFalse(
            self.manager["onestop.procedure"].search([("code", "=", "9.900031")])
        )

    def test_an_empty_file_is_named(self):
        wizard = self.wizard(("one.json", b""))
        wizard.action_import()
        self.assertIn("one.json: the file is empty", wizard.refused_text)

    def test_a_file_beyond_the_limit_is_not_read(self):
        wizard = self.wizard(("one.json", file_of("9.900031")))
        limits = replace(file_source.LIMITS, packed_bytes=3)
        with (
            patch.object(file_source, "LIMITS", limits),
            self.assertRaisesRegex(UserError, "one.json: it has more than 3 bytes"),
        ):
            wizard.action_import()

    def test_nobody_else_opens_it(self):
        for role in ("director", "administrator", "counter_officer"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(role, self.env["onestop.import.procedures"]).create({})
