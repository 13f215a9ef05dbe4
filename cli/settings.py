import hashlib
import os
import pathlib
import sys
import tempfile
from dataclasses import dataclass, field, replace

from cli.refusal import Refusal

# A Unix socket's path may have 107 bytes; PostgreSQL adds ".s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 90


@dataclass(frozen=True)
class Settings:
    """Where everything lies. Read once from the environment, passed to all else."""

    repository: pathlib.Path
    home: pathlib.Path
    port: int
    database: str
    odoo_home: pathlib.Path | None
    pg_bin: pathlib.Path | None
    # DB_HOST … name a PostgreSQL server that exists; then no private one is made.
    db_server: dict = field(default_factory=dict)
    # Tells a server of tests or benchmarks from the centre of the same folder.
    label: str = ""

    @classmethod
    def from_environment(cls, environ=os.environ):
        repository = pathlib.Path(__file__).resolve().parents[1]
        home = pathlib.Path(environ.get("ONESTOP_HOME") or repository / "var")
        port = environ.get("ONESTOP_PORT") or "8069"
        if not port.isdigit() or not 1 <= int(port) <= 65534:
            raise Refusal(
                f"ONESTOP_PORT is {port!r}; give a number between 1 and 65534."
            )
        database = environ.get("ONESTOP_DB") or "onestop"
        if not database.replace("_", "").isalnum() or not database.isascii():
            raise Refusal(
                f"ONESTOP_DB is {database!r}; use letters, digits and underscores."
            )
        return cls(
            repository=repository,
            home=home.expanduser().resolve(),
            port=int(port),
            database=database,
            odoo_home=_folder(environ, "ODOO_HOME"),
            pg_bin=_folder(environ, "PG_BIN"),
            db_server={
                key: environ[name]
                for key, name in (
                    ("host", "DB_HOST"),
                    ("port", "DB_PORT"),
                    ("user", "DB_USER"),
                    ("password", "DB_PASSWORD"),
                )
                if environ.get(name)
            },
        )

    def with_database(self, database, port=None, label=""):
        """The same place, another database: for tests and benchmarks.

        With a label, a server on it runs beside the centre, with a lock and logs of
        its own.
        """
        return replace(
            self, database=database, port=port or self.port, label=label or self.label
        )

    @property
    def server_lock(self):
        """Name of the lock that the supervisor holds."""
        return f"server-{self.label}" if self.label else "server"

    @property
    def odoo_lock(self):
        """Name of the lock that lives as long as a process of the server's Odoo."""
        return f"odoo-{self.label}" if self.label else "odoo"

    @property
    def odoo_log(self):
        return self.logs / f"{self.label or 'odoo'}.log"

    @property
    def supervisor_log(self):
        return self.logs / f"{self.label and self.label + '-'}supervisor.log"

    @property
    def downloads(self):
        return self.home / "downloads"

    @property
    def odoo(self):
        return self.odoo_home or self.home / "odoo"

    @property
    def venv(self):
        return self.home / "venv"

    @property
    def python(self):
        return self.venv / "bin" / "python"

    @property
    def site_packages(self):
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        return self.venv / "lib" / version / "site-packages"

    @property
    def pg_data(self):
        return self.home / "postgresql"

    @property
    def pg_socket(self):
        """Folder of PostgreSQL's Unix socket, short enough for the kernel."""
        folder = self.home / "socket"
        if len(str(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return pathlib.Path(tempfile.gettempdir()) / f"onestop-{digest}"

    @property
    def data(self):
        """Odoo's data folder: file store and sessions."""
        return self.home / "data"

    @property
    def logs(self):
        return self.home / "logs"

    @property
    def keys(self):
        return self.home / "keys"

    @property
    def accounts(self):
        """Log-ins of the demonstration in this database, as `run` prints them."""
        return self.home / f"accounts-{self.database}.tsv"

    @property
    def state(self):
        """Marks of finished steps, locks and process numbers."""
        return self.home / "state"


def _folder(environ, name):
    value = environ.get(name)
    if not value:
        return None
    path = pathlib.Path(value).expanduser().resolve()
    if not path.is_dir():
        raise Refusal(f"{name} is {value!r}, and there is no such folder.")
    return path
