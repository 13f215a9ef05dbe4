from odoo import fields, models


class OnestopProcedureCase(models.Model):
    """A case (trường hợp) in which papers, fees or terms differ."""

    _name = "onestop.procedure.case"
    _description = "Case of a Procedure"
    _inherit = ["onestop.frozen.mixin", "onestop.coded.part.mixin"]
    _order = "sequence, id"
    _frozen_path = "version_id"
    _code_prefix = "TH"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(copy=False, help="Stays the same from version to version.")
    name = fields.Char(required=True, translate=True)
    raw = fields.Text(string="As Imported", readonly=True)

    _code_unique = models.UniqueIndex(
        "(version_id, code) WHERE code IS NOT NULL",
        "Another case of this version has this code.",
    )
