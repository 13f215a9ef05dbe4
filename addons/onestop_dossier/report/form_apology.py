from odoo import api, models

from .onestop_form import to_legal


class FormApology(models.AbstractModel):
    """Form of the apology: the date that is not kept, why, and the new one.

    The competent department writes it (Decree 61/2018, art. 19.9).
    """

    _name = "report.onestop_dossier.form_apology"
    _inherit = "onestop.form"
    _description = "Apology and request to extend"
    _form = "apology"
    _action = "apologise"
    _issuer_field = "department_id"

    @api.model
    def _fits(self, dossier):
        return bool(self._apologies(dossier))

    @api.model
    def _sheet(self, dossier):
        sheet = super()._sheet(dossier)
        apologies = self._apologies(dossier)
        apology = apologies[-1]
        return {
            **sheet,
            "number": f"{len(apologies):02d}",
            "before": len(apologies) - 1,
            "received": to_legal(dossier.date_accepted),
            "promised": to_legal(apology.date_before),
            "until": to_legal(apology.until),
            "reason": apology.reason,
            "words": apology.words,
            "responsible": apology.responsible_id.name,
            "centre": dossier.received_department_id,
        }

    @api.model
    def _apologies(self, dossier):
        events = dossier.clock_event_ids
        return events.filtered(lambda one: one.kind == "apology").sorted("start")
