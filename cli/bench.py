"""`./onestop bench NAME`: measure on a database of its own, and say what is short.

A bench is a program of bench/ that prints figures (see bench/figure.py). Three layers
of databases lie below, each a copy of the one before: the addons (the template of the
tests), the demonstration centre, and the centre with so many generated dossiers.
"""

import datetime
import subprocess
import sys
import zoneinfo

from cli import database, environment, odoo_process, server, steps
from cli.lock import Lock, held
from cli.postgres import Postgres
from cli.refusal import Refusal
from cli.shell import DIES_WITH_US
from cli.testing_database import Template

# Bench: how many dossiers (of the catalogue: procedures; of the papers: rows of the
# journal) it takes where nobody says.
BENCHES = {
    "generate": 100_000,
    "lifecycle": 100_000,
    "dossier": 1_000_000,
    "clock": 1_000_000,
    "catalogue": 2_000,
    "law": 100_000,
    "papers": 5_000_000,
}
# What a bench among many is compared with.
FEW = 10_000
# So many are generated whole; a bench that asks for more copies their rows itself.
WHOLE = 100_000
SEED = "onestop"
HELPDESK = ("helpdesk_mgmt", "helpdesk_mgmt_sla")
# What the generated rows are made from, beside the centre.
SOURCES = ("*.py", "data/*.json")
# Any key will do here, and the same one each time makes the same rows.
KEY = "6f6e6573746f702062656e63682c206e6f2073656372657420617420616c6c21"


def run(settings, name, rows=None):
    """Run a bench and pass its figures on; 1 where one of them is short.

    :param rows: dossiers, procedures or rows of the journal, of the database that it measures on
    """
    if name not in BENCHES:
        names = ", ".join(sorted(BENCHES))
        raise Refusal(f"There is no bench {name!r}. Benches: {names}.")
    if rows is not None and rows < 1:
        raise Refusal(f"--rows is {rows}; give a number from 1.")
    lock = Lock(settings, "bench").take(
        "Another ./onestop bench runs here (process {holder}). Two would measure each "
        "other: wait until it is done."
    )
    try:
        with Place(settings) as place:
            return _tell(place.measure(name, rows or BENCHES[name]))
    finally:
        lock.release()


def _tell(lines):
    """Print figures as they come; 1 where one is short, or where there is none."""
    verdicts = []
    for line in lines:
        print(line, flush=True)
        if line.count("\t") == 4:
            verdicts.append(line.rpartition("\t")[2])
    if not verdicts:
        raise Refusal("The bench ended without a figure.")
    return 1 if "short" in verdicts else 0


class Place:
    """The databases of the benches, and the programs that fill and measure them."""

    def __init__(self, settings):
        self.settings = settings
        self.postgres = Postgres(settings)
        self.centre = f"{settings.database}_bench_centre"
        self.own = f"{settings.database}_bench"

    def __enter__(self):
        lock = server.take_setup(self.settings)
        try:
            was_running = self.postgres.programs and self.postgres.is_running()
            server.prepare(self.settings)
            environment.prepare_tests(self.settings)
            self._make_key()
        finally:
            lock.release()
        self.stops = not was_running
        return self

    def __exit__(self, *_error):
        if self.stops and not held(self.settings, besides=["bench"]):
            self.postgres.stop()

    def measure(self, name, rows):
        """Lines of output of a bench on a fresh copy of the database that it needs."""
        if name in ("generate", "catalogue"):
            self.copy_centre()
        else:
            dossiers = FEW if name == "papers" else min(rows, WHOLE)
            self.postgres.copy(self._generated(dossiers), self.own)
        others = self._others(name)
        steps.say(f"· measuring {name} …")
        options = [word for pair in others.items() for word in pair]
        yield from self._program(name, "--database", self.own, "--rows", rows, *options)
        for database_name in (self.own, *others.values()):
            self.postgres.drop(database_name)

    def _others(self, name):
        """{option: fresh database} that the dossiers' lives are measured beside."""
        others = {}
        if name in ("lifecycle", "dossier"):
            others["--few"] = f"{self.own}_few"
            self.postgres.copy(self._generated(FEW), others["--few"])
        if name == "lifecycle":
            others["--helpdesk"] = f"{self.own}_helpdesk"
            self.postgres.copy(self._prepare_helpdesk(), others["--helpdesk"])
        return others

    def _prepare_helpdesk(self):
        """The name of a database with OCA's helpdesk and nothing of ours."""
        name = f"{self.own}_helpdesk_base"
        requirements = self.settings.repository / "requirements-test.txt"
        now = steps.fingerprint(requirements, *HELPDESK)
        if self._is_at(name, now):
            return name
        steps.say("· OCA's helpdesk, to compare with …")
        partial = f"{name}_partial"
        self.postgres.drop(partial)
        self.postgres.create(partial)
        log = self.settings.logs / "bench-helpdesk.log"
        database.install(self.settings, partial, HELPDESK, log)
        return self._finish(partial, name, now)

    def copy_centre(self):
        """The name of a fresh copy of the demonstration centre."""
        self.postgres.copy(self.prepare_centre(), self.own)
        return self.own

    def prepare_centre(self):
        """The name of the database of the demonstration centre, without a dossier."""
        template = Template(self.settings)
        template.prepare()
        script = self.settings.repository / "cli" / "odoo_scripts" / "prepare.py"
        now = steps.fingerprint(
            database.mark(self.postgres, template.name),
            script,
            database.fingerprint_of_demonstration(self.settings),
        )
        if self._is_at(self.centre, now):
            return self.centre
        steps.say("· the demonstration centre, for the benches …")
        partial = f"{self.centre}_partial"
        self.postgres.copy(template.name, partial)
        database.script(
            self.settings,
            partial,
            "prepare",
            log=self.settings.logs / "bench-prepare.log",
            demonstration=True,
        )
        return self._finish(partial, self.centre, now)

    def _generated(self, rows):
        """The name of a database with so many dossiers up to yesterday."""
        centre = self.prepare_centre()
        name = f"{self.own}_{rows}"
        today = datetime.datetime.now(zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")).date()
        folder = self.settings.repository / "bench"
        files = sorted(path for glob in SOURCES for path in folder.glob(glob))
        mark = database.mark(self.postgres, centre)
        now = steps.fingerprint(mark, str(rows), str(today), *files)
        if self._is_at(name, now):
            return name
        steps.say(f"· generating {rows} dossiers …")
        partial = f"{name}_partial"
        self.postgres.copy(centre, partial)
        what = ("--rows", rows, "--seed", SEED, "--until", today, "--unchecked")
        for _line in self._program("generate", "--database", partial, *what):
            pass
        return self._finish(partial, name, now)

    def _is_at(self, name, now):
        has = self.postgres.has_database(name)
        return has and database.mark(self.postgres, name) == now

    def _finish(self, partial, name, now):
        database.set_mark(self.postgres, partial, now)
        self.postgres.drop(name)
        self.postgres.rename(partial, name)
        return name

    def _program(self, name, *arguments):
        """Run bench/<name>.py in Odoo's environment; yield its lines.

        :raises Refusal: where it ends with an error
        """
        script = self.settings.repository / "bench" / f"{name}.py"
        command = [self.settings.python, script, *arguments]
        program = subprocess.Popen(
            [str(word) for word in command],
            env=self.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=sys.stderr,
            text=True,
            **DIES_WITH_US,
        )
        with program:
            for line in program.stdout:
                yield line.rstrip("\n")
        if program.returncode:
            raise Refusal(f"The bench {name} ended with an error; it stands above.")

    def variables(self):
        """The environment of a bench: Odoo's, with a journal's key of its own."""
        return {
            **environment.variables(self.settings),
            "ONESTOP_JOURNAL_KEY": str(self._key),
        }

    @property
    def _key(self):
        return self.settings.keys / "bench-journal.key"

    def _make_key(self):
        odoo_process.make_keys(self.settings)
        self._key.write_text(KEY)
