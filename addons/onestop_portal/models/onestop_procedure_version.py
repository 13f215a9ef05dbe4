from odoo import models

# What decides from when to when a version stands on the pages.
PERIOD = {"state", "valid_from", "valid_to"}


class OnestopProcedureVersion(models.Model):
    """What is published stands on these pages and in the open data, by itself."""

    _inherit = "onestop.procedure.version"

    def write(self, vals):
        result = super().write(vals)
        if PERIOD & vals.keys():
            self.env["onestop.posting"]._stand_on_pages(self)
            self.env["onestop.open.data"]._wake()
        return result
