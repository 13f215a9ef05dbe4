from odoo import fields, models


class OnestopAbolishProcedures(models.TransientModel):
    """Asks for the decision that abolishes procedures."""

    _name = "onestop.abolish.procedures"
    _description = "Abolish Procedures"

    version_ids = fields.Many2many("onestop.procedure.version", required=True)
    decision_id = fields.Many2one(
        "onestop.publication.decision",
        required=True,
        domain=[("kind", "=", "abolished")],
    )

    def action_abolish(self):
        self.ensure_one()
        self.version_ids.action_abolish(self.decision_id.id)
        return {"type": "ir.actions.act_window_close"}
