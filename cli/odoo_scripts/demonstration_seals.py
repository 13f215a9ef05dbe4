# Seals of the demonstration: keys and certificates of a test authority, and the last papers
# of the centre, which the jobs of the running centre seal.
import os
import pathlib

from odoo.addons.onestop_dossier.core.seal_authority import TestAuthority
from odoo.addons.onestop_dossier.engine.right import SEALING
from odoo.addons.onestop_dossier.engine.sealed_result import digest_of
from odoo.addons.onestop_dossier.engine.sealing import FOLDER_VARIABLE

# So many receipts are sealed at first; later ones as they are issued.
RECEIPTS = 12
# Enough where nothing is at stake, and made in a moment.
BITS = 2048


class Keys:
    """Keys in the folder; those of a database of before are used again."""

    def __init__(self, folder):
        self.folder = folder
        for path in (folder, folder / "roots"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.authority = None

    def certificate(self, code, name):
        key, certificate = (self.folder / f"{code}.{end}" for end in ("key", "pem"))
        if not (key.exists() and certificate.exists()):
            if not self.authority:
                self._found()
            texts = self.authority.issue(name)
            certificate.write_text(texts[0])
            key.touch(mode=0o600)
            key.write_text(texts[1])
        return certificate.read_text()

    def _found(self):
        self.authority = TestAuthority("CA thử nghiệm tỉnh Mẫu", bits=BITS)
        number = len(list((self.folder / "roots").iterdir())) + 1
        root = self.folder / "roots" / f"test-{number}.pem"
        root.write_text(self.authority.certificate)


def make_seals(env, keys):
    dossiers = env["onestop.dossier"].search([("code", "!=", False)])
    centres = dossiers.received_department_id
    for department in centres | dossiers.department_id:
        code = f"THU-NGHIEM-{department.id}"
        env["onestop.seal"].create(
            {
                "code": code,
                "department_id": department.id,
                "certificate": keys.certificate(code, department.name),
                "seals_forms": True,
                "seals_results": department not in centres,
            }
        )


def ask(env):
    """Put the last papers down for sealing, as if they had been issued now."""
    form = env["report.onestop_dossier.form_receipt"]
    papers = []
    received = [("state", "in", ("accepted", "processing")), ("run_by", "=", "here")]
    for dossier in env["onestop.dossier"].search(received, order="id desc"):
        row = form._journal_row(dossier).id
        if len(papers) < RECEIPTS and form._stands_on(dossier, row):
            papers.append({"dossier_id": dossier.id, "form": "receipt", "row": row})
    issued = [("state", "=", "issued"), ("body", "!=", False)]
    for result in env["onestop.dossier.result"].search(issued):
        row = form._journal_row(result.dossier_id, "seal").id
        papers.append(
            {
                "dossier_id": result.dossier_id.id,
                "result_id": result.id,
                "form": "result",
                "row": row,
                "digest": digest_of(result),
            }
        )
    with SEALING.held():
        env["onestop.sealed.paper"].create(papers)._call_job()


make_seals(env, Keys(pathlib.Path(os.environ[FOLDER_VARIABLE])))
ask(env)
env.cr.commit()
print("ok")
