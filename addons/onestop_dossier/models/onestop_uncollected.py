from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.database_time import legal_date

from ..engine.right import ENGINE

SYSTEM = "system"
# By which channel whoever does not come is told.
CHANNELS = {"call": "phone", "letter": "post"}
# Dossiers that are looked at in one go.
BATCH = 200


class OnestopUncollected(models.AbstractModel):
    """A file whose result lies ready and is not collected: its person is called, written
    to, and then the result goes to the archive, where it can still be had."""

    _name = "onestop.uncollected"
    _description = "Whose result is to be collected"

    uncollected_level_id = fields.Many2one(
        "onestop.uncollected.level",
        "Not collected",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    uncollected_at = fields.Datetime("Last done about it", readonly=True, copy=False)

    @api.model
    def _uncollected_domain(self):
        return (
            Domain("state", "=", "resolved")
            & Domain("delivery", "=", "counter")
            & Domain("delivery_state", "=", "ready")
        )

    @api.model
    def _cron_uncollected(self):
        """Do what is due about results that lie uncollected: each level once, one level
        a day, so that a job which was down calls before it writes."""
        levels = self.env["onestop.uncollected.level"].search_fetch([("days", ">", 0)])
        if not levels:
            return
        longest = fields.Datetime.now() - timedelta(days=levels[0].days)
        lying = self._uncollected_domain() & Domain("date_resolved", "<=", longest)
        last = 0
        while files := self.search(
            lying & Domain("id", ">", last), order="id", limit=BATCH
        ):
            last = files[-1].id
            for file in files:
                if file.try_lock_for_update(allow_referencing=True):
                    file.invalidate_recordset()
                    file._look_uncollected(levels)
            if not self.env["ir.cron"]._commit_progress(len(files)):
                return

    def _look_uncollected(self, levels):
        """Do what is due about this one.

        :param levels: those that are in use, by their days
        """
        level = self._next_level(levels)
        if not level or not self.filtered_domain(self._uncollected_domain()):
            return
        vals = {
            "uncollected_level_id": level.id,
            "uncollected_at": fields.Datetime.now(),
        }
        if level.action == "archive":
            vals["delivery_state"] = "archived"
        with ENGINE.held():
            self.write(vals)
        row = self.env["onestop.journal"]._append(
            *(self, "uncollected", SYSTEM, self.state, self.state),
            data={"days": level.days, "done": level.action},
            actor=SYSTEM,
        )
        if channel := CHANNELS.get(level.action):
            self.env["onestop.notice"]._queue_by(self, "uncollected", row, channel)

    def _next_level(self, levels):
        """The level that is reached now; none where it is not time."""
        present = self.uncollected_level_id
        following = levels.filtered(lambda one: one.days > present.days)[:1]
        since = self.uncollected_at or self.date_resolved
        # Days that lie between two levels lie between what is done.
        days = timedelta(days=following.days - present.days)
        due = bool(following) and since + days <= fields.Datetime.now()
        return following if due else following.browse()

    def _ready_early(self):
        """Whether the result is ready on a day before the one that was promised last:
        then its person is told so first (Decree 61/2018, art. 20)."""
        self.ensure_one()
        ready, due = self.date_resolved, self.date_due
        return bool(ready and due) and legal_date(ready) < legal_date(due)

    def _archived_from(self):
        """The moment from which the result lies in the archive; None where it never does,
        or where there is none yet."""
        self.ensure_one()
        present = self.uncollected_level_id
        archive = self.env["onestop.uncollected.level"].search(
            [("action", "=", "archive"), ("days", ">", present.days)], limit=1
        )
        since = self.uncollected_at or self.date_resolved
        if not archive or not since:
            return None
        return since + timedelta(days=archive.days - present.days)
