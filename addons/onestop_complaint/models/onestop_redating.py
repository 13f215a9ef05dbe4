from odoo import models


class OnestopRedating(models.Model):
    """A calendar that changes moves the terms of grievances, too.

    No figure and no journal of a redating tells how many: it would tell of sealed ones.
    """

    _inherit = "onestop.redating"

    def _run(self, kinds):
        done = super()._run(kinds)
        if done:
            phases = self.env["onestop.complaint.phase"]
            phases._redate(self.calendar_id, self.reason)
        return done
