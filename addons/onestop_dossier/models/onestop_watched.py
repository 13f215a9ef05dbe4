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
        """(dossier, step or None, department, `Deadline` or None where nothing runs)."""
        raise NotImplementedError

    @api.model
    def _look_at_all(self, departments=None):
        """Have every row that has a date looked at, of all or of some departments.

        What somebody is working on right now is passed over: it holds up neither them
        nor this. What is to be looked at anyway is left as it is.
        """
        among = SQL()
        if departments is not None:
            among = SQL("AND department_id IN %s", tuple(departments.ids) or (0,))
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
        dossier, step, department, deadline = self._watched()
        due = naive(deadline.due) if deadline else False
        reminders = self.env["onestop.reminder"].with_context(active_test=False)
        reminders = reminders.search(
            [
                ("dossier_id", "=", dossier.id),
                ("step_id", "=", step.id if step else False),
            ]
        )
        of_date = reminders.filtered(lambda one: one.date_due == due)
        following = False
        if deadline:
            subject = "step" if step else "dossier"
            levels = self.env["onestop.reminder.level"]._ladder(subject)
            instants = deadline.instants(levels)
            now = aware(fields.Datetime.now())
            new, later = reached(instants, now, of_date.level_id.ids)
            told = [(key, naive(instants[key])) for key in new]
            of_date |= reminders._tell(dossier, step, department, due, told)
            following = naive(later) or False
        latest = of_date.sorted(lambda one: (one.date, one.id))[-1:]
        if not deadline:
            latest = reminders.browse()
        ((reminders | of_date) - latest).filtered("active").active = False
        latest.active = True
        with ENGINE.held():
            self.date_look = following
