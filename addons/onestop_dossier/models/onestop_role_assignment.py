from odoo import api, models


class OnestopRoleAssignment(models.Model):
    """Whoever holds a role no more leaves no step behind in their hands."""

    _inherit = "onestop.role.assignment"

    @api.model
    def _apply(self, users=None, departments=None):
        result = super()._apply(users, departments)
        # Of a department that closes the steps are handed over.
        self.env["onestop.dossier.step"]._release_leavers(users)
        return result
