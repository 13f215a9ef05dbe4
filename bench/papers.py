#!/usr/bin/env python3
"""What leaves the centre: printed forms, seals, and the journal that vouches for them.

    bench/papers.py --database NAME --rows N

The database holds generated dossiers; `--rows` are those of the journal, which is filled
up to that number. The seals are of a test authority, made here.
"""

import argparse
import contextlib
import os
import pathlib
import statistics
import sys
import tempfile
import time
from datetime import timedelta

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from bench import journal_rows, memory, place, year_register
from bench.figure import tell

RECEIPT = "onestop_dossier.form_receipt"
TIMES = 21
# A receipt while somebody waits for it; a hundred in a job; a seal in a job.
RECEIPT_MILLISECONDS, BATCH_SECONDS, SEAL_MILLISECONDS = 300, 30, 1000
BATCH = 100
VERIFY_SECONDS, ROOT_SECONDS, ROOT_ROWS = 300, 10, 20_000
# Of the register of a year; of a smaller journal as many as it has rows.
LINES = 50_000
# More than Odoo itself takes; what 5,000,000 rows would fill is a hundred times that.
MEGABYTES = 64
FOLDER = "ONESTOP_SEAL_FOLDER"


def main(argv=None):
    options = _options(argv)
    registry = place.open_registry(options.database)
    tell("load of the machine before", os.getloadavg()[0], "processes")
    with _test_keys(registry):
        _tell_printing(registry)
        _tell_sealing(registry)
        _tell_root(registry)
        _tell_verifying(registry, options)
        lines = min(LINES, options.rows)
        year_register.measure(registry, options.database, lines)
    tell("load of the machine after", os.getloadavg()[0], "processes")


def _options(argv):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--rows", type=int, required=True)
    return parser.parse_args(argv)


# ------------------------------------------------------------------------ printing


def _received(env, count):
    """The last dossiers that a counter received and that are still worked on."""
    return env["onestop.dossier"].search(
        [
            ("state", "=", "processing"),
            ("run_by", "=", "here"),
            ("sealed_paper_ids", "=", False),
        ],
        order="id desc",
        limit=count,
    )


def _tell_printing(registry):
    """A receipt at the counter, each in an environment of its own; then a hundred."""
    with place.environment(registry) as env:
        dossiers = _received(env, BATCH)
        numbers = dossiers.ids
        officers = {
            one.id: one.counter_group_id.user_ids[:1].id for one in dossiers[:TIMES]
        }
    worked = time.process_time()
    seconds = [
        _seconds_of(registry, officer, [number]) for number, officer in officers.items()
    ]
    worked = (time.process_time() - worked) / len(seconds)
    median = 1000 * statistics.median(seconds[1:])
    tell("a receipt, server time, median", median, "ms", RECEIPT_MILLISECONDS)
    longest = 1000 * max(seconds[1:])
    tell("a receipt, the longest of 20", longest, "ms")
    # What a machine that does nothing else would take.
    tell("a receipt, processor time", 1000 * worked, "ms")
    tell("receipts in a batch", len(numbers), "receipts")
    worked = time.process_time()
    taken = _seconds_of(registry, None, numbers)
    worked = time.process_time() - worked
    tell("a batch of receipts, one process", taken, "s", BATCH_SECONDS)
    tell("a batch of receipts, processor time", worked, "s")


def _seconds_of(registry, user, numbers):
    with place.environment(registry, user) as env:
        started = time.perf_counter()
        env["ir.actions.report"]._render_qweb_pdf(RECEIPT, numbers)
        env.flush_all()
        return time.perf_counter() - started


# ------------------------------------------------------------------------- sealing


def _tell_sealing(registry):
    """A receipt from its record to the sealed file in the store, as the job does it."""
    with place.environment(registry) as env:
        papers = _papers(env)
        seconds, worked = [], time.process_time()
        for paper in papers:
            env.invalidate_all()
            started = time.perf_counter()
            paper._job_seal()
            env.flush_all()
            seconds.append(time.perf_counter() - started)
        worked = (time.process_time() - worked) / len(papers)
        sealed = papers.filtered(lambda one: one.state == "sealed")
        tell("papers sealed", len(sealed), "papers", TIMES, at_least=True)
    median = 1000 * statistics.median(seconds[1:])
    tell("sealing a paper, printed by its job, median", median, "ms", SEAL_MILLISECONDS)
    tell("sealing a paper, the longest", 1000 * max(seconds[1:]), "ms")
    # What a machine that does nothing else would take.
    tell("sealing a paper, processor time", 1000 * worked, "ms")


@contextlib.contextmanager
def _test_keys(registry):
    """A seal for each place that received something, its keys in a folder of ours."""
    from odoo.addons.onestop_dossier.core.seal_authority import TestAuthority

    with tempfile.TemporaryDirectory() as name:
        os.environ[FOLDER] = name
        folder = pathlib.Path(name)
        (folder / "roots").mkdir()
        authority = TestAuthority()
        (folder / "roots" / "test.pem").write_text(authority.certificate)
        with place.environment(registry) as env:
            for place_ in _received(env, 500).received_department_id:
                code = f"BENCH-{place_.id}"
                certificate, key = authority.issue(place_.name)
                file = folder / f"{code}.key"
                file.touch(mode=0o600)
                file.write_text(key)
                env["onestop.seal"].create(
                    {
                        "code": code,
                        "department_id": place_.id,
                        "certificate": certificate,
                    }
                )
        yield


def _papers(env):
    """Receipts that are to be sealed: of dossiers that still say what they said."""
    from odoo.addons.onestop_dossier.engine.right import SEALING

    form, made = env["report.onestop_dossier.form_receipt"], []
    for dossier in _received(env, 500):
        row = form._journal_row(dossier)
        if len(made) <= TIMES and form._stands_on(dossier, row.id):
            made.append({"dossier_id": dossier.id, "form": "receipt", "row": row.id})
    with SEALING.held():
        return env["onestop.sealed.paper"].create(made)


# ------------------------------------------------------------------------ the journal


def _tell_root(registry):
    """The root of a day of 20,000 rows, behind whatever came before it."""
    from odoo import fields

    with place.environment(registry) as env:
        # Days that nobody has closed yet.
        roots, day = env["onestop.journal.root"], fields.Date.today()
        roots._close(day + timedelta(days=1))
        env.cr.commit()
        _fill(env, ROOT_ROWS)
        env.cr.commit()
        started = time.perf_counter()
        root = roots._close(day + timedelta(days=2))
        taken = time.perf_counter() - started
        tell("rows of the day", root.rows, "rows", ROOT_ROWS, at_least=True)
    tell("the root of a day", taken, "s", ROOT_SECONDS)


def _fill(env, rows):
    from odoo import fields

    env.cr.execute(
        "SELECT greatest((SELECT max(id) FROM onestop_dossier), max(res_id)) + 1 "
        "FROM onestop_journal WHERE res_model = 'onestop.dossier'"
    )
    (file,) = env.cr.fetchone()
    key = env["onestop.journal"]._key()
    journal_rows.write(env.cr, key, rows, file, fields.Datetime.now())


def _tell_verifying(registry, options):
    """All chains of the whole journal, as `./onestop journal-verify` reads them."""
    with place.environment(registry) as env:
        had = env["onestop.journal"].search_count([])
        _fill(env, max(0, options.rows - had))
    place.tidy(options.database)
    with place.environment(registry) as env:
        rows = env["onestop.journal"].search_count([])
        tell("rows of the journal", rows, "rows", options.rows - 10, at_least=True)
        before = memory.peak(forget=True)
        started = time.perf_counter()
        wrong = sum(1 for _finding in env["onestop.journal"]._verify())
        taken = time.perf_counter() - started
        more = (memory.peak() - before) / 1024
    tell("verifying every chain", taken, "s", VERIFY_SECONDS)
    tell("memory that it takes at most", more, "MB", MEGABYTES)
    tell("rows that it finds wrong", wrong, "rows", 0)


if __name__ == "__main__":
    main()
