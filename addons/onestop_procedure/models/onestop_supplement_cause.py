from odoo import fields, models


class OnestopSupplementCause(models.Model):
    """Why something has to be handed in or mended: missing, wrong, expired …"""

    _name = "onestop.supplement.cause"
    _description = "Cause of a Supplement"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="By which programs name it.")
    name = fields.Char(required=True, translate=True)
    absent = fields.Boolean(
        "Not There",
        help="What is not there nobody could look at: what is wrong with it, once it "
        "comes, is no new item.",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex("(code)", "Another cause has this code.")
