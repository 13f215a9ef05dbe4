from odoo import api, models

from .onestop_form import to_legal


class FormSupplement(models.AbstractModel):
    """Form of the request to supplement: what is missing, why, and how to mend it."""

    _name = "report.onestop_dossier.form_supplement"
    _inherit = "onestop.form"
    _description = "Request to supplement"
    _form = "supplement"
    _action = "request_supplement"

    @api.model
    def _fits(self, dossier):
        return bool(dossier.supplement_ids)

    @api.model
    def _sheet(self, dossier):
        sheet = super()._sheet(dossier)
        request = dossier.supplement_ids.sorted("number")[-1]
        return {
            **sheet,
            "number": f"{request.number:02d}",
            "request": request,
            "deadline": to_legal(request.deadline),
        }
