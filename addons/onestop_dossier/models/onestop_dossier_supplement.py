from odoo import fields, models


class OnestopDossierSupplement(models.Model):
    """A request to supplement a dossier (form 02): what is missing, why, how to mend."""

    _name = "onestop.dossier.supplement"
    _description = "Request to supplement"
    _order = "requested_at, id"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(required=True)
    stage = fields.Selection(
        [("intake", "At intake"), ("appraisal", "On appraisal")], required=True
    )
    requested_at = fields.Datetime(required=True)
    reason = fields.Text("What is missing or wrong, and how to mend it", required=True)
    component_ids = fields.Many2many(
        "onestop.dossier.component", "onestop_dossier_supplement_component"
    )
    deadline = fields.Datetime()
    answered_at = fields.Datetime()
    breach = fields.Boolean(
        "Asked too late", help="After the term that the law sets for the request."
    )
