from odoo import api, fields, models


class OnestopImportRunLine(models.Model):
    """What became of one file or procedure of an import."""

    _name = "onestop.import.run.line"
    _description = "Part of an Import"
    _order = "sequence, place, id"

    run_id = fields.Many2one(
        "onestop.import.run", required=True, index=True, ondelete="cascade"
    )
    place = fields.Integer(help="Its place in the files, from 0.")
    # Refused ones first: they want somebody.
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    name = fields.Char(string="File or Code")
    state = fields.Selection(
        [
            ("pending", "To Be Imported"),
            ("new", "New"),
            ("changed", "Changed"),
            ("draft", "With a Draft"),
            ("unchanged", "Unchanged"),
            ("refused", "Refused"),
        ],
        required=True,
        default="pending",
    )
    # What a file said, so that another one of the same code is told from it.
    code = fields.Char()
    fingerprint = fields.Char()
    version_id = fields.Many2one("onestop.procedure.version", ondelete="set null")
    remark_count = fields.Integer(string="Remarks")
    message = fields.Text()

    @api.depends("state")
    def _compute_sequence(self):
        for line in self:
            line.sequence = 0 if line.state == "refused" else 1
