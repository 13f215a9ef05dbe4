from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock

from .open_dates import OpenDates


class OpenIntakes(OpenDates):
    """By when online dossiers are to be checked."""

    name = "intakes"
    table = "onestop_dossier"

    def _query(self):
        return SQL(
            """
            SELECT d.id, d.received_department_id, d.date_submitted,
                   d.date_intake_due, d.rule_set_id
              FROM onestop_dossier d
             WHERE d.state = 'submitted' AND d.received_department_id IN %s
               AND d.date_intake_due IS NOT NULL AND d.rule_set_id IS NOT NULL
            """,
            self.departments,
        )

    def _among(self, ids):
        return SQL("d.id IN %s", tuple(ids))

    def _term_of(self, row):
        rules = self.env["onestop.rule.set"].browse(row[4])
        hours = rules._value("online_acceptance_hours")
        return clock.Term(hours, clock.Unit.WORKING_HOURS), None

    def write(self, moves, reason):
        self._write_dates("date_intake_due", moves)
        return []
