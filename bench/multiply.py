"""More dossiers than were generated: copies of their rows.

What a copy cannot have of its own stays that of the first: accounts, files, and the
seals of the journal's rows, which no bench on copies looks at.
"""

import math

from bench import copying, place
from bench.figure import tell

DOSSIERS = "onestop_dossier"
# Tables whose rows belong to dossiers, in an order that foreign keys allow.
PARTS = (
    "ir_attachment",
    DOSSIERS,
    *(name for name in copying.TABLES if name.startswith(f"{DOSSIERS}_")),
    "onestop_journal",
    "onestop_journal_head",
    "onestop_notice",
)
# What no two rows share.
UNIQUE = {
    DOSSIERS: ("code", "tracking_number"),
}
# Columns that name a row without a foreign key: of which table, or where it stands.
NAMED = {
    ("ir_attachment", "res_id"): "res_model",
    ("onestop_journal", "res_id"): "res_model",
    ("onestop_journal_head", "res_id"): "res_model",
    ("onestop_notice", "journal_row"): "onestop_journal",
}
# Models of rows that are copied, by the column `res_model`.
MODELS = {
    "onestop.dossier": DOSSIERS,
    "onestop.dossier.result": "onestop_dossier_result",
}
_KEYS = """
    SELECT conrelid::regclass::text, attname, confrelid::regclass::text
    FROM pg_constraint
    JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
    WHERE contype = 'f' AND conrelid = ANY(%(tables)s::regclass[])
        AND confrelid = ANY(%(tables)s::regclass[])
"""


def filled(database, wanted):
    """The registry of a database that has so many dossiers, none of them but in part."""
    registry = place.open_registry(database)
    with place.environment(registry) as env:
        multiply_whole(env.cr, wanted)
    place.tidy(database)
    with place.environment(registry) as env:
        found = env["onestop.dossier"].search_count([])
    tell("dossiers in the database", found, "rows", wanted, at_least=True)
    return registry


def multiply(cr, wanted, among="TRUE"):
    """Copy rows of dossiers, and of nothing else, until there are so many.

    :param str among: which rows are counted and copied, as SQL
    """
    present = _count(cr, among)
    step = _highest(cr, DOSSIERS)
    own = {"id": "id + %(step)s", "tracking_number": "NULL", "code": "code || %(mark)s"}
    with copying.unbound(cr):
        for copy in range(1, math.ceil(wanted / present)):
            _insert(
                cr,
                DOSSIERS,
                own,
                f"id <= %(highest)s AND {among}",
                {"step": copy * step, "mark": f"/{copy}", "highest": step},
            )


def multiply_whole(cr, wanted):
    """Copy dossiers with all that belongs to them until there are so many."""
    present = _count(cr, "TRUE")
    steps = {table: _highest(cr, table) for table in PARTS if _has_id(table)}
    cr.execute(_KEYS, {"tables": list(PARTS)})
    keys = {(table, column): target for table, column, target in cr.fetchall()}
    with copying.unbound(cr):
        for copy in range(1, math.ceil(wanted / present)):
            moved = {table: copy * step for table, step in steps.items()}
            for table in PARTS:
                _insert(
                    cr,
                    table,
                    _own(table, keys, moved),
                    _belongs(table, steps),
                    {"mark": f"/{copy}"},
                )
            print(f"· copied {(copy + 1) * present} dossiers", flush=True)
    copying.finish(cr)


def _own(table, keys, moved):
    """What a copy has of its own: {column: SQL}."""
    own = {name: f"{name} || %(mark)s" for name in UNIQUE.get(table, ())}
    if _has_id(table):
        own["id"] = f"id + {moved[table]}"
    for (its, column), target in {**keys, **NAMED}.items():
        if its == table:
            own[column] = f"{column} + {_moved_by(target, moved)}"
    return own


def _moved_by(target, moved):
    if target != "res_model":
        return moved[target]
    cases = (f"WHEN '{name}' THEN {moved[table]}" for name, table in MODELS.items())
    return f"CASE res_model {' '.join(cases)} END"


def _belongs(table, steps):
    """Which rows are copied: those that were there, of dossiers alone."""
    first = f"id <= {steps[table]}" if _has_id(table) else "TRUE"
    if NAMED.get((table, "res_id")):
        models = ", ".join(f"'{name}'" for name in MODELS)
        return f"{first} AND res_model IN ({models})"
    if _has_id(table):
        return first
    # Of a relation: those of rows that were there.
    column, target = RELATIONS[table]
    return f"{column} <= {steps[target]}"


RELATIONS = {
    f"{DOSSIERS}_component_attachment": (
        f"{DOSSIERS}_component_id",
        f"{DOSSIERS}_component",
    ),
}


def _has_id(table):
    return table not in copying.RELATIONS


def _count(cr, among):
    cr.execute(f"SELECT count(*) FROM {DOSSIERS} WHERE {among}")
    return cr.fetchone()[0]


def _highest(cr, table):
    cr.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
    return cr.fetchone()[0]


def _insert(cr, table, own, among, values):
    """Insert copies of the rows `among` (SQL), with these columns of their own."""
    cr.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = %s AND is_generated = 'NEVER' AND table_schema = 'public'",
        (table,),
    )
    names = [name for (name,) in cr.fetchall()]
    into = ", ".join(f'"{name}"' for name in names)
    taken = ", ".join(own.get(name, f'"{name}"') for name in names)
    cr.execute(
        f"INSERT INTO {table} ({into}) SELECT {taken} FROM {table} WHERE {among}",
        values,
    )
