from odoo import models


class OnestopSubject(models.Model):
    _name = "onestop.subject"
    _inherit = ["onestop.subject", "onestop.on.pages.mixin"]
