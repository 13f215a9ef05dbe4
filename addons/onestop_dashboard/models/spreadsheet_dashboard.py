from odoo import models
from odoo.exceptions import UserError


class SpreadsheetDashboard(models.Model):
    """A dashboard, changed in the browser where OCA's editor is installed."""

    _inherit = "spreadsheet.dashboard"

    def action_edit_dashboard(self):
        """Open it in the editor; the page of dashboards asks for it by this name.

        :raises UserError: where there is no editor (`spreadsheet_dashboard_oca`)
        """
        self.ensure_one()
        self.check_access("write")
        if not hasattr(self, "open_spreadsheet"):
            raise UserError(self.env._("No editor of dashboards is installed."))
        return self.open_spreadsheet()
