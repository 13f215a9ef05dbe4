import psycopg2

from odoo.exceptions import UserError

#: btree_gist keeps the periods of versions apart, pg_trgm finds names by parts.
EXTENSIONS = ("btree_gist", "pg_trgm")


def pre_init_hook(env):
    """Have the extensions of PostgreSQL that our constraints and indexes need."""
    for name in EXTENSIONS:
        env.cr.execute("SELECT FROM pg_extension WHERE extname = %s", [name])
        if not env.cr.rowcount:
            _create_extension(env, name)


def _create_extension(env, name):
    try:
        with env.cr.savepoint():
            env.cr.execute(f"CREATE EXTENSION {name}")
    except psycopg2.Error as error:
        raise UserError(
            env._(
                "The database needs the extension %(name)s. Have its administrator "
                "run: CREATE EXTENSION %(name)s",
                name=name,
            )
        ) from error
