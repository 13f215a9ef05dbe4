from odoo import models


class ResourceCalendar(models.Model):
    """Whatever changes a calendar moves the open dates that are counted in it."""

    _inherit = "resource.calendar"

    def _onestop_touch(self):
        result = super()._onestop_touch()
        self.env["onestop.redating"]._demand(self.exists())
        return result
