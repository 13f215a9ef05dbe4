from odoo import models


class OnestopDatabase(models.Model):
    _name = "onestop.database"
    _inherit = ["onestop.database", "onestop.on.pages.mixin"]

    _said_on_pages = ("name", "keeper", "legal_basis")
