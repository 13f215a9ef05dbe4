from odoo import api, models

from .onestop_form import to_legal


class FormSupplement(models.AbstractModel):
    """Form of the request to supplement: what is missing, why, and how to mend it."""

    _name = "report.onestop_dossier.form_supplement"
    _inherit = "onestop.form"
    _description = "Request to supplement"
    _form = "supplement"
    _with_survey = True
    _action = "request_supplement"

    @api.model
    def _fits(self, dossier):
        return bool(self._request(dossier))

    @api.model
    def _request(self, dossier):
        """The last request that the applicant was told of."""
        told = dossier.supplement_ids.filtered("passed_on_at")
        return told.sorted("number")[-1:]

    @api.model
    def _journal_row(self, dossier, action=None):
        on_appraisal = self._request(dossier).stage == "appraisal"
        told = "pass_on" if on_appraisal else self._action
        return super()._journal_row(dossier, action or told)

    @api.model
    def _sheet(self, dossier):
        sheet = super()._sheet(dossier)
        request = self._request(dossier)
        return {
            **sheet,
            "number": f"{request.number:02d}",
            "request": request,
            "deadline": to_legal(request.deadline),
        }
