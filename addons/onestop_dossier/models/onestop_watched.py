import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core.clock import ClockError
from odoo.addons.onestop_procedure.core.database_time import aware, naive
from odoo.addons.onestop_procedure.core.deadline_ladder import reached

from ..engine.right import ENGINE

_logger = logging.getLogger(__name__)

# Rows that one look claims and keeps locked until it is done.
BATCH = 50


class OnestopWatched(models.AbstractModel):
    """Something with a date that people are reminded of.

    Whatever moves or ends the date sets `date_look` to the present: the next look finds
    out what is to be told, and when to look again.
    """

    _name = "onestop.watched"
    _description = "Something with a date"

    date_look = fields.Datetime(
        "Looked at next",
        readonly=True,
        copy=False,
        groups="onestop_procedure.group_onestop_staff",
    )

    def _watched(self):
        """The `WatchedDate`s of this row, those that do not run among them or not."""
        raise NotImplementedError

    def _reminders_domain(self):
        """Which reminders are of the dates of this row."""
        raise NotImplementedError

    @api.model
    def _among_sql(self, departments):
        """Which rows have a date that is counted in the time of these departments."""
        return SQL("department_id IN %s", tuple(departments.ids) or (0,))

    @api.model
    def _look_at_all(self, departments=None):
        """Have every row that has a date looked at, of all or of some departments.

        What somebody is working on right now is passed over: it holds up neither them
        nor this. What is to be looked at anyway is left as it is.
        """
        among = SQL()
        if departments is not None:
            among = SQL("AND %s", self._among_sql(departments))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET date_look = %(now)s WHERE id IN ("
                "SELECT id FROM %(table)s WHERE %(running)s %(among)s "
                "AND (date_look IS NULL OR date_look > %(now)s) "
                "FOR NO KEY UPDATE SKIP LOCKED)",
                table=SQL.identifier(self._table),
                now=fields.Datetime.now(),
                running=self._running_sql(),
                among=among,
            )
        )
        self.invalidate_model(["date_look"])

    @api.model
    def _claim_watched(self, limit=BATCH):
        """The next rows to look at; another node takes others."""
        self.flush_model(["date_look"])
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE date_look <= %s ORDER BY date_look LIMIT %s "
                "FOR NO KEY UPDATE SKIP LOCKED",
                SQL.identifier(self._table),
                fields.Datetime.now(),
                limit,
            )
        )
        return self.browse(number for (number,) in self.env.cr.fetchall())

    def _look_safely(self):
        """Look; a date that cannot be computed holds up no other."""
        try:
            with self.env.cr.savepoint():
                self._look()
        except (ClockError, UserError):
            _logger.warning("%s %s: its date cannot be reckoned", self._name, self.id)
            with ENGINE.held():
                self.date_look = fields.Datetime.now() + timedelta(days=1)

    def _look(self):
        """Tell what is reached, archive what no longer holds, say when to look again."""
        reminders = self.env["onestop.reminder"].with_context(active_test=False)
        reminders = reminders.search(self._reminders_domain())
        latest, following = reminders.browse(), []
        for date in self._watched():
            if date.deadline:
                of_date = reminders.filtered(date.is_of)
                told, later = self._tell_reached(date, of_date)
                reminders |= told
                latest |= (of_date | told).sorted(lambda one: (one.date, one.id))[-1:]
                following += [later] if later else []
        (reminders - latest).filtered("active").active = False
        latest.active = True
        with ENGINE.held():
            self.date_look = min(following, default=False)

    def _tell_reached(self, date, told):
        """(reminders of the levels that a date has reached anew, when it reaches the
        next: naive, or False).

        :param told: the reminders of this date so far
        """
        levels = self.env["onestop.reminder.level"]._ladder(date.subject)
        instants = date.deadline.instants(levels)
        now = aware(fields.Datetime.now())
        new, later = reached(instants, now, told.level_id.ids)
        rows = [(key, naive(instants[key])) for key in new]
        return self.env["onestop.reminder"]._tell(date, rows), naive(later) or False
