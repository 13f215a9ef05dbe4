"""The register of a year with as many dossiers as a province has: closed by its job, and
sealed.

Numbers are given, lines set some hundred at a time, and all parts bound, as the scheduled
action does it, in this process. Setting takes as long for the last lines as for the first:
some parts are set, the others hold the bytes of the first of these, so that what is bound
and sealed is as large as it would be.
"""

import threading
import time

from bench import memory, place
from bench.figure import tell
from bench.multiply import multiply

# A job, once a year: an hour and a half for the lines of a province, beside whatever else
# the machine does; then a minute each.
LINE_MILLISECONDS, BIND_SECONDS, SEAL_SECONDS = 108, 120, 60
BEGIN_SECONDS = 60
# Parts that are set: of some hundred lines each.
SET = 2
# As much as a worker may take beside Odoo itself, whatever the number of lines.
MEGABYTES = 768
# Whoever asks, or looks how far it is, waits for the request alone.
ASK_MILLISECONDS, LOOK_MILLISECONDS = 300, 300
# Between two looks at how far it is.
LOOK_EVERY = 5


def measure(registry, database, lines):
    """Tell what closing and sealing take of a register of so many lines."""
    with place.environment(registry) as env:
        register = _filled(env, lines)
        number = register.id
    place.tidy(database)
    keeper, asked = _ask(registry, number)
    tell("asking for a register to be closed", 1000 * asked, "ms", ASK_MILLISECONDS)
    _tell_closing(registry, number, keeper, lines)
    _tell_sealing(registry, number)


def _filled(env, lines):
    """The register of the department and year that received most, with copies of their
    rows up to that many."""
    env.cr.execute(
        """
        SELECT received_department_id, extract(year FROM date_accepted)::int
          FROM onestop_dossier
         WHERE code IS NOT NULL AND date_accepted IS NOT NULL
               AND extract(year FROM date_accepted) < extract(year FROM now())
         GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1
        """
    )
    department, year = env.cr.fetchone()
    among = (
        f"received_department_id = {department} AND code IS NOT NULL"
        f" AND extract(year FROM date_accepted) = {year}"
    )
    multiply(env.cr, lines, among)
    department = env["onestop.department"].browse(department)
    return env["onestop.register"]._of(department, year)


def _ask(registry, number):
    """(user who keeps it, seconds of the request that asks for it to be closed)."""
    with place.environment(registry) as env:
        register = env["onestop.register"].browse(number)
        keepers = register.department_id._holders("director")
        keepers |= register.department_id._holders("clerk")
        keeper = keepers[:1].id
    with place.environment(registry, keeper) as env:
        started = time.perf_counter()
        env["onestop.register"].browse(number).action_close()
        env.flush_all()
        return keeper, time.perf_counter() - started


def _tell_closing(registry, number, keeper, lines):
    looks = _Looks(registry, number, keeper)
    looks.start()
    with place.environment(registry) as env:
        register = env["onestop.register"].browse(number)
        started = time.perf_counter()
        register._begin()
        env.flush_all()
        tell("giving the numbers", time.perf_counter() - started, "s", BEGIN_SECONDS)
        env.cr.commit()
        _tell_setting(env, register)
        before = memory.peak(forget=True)
        started = time.perf_counter()
        env["onestop.register"]._cron_print()
        taken = time.perf_counter() - started
        more = (memory.peak() - before) / 1024
    looks.stop()
    with place.environment(registry) as env:
        register = env["onestop.register"].browse(number)
        dossiers, pages = register.last_number, register.pages
        size = len(register.with_context(bin_size=False).file or b"") * 3 / 4
    tell("lines of the register", dossiers, "lines", lines, at_least=True)
    tell("pages of the register", pages, "pages")
    tell("its file", size / 1024**2, "MB")
    tell("binding and closing it, in its job", taken, "s", BIND_SECONDS)
    tell("memory that binding takes at most", more, "MB", MEGABYTES)
    tell("times that its progress went on", len(set(looks.seen)), "times", 2, True)
    longest = 1000 * max(looks.seconds, default=0)
    tell("looking how far it is, the longest", longest, "ms", LOOK_MILLISECONDS)


def _tell_setting(env, register):
    """Set some parts, and give the others what the first of them came to."""
    parts = register._parts()
    first = parts[:SET]
    before = memory.peak(forget=True)
    started, worked = time.perf_counter(), time.process_time()
    for part in first:
        part._print()
        env.invalidate_all()
        env.cr.commit()
    taken, worked = time.perf_counter() - started, time.process_time() - worked
    more = (memory.peak() - before) / 1024
    lines = sum(len(part.lines) for part in first)
    tell("a line, set by its job", 1000 * taken / lines, "ms", LINE_MILLISECONDS)
    tell("a line, processor time", 1000 * worked / lines, "ms")
    tell("memory that setting takes at most", more, "MB", MEGABYTES)
    whole = sum(len(part.lines) for part in parts)
    tell("all lines, reckoned from these", taken * whole / lines / 60, "minutes")
    pages, pdf = parts[0].pages, parts[0].pdf
    for part in parts[SET:]:
        part.write({"pages": pages, "pdf": pdf})
        env.cr.commit()


class _Looks(threading.Thread):
    """Somebody who looks how far the job is, in requests of their own."""

    def __init__(self, registry, number, keeper):
        super().__init__(daemon=True)
        self.registry, self.number, self.keeper = registry, number, keeper
        self.seen, self.seconds, self.ended = [], [], threading.Event()

    def run(self):
        while not self.ended.wait(LOOK_EVERY):
            started = time.perf_counter()
            with place.environment(self.registry, self.keeper) as env:
                register = env["onestop.register"].browse(self.number)
                [row] = register.read(["state", "progress"])
            self.seconds.append(time.perf_counter() - started)
            self.seen.append(row["progress"])

    def stop(self):
        self.ended.set()
        self.join()


def _tell_sealing(registry, number):
    from odoo.addons.onestop_dossier.engine.right import SEALING

    with place.environment(registry) as env:
        [row] = env["onestop.journal"].search(
            [("res_model", "=", "onestop.register"), ("res_id", "=", number)],
            order="id desc",
            limit=1,
        )
        with SEALING.held():
            paper = env["onestop.sealed.paper"].create(
                {"register_id": number, "form": "register", "row": row.id}
            )
        env.flush_all()
        env.invalidate_all()
        before = memory.peak(forget=True)
        started = time.perf_counter()
        paper._job_seal()
        env.flush_all()
        taken = time.perf_counter() - started
        more = (memory.peak() - before) / 1024
        sealed = int(paper.state == "sealed")
    tell("registers sealed", sealed, "registers", 1, at_least=True)
    tell("sealing the closed register, in its job", taken, "s", SEAL_SECONDS)
    tell("memory that sealing it takes at most", more, "MB", MEGABYTES)
