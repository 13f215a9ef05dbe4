import logging
from collections import defaultdict

from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, naive

from .move import Move

_logger = logging.getLogger(__name__)


class OpenDates:
    """One kind of open dates that are counted in a working calendar.

    Read set-wise and counted by any clock, so that a change can be shown before it is
    made; instants are naive datetimes in UTC.

    :param calendar: record of resource.calendar
    :param clock: the core's `Calendar` to count with
    """

    # Name of the kind in the figures of a redating.
    name = None
    table = None

    def __init__(self, calendar, clock):
        # sudo: bounded to dates; what comes out of it are numbers of files and figures.
        self.env = calendar.sudo().env
        self.clock = clock
        departments = self.env["onestop.department"].with_context(active_test=False)
        found = departments.search([("calendar_id", "=", calendar.id)])
        self.departments = tuple(found.ids) or (0,)
        # Numbers of those whose date cannot be counted.
        self.failed = []

    def ids(self):
        """Numbers of all open dates of the kind, in order."""
        return [row[0] for row in self._fetch(SQL("ORDER BY 1"))]

    def lock(self, ids):
        """Those of these that nobody else is working on, locked until the commit."""
        self.env.cr.execute(
            SQL(
                "SELECT id FROM %s WHERE id IN %s FOR NO KEY UPDATE SKIP LOCKED",
                SQL.identifier(self.table),
                tuple(ids),
            )
        )
        return [number for (number,) in self.env.cr.fetchall()]

    def moves(self, ids=None):
        """The `Move`s of these, or of all, whose date is another one now."""
        if ids == []:
            return []
        rows = self._fetch(SQL() if ids is None else SQL("AND %s", self._among(ids)))
        return [move for move in self._moves(rows) if move.before != move.after]

    def write(self, moves, reason):
        """Write the new dates.

        :param str reason: why the calendar changed, for the derivation
        :return: numbers of dossiers whose applicants wait for another date now
        """
        raise NotImplementedError

    def _fetch(self, rest):
        """Rows of the query of the kind, its number first."""
        self.env.flush_all()
        self.env.cr.execute(SQL("%s %s", self._query(), rest))
        return self.env.cr.fetchall()

    def _query(self):
        """SELECT of number, department, beginning, date now, and what else the kind
        needs, with its WHERE last."""
        raise NotImplementedError

    def _among(self, ids):
        raise NotImplementedError

    def _term_of(self, row):
        """(term, start rule or None) by which a row is counted."""
        raise NotImplementedError

    def _moves(self, rows):
        return self._counted(rows)

    def _counted(self, rows):
        """Moves of rows whose terms ran on without a break, many at once."""
        groups = defaultdict(list)
        for row in rows:
            groups[self._term_of(row)].append(row)
        for (term, rule), alike in groups.items():
            due = self._instants(term, rule, alike)
            for row, after in zip(alike, due, strict=True):
                if after is not None:
                    yield Move(row[0], row[1], row[3], after, row)

    def _instants(self, term, rule, rows):
        """When the rows are due; None where no date can be had."""
        received = [row[2] for row in rows]
        try:
            return self._many(term, rule, received)
        except clock.ClockError:
            return [
                self._safely(row[0], lambda at=at: self._many(term, rule, [at])[0])
                for row, at in zip(rows, received, strict=True)
            ]

    def _many(self, term, rule, received):
        return [
            naive(due)
            for due in clock.due_instants(self.clock, term, map(aware, received), rule)
        ]

    def _safely(self, number, count):
        """What `count` gives, or None: one date holds up no other."""
        try:
            return count()
        except clock.ClockError:
            _logger.warning("%s %s: its date cannot be counted", self.table, number)
            self.failed.append(number)
            return None

    def _write_dates(self, column, moves):
        """Set one column to the new dates, and have the rows looked at."""
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s AS one SET %(column)s = new.due "
                "FROM unnest(%(ids)s, %(dates)s::timestamp[]) AS new (id, due) "
                "WHERE one.id = new.id",
                table=SQL.identifier(self.table),
                column=SQL.identifier(column),
                ids=[move.number for move in moves],
                dates=[move.after for move in moves],
            )
        )
        self.env.invalidate_all()
