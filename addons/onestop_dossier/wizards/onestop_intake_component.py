from odoo import fields, models


class OnestopIntakeComponent(models.TransientModel):
    """A paper that the procedure asks for, ticked off as it is handed over the counter."""

    _name = "onestop.intake.component"
    _description = "Paper of an intake"
    _order = "sequence, id"

    intake_id = fields.Many2one("onestop.intake", required=True, ondelete="cascade")
    sequence = fields.Integer()
    component_id = fields.Many2one("onestop.procedure.component", required=True)
    name = fields.Char("Paper", related="component_id.name")
    required = fields.Boolean(related="component_id.required")
    database_id = fields.Many2one(related="component_id.database_id")
    found = fields.Boolean("Found in the database")
    received = fields.Boolean("Handed in")
    originals = fields.Integer()
    copies = fields.Integer()
    file = fields.Binary("Scanned document", attachment=False)
    filename = fields.Char()

    def _prepare_values(self):
        """The papers that were handed in, as `components` of `submit` takes them."""
        return [
            {
                "component": one.component_id.id,
                "originals": one.originals,
                "copies": one.copies,
                "files": [{"name": one.filename or one.name, "content": one.file}]
                if one.file
                else [],
            }
            for one in self
            if one.received or one.file
        ]
