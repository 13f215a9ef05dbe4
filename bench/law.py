#!/usr/bin/env python3
"""The law-change desk: whom a newer version touches, and moving those who gain.

    bench/law.py --database NAME --rows N

The database holds generated dossiers. Of the procedure with most open ones a version
with shorter terms is published; the desk is opened by whoever may, and the head of the
department with most of them has theirs moved, in the jobs that the desk queues.
"""

import argparse
import base64
import os
import pathlib
import statistics
import sys
import time
from datetime import timedelta

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from bench import place
from bench.figure import tell
from bench.multiply import multiply_whole

TIMES = 11
# A page that opens (ms), as what people wait for elsewhere (bench.questions).
OPENED = 300
# Moved in a second: an hour for the open dossiers of a province of a million.
A_SECOND = 30
PDF = base64.b64encode(b"%PDF-1.4\n%%EOF\n")


def main(argv=None):
    options = _options(argv)
    registry = place.open_registry(options.database)
    tell("load of the machine before", os.getloadavg()[0], "processes")
    with place.environment(registry) as env:
        multiply_whole(env.cr, options.rows)
    place.tidy(options.database)
    with place.environment(registry) as env:
        found = env["onestop.dossier"].search_count([])
        version = _amend(env)
    tell("dossiers in the database", found, "rows", options.rows, at_least=True)
    place.tidy(options.database)
    with place.environment(registry) as env:
        people = _people(env, version)
    for role, user in people.items():
        _tell_desk(registry, version, role, user)
    _tell_moving(registry, version, people["head of the department"])
    tell("load of the machine after", os.getloadavg()[0], "processes")


def _options(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--rows", type=int, required=True)
    return parser.parse_args(argv)


def _open(env, by):
    """(group, number) of open dossiers, by a column; most first."""
    from odoo.addons.onestop_dossier.core.workflow import OPEN_STATES

    env.cr.execute(
        f"SELECT {by}, count(*) FROM onestop_dossier WHERE state IN %s "
        f"AND run_by = 'here' AND {by} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC",
        [OPEN_STATES],
    )
    return env.cr.fetchall()


def _amend(env):
    """The number of a version, published today, that is due sooner than the one that
    most open dossiers have."""
    from odoo.addons.onestop_procedure.legal_day import legal_today

    number, count = _open(env, "version_id")[0]
    old = env["onestop.procedure.version"].browse(number)
    tell("open dossiers of the version", count, "rows")
    new, today = old.copy(), legal_today()
    for channel in new.channel_ids.filtered(lambda one: one.term_value > 1):
        channel.term_value -= 1
    new.decision_id = env["onestop.publication.decision"].create(
        {
            "number": "1/BENCH",
            "date": today - timedelta(days=1),
            "effect_date": today,
            "early_reason": "Measured today.",
            "signer": "Signer",
            "issuer": "Committee",
            "attachment": PDF,
        }
    )
    new.action_publish()
    return new.id


def _people(env, version):
    """{what they are: id of a user} who open the desk."""
    procedure = env["onestop.procedure.version"].browse(version).procedure_id
    led = env["onestop.dossier"]._read_group(
        [("procedure_id", "=", procedure.id), ("is_open", "=", True)],
        ["department_id"],
        ["__count"],
    )
    department = max((row for row in led if row[0]), key=lambda row: row[1])[0]
    wanted = {
        "catalogue manager": [("role", "=", "catalogue_manager")],
        "supervisor": [("role", "=", "supervisor")],
        "head of the department": [
            ("role", "=", "department_head"),
            ("department_id", "parent_of", department.id),
        ],
    }
    roles = env["onestop.role.assignment"]
    return {
        name: roles.search([("in_force", "=", True), *domain], limit=1).user_id.id
        for name, domain in wanted.items()
    }


def _desk(env, version):
    return env["onestop.law.change"].create({"version_id": version})


def _tell_desk(registry, version, role, user):
    """How long the desk takes to open, each time in a new environment."""
    seconds, queries = [], 0
    for _time in range(TIMES + 1):
        with place.environment(registry, user) as env:
            before, started = env.cr.sql_log_count, time.perf_counter()
            (shown,) = _desk(env, version).read(["touched_html", "gain_count"])
            seconds.append(time.perf_counter() - started)
            queries = env.cr.sql_log_count - before
    tell(f"gain, seen by the {role}", shown["gain_count"], "rows")
    opened = 1000 * statistics.median(seconds[1:])
    tell(f"the desk opens for the {role}", opened, "ms", OPENED)
    tell(f"its queries for the {role}", queries, "queries")


def _tell_moving(registry, version, head):
    """How long it takes the jobs to move what gains in the departments of a head."""
    from odoo import api

    with place.environment(registry, head) as env:
        started = time.perf_counter()
        desk = _desk(env, version)
        wanted = desk.gain_count
        desk.action_move()
        env.flush_all()
        tell("queueing the moves", 1000 * (time.perf_counter() - started), "ms", 1000)
    with place.environment(registry) as env:
        jobs = env["queue.job"].search(
            [("method_name", "=", "_move_dossiers"), ("state", "=", "pending")]
        )
        batches = [job.args[0] for job in jobs]
    tell("jobs", len(batches), "jobs")
    started = time.perf_counter()
    for batch in batches:
        with place.environment(registry, head) as env:
            api.Environment(env.cr, head, {})["onestop.procedure.version"].browse(
                version
            )._move_dossiers(batch)
    taken = time.perf_counter() - started
    with place.environment(registry, head) as env:
        left = _desk(env, version).gain_count
    tell("moved", wanted - left, "rows")
    tell("moved in a second", (wanted - left) / taken, "1/s", A_SECOND, at_least=True)
    tell("left of those who gain", left, "rows", 0)


if __name__ == "__main__":
    main()
