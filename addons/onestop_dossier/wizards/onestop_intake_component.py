from odoo import fields, models


class OnestopIntakeComponent(models.TransientModel):
    """A paper that the procedure asks for, ticked off as it is handed over the counter."""

    _name = "onestop.intake.component"
    _inherit = "onestop.handed.paper"
    _description = "Paper of an intake"
    _order = "sequence, id"

    intake_id = fields.Many2one("onestop.intake", required=True, ondelete="cascade")
    component_id = fields.Many2one("onestop.procedure.component", required=True)
    name = fields.Char("Paper", related="component_id.name")
    required = fields.Boolean(related="component_id.required")
    database_id = fields.Many2one(related="component_id.database_id")
    found = fields.Boolean("Found in the database")
    asked_often = fields.Char(related="component_id.asked_often")
    asked_most = fields.Boolean(related="component_id.asked_most")
    earlier = fields.Char("Earlier result", readonly=True)
    # What expired or was revoked is shown with the reason, and not taken over.
    earlier_holds = fields.Boolean(readonly=True)
    taken_over = fields.Boolean("Taken over")
    defect = fields.Char("What is wrong")

    def _paper_meant(self):
        return self.component_id.id
