"""A real centre for the journeys: its own database, its own server, its own port.

The server is the one that `./onestop run` starts: supervisor, front door, workers,
queue_job's runner. Data are made through Odoo's ORM in the process of the tests and
committed, so that the server sees them.
"""

import contextlib
import os

from cli import server
from cli.postgres import Postgres
from cli.settings import Settings

DATABASE = "{}_journeys"


class Centre:
    def __init__(self):
        settings = Settings.from_environment()
        self.template = os.environ["ONESTOP_TEST_TEMPLATE"]
        self.settings = settings.with_database(
            DATABASE.format(settings.database), server.free_port(), label="journeys"
        )
        self.url = f"http://127.0.0.1:{self.settings.port}"
        # Beside the server's: what our own making of data has to say.
        self.data_log = self.settings.logs / "journeys-data.log"
        self.registry = None

    def start(self):
        settings = self.settings
        # Left by a run that was cut off.
        server.stop(settings)
        Postgres(settings).copy(self.template, settings.database)
        for log in (settings.odoo_log, settings.supervisor_log, self.data_log):
            log.unlink(missing_ok=True)
        self._load_registry()
        server.wait(settings, server.start(settings))

    def stop(self):
        if self.registry is not None:
            import odoo.sql_db

            odoo.sql_db.close_db(self.settings.database)
        server.stop(self.settings)

    def _load_registry(self):
        import odoo.modules.registry
        import odoo.tools

        options = [
            *("--config", str(self.settings.repository / "odoo.conf")),
            *("--database", self.settings.database),
            *("--logfile", str(self.data_log)),
            *("--log-level", "warn", "--workers", "0"),
        ]
        odoo.tools.config.parse_config(options, setup_logging=True)
        self.registry = odoo.modules.registry.Registry(self.settings.database)

    @contextlib.contextmanager
    def env(self, login=None):
        """Odoo's environment of the superuser, or of a user; committed at the end.

        `with centre.env() as env: env["onestop.department"].create(…)`
        """
        from odoo import SUPERUSER_ID, api

        # What the server changed meanwhile is not in our caches.
        self.registry = self.registry.check_signaling()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            if login:
                user = env["res.users"].search([("login", "=", login)])
                env = env(user=user.id, context={"lang": user.lang, "tz": user.tz})
            yield env
        self.registry.signal_changes()

    def make_user(self, login, groups="base.group_user", lang="vi_VN", **values):
        """Make a user with the groups named (external ids, commas between); its id."""
        with self.env() as env:
            ids = [env.ref(name.strip()).id for name in groups.split(",")]
            user = (
                env["res.users"]
                .with_context(no_reset_password=True)
                .create(
                    {
                        "name": values.pop("name", login),
                        "login": login,
                        "email": f"{login}@example.com",
                        "password": password_of(login),
                        "lang": lang,
                        "tz": "Asia/Ho_Chi_Minh",
                        "group_ids": [(6, 0, ids)],
                        **values,
                    }
                )
            )
            return user.id


def password_of(login):
    """Users of the journeys have passwords that follow from their log-ins."""
    return f"{login}-of-the-journeys"
