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


def open_round_the_clock(env):
    """Let every office work at all hours, so that no figure depends on the hour."""
    cr = env.cr
    cr.execute("DELETE FROM resource_calendar_leaves")
    cr.execute("DELETE FROM onestop_calendar_extra_day")
    cr.execute("DELETE FROM resource_calendar_attendance")
    cr.execute(
        "INSERT INTO resource_calendar_attendance (calendar_id, name, dayofweek, "
        "hour_from, hour_to, day_period, duration_hours) "
        "SELECT calendar.id, 'all day', day::text, 0, 24, 'full_day', 24 "
        "FROM resource_calendar AS calendar, generate_series(0, 6) AS day"
    )
    cr.execute("UPDATE onestop_rule SET value = '23:59' WHERE key = 'cut_off_time'")
    env.registry.clear_all_caches()


def tidy(database):
    """Have PostgreSQL know what it holds, as it does where rows came one by one."""
    import odoo.sql_db

    with odoo.sql_db.db_connect(database).cursor() as cr:
        cr.commit()
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE")
