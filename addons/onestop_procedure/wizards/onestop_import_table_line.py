from odoo import fields, models


class OnestopImportTableLine(models.TransientModel):
    """What became of one procedure of a table, or would become."""

    _name = "onestop.import.table.line"
    _description = "Imported Procedure"
    _order = "sequence, id"

    wizard_id = fields.Many2one(
        "onestop.import.table", required=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    name = fields.Char(string="Code")
    title = fields.Char(string="Procedure")
    state = fields.Selection(
        [
            ("new", "New"),
            ("changed", "Changed"),
            ("unchanged", "Unchanged"),
            ("refused", "Refused"),
        ],
        required=True,
    )
    version_id = fields.Many2one("onestop.procedure.version")
    remark_count = fields.Integer(string="Remarks")
