import json

from odoo import fields
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, naive

from ..core.workflow import OPEN_STATES
from .move import Move
from .open_dates import OpenDates


class OpenDossiers(OpenDates):
    """The legal dates of open dossiers, and those after an apology.

    A term that stands still has no date; it gets one when it goes on.
    """

    name = "dossiers"
    table = "onestop_dossier"

    def __init__(self, calendar, clock):
        super().__init__(calendar, clock)
        self._terms = {}

    def _query(self):
        return SQL(
            """
            SELECT d.id, d.department_id, d.date_accepted, d.date_due_legal,
                   d.version_id, d.channel, d.case_id, d.rule_set_id, d.date_due,
                   EXISTS (SELECT FROM onestop_dossier_clock_event e
                            WHERE e.dossier_id = d.id)
              FROM onestop_dossier d
             WHERE d.state IN %s AND d.department_id IN %s
               AND d.date_accepted IS NOT NULL AND d.date_due_legal IS NOT NULL
               AND d.suspended IS NOT TRUE
            """,
            OPEN_STATES,
            self.departments,
        )

    def _among(self, ids):
        return SQL("d.id IN %s", tuple(ids))

    def _moves(self, rows):
        yield from self._counted(row for row in rows if not row[-1])
        eventful = [row for row in rows if row[-1]]
        events = self._events(eventful)
        for row in eventful:
            timeline = self._timeline(row, events[row[0]])
            answer = self._safely(row[0], timeline.due_date)
            if answer and answer.due:
                yield Move(row[0], row[1], row[3], naive(answer.due), row)

    def _term_of(self, row):
        """(term, start rule) of a row, the same for all of one kind."""
        key = row[4:8]
        if key not in self._terms:
            dossier = self.env["onestop.dossier"].browse(row[0])
            term = dossier.version_id._term(dossier.channel, dossier.case_id)
            self._terms[key] = (term, dossier._start_rule())
        return self._terms[key]

    def _events(self, rows):
        """{dossier: its events as the core reads them}, of all that have some."""
        numbers = [row[0] for row in rows if row[-1]]
        events = self.env["onestop.dossier.clock.event"]
        events = events.search([("dossier_id", "in", numbers)])
        return {
            dossier.id: tuple(event._to_core() for event in its)
            for dossier, its in events.grouped("dossier_id").items()
        }

    def _timeline(self, row, events):
        term, rule = self._term_of(row)
        return clock.Timeline(self.clock, term, aware(row[2]), rule, events)

    def write(self, moves, reason):
        events = self._events([move.row for move in moves])
        told = self._told([move.number for move in moves])
        values = [
            self._values(move, events.get(move.number, ()), told[move.number], reason)
            for move in moves
        ]
        # One text: a hundred thousand arrays of JSON would be quoted one by one.
        self.env.cr.execute(
            SQL(
                """
                UPDATE onestop_dossier AS d
                   SET date_due_legal = new.legal, date_due = new.due,
                       due_derivation = new.told, date_look = %s
                  FROM jsonb_to_recordset(%s::jsonb)
                       AS new (id int, legal timestamp, due timestamp, told jsonb)
                 WHERE d.id = new.id
                """,
                fields.Datetime.now(),
                json.dumps(values),
            )
        )
        self.env.invalidate_all()
        return [
            one["id"]
            for move, one in zip(moves, values, strict=True)
            if one["due"] != fields.Datetime.to_string(move.row[8])
        ]

    def _told(self, ids):
        """{dossier: what its derivation told of calendars before}."""
        self.env.cr.execute(
            SQL(
                """
                SELECT id, jsonb_path_query_array(
                           due_derivation,
                           '$[*] ? (@.code == "calendar_changed"
                                    || @.code == "transferred"
                                    || @.code == "law_changed")')
                  FROM onestop_dossier WHERE id IN %s
                """,
                tuple(ids),
            )
        )
        return {
            number: clock.Derivation.from_list(told or [])
            for number, told in self.env.cr.fetchall()
        }

    def _values(self, move, events, told, reason):
        answer = self._timeline(move.row, events).due_date()
        changed = clock.Fact.of(
            clock.FactCode.CALENDAR_CHANGED,
            reason=reason or "",
            before=aware(move.before),
            after=answer.due,
        )
        derivation = answer.derivation.with_calendar_changes([*told, changed])
        return {
            "id": move.number,
            "legal": fields.Datetime.to_string(naive(answer.due)),
            "due": fields.Datetime.to_string(naive(answer.after_apology)),
            "told": derivation.to_list(),
        }
