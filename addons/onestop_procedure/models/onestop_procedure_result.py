from odoo import fields, models


class OnestopProcedureResult(models.Model):
    """What the applicant gets at the end."""

    _name = "onestop.procedure.result"
    _description = "Result of a Procedure"
    _inherit = ["onestop.frozen.mixin"]
    _order = "sequence, id"
    _frozen_path = "version_id"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("paper", "On Paper"),
            ("electronic", "Electronic"),
            ("both", "On Paper and Electronic"),
        ],
        default="both",
        required=True,
    )
