from odoo import api, models
from odoo.exceptions import UserError

from .onestop_form import LEGAL_LANGUAGE, to_legal


class DossierLabel(models.AbstractModel):
    """What is stuck on a dossier of paper: its code, to be read and to be scanned.

    It lies on desks and in corridors, so whose the dossier is does not stand on it.
    """

    _name = "report.onestop_dossier.label"
    _description = "Label of a dossier"

    @api.model
    def _get_report_values(self, docids, data=None):
        dossiers = self.env["onestop.dossier"].browse(docids)
        dossiers.check_access("read")
        # sudo: bounded to these dossiers, which the user may read, and to names of the
        # department and the counter.
        dossiers = dossiers.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {"labels": [self._label(dossier) for dossier in dossiers]}

    @api.model
    def _label(self, dossier):
        """:raises UserError: where the dossier has no code yet"""
        if not dossier.code:
            raise UserError(
                self.env._(
                    "The dossier %s is not received: it has no code to stick on it.",
                    dossier.display_name,
                )
            )
        return {
            "code": dossier.code,
            "qr": self.env["onestop.form"]._qr(dossier.code),
            "procedure": dossier.version_id.procedure_id.code,
            "due": to_legal(dossier.date_due),
            "department": dossier.department_id.short_name
            or dossier.department_id.name,
            "counter": dossier.counter_group_id.name,
        }
