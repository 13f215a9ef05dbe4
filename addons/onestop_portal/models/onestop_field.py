from odoo import models


class OnestopField(models.Model):
    _name = "onestop.field"
    _inherit = ["onestop.field", "onestop.on.pages.mixin"]
