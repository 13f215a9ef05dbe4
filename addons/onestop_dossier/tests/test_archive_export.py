"""A closed dossier as a zip that anybody can check."""

import hashlib
import io
import json
import pathlib
import subprocess
import tempfile
import zipfile

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..engine.archive_export import ArchiveExport
from .common import PDF
from .common_archive import RESTRICTED, ArchiveCase


@tagged("post_install", "-at_install")
class TestArchiveExport(ArchiveCase, HttpCase):
    def zip_of(self, file):
        stream = io.BytesIO()
        ArchiveExport(file).write(stream)
        return zipfile.ZipFile(stream)

    def take_out(self, file, user, reason="Asked for by the court."):
        screens = self.env["onestop.archive.exporting"].with_user(user)
        return screens.create({"file_id": file.id, "reason": reason}).action_export()

    def check(self, archive):
        """What `sha256sum` of the machine says of the files, unpacked."""
        with tempfile.TemporaryDirectory() as folder:
            archive.extractall(folder)
            names = {one.name for one in pathlib.Path(folder).iterdir()}
            told = subprocess.run(
                ["sha256sum", "-c", "--strict", "SHA256SUMS"],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
        return told, names

    def test_sha256sum_finds_every_file_as_it_was_closed(self):
        file = self.closed()
        archive = self.zip_of(file)
        told, names = self.check(archive)
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertEqual(told.stdout.count(": OK"), len(names) - 1)
        for name in ("001_Application.pdf", "002_Licence.pdf", "muc_luc.html"):
            self.assertIn(name, names)
        self.assertEqual(archive.read("001_Application.pdf"), PDF)

    def test_the_index_for_programs_says_what_the_journal_keeps(self):
        file = self.closed()
        index = json.loads(self.zip_of(file).read("index.json"))
        self.assertEqual(index["format"], "onestop-archive-1")
        self.assertEqual(index["code"], file.code)
        lines = "".join(
            f"{one['number']}|{one['sha256']}|{one['title']}\n"
            for one in index["documents"]
        )
        self.assertEqual(index["digest"], hashlib.sha256(lines.encode()).hexdigest())
        self.assertTrue(all(one["as_closed"] for one in index["documents"]))

    def test_a_file_that_is_another_one_now_is_found_out(self):
        file = self.closed()
        document = file.document_ids[0]
        document.attachment_id.sudo().raw = PDF + b"changed"
        archive = self.zip_of(file)
        told = json.loads(archive.read("index.json"))["documents"][0]
        self.assertEqual((told["found"], told["as_closed"]), (True, False))
        self.assertIn("KHÁC", archive.read("muc_luc.html").decode())

    def test_the_journal_goes_with_it_and_with_its_proofs(self):
        file = self.closed()
        rows = json.loads(self.zip_of(file).read("nhat_ky.json"))
        self.assertEqual(rows[0]["code"], "submit")
        self.assertEqual(rows[-1]["code"], "archive_close")
        self.assertEqual({row["proof"] for row in rows}, {None})

    def test_what_people_typed_stays_text(self):
        nasty = "<script>alert(1)</script>=cmd|'/c calc'!A0/../../x"
        dossier = self.ended()
        self.env.cr.execute(
            "UPDATE onestop_dossier_component SET name = %s WHERE dossier_id = %s",
            (nasty, dossier.id),
        )
        self.env.invalidate_all()
        file = self.file_of(dossier)
        with freeze_time("2026-03-20 02:00:00"):
            self.as_keeper(file).action_close()
        archive = self.zip_of(file)
        self.assertNotIn("<script>", archive.read("muc_luc.html").decode())
        for name in archive.namelist():
            self.assertNotIn("/", name)
            self.assertFalse(name.startswith((".", "=", "<")))
        self.assertEqual(len(set(archive.namelist())), len(archive.namelist()))

    def test_whoever_keeps_the_archive_takes_it_out_with_a_reason(self):
        file = self.closed()
        for user in (
            self.users["counter_officer"],
            *(self.users["clerk"], self.users["supervisor"], self.chief),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.take_out(file, user)
        with self.assertRaisesRegex(UserError, "Say what the file is for"):
            self.take_out(file, self.keeper, " ")
        self.take_out(file, self.keeper)
        row = self.env["onestop.archive.access"].search(
            [("file_id", "=", file.id), ("act", "=", "exported")]
        )
        self.assertEqual(
            (row.actor, row.reason), (self.keeper.name, "Asked for by the court.")
        )

    def test_what_is_read_on_request_only_is_not_taken_out_without_one(self):
        file = self.restricted()
        with self.assertRaisesRegex(UserError, "on request only"):
            self.take_out(file, self.keeper)

    def test_only_what_is_closed_is_taken_out(self):
        file = self.file_of(self.ended())
        with self.assertRaisesRegex(UserError, "Only what is closed"):
            self.take_out(file, self.keeper)

    def test_the_file_is_fetched_by_whoever_took_it_out_for_a_moment(self):
        file = self.closed()
        self.keeper.password = self.users["clerk"].password = "test_keeper"
        access = self.env["onestop.archive.access"]
        with freeze_time(RESTRICTED):
            told = self.take_out(file, self.keeper)
            self.assertEqual(access._taken_out(file.id, self.keeper), file)
            self.assertFalse(access._taken_out(file.id, self.chief))
        with freeze_time("2026-05-11 02:11:00"):
            self.assertFalse(access._taken_out(file.id, self.keeper))
        told = self.take_out(file, self.keeper)
        self.authenticate(self.keeper.login, "test_keeper")
        answer = self.url_open(told["url"])
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            self.assertIsNone(archive.testzip())
        other = self.users["clerk"]
        self.authenticate(other.login, "test_keeper")
        self.assertEqual(self.url_open(told["url"]).status_code, 404)
