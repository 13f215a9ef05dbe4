from odoo import models


class OnestopFeeGround(models.Model):
    _name = "onestop.fee.ground"
    _inherit = ["onestop.fee.ground", "onestop.on.pages.mixin"]
