from odoo import fields, models


class OnestopDossierActionPaper(models.TransientModel):
    """A paper of a dossier, as it is handed in after it was asked for."""

    _name = "onestop.dossier.action.paper"
    _inherit = "onestop.handed.paper"
    _description = "Paper that is handed in later"
    _order = "sequence, id"

    action_id = fields.Many2one(
        "onestop.dossier.action", required=True, ondelete="cascade"
    )
    component_id = fields.Many2one(
        "onestop.dossier.component", "Paper", required=True, readonly=True
    )
    asked = fields.Char("Asked for", readonly=True)

    def _paper_meant(self):
        return self.component_id.component_id.id or self.component_id.id
