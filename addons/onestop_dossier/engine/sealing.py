import contextlib
import hashlib
import json
import os
from datetime import datetime

from odoo import fields
from odoo.exceptions import LockError

from odoo.addons.onestop_procedure.core.form_pdf import to_pdf
from odoo.addons.onestop_procedure.core.legal_time import ZONE
from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.engine.serving import serves_the_world

from ..core import pades
from ..core.seal_error import SealError
from ..core.seal_keys import SealKeys
from .right import SEALING
from .seal_sentences import READY

# The folder of the keys. It is not for the database to say.
FOLDER_VARIABLE = "ONESTOP_SEAL_FOLDER"
# What a result says; it is fixed when it is issued.
SAID = ("name", "number", "date", "signer", "state", "body")
LEGAL_LANGUAGE = "vi_VN"


def now():
    return fields.Datetime.now()


def keys():
    return SealKeys(os.environ.get(FOLDER_VARIABLE))


def time_trouble(seal):
    """The word for why the certificate of a seal is of no use at this hour, or None."""
    if not seal.not_after:
        return "certificate_unreadable"
    if seal.revoked_on and seal.revoked_on <= now():
        return "revoked"
    if seal.is_test and serves_the_world():
        return "test_in_production"
    if seal.not_before > now():
        return "not_yet"
    return "expired" if seal.not_after <= now() else None


def check_key(seal):
    """The word for how the key of a seal is, `READY` where it can be used.

    For jobs alone: it reads the key.
    """
    try:
        with keys().signer(seal.code, seal.certificate):
            return READY
    except SealError as error:
        return error.code


def digest_of(result):
    """Of what a result says (SHA-256, hexadecimal)."""
    said = [str(result[name] or "") for name in SAID]
    text = json.dumps([*said, result.department_id.id])
    return hashlib.sha256(text.encode()).hexdigest()


class Sealing:
    """One paper is printed from its record and sealed, in a job.

    :param paper: onestop.sealed.paper, as the system
    """

    def __init__(self, paper):
        self.env = paper.env
        self.paper = paper
        self.dossier = paper.dossier_id
        self.result = paper.result_id

    def run(self):
        """Seal it, or write down why not. Once, however often it is called."""
        # Of two jobs the second waits, and finds it done. Whoever waits for longer is
        # asked again by the next round.
        with contextlib.suppress(LockError):
            wait_for(self.paper)
            self._run_locked()

    def _run_locked(self):
        self.paper.invalidate_recordset()
        if self.paper.state != "waiting":
            return
        if trouble := self._moved_on():
            self._write(state="void", trouble=trouble)
            return
        try:
            self._seal()
        except SealError as error:
            self._write(trouble=error.code)

    def _moved_on(self):
        """The word for why what the record says now is not what was issued, or None."""
        if self.result:
            return None if digest_of(self.result) == self.paper.digest else "changed"
        form = self.env[f"report.onestop_dossier.form_{self.paper.form}"]
        if not form._stands_on(self.dossier, self.paper.row):
            return "moved_on"
        return None

    def _seal(self):
        seal = self._choose()
        if trouble := time_trouble(seal):
            raise SealError(trouble)
        pdf = self._print()
        picture = self._picture(seal)
        folder = keys()
        time = folder.time()
        with folder.signer(seal.code, seal.certificate) as signer:
            sealed = pades.sign(
                pdf, signer, picture, time and pades.time_authority(**time)
            )
        made = pades.look(sealed, folder.roots())
        # Nothing leaves the house that others would not find valid.
        if len(made) != 1 or not made[0].valid:
            raise SealError("not_trusted")
        self._keep(seal, sealed, made[0])

    def _choose(self):
        """The seal that goes on the paper."""
        seals = self.env["onestop.seal"]
        if not self.result:
            form = self.env[f"report.onestop_dossier.form_{self.paper.form}"]
            found = seals._of(form._issuer(self.dossier), "forms")
        else:
            found = seals._of(self.result.department_id, "results")
            if found and not self._may_seal_results():
                raise SealError("no_delegation")
        if not found:
            raise SealError("no_seal")
        return found[0]

    def _may_seal_results(self):
        """The centre's seal goes on a result by a written delegation alone."""
        department = self.result.department_id
        if department.kind != "centre":
            return True
        day = self.result.date
        decisions = self.env["onestop.delegation"]._of_procedure(
            self.dossier.procedure_id, department
        )
        return any(
            one.valid_from <= day and (not one.valid_to or day <= one.valid_to)
            for one in decisions
        )

    def _print(self):
        """The PDF of our own report, from the record."""
        if self.result:
            name, record = "result_draft", self.result
        else:
            name, record = f"form_{self.paper.form}", self.dossier
        pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            f"onestop_dossier.{name}", record.ids
        )
        return pdf

    def _picture(self, seal):
        values = {
            "subject": seal.subject,
            "is_test": seal.is_test,
            "at": datetime.now(ZONE),
        }
        qweb = self.env["ir.qweb"].with_context(lang=LEGAL_LANGUAGE)
        return to_pdf(qweb._render("onestop_dossier.seal_picture", values))

    def _keep(self, seal, sealed, made):
        # Whoever changed the dossier since it was printed makes this run anew.
        wait_for(self.dossier)
        file = self.env["ir.attachment"].create(
            {
                "name": f"{self.paper.form}-{self.dossier.display_name}.pdf"[:120],
                "raw": sealed,
                "mimetype": "application/pdf",
                "res_model": self.paper._name,
                "res_id": self.paper.id,
            }
        )
        checksum = hashlib.sha256(sealed).hexdigest()
        self._write(
            state="sealed",
            trouble=False,
            seal_id=seal.id,
            sealed_at=now(),
            subject=made.subject,
            serial=made.serial,
            is_timed=made.is_timed,
            checksum=checksum,
            attachment_id=file.id,
        )
        state = self.dossier.state
        self.env["onestop.journal"]._append(
            *(self.dossier, "sealed", "system", state, state),
            data={
                "paper": self.paper.form,
                "on_row": self.paper.row,
                "seal": seal.code,
                "certificate": seal.fingerprint,
                "sha256": checksum,
            },
            actor="system",
        )

    def _write(self, **vals):
        with SEALING.held():
            self.paper.write(vals)
