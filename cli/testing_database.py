"""Databases for tests: built from nothing once, then copied in a second.

Two templates are kept. The base has what our addons stand on (Odoo's and OCA's); it
lasts until their versions or the dependencies change. On a copy of it our addons are
installed and updated, anew whenever a file of theirs changes.
"""

import ast
import re

from cli import database, odoo_process, odoo_source, steps
from cli.postgres import EXTENSIONS, Postgres

# Each leaves a log, to be looked through for warnings.
STAGES = ("base", "install", "prepare", "update", "warm")


class Template:
    """The database from which those of the tests are copied.

    :param only: an addon; then no other of ours is installed but what it depends on
    """

    def __init__(self, settings, only=None):
        self.settings = settings
        self.postgres = Postgres(settings)
        self.addons = _with_dependencies(settings, only)
        self.suffix = suffix = f"_{only}" if only else ""
        self.name = f"{settings.database}_test_template{suffix}"
        self.base = f"{settings.database}_test_base{suffix}"
        self.logs = [self._log(what) for what in STAGES]

    def _log(self, stage):
        return self.settings.logs / f"test-{stage}{self.suffix}.log"

    def prepare(self):
        """Have it, at the addons' present state."""
        base = self._fingerprint_of_base()
        scripts = self.settings.repository / "cli" / "odoo_scripts"
        now = steps.fingerprint(
            database.fingerprint_of_addons(self.settings, self.addons),
            *(scripts / f"{name}.py" for name in ("prepare", "warm")),
            base,
        )
        if self._has(self.name, now) and all(log.exists() for log in self.logs):
            return
        if not self._has(self.base, base) or not self._log("base").exists():
            self._make_base(base)
        self._make(now)

    def copy(self, name):
        """A fresh database `name` of the state that was prepared."""
        self.postgres.copy(self.name, name)
        self._hasten(name)
        return name

    def drop_copies(self):
        """Drop what tests copied for themselves and left behind when they were cut off."""
        sql = "SELECT datname FROM pg_database"
        for (name,) in self.postgres.query(sql, "postgres"):
            if re.fullmatch(f"{re.escape(self.name)}_[0-9a-f]{{8}}", name):
                self.postgres.drop(name)

    def _make_base(self, print_of_inputs):
        steps.say("· installing what the addons stand on, for the tests …")
        partial = f"{self.base}_partial"
        self.postgres.drop(partial)
        self.postgres.create(partial)
        if self.postgres.has_database(partial):
            self._hasten(partial)
        database.install(self.settings, partial, self._foreign(), self._log("base"))
        self._finish(partial, self.base, print_of_inputs)

    def _make(self, print_of_inputs):
        settings, log = self.settings, self._log
        partial = f"{self.name}_partial"
        steps.say("· installing the addons in a fresh database for the tests …")
        self.postgres.copy(self.base, partial)
        self._hasten(partial)
        database.install(settings, partial, self.addons, log("install"))
        database.script(
            settings, partial, "prepare", log=log("prepare"), demonstration=False
        )
        steps.say("· updating them once …")
        database.update(settings, partial, self.addons, log("update"))
        database.script(settings, partial, "warm", log=log("warm"))
        self._finish(partial, self.name, print_of_inputs)

    def _foreign(self):
        """What our addons depend on and is not ours, and what stands in for others."""
        found = set()
        for name in self.addons:
            found.update(_dependencies(self.settings, name))
        if "payment" in found:
            found.add(odoo_process.STAND_IN)
        return sorted(found - set(odoo_process.ADDONS))

    def _fingerprint_of_base(self):
        source, _addons = odoo_source.layout(self.settings)
        return steps.fingerprint(
            source / "odoo" / "release.py",
            self.settings.repository / "requirements.txt",
            self.settings.repository / "odoo.lock",
            database.LANGUAGES,
            *EXTENSIONS,
            *self._foreign(),
        )

    def _has(self, name, print_of_inputs):
        return (
            self.postgres.has_database(name)
            and database.mark(self.postgres, name) == print_of_inputs
        )

    def _finish(self, partial, name, print_of_inputs):
        database.set_mark(self.postgres, partial, print_of_inputs)
        self.postgres.drop(name)
        self.postgres.rename(partial, name)

    def _hasten(self, name):
        """What a crash would lose of a test's database is no loss."""
        sql = f'ALTER DATABASE "{name}" SET synchronous_commit = off'
        self.postgres.query(sql, "postgres")


def _dependencies(settings, name):
    manifest = settings.repository / "addons" / name / "__manifest__.py"
    return ast.literal_eval(manifest.read_text()).get("depends", [])


def _with_dependencies(settings, only):
    """Our present addons, or those that `only` needs, in the order of their house."""
    present = database.present_addons(settings)
    if not only:
        return present
    wanted, queue = set(), [only]
    while queue:
        name = queue.pop()
        if name in present and name not in wanted:
            wanted.add(name)
            queue += _dependencies(settings, name)
    return [name for name in present if name in wanted]
