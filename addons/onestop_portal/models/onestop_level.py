from odoo import models


class OnestopLevel(models.Model):
    _name = "onestop.level"
    _inherit = ["onestop.level", "onestop.on.pages.mixin"]
