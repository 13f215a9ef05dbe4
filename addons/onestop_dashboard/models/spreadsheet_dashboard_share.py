from odoo import api, models
from odoo.exceptions import AccessError


class SpreadsheetDashboardShare(models.Model):
    """A frozen copy of a dashboard, open for ever to whoever has its address.

    Those who work at the centre make none: a link here has one purpose and an end, and
    what the public may know of our figures is published.
    """

    _inherit = "spreadsheet.dashboard.share"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_sharing()
        return super().create(vals_list)

    def write(self, vals):
        self._check_sharing()
        return super().write(vals)

    @api.model
    def _check_sharing(self):
        if self.env.user.has_group("onestop_procedure.group_onestop_staff"):
            raise AccessError(
                self.env._(
                    "Figures of the centre are not shared by a link: it has no end, "
                    "and whoever has it reads them."
                )
            )
