"""A private PostgreSQL cluster on a Unix socket, or the server that DB_HOST names."""

import functools
import os
import pathlib
import pwd
import shutil
import subprocess

from cli import debian, steps
from cli.refusal import Refusal
from cli.shell import FULL, NO_SPACE, call, is_root

PROGRAMS = "/usr/lib/postgresql"
# PostgreSQL refuses to run as root; Debian's package brings this account.
ACCOUNT = "postgres"
# For one machine with 2 cores that also runs Odoo.
CONFIGURATION = """\
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 120
shared_buffers = 512MB
effective_cache_size = 3GB
work_mem = 16MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_duration_statement = -1
"""
# unaccent ignores accents, pg_trgm finds parts of words, btree_gist keeps periods apart.
EXTENSIONS = (
    "CREATE EXTENSION unaccent",
    # Else no index can ignore accents; Odoo does the same where it makes the database.
    "ALTER FUNCTION unaccent(text) IMMUTABLE",
    "CREATE EXTENSION pg_trgm",
    "CREATE EXTENSION btree_gist",
)


class Postgres:
    def __init__(self, settings):
        self.settings = settings

    @property
    def is_private(self):
        return not self.settings.db_server

    @functools.cached_property
    def programs(self):
        """Folder of initdb, postgres and pg_dump."""
        if self.settings.pg_bin:
            return self.settings.pg_bin
        versions = sorted(
            pathlib.Path(PROGRAMS).glob("*/bin/pg_dump"),
            key=lambda path: int(path.parts[-3]),
        )
        versions = [path.parent for path in versions if self._is_enough(path.parent)]
        # A cluster is read by the version that made it and by no other.
        made_by = [path for path in versions if path.parent.name == self._version()]
        return (made_by or versions or [None])[-1]

    def _version(self):
        """Main version of the cluster that is there, or None."""
        try:
            return (self.settings.pg_data / "PG_VERSION").read_text().strip()
        except OSError:
            return None

    def _is_enough(self, folder):
        return not self.is_private or (folder / "initdb").exists()

    def install(self):
        debian.install(
            {
                ("postgresql" if self.is_private else "postgresql-client"): (
                    self.programs is not None,
                    "the database",
                )
            }
        )
        self.__dict__.pop("programs", None)
        if self.programs is None:
            raise Refusal(
                "PostgreSQL is not found: name its programs' folder by PG_BIN."
            )

    def prepare(self):
        """Have a server that answers."""
        self.install()
        if not self.is_private:
            self.query("SELECT 1", "postgres")
            return
        steps.once(
            self.settings,
            "postgresql",
            steps.fingerprint(str(self.settings.pg_data), str(self.settings.pg_socket)),
            self._make_cluster,
            "database cluster",
        )
        self.start()

    def _make_cluster(self):
        data, socket = self.settings.pg_data, self.settings.pg_socket
        if (data / "PG_VERSION").exists() and (data / "onestop.conf").exists():
            # Moved or renamed by the user: only the paths inside are old.
            self._configure(data, socket)
            self._make_role()
            return
        shutil.rmtree(data, ignore_errors=True)
        for folder in (data, socket):
            folder.mkdir(parents=True, exist_ok=True)
            self._own(folder)
        self._check_reach(data)
        self._run(
            *("initdb", "-D", data, "--encoding=UTF8", "--locale=C"),
            *("--auth=trust", "--username=postgres", "--no-instructions"),
        )
        self._configure(data, socket)
        self._make_role()

    def _make_role(self):
        """Ours in the cluster: no superuser. It may be there already."""
        self.start()
        there = "SELECT 1 FROM pg_roles WHERE rolname = 'onestop'"
        if not self.query(there, "postgres", "postgres"):
            create = "CREATE ROLE onestop LOGIN CREATEDB"
            self.query(create, "postgres", "postgres")

    def _configure(self, data, socket):
        (data / "onestop.conf").write_text(CONFIGURATION.format(socket=socket))
        configuration = data / "postgresql.conf"
        line = "include 'onestop.conf'\n"
        if line not in configuration.read_text():
            with configuration.open("a") as stream:
                stream.write(line)
        # Anyone on the machine who could reach the socket would be in: its folder
        # is open to its owner only, and nothing listens on the network.
        for path in (data / "onestop.conf", configuration):
            self._own(path, 0o600)

    def _own(self, path, mode=0o700):
        os.chmod(path, mode)
        if is_root():
            account = pwd.getpwnam(ACCOUNT)
            os.chown(path, account.pw_uid, account.pw_gid)

    def _check_reach(self, folder):
        if not is_root():
            return
        done = subprocess.run(
            ["runuser", "-u", ACCOUNT, "--", "test", "-w", folder], capture_output=True
        )
        if done.returncode:
            raise Refusal(
                f"PostgreSQL does not run as root, and its account {ACCOUNT} cannot "
                f"reach {folder}. Set ONESTOP_HOME to a folder that it can, for "
                "example ONESTOP_HOME=/var/lib/onestop, or run as an ordinary user."
            )

    def _run(self, program, *arguments, **options):
        command = [self.programs / program, *arguments]
        if is_root():
            command = ["runuser", "-u", ACCOUNT, "--", *command]
        return call(
            command,
            program,
            f"The database's own log is {self.settings.pg_data}/server.log.",
            cwd="/",
            **options,
        )

    def is_running(self):
        command = [self.programs / "pg_ctl", "-D", self.settings.pg_data, "status"]
        if is_root():
            command = ["runuser", "-u", ACCOUNT, "--", *command]
        return not subprocess.run(command, capture_output=True, cwd="/").returncode

    def start(self):
        """Start the private server if it is down. Its pid file may be stale."""
        if not self.is_private or self.is_running():
            return
        data, socket = self.settings.pg_data, self.settings.pg_socket
        socket.mkdir(parents=True, exist_ok=True)
        self._own(socket)
        log = data / "server.log"
        said = log.stat().st_size if log.exists() else 0
        try:
            self._run("pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "start")
        except Refusal as refusal:
            raise Refusal(self._why(log, said) or str(refusal))

    @staticmethod
    def _why(log, said):
        """What the server itself said on its failed start, beyond `said` bytes."""
        if not log.exists():
            return None
        text = log.read_bytes()[said:].decode(errors="replace")
        fatal = [line for line in text.splitlines() if " FATAL: " in line]
        if NO_SPACE in text:
            return f"The database cannot start. {FULL}"
        if fatal:
            return (
                f"The database cannot start: {fatal[-1].split(' FATAL: ')[1].strip()}"
            )
        return None

    def stop(self):
        if self.is_private and self.programs and self.is_running():
            data = self.settings.pg_data
            self._run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")

    def variables(self, role=None):
        server = self.settings.db_server
        environment = {
            **os.environ,
            "PGHOST": server.get("host", str(self.settings.pg_socket)),
            "PGPORT": server.get("port", "5432"),
            "PGUSER": role or server.get("user", "onestop"),
        }
        if server.get("password"):
            environment["PGPASSWORD"] = server["password"]
        return environment

    def query(self, sql, database, role=None):
        """Rows of one statement, as lists of text."""
        output = call(
            [
                *(self.programs / "psql", "-X", "-A", "-t", "-F", "\t"),
                *("-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql),
            ],
            "asking the database",
            "Is PostgreSQL running, and do DB_HOST, DB_USER and DB_PASSWORD fit?",
            env=self.variables(role),
        )
        return [line.split("\t") for line in output.splitlines() if line]

    def has_database(self, name):
        sql = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"
        return bool(self.query(sql, "postgres"))

    def create(self, name):
        """An empty database in which accents can be ignored by an index.

        In our own cluster; on a server that DB_HOST names, Odoo creates the database
        and does what its role may.
        """
        if not self.is_private:
            return
        self.query(
            f'CREATE DATABASE "{name}" OWNER onestop TEMPLATE template0',
            "postgres",
            "postgres",
        )
        for sql in EXTENSIONS:
            self.query(sql, name, "postgres")

    def drop(self, name):
        """Remove a database, whoever of ours is connected, and its file store."""
        # Not WITH (FORCE): it refuses where autovacuum, which is not ours to end, is at
        # work there. Without it PostgreSQL sends autovacuum away by itself.
        self.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}' AND usename = current_user",
            "postgres",
        )
        self.query(f'DROP DATABASE IF EXISTS "{name}"', "postgres")
        shutil.rmtree(self.settings.data / "filestore" / name, ignore_errors=True)

    def copy(self, source, target):
        """A copy of a database nobody is connected to, with its file store."""
        self.drop(target)
        self.query(f'CREATE DATABASE "{target}" TEMPLATE "{source}"', "postgres")
        store = self.settings.data / "filestore"
        if (store / source).exists():
            shutil.copytree(store / source, store / target)

    def rename(self, source, target):
        self.query(f'ALTER DATABASE "{source}" RENAME TO "{target}"', "postgres")
        store = self.settings.data / "filestore"
        shutil.rmtree(store / target, ignore_errors=True)
        if (store / source).exists():
            (store / source).rename(store / target)

    def replace(self, name, by, kept):
        """Put the database `by` in the place of `name`, which is then called `kept`.

        Both names change in one transaction: there is no moment without a database.
        """
        self.drop(kept)
        renames = [f'ALTER DATABASE "{by}" RENAME TO "{name}"']
        if there := self.has_database(name):
            renames.insert(0, f'ALTER DATABASE "{name}" RENAME TO "{kept}"')
        self.query("; ".join(["BEGIN", *renames, "COMMIT"]), "postgres")
        store = self.settings.data / "filestore"
        if there and (store / name).exists():
            (store / name).rename(store / kept)
        shutil.rmtree(store / name, ignore_errors=True)
        if (store / by).exists():
            (store / by).rename(store / name)
