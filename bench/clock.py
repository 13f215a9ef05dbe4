#!/usr/bin/env python3
"""The statutory clock: dates by the million, and what is asked of a million dossiers.

    bench/clock.py --database NAME --rows N

The database holds generated dossiers; their rows alone are copied until there are N, for
lists and claims that read nothing else.
"""

import argparse
import dataclasses
import os
import pathlib
import random
import statistics
import sys
import time
from datetime import date, datetime, timedelta

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import numpy

from bench import place
from bench.figure import tell
from bench.multiply import multiply
from bench.questions import DOSSIER_LIST, PAGE
from bench.redating import tell_redating

DATES = 1_000_000
DERIVED = 10_000
DAYS, HOURS = 20, 100
TIMES = 11
CLAIMED = 1000
# Dossiers that the job moves in one transaction.
BATCH = 1000
SINCE, SPAN = date(2025, 1, 2), 600


def main(argv=None):
    options = _options(argv)
    registry = place.open_registry(options.database)
    tell("load of the machine before", os.getloadavg()[0], "processes")
    with place.environment(registry) as env:
        calendar = env["onestop.department"].search([], limit=1).calendar_id
        tell_dates(calendar._onestop_clock())
        tell_rows(env, options.rows)
        tell_redating(env, BATCH)


def _options(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--rows", type=int, default=DATES)
    return parser.parse_args(argv)


def tell_dates(calendar):
    """How long due dates take, with the index of the calendar built anew each time."""
    # Here, not above: the cores are Odoo's once Odoo runs (bench.cores).
    from bench.cores import clock

    draw = random.Random("clock")
    start = datetime.combine(SINCE, datetime.min.time(), clock.ZONE)
    received = [
        start + timedelta(minutes=draw.randrange(SPAN * 24 * 60))
        for _one in range(DATES)
    ]
    days, hours = clock.Term(DAYS, "working_days"), clock.Term(HOURS, "working_hours")
    in_days = _seconds(lambda cold: clock.due_instants(cold, days, received), calendar)
    tell("1,000,000 dates of terms in days", in_days, "s", 1)
    in_numpy = _numpy_seconds(calendar, received)
    tell("numpy.busday_offset on the same days", in_numpy, "s")
    tell("times of numpy", in_days / in_numpy, "times")
    in_hours = _seconds(
        lambda cold: clock.due_instants(cold, hours, received), calendar
    )
    tell("1,000,000 dates of terms in hours", in_hours, "s", 10)
    told = _seconds(lambda cold: _derive(clock, cold, days, received), calendar)
    tell("a date with its derivation", 1e6 * told / DERIVED, "µs")


def _seconds(compute, calendar):
    """The least of three times, each with a calendar that has no index yet."""
    seconds = []
    for _time in range(3):
        cold = dataclasses.replace(calendar)
        started = time.perf_counter()
        compute(cold)
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def _derive(clock, calendar, term, received):
    for at in received[:DERIVED]:
        clock.Timeline(calendar, term, at).due_date()


def _numpy_seconds(calendar, received):
    first, last = SINCE, SINCE + timedelta(days=SPAN + 100)
    span = [first + timedelta(days=number) for number in range((last - first).days)]
    off = [
        day for day in span if day.weekday() < 5 and not calendar.is_working_day(day)
    ]
    days = numpy.array([at.date() for at in received], dtype="datetime64[D]")
    started = time.perf_counter()
    numpy.busday_offset(days, DAYS, roll="backward", holidays=off)
    return time.perf_counter() - started


def tell_rows(env, dossiers):
    """What is asked of so many dossiers, each in a new environment and undone."""
    multiply(env.cr, dossiers)
    env.cr.execute("SELECT count(*) FROM onestop_dossier")
    tell("dossiers in the database", env.cr.fetchone()[0], "rows", dossiers, True)
    late = [("overdue", "=", True)]
    tell("of them overdue", env["onestop.dossier"].search_count(late), "rows")
    env["onestop.dossier"]._look_at_all()
    env.cr.execute("ANALYZE onestop_dossier")
    tell("claiming 1,000 rows", _median(env, _claim), "ms", 100)
    holders = env["onestop.role.assignment"].search(
        [("in_force", "=", True), ("role", "=", "supervisor")]
    )
    supervisor = env["onestop.dossier"].with_user(holders[0].user_id).env
    tell("the overdue, first page", _median(supervisor, _overdue), "ms", 50)
    tell("sequential scans over dossiers", _scans(supervisor), "scans", 0)


def _median(env, question):
    seconds = []
    for _time in range(TIMES + 1):
        env.invalidate_all()
        started = time.perf_counter()
        question(env["onestop.dossier"])
        seconds.append(time.perf_counter() - started)
    return 1000 * statistics.median(seconds[1:])


def _claim(dossiers):
    with dossiers.env.cr.savepoint() as savepoint:
        claimed = len(dossiers._claim_watched(CLAIMED))
        savepoint.rollback()
    if claimed != CLAIMED:
        raise LookupError(f"{claimed} rows were claimed, not {CLAIMED}")


def _overdue(dossiers):
    dossiers.web_search_read(
        [("overdue", "=", True)], DOSSIER_LIST, limit=PAGE, count_limit=10001
    )


def _scans(env):
    """How often PostgreSQL would read all dossiers for what is asked all day."""
    from odoo.tools import SQL

    dossiers, plans = env["onestop.dossier"], []
    for asked in (
        [("overdue", "=", True)],
        [("is_open", "=", True)],
        [("state", "=", "accepted"), ("date_forward", "<=", "now")],
        [("code", "=", "H99.01.05-261118-0002")],
    ):
        query = dossiers._search(asked, order=dossiers._order, limit=PAGE)
        env.cr.execute(SQL("EXPLAIN %s", query.select()))
        plans += [line for (line,) in env.cr.fetchall()]
    return sum("Seq Scan on onestop_dossier " in line for line in plans)


if __name__ == "__main__":
    main()
