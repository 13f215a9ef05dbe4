"""Two jobs seal one paper at the same time: it is sealed once."""

import os
import pathlib
from unittest.mock import patch

import pytest
from two_at_once import Office

pytestmark = pytest.mark.usefixtures("quiet")

FOLDER = "ONESTOP_SEAL_FOLDER"


@pytest.fixture(scope="module")
def office(own_database):
    return Office(own_database)


@pytest.fixture
def seal(office, tmp_path):
    """A seal of the office's centre, its key in a folder of this test."""
    from odoo.addons.onestop_dossier.core.seal_authority import TestAuthority

    tmp_path.chmod(0o700)
    (tmp_path / "roots").mkdir()
    authority = TestAuthority(bits=2048)
    certificate, key = authority.issue("Trung tâm Hai")
    pathlib.Path(tmp_path / "roots" / "t.pem").write_text(authority.certificate)
    file = tmp_path / "TWO.key"
    file.touch(mode=0o600)
    file.write_text(key)
    with patch.dict(os.environ, {FOLDER: str(tmp_path)}), office.database.env() as env:
        centre = env["onestop.department"].search([("code", "=", "T2-C")])
        seal = env["onestop.seal"].create(
            {"code": "TWO", "department_id": centre.id, "certificate": certificate}
        )
        env.cr.commit()
        yield seal.id


def test_two_jobs_seal_a_paper_once(office, seal):
    from odoo import SUPERUSER_ID

    dossier_id = office.file()
    with office.database.env() as env:
        env["onestop.sealed.paper"]._cron_ask()
        paper = env["onestop.sealed.paper"].search([("dossier_id", "=", dossier_id)])
        number = paper.id
        assert (paper.form, paper.state) == ("receipt", "waiting")

    def job(env):
        papers = env["onestop.sealed.paper"].with_user(SUPERUSER_ID)
        papers.browse(number)._job_seal()

    office.together(job, job)
    with office.database.env() as env:
        paper = env["onestop.sealed.paper"].browse(number)
        assert (paper.state, paper.seal_id.id) == ("sealed", seal)
        files = env["ir.attachment"].search(
            [("res_model", "=", "onestop.sealed.paper"), ("res_id", "=", number)]
        )
        assert files == paper.attachment_id
        rows = env["onestop.journal"].search_count(
            [
                ("res_model", "=", "onestop.dossier"),
                ("res_id", "=", dossier_id),
                ("code", "=", "sealed"),
            ]
        )
        assert rows == 1
