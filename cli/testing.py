"""`./onestop test`: set up, run each part in a pytest of its own, add up."""

import contextlib
import json
import os
import re
import subprocess
import time

from cli import (
    browser,
    database,
    environment,
    odoo_log,
    odoo_process,
    odoo_source,
    seal_tools,
    server,
    steps,
)
from cli.beside import Beside
from cli.lock import Lock, held
from cli.outcome import Outcome
from cli.postgres import Postgres
from cli.reasoned import ReasonedList
from cli.refusal import Refusal
from cli.testing_database import Template

ALLOWED_SKIPS = "tests/allowed_skips.txt"
NO_TEST = 5  # pytest's exit status where it found none
PURE = ("core", "repository")
# No runner of jobs beside the tests: they run theirs themselves.
NO_JOBS = {"ODOO_QUEUE_JOB_CHANNELS": "root:0"}
# Odoo's browser tests once more: an addon may have none.
NARROW = "-narrow"
# One processor is for the addons, the other for what runs beside them, one after the
# other; whichever is done first takes over what is left.
BESIDE = ("journeys", "odoo", "two_worlds")
PARTS = (*PURE, "install", "addons", *BESIDE)


def run(settings, parts, long):
    """Run the parts named, or all; the last line counts. 1 if any failed or none ran.

    A part is one of PARTS, an addon, or a path as pytest takes it; `long` are those of
    PARTS whose long profile runs too.
    """
    if strange := set(long) - set(PARTS):
        raise Refusal(
            f"There is no part {strange.pop()!r} of the tests whose long profile could "
            f"run. Parts: {', '.join(PARTS)}."
        )
    lock = Lock(settings, "test").take(
        "Another ./onestop test runs here (process {holder}). Wait until it is done, "
        "or give this one another ONESTOP_HOME."
    )
    try:
        return _Run(settings, long).parts(parts)
    finally:
        lock.release()


class _Run:
    def __init__(self, settings, long):
        self.settings = settings
        self.long = frozenset(long)
        self.folder = settings.repository
        self.chosen = {}  # part → paths below the repository
        self.template = None
        self.leaks = None  # what was found of those made on purpose
        self.beside = None  # the parts that began before their turn

    def parts(self, names):
        for name in names or PARTS:
            part, path = self._place(name)
            self.chosen.setdefault(part, []).extend([path] if path else [])
        self.template = _Once(Template(self.settings, self._only()))
        pure = not set(self.chosen) - set(PURE)
        total = Outcome()
        with self._set_up(pure):
            for part in PARTS:
                if part in self.chosen:
                    if part == "addons":
                        self._begin_beside()
                    total += self._tell(part, getattr(self, f"_{part}"))
                    if part == "addons" and self.beside:
                        self.beside.help()
        return self._close(total)

    def _begin_beside(self):
        works = {
            part: getattr(self, f"_{part}") for part in BESIDE if part in self.chosen
        }
        if works and not self.beside:
            with contextlib.suppress(Refusal):  # which each part tells of
                self.template()
                self.beside = Beside(works)

    def _place(self, name):
        """(part, path or None) that a word of the command line means."""
        if name in PARTS:
            return name, None
        if (self.folder / "addons" / name / "__manifest__.py").exists():
            return "addons", f"addons/{name}"
        path = os.path.relpath(name.partition("::")[0], self.folder)
        name = os.path.relpath(name, self.folder)
        if (self.folder / path).exists():
            for part in (*PURE, *BESIDE):
                if path.startswith(f"tests/{part}"):
                    return part, name
            if path.startswith("addons/"):
                return "addons", name
        raise Refusal(
            f"There is no part {name!r} of the tests. Parts: {', '.join(PARTS)}, an "
            "addon's name, or the path of a test."
        )

    def _only(self):
        """The one addon whose tests were asked for: the others need not even load."""
        paths = [path for paths in self.chosen.values() for path in paths]
        addons = {path.split("/")[1] for path in paths if path.startswith("addons/")}
        whole = set(self.chosen) - {*PURE, "addons"} or len(paths) != sum(
            path.startswith("addons/") for path in paths
        )
        return addons.pop() if len(addons) == 1 and not whole else None

    @contextlib.contextmanager
    def _set_up(self, pure):
        settings = self.settings
        lock = server.take_setup(settings)
        try:
            if pure:
                odoo_source.prepare(settings)
                environment.prepare(settings)
            else:
                was_running = _postgres_runs(settings)
                server.prepare(settings)
                browser.install()
            environment.prepare_tests(settings)
            seal_tools.install()
        finally:
            lock.release()
        try:
            yield
        finally:
            if not pure and not was_running and not held(settings, besides=["test"]):
                Postgres(settings).stop()

    def _tell(self, part, function):
        started = time.monotonic()
        print(f"── {part} ".ljust(88, "─"), flush=True)
        try:
            begun = self.beside and part in BESIDE
            outcome = self.beside.result(part) if begun else function()
        except Refusal as refusal:
            outcome = Outcome.of_check([str(refusal)])
        for complaint in outcome.complaints:
            print(f"FAILED {part}: {complaint}", flush=True)
        print(f"{part}: {outcome} in {time.monotonic() - started:.0f} s", flush=True)
        return outcome

    def _close(self, total):
        if total.complaints:
            print("── beside the tests ".ljust(88, "─"))
            for complaint in total.complaints:
                print(f"FAILED {complaint.splitlines()[0]}")
        if not total.passed + total.failed:
            print("No test ran.")
        print(total, flush=True)
        if set(self.chosen) == {"two_worlds"} and self.leaks:
            print(self.leaks, flush=True)
        return 1 if total.failed or not total.passed else 0

    def _core(self):
        return self._pytest("core", ["tests/core"], "-p", "no:odoo")

    def _repository(self):
        return self._pytest("repository", ["tests/repository"], "-p", "no:odoo")

    def _install(self):
        """The addons install and update without a word of warning."""
        template = self.template()
        return sum(map(self._log_check, template.logs), Outcome())

    def _addons(self):
        folders = [f"addons/{name}" for name in database.present_addons(self.settings)]
        outcome = self._with_odoo("addons", folders)
        if "addons" in self.long:
            outcome += self._with_odoo(f"addons{NARROW}", folders, "--narrow")
            if not self.chosen["addons"]:
                outcome += self._by_odoo()
        return outcome

    def _odoo(self, output=None):
        """What lies across the addons and runs inside Odoo."""
        outcome = self._with_odoo("odoo", ["tests/odoo"], output=output)
        if "odoo" in self.long:
            narrow = (f"odoo{NARROW}", ["tests/odoo"], "--narrow")
            outcome += self._with_odoo(*narrow, output=output)
        return outcome

    def _by_odoo(self):
        """The addons' tests once more by Odoo's own runner, in an update."""
        settings, template = self.settings, self.template()
        name = template.copy(f"{settings.database}_test")
        log = settings.logs / "test-by-odoo.log"
        steps.say("· the addons' tests by Odoo's own runner …")
        arguments = [
            *("-d", name, "-u", ",".join(template.addons), "--stop-after-init"),
            *("--test-tags", ",".join(f"/{addon}" for addon in template.addons)),
            *("--workers", "0", "--max-cron-threads", "0"),
            *("--http-port", str(server.free_port())),
        ]
        what = "Odoo's own runner of tests"
        try:
            output = odoo_process.run(
                settings, *arguments, what=what, log=log, extra=NO_JOBS
            )
        except Refusal as refusal:
            return Outcome.of_check([str(refusal)])
        number = re.search(r"0 failed, 0 error\(s\) of (\d+) tests", output)
        if not number:
            return Outcome.of_check([f"Odoo's own runner found no test; see {log}"])
        steps.say(f"  {number[1]} tests")
        return Outcome(passed=int(number[1])) + self._log_check(log)

    def _two_worlds(self, output=None):
        """Two worlds that differ in one secret; its last word is on the seeded leaks."""
        counts = self.settings.state / "two_worlds.leaks"
        counts.unlink(missing_ok=True)
        outcome = self._with_odoo(
            "two_worlds", ["tests/two_worlds"], leaks=counts, output=output
        )
        if counts.exists():
            leaks = json.loads(counts.read_text())
            self.leaks = f"{leaks['found']} of {leaks['seeds']} seeded leaks found"
            print(self.leaks, file=output, flush=True)
        return outcome

    def _with_odoo(self, part, folders, *options, leaks="", output=None):
        settings = self.settings
        template = self.template()
        # Two parts may run at once.
        name = template.copy(f"{settings.database}_test_of_{part.replace('-', '_')}")
        log = settings.logs / f"test-{part}.log"
        log.unlink(missing_ok=True)
        outcome = self._pytest(
            part,
            folders,
            *("--odoo-config", self.folder / "odoo.conf", "--odoo-database", name),
            *("--odoo-http", "--odoo-log-level", "warn"),
            *("--odoo-extra", f"logfile={log}", "--odoo-extra", "workers=0"),
            *("--odoo-extra", "max-cron-threads=0"),
            *("--odoo-extra", f"db-filter=^{name}$"),
            *options,
            variables={
                **environment.variables(settings),
                **NO_JOBS,
                "ONESTOP_TEST_TEMPLATE": template.name,
                "ONESTOP_SEEDS": str(leaks),
            },
            output=output,
        )
        return outcome + self._log_check(log)

    def _journeys(self, output=None):
        template = self.template()
        outcome = self._pytest(
            "journeys",
            ["tests/journeys"],
            *("-p", "no:odoo"),
            variables={
                **environment.variables(self.settings),
                "ONESTOP_TEST_TEMPLATE": template.name,
            },
            output=output,
        )
        for log in ("journeys.log", "journeys-data.log"):
            outcome += self._log_check(self.settings.logs / log)
        return outcome

    def _log_check(self, log):
        found = odoo_log.complaints(self.settings, log)
        return Outcome.of_check([f"{log.name} has\n{entry}" for entry in found])

    def _pytest(self, part, folders, *options, variables=None, output=None):
        settings = self.settings
        whole = part.partition("-")[0]
        paths = self.chosen[whole] or [
            folder for folder in folders if (self.folder / folder).is_dir()
        ]
        result = settings.state / f"{part}.outcome"
        result.unlink(missing_ok=True)
        command = [
            *(settings.python, "-m", "pytest", "--no-header", "-q"),
            *("--rootdir", self.folder, "-c", "pyproject.toml"),
            *("-o", f"cache_dir={settings.home / 'cache' / part}"),
            *("--outcome", result, *(["--all"] if whole in self.long else [])),
            *options,
            *paths,
        ]
        done = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={
                **(variables or os.environ),
                "ONESTOP_HOME": str(settings.home),
                "HYPOTHESIS_STORAGE_DIRECTORY": str(settings.home / "cache"),
            },
        )
        return self._read(part, result, done.returncode)

    def _read(self, part, result, status):
        if not result.exists():
            return Outcome.of_check([f"pytest ended with {status} before its end"])
        counts = json.loads(result.read_text())
        outcome = Outcome(counts["passed"], counts["failed"], len(counts["skipped"]))
        allowed = ReasonedList(self.folder / ALLOWED_SKIPS)
        for test, reason in counts["skipped"]:
            if not allowed.reason(reason):
                outcome += Outcome.of_check(
                    [f"{test} was skipped, which proves nothing: {reason}"]
                )
        if status == NO_TEST and not part.endswith(NARROW):
            outcome += Outcome.of_check(["no test ran"])
        elif status not in (0, NO_TEST) and not outcome.failed:
            outcome += Outcome.of_check([f"pytest ended with {status}"])
        return outcome


class _Once:
    """The template, built when first asked for; what failed once is not tried again."""

    def __init__(self, template):
        self.template = template
        self.refusal = None
        self.is_ready = False

    def __call__(self):
        if self.refusal:
            raise Refusal("not run, since the addons do not install (see above)")
        if not self.is_ready:
            try:
                self.template.prepare()
                self.template.drop_copies()
            except Refusal as refusal:
                self.refusal = refusal
                raise
            self.is_ready = True
        return self.template


def _postgres_runs(settings):
    postgres = Postgres(settings)
    return bool(
        postgres.programs and settings.pg_data.exists() and postgres.is_running()
    )
