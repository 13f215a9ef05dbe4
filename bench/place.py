"""Odoo in this process, on the database that a bench was given."""

import contextlib
import os

# Vietnamese, as the staff works.
CONTEXT = {"lang": "vi_VN", "tz": "Asia/Ho_Chi_Minh"}


def open_registry(database):
    """Odoo's registry of a database; no server, no jobs, no scheduled actions."""
    import odoo.modules.registry
    import odoo.tools

    odoo.tools.config.parse_config(
        [
            *("--config", os.environ["ODOO_RC"], "--database", database),
            *("--log-level", "warn", "--workers", "0", "--max-cron-threads", "0"),
        ],
        setup_logging=True,
    )
    return odoo.modules.registry.Registry(database)


@contextlib.contextmanager
def environment(registry, user=None):
    """An environment of a user as in a request: a cursor of its own, committed."""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        yield api.Environment(cr, user or SUPERUSER_ID, dict(CONTEXT))


def close_connections():
    """Leave no connection open; the next cursor makes a new one."""
    import odoo.sql_db

    odoo.sql_db.close_all()
