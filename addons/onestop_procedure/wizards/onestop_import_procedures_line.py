from odoo import api, fields, models


class OnestopImportProceduresLine(models.TransientModel):
    """What became of one file."""

    _name = "onestop.import.procedures.line"
    _description = "Imported File"
    _order = "sequence, name, id"

    wizard_id = fields.Many2one(
        "onestop.import.procedures", required=True, ondelete="cascade"
    )
    # Refused ones first: they want somebody.
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    name = fields.Char(string="File")
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
    message = fields.Char()

    @api.depends("state")
    def _compute_sequence(self):
        for line in self:
            line.sequence = 0 if line.state == "refused" else 1
