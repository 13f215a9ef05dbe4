"""How long the open dates take when a calendar changes: in the database, and in all."""

import dataclasses
import time
from datetime import timedelta

from bench.figure import tell
from bench.multiply import multiply

# Open dossiers of a centre that had a million (architecture).
OPEN = 120_000
RUNNING = (
    "state IN ('accepted', 'processing') AND date_due_legal IS NOT NULL "
    "AND suspended IS NOT TRUE"
)


class DatabaseTime:
    """Seconds that a cursor spends in the database while it is measured."""

    def __init__(self, cr):
        self._cr = cr
        self.seconds = 0.0

    def __enter__(self):
        self._cr.execute = self._timed(self._cr.execute)
        self._cr.commit = self._timed(self._cr.commit)
        return self

    def __exit__(self, *_error):
        del self._cr.execute, self._cr.commit

    def _timed(self, method):
        def timed(*arguments, **options):
            started = time.perf_counter()
            try:
                return method(*arguments, **options)
            finally:
                self.seconds += time.perf_counter() - started

        return timed


def tell_redating(env, batch):
    """Close the next working day of the calendar that most departments have.

    :param int batch: dossiers that are moved together, as the job does
    """
    from odoo import fields

    from odoo.addons.onestop_dossier.engine.open_dossiers import OpenDossiers
    from odoo.addons.onestop_procedure.core.calendar_rows import Holiday
    from odoo.addons.onestop_procedure.core.database_time import legal_date

    departments = env["onestop.department"]
    rows = departments._read_group([], ["calendar_id"], ["__count"])
    calendar = max(rows, key=lambda row: row[1])[0]
    before = calendar._onestop_clock()
    # The second working day from now: nothing of today is at stake.
    day = before.next_working_day(legal_date(fields.Datetime.now()), 2)
    storm = Holiday(day, "Storm")
    after = dataclasses.replace(before, holidays=(*before.holidays, storm))
    kind = OpenDossiers(calendar, after)
    multiply(env.cr, OPEN, RUNNING)
    env.cr.execute("ANALYZE onestop_dossier")
    # As in a centre: PostgreSQL changes what its own transaction wrote more slowly.
    env.cr.commit()
    ids = kind.ids()[:OPEN]
    tell("open dossiers counted anew", len(ids), "rows", OPEN, True)

    started = time.perf_counter()
    kind.moves()
    tell("what it moves, shown beforehand", time.perf_counter() - started, "s")

    started, moved = time.perf_counter(), 0
    with DatabaseTime(env.cr) as database:
        for first in range(0, len(ids), batch):
            moves = kind.moves(kind.lock(ids[first : first + batch]))
            moved += len(moves)
            if moves:
                kind.write(moves, "Storm")
            env.cr.commit()
    tell("of them moved", moved, "rows")
    tell("in the database", database.seconds, "s", 10)
    tell("in all, one process", time.perf_counter() - started, "s")
    left = sum(1 for move in kind.moves(ids) if move.after - move.before > timedelta(0))
    tell("dates that are still the old ones", left, "rows", 0)
