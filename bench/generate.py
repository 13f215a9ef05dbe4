#!/usr/bin/env python3
"""Fill a database of its own with invented dossiers, by COPY.

    bench/generate.py --rows N --seed S [--until DATE] [--database NAME]

Without a database it makes one of the demonstration centre. Run it with the project's
Python (`./onestop bench generate` does).
"""

import argparse
import os
import pathlib
import sys
import time
from datetime import date

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from bench import place
from bench.figure import tell

# The same each day: what is generated depends on its arguments alone.
UNTIL = date(2026, 11, 20)
# Seconds for 100,000 dossiers, on a machine with 2 cores that does nothing else.
SECONDS = 180


def main(argv=None):
    options = _options(argv)
    if not options.database:
        options.database = _make_database()
        print(f"· filling the database {options.database}", flush=True)
    registry = place.open_registry(options.database)
    started = time.monotonic()
    try:
        counts = fill(registry, options.rows, options.seed, options.until)
    except ValueError as error:
        sys.exit(f"generate: {error}. Nothing was written.")
    seconds = time.monotonic() - started
    tell("dossiers", counts["onestop_dossier"], "rows", options.rows, at_least=True)
    tell("rows of all tables", sum(counts.values()), "rows")
    bound = SECONDS * max(options.rows, 10_000) / 100_000
    tell("time to generate", seconds, "s", bound)
    tell("processor time of it, PostgreSQL apart", _processor_time(), "s")
    if options.unchecked:
        return
    _check(registry)


def _processor_time():
    """Of this process and those that it ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _options(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--seed", default="onestop")
    parser.add_argument("--until", type=date.fromisoformat, default=UNTIL)
    parser.add_argument("--database", help="one that was copied for it")
    parser.add_argument("--unchecked", action="store_true", help="only write")
    options = parser.parse_args(argv)
    if options.rows < 1:
        parser.error(f"--rows is {options.rows}; give a number from 1")
    return options


def _make_database():
    from cli import bench
    from cli.settings import Settings

    with bench.Place(Settings.from_environment()) as made:
        name = made.copy_centre()
        os.environ.update(made.variables())
        made.stops = False
    return name


def fill(registry, dossiers, seed, until):
    """Write the world into a database and commit; {table: number of rows}."""
    # Here, not above: the cores are Odoo's once Odoo runs (bench.cores).
    from bench.filling import Filling

    with place.environment(registry) as env:
        filling = Filling.prepare(env, dossiers, seed, until)
    # Processes that are forked from here hold no connection.
    place.close_connections()
    with place.environment(registry) as env, filling.beside() as parts:
        counts = filling.write(env.cr, parts)
    with place.environment(registry) as env:
        env.cr.execute("ANALYZE")
        env.registry.clear_all_caches()
    return counts


def _check(registry):
    """What was written is whole: the journal's chains, and dates by the engine."""
    with place.environment(registry) as env:
        started = time.monotonic()
        bad = sum(1 for _finding in env["onestop.journal"]._verify())
        tell("bad rows of the journal", bad, "rows", 0)
        tell("time to verify the journal", time.monotonic() - started, "s")
        tell("wrong dates in a sample", wrong_dates(env, 500), "dossiers", 0)


def wrong_dates(env, sample):
    """How many of so many dossiers have another due date than the engine gives."""
    from odoo.addons.onestop_procedure.core.database_time import naive

    dossiers = env["onestop.dossier"].search(
        [("date_accepted", "!=", False)], order="tracking_number", limit=sample
    )
    wrong = 0
    for dossier in dossiers:
        answer = dossier._timeline().due_date()
        legal = naive(answer.due) or dossier.date_due_legal
        wrong += (legal or False) != dossier.date_due_legal
    return wrong


if __name__ == "__main__":
    main()
