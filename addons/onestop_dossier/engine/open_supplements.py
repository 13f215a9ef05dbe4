from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock

from .open_dates import OpenDates


class OpenSupplements(OpenDates):
    """Until when applicants may answer: later only, for a day that was promised to a
    person is not taken back."""

    name = "supplements"
    table = "onestop_dossier_supplement"

    def _query(self):
        return SQL(
            """
            SELECT s.id, d.received_department_id, s.passed_on_at, s.deadline,
                   v.supplement_term
              FROM onestop_dossier_supplement s
              JOIN onestop_dossier d ON d.id = s.dossier_id
              JOIN onestop_procedure_version v ON v.id = d.version_id
             WHERE s.answered_at IS NULL AND s.deadline IS NOT NULL
               AND d.state = 'supplement' AND d.received_department_id IN %s
               AND v.supplement_term > 0
            """,
            self.departments,
        )

    def _among(self, ids):
        return SQL("s.id IN %s", tuple(ids))

    def _term_of(self, row):
        return clock.Term(row[4], clock.Unit.WORKING_DAYS), None

    def _moves(self, rows):
        return (move for move in self._counted(rows) if move.after > move.before)

    def write(self, moves, reason):
        self._write_dates("deadline", moves)
        return []
