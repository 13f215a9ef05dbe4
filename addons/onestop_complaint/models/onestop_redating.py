from odoo import models

# The place of grievances in what a redating looks at: after all that it counts.
TERMS = "terms"
# Terms that are moved in one transaction: others wait for it no longer than a moment.
BATCH = 200


class OnestopRedating(models.Model):
    """A calendar that changes moves the terms of grievances, too.

    No figure and no journal of a redating tells how many: it would tell of sealed ones.
    """

    _inherit = "onestop.redating"

    def _run(self, kinds):
        if self.last_kind != TERMS and not super()._run(kinds):
            return False
        after = self.last_id if self.last_kind == TERMS else 0
        at = self.last_kind, self.last_id
        phases = self.env["onestop.complaint.phase"]
        while terms := phases._counted_in(self.calendar_id, after, BATCH):
            if not self._is_still(at):
                return False
            _moved, left = terms._redate(self.reason)
            after = terms[-1].id
            at = TERMS, after
            again = self.again or bool(left)
            self.write({"last_kind": TERMS, "last_id": after, "again": again})
            if not self._commit():
                return False
        return self._is_still(at)
