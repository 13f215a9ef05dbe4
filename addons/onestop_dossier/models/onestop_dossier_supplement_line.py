from odoo import fields, models


class OnestopDossierSupplementLine(models.Model):
    """One thing that a request to supplement asks for: which, why, and how to mend it."""

    _name = "onestop.dossier.supplement.line"
    _inherit = "onestop.supplement.item"
    _description = "Line of a request to supplement"
    _order = "sequence, id"

    supplement_id = fields.Many2one(
        "onestop.dossier.supplement", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(
        related="supplement_id.dossier_id", store=True, index=True
    )

    # By what requests are counted.
    procedure_component_id = fields.Many2one(
        related="component_id.component_id", string="Paper"
    )
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    department_id = fields.Many2one(
        related="dossier_id.department_id", string="Competent department"
    )
    received_department_id = fields.Many2one(
        related="dossier_id.received_department_id", string="Received at"
    )
    stage = fields.Selection(related="supplement_id.stage")
    requested_at = fields.Datetime(related="supplement_id.requested_at")
