from odoo import models


class OnestopDepartment(models.Model):
    """A department that works by another calendar has other dates."""

    _inherit = "onestop.department"

    def write(self, vals):
        result = super().write(vals)
        if "calendar_id" in vals:
            self.env["onestop.redating"]._demand(self.calendar_id)
        return result
