import contextlib

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

# Of counters that take a number at one moment each waits for those before it.
TRIES = 20


class OnestopCodeCounter(models.Model):
    """The last sequence number that a department gave out on a day."""

    _name = "onestop.code.counter"
    _description = "Counter of dossier codes"
    _log_access = False

    department_id = fields.Many2one(
        "onestop.department", required=True, ondelete="restrict"
    )
    date = fields.Date(required=True)
    last = fields.Integer(required=True)

    _department_date_unique = models.UniqueIndex("(department_id, date)")

    @api.model
    def _next(self, department, date):
        """The next number of a department's day, from 1.

        It is taken in a short transaction of its own, so counters do not wait for each
        other's whole intake. A number is never given twice; when the intake that took
        it fails, it stays a gap. Only the printed register has none.
        """
        for _turn in range(TRIES):
            # Another counter may take one at this very moment: the whole intake need not
            # be done anew for that.
            with contextlib.suppress(SerializationFailure):
                return self._take(department, date)
        return self._take(department, date)

    def _take(self, department, date):
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    """
                    INSERT INTO onestop_code_counter (department_id, date, last)
                    VALUES (%s, %s, 1)
                    ON CONFLICT (department_id, date)
                    DO UPDATE SET last = onestop_code_counter.last + 1
                    RETURNING last
                    """,
                    department.id,
                    date,
                ),
                log_exceptions=False,
            )
            return cr.fetchone()[0]
