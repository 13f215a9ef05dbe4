from odoo import fields
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock

from ..core.workflow import stops
from .move import Move
from .open_dates import OpenDates
from .steps import step_due


class OpenSteps(OpenDates):
    """The dates of open runs of steps, but for those that stand still and those whose
    silence has had its consequence."""

    name = "steps"
    table = "onestop_dossier_step"

    def _query(self):
        return SQL(
            """
            SELECT s.id, s.department_id, s.date_opened, s.date_due, s.dossier_id,
                   COALESCE(NULLIF(s.hours_given, 0), p.hours), s.kind
              FROM onestop_dossier_step s
              JOIN onestop_process_step p ON p.id = s.step_id
              JOIN onestop_dossier d ON d.id = s.dossier_id
             WHERE s.state = 'open' AND s.department_id IN %s
               AND s.date_silent IS NULL
               AND s.date_due IS NOT NULL AND p.hours > 0
               AND NOT %s
            """,
            self.departments,
            self.env["onestop.dossier.step"]._still_sql(SQL("s.kind")),
        )

    def _among(self, ids):
        return SQL("s.id IN %s", tuple(ids))

    def _term_of(self, row):
        return clock.Term(row[5], clock.Unit.WORKING_HOURS), None

    def _moves(self, rows):
        pauses, plain = self._pauses({row[4] for row in rows}), []
        for row in rows:
            since = [
                one
                for one in pauses.get(row[4], ())
                if one.start >= row[2] and stops(one.ground, row[6])
            ]
            if since:
                yield from self._paused(row, [one._to_core() for one in since])
            else:
                plain.append(row)
        yield from self._counted(plain)

    def _paused(self, row, pauses):
        def count():
            return step_due(self.clock, row[5], row[2], pauses)

        if after := self._safely(row[0], count):
            yield Move(row[0], row[1], row[3], after)

    def _pauses(self, dossiers):
        """{dossier: its ended pauses}."""
        events = self.env["onestop.dossier.clock.event"].search(
            [
                ("dossier_id", "in", list(dossiers)),
                ("kind", "=", "pause"),
                ("end", "!=", False),
            ]
        )
        return {
            dossier.id: its for dossier, its in events.grouped("dossier_id").items()
        }

    def write(self, moves, reason):
        self._write_dates("date_due", moves)
        self.env.cr.execute(
            SQL(
                "UPDATE onestop_dossier_step SET date_look = %s WHERE id IN %s",
                fields.Datetime.now(),
                tuple(move.number for move in moves),
            )
        )
        return []
