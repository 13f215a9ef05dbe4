import psycopg2
from psycopg2.errors import ForeignKeyViolation, NotNullViolation

from .catalogue_tables import TABLES


def sentence_of_refusal(env, error):
    """What a sentence of ours or the database says against a record of the catalogue.

    The database's own words are in English, and tell nobody what to do.
    """
    if not isinstance(error, psycopg2.Error):
        return str(error)
    tables = (env[name] for name in TABLES)
    model = next((m for m in tables if m._table == error.diag.table_name), None)
    if model is not None and (
        error.diag.constraint_name in model._table_objects
        or isinstance(error, NotNullViolation)
    ):
        return model._sql_error_to_message(error)
    if isinstance(error, ForeignKeyViolation):
        return env._(
            "something else still names a part that would go (%(rule)s). Take it out "
            "there first; nothing was changed.",
            rule=error.diag.constraint_name,
        )
    return env._(
        "the database did not take it (%(code)s). Nothing was changed; show this line "
        "to the IT technician.",
        code=error.pgcode,
    )
