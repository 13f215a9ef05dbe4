"""The register of a year is sealed when it is closed, as it was closed, once."""

import base64
import io
import json
import subprocess
import tempfile

import pytest
from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..core.pades import look
from ..engine.sealing import keys
from .common import MONDAY
from .common_seal import SealCase

NEXT_YEAR = "2027-01-04 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(MONDAY)
class TestSealedRegister(SealCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls.make_user("test_keeper", ("clerk", cls.centre))
        cls.register = cls.env["onestop.register"]._of(cls.centre, 2026)

    def close(self):
        self.register.with_user(self.keeper).action_close()
        self.run_cron("_cron_print", "onestop.register")

    def close_and_seal(self):
        """Its papers, after the year was closed and the jobs ran."""
        with freeze_time(NEXT_YEAR):
            self.close()
            for paper in self.ask().filtered("register_id"):
                paper._job_seal()
        return self.register.sealed_paper_ids

    @pytest.mark.article("Circular 03/2025/TT-VPCP", "Annex I")
    def test_the_closed_register_is_sealed_by_its_place(self):
        dossier = self.to_processing()
        (paper,) = self.close_and_seal()
        self.assertEqual((paper.state, paper.trouble), ("sealed", False))
        self.assertEqual(paper.subject, "Trung tâm T")
        self.assertEqual(paper.name, "Register 2026, Centre T")
        content = paper.attachment_id.raw
        (seal,) = look(content, keys().roots())
        self.assertTrue(seal.valid)
        # The seal stands behind the very bytes that were closed.
        closed = base64.b64decode(self.register.with_context(bin_size=False).file)
        self.assertTrue(content.startswith(closed))
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(content)
            file.flush()
            told = subprocess.run(
                ["pdfsig", "-nocert", file.name], capture_output=True, text=True
            ).stdout
        self.assertIn("Signature is Valid.", told)
        pages = PdfReader(io.BytesIO(content)).pages
        self.assertEqual(len(pages), self.register.pages)
        text = "".join(page.extract_text() for page in pages).replace("\n", "")
        self.assertIn(dossier.code, text.replace(" ", ""))

    def test_it_stands_in_the_journal_of_the_register(self):
        (paper,) = self.close_and_seal()
        row = self.env["onestop.journal"].search(
            [
                ("res_model", "=", "onestop.register"),
                ("res_id", "=", self.register.id),
                ("code", "=", "sealed"),
            ]
        )
        told = json.loads(row.data)
        self.assertEqual((told["sha256"], row.actor), (paper.checksum, "system"))
        self.assertTrue(self.register._is_intact())

    def test_it_is_sealed_once(self):
        (paper,) = self.close_and_seal()
        with freeze_time(NEXT_YEAR):
            self.assertFalse(self.ask().filtered("register_id"))
            paper._job_seal()
        self.assertEqual(self.register.sealed_paper_ids, paper)

    def test_a_file_that_is_not_the_closed_one_is_not_sealed(self):
        with freeze_time(NEXT_YEAR):
            self.close()
            (paper,) = self.ask().filtered("register_id")
            self.env["ir.attachment"].search(
                [
                    ("res_model", "=", "onestop.register"),
                    ("res_id", "=", self.register.id),
                    ("res_field", "=", "file"),
                ]
            ).raw += b"\n%"
            paper._job_seal()
        self.assertEqual((paper.state, paper.trouble), ("void", "changed"))
        self.assertFalse(paper.attachment_id)

    def test_where_the_place_has_no_seal_nothing_is_asked_for(self):
        with freeze_time(NEXT_YEAR):
            self.seal.valid_to = "2026-12-31"
            self.close()
            self.assertFalse(self.ask())
        self.assertEqual(self.register.state, "closed")

    def test_only_whoever_keeps_the_register_reads_it(self):
        (paper,) = self.close_and_seal()
        self.assertEqual(paper.with_user(self.keeper).state, "sealed")
        elsewhere = [("clerk", self.department), ("director", self.other)]
        for one in (
            self.users["counter_officer"],
            self.users["administrator"],
            *(self.make_user(f"keeps {role}", (role, at)) for role, at in elsewhere),
            self.portal,
        ):
            with self.assertRaises(AccessError):
                paper.with_user(one).read(["state"])
            with self.assertRaises(AccessError):
                paper.attachment_id.with_user(one).read(["raw"])
