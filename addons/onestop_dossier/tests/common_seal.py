"""Seals of the small centre and its department, with keys in a folder of the test."""

import os
import pathlib
import tempfile
from unittest.mock import patch

from freezegun import freeze_time

from ..core.seal_authority import TestAuthority
from ..engine.sealing import FOLDER_VARIABLE
from .common import MONDAY, DossierCase


class SealCase(DossierCase):
    """`self.seal` is the centre's, for forms; `self.result_seal` the department's, for
    results. `self.seal_all()` does what the cron and its jobs do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.folder.chmod(0o700)
        (cls.folder / "roots").mkdir()
        environment = patch.dict(os.environ, {FOLDER_VARIABLE: folder.name})
        environment.start()
        cls.addClassCleanup(environment.stop)
        with freeze_time(MONDAY):
            cls.authority = TestAuthority("CA T", bits=2048)
            root = cls.folder / "roots" / "t.pem"
            root.write_text(cls.authority.certificate)
            cls.seal = cls.make_seal("CENTRE", cls.centre, "Trung tâm T", "forms")
            cls.result_seal = cls.make_seal("DEPT", cls.department, "Sở T", "results")

    def setUp(self):
        super().setUp()
        kept = {
            file: (file.read_bytes(), file.stat().st_mode)
            for file in self.folder.rglob("*.*")
        }
        self.addCleanup(self._put_back, kept)

    @staticmethod
    def _put_back(kept):
        for file, (content, mode) in kept.items():
            file.touch()
            file.write_bytes(content)
            file.chmod(mode)

    @classmethod
    def make_seal(cls, code, department, name, kind, days=365, **vals):
        """A seal with its key in the folder."""
        certificate, key = cls.authority.issue(name, days=days)
        cls.put(f"{code}.key", key)
        seal = cls.env["onestop.seal"].create(
            {
                "code": code,
                "department_id": department.id,
                "certificate": certificate,
                "valid_from": "2026-01-01",
                "seals_forms": kind == "forms",
                "seals_results": kind == "results",
                **vals,
            }
        )
        seal._job_look_at_key()
        return seal

    @classmethod
    def put(cls, name, text):
        file = cls.folder / name
        file.touch(mode=0o600)
        file.write_text(text)
        return file

    def ask(self):
        """What the cron asks for: the papers that wait."""
        self.env["onestop.sealed.paper"]._cron_ask()
        return self.env["onestop.sealed.paper"].search([("state", "=", "waiting")])

    def seal_all(self, dossier):
        """The papers of a dossier, after the cron and the jobs."""
        for paper in self.ask():
            paper._job_seal()
        return dossier.sealed_paper_ids
