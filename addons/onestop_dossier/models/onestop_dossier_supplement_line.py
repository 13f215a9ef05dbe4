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

    # Decree 61/2018, art. 5.1: what the law asks for, and nothing else. The head looks.
    outside = fields.Boolean("Not on the list", readonly=True)

    _outside_index = models.Index("(supplement_id) WHERE outside")

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

    def _beside_in_words(self):
        """What is asked for, and by which rule."""
        self.ensure_one()
        words = self.subject or self.text or ""
        return f"{words} ({self.ground})" if self.ground else words
