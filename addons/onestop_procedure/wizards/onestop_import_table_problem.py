from odoo import fields, models


class OnestopImportTableProblem(models.TransientModel):
    """What is wrong at one place of a table and what to do; as a note: what was not
    looked at, or what goes with an import."""

    _name = "onestop.import.table.problem"
    _description = "Error in a Table"
    _order = "sequence, id"

    wizard_id = fields.Many2one(
        "onestop.import.table", required=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    note = fields.Boolean()
    file = fields.Char()
    sheet = fields.Char()
    row = fields.Integer()
    column = fields.Char()
    message = fields.Char(string="What to Do")
