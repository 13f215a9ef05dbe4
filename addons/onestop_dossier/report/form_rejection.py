from odoo import api, models


class FormRejection(models.AbstractModel):
    """Form of the refusal of intake, with its reason in words."""

    _name = "report.onestop_dossier.form_rejection"
    _inherit = "onestop.form"
    _description = "Refusal of intake"
    _form = "rejection"
    _action = "reject"

    @api.model
    def _fits(self, dossier):
        return dossier.state == "rejected"
