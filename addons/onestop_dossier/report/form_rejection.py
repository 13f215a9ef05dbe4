from odoo import api, models


class FormRejection(models.AbstractModel):
    """Form of the refusal of intake, with its reason in words; and of what goes back
    because its applicant never answered."""

    _name = "report.onestop_dossier.form_rejection"
    _inherit = "onestop.form"
    _description = "Refusal of intake"
    _form = "rejection"
    _with_survey = True
    _action = "reject"

    @api.model
    def _fits(self, dossier):
        return dossier.state == "rejected" or dossier._is_unanswered()

    @api.model
    def _sheet(self, dossier):
        return {**super()._sheet(dossier), "unanswered": dossier._is_unanswered()}

    @api.model
    def _journal_row(self, dossier, action=None):
        closed = "stop" if dossier._is_unanswered() else self._action
        return super()._journal_row(dossier, action or closed)
