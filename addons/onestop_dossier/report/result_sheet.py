import hashlib
from types import SimpleNamespace

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core import form_words

from .onestop_form import LEGAL_LANGUAGE, to_legal

TITLE = "Phiếu kiểm tra kết quả"


class ResultSheet(models.AbstractModel):
    """A sheet that goes with a result which our report did not print: a code leads to the
    page that says whether it holds.

    A file that was signed elsewhere must not be changed, and a signed paper is not ours to
    print on: so the code stands on a sheet of its own, which names the file by its
    checksum. It names nobody.
    """

    _name = "report.onestop_dossier.result_sheet"
    _description = "Sheet with which a result is checked"

    @api.model
    def _get_report_values(self, docids, data=None):
        results = self.env["onestop.dossier.result"].browse(docids)
        results.check_access("read")
        # sudo: bounded to results that the user reads, and to what anybody is told who
        # holds one.
        results = results.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {"sheets": [self._sheet(result) for result in results]}

    @api.model
    def _sheet(self, result):
        """:raises UserError: where there is none: of a draft, and of what carries a code"""
        if not result._wants_sheet():
            raise UserError(
                self.env._("“%s” needs no sheet to be checked with.", result.name)
            )
        at = fields.Datetime.to_datetime(result.date)
        raw = result.attachment_id.raw
        return {
            "form": SimpleNamespace(title=TITLE, page="A5"),
            "department": result.department_id,
            "number": result.number,
            "place_and_day": self.env["onestop.form"]._place_and_day(
                result.department_id, to_legal(at)
            ),
            "kind": result._facts()["kind"],
            "day": form_words.short_day(to_legal(at)),
            "until": form_words.short_day(result.valid_to) if result.valid_to else "",
            "code": result.dossier_id.code,
            "checksum": hashlib.sha256(raw).hexdigest() if raw else "",
            "qr": self.env["report.onestop_dossier.result_draft"]._qr(result),
        }
