from odoo import fields, models


class OnestopLevel(models.Model):
    """A level of administration (cấp thực hiện) at which procedures are resolved.

    Data of the addon, the same in every database and known by their codes; nobody adds
    to them by hand.
    """

    _name = "onestop.level"
    _description = "Level of Administration"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)

    _code_unique = models.UniqueIndex("(code)", "Another level has this code.")
