import contextlib
import hashlib
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
from .sealed_form import SealedForm
from .sealed_register import SealedRegister
from .sealed_result import SealedResult

# The folder of the keys. It is not for the database to say.
FOLDER_VARIABLE = "ONESTOP_SEAL_FOLDER"
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


def _what(paper):
    """What is sealed, as one of the three that know how it is printed and whose it is."""
    if paper.result_id:
        return SealedResult(paper)
    return SealedRegister(paper) if paper.register_id else SealedForm(paper)


class Sealing:
    """One paper is printed from its record and sealed, in a job.

    :param paper: onestop.sealed.paper, as the system
    """

    def __init__(self, paper):
        self.env = paper.env
        self.paper = paper
        self.what = _what(paper)

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
        if trouble := self.what.moved_on():
            self._write(state="void", trouble=trouble)
            return
        try:
            self._seal()
        except SealError as error:
            self._write(trouble=error.code)

    def _seal(self):
        seal = self._choose()
        if trouble := time_trouble(seal):
            raise SealError(trouble)
        pdf = self.what.pdf()
        picture = self._picture(seal)
        folder = keys()
        time = folder.time()
        with folder.signer(seal.code, seal.certificate) as signer:
            sealed = pades.sign(
                pdf,
                signer,
                picture,
                time and pades.time_authority(**time),
                at_head=self.what.at_head,
            )
        made = pades.look(sealed, folder.roots())
        # Nothing leaves the house that others would not find valid.
        if len(made) != 1 or not made[0].valid:
            raise SealError("not_trusted")
        self._keep(seal, sealed, made[0])

    def _choose(self):
        """The seal that goes on the paper."""
        found = self.what.seals()
        if not found:
            raise SealError("no_seal")
        return found[0]

    def _picture(self, seal):
        values = {
            "subject": seal.subject,
            "is_test": seal.is_test,
            "at": datetime.now(ZONE),
        }
        qweb = self.env["ir.qweb"].with_context(lang=LEGAL_LANGUAGE)
        return to_pdf(qweb._render("onestop_dossier.seal_picture", values))

    def _keep(self, seal, sealed, made):
        record = self.what.record
        # Whoever changed it since it was printed makes this run anew.
        wait_for(record)
        file = self.env["ir.attachment"].create(
            {
                "name": f"{self.paper.form}-{record.display_name}.pdf"[:120],
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
        self.env["onestop.journal"]._append(
            *(record, "sealed", "system", record.state, record.state),
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
