from odoo import fields, models


class OnestopFeeGround(models.Model):
    """A ground on which the law exempts people from fees, or lets them pay less."""

    _name = "onestop.fee.ground"
    _description = "Ground of Exemption from Fees"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    legal_basis = fields.Char(
        help="Law and article, or the resolution of the province's council."
    )
    active = fields.Boolean(default=True)
