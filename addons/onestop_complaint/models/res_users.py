from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _onestop_home(self):
        """A custodian who has no dossiers begins with the denunciations, whatever is due
        first at their head: nobody else sees that one of them is late."""
        home = super()._onestop_home()
        dossiers = self.env.ref("onestop_dossier.menu_onestop_dossier")
        if home or dossiers.group_ids & self.all_group_ids:
            return home
        if self.has_group("onestop_procedure.group_onestop_custodian"):
            return self.env.ref("onestop_complaint.onestop_complaint_action_sealed")
        return home
