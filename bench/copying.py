"""Writes rows by PostgreSQL's COPY and leaves the database as Odoo expects it."""

import contextlib
import csv
import io
from typing import NamedTuple

from bench.tables import Ids

# Every table that is written, in an order that foreign keys allow.
TABLES = (
    "res_partner",
    "res_users",
    "res_company_users_rel",
    "res_groups_users_rel",
    "ir_attachment",
    "onestop_dossier",
    "onestop_dossier_component",
    "onestop_dossier_component_attachment",
    "onestop_dossier_step",
    "onestop_dossier_supplement",
    "onestop_dossier_supplement_line",
    "onestop_dossier_clock_event",
    "onestop_dossier_grant",
    "onestop_dossier_fee",
    "onestop_dossier_result",
    "onestop_journal",
    "onestop_journal_head",
    "onestop_notice",
    "onestop_code_counter",
)
RELATIONS = frozenset(name for name in TABLES if name.endswith("_rel")) | {
    "onestop_dossier_component_attachment",
}
_FOREIGN_KEYS = """
    SELECT conrelid::regclass, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])
    ORDER BY 1, 2
"""
# Those that belong to a constraint (a primary key) stay: others may stand on them.
_INDEXES = """
    SELECT indexrelid::regclass, pg_get_indexdef(indexrelid),
        obj_description(indexrelid, 'pg_class')
    FROM pg_index WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conindid = indexrelid)
    ORDER BY 1
"""


class Rows(NamedTuple):
    """Rows of a table, ready for COPY."""

    columns: tuple
    text: str
    count: int


def next_ids(cr):
    """`Ids` after those that the database gave out."""
    first = {}
    for table in TABLES:
        if table not in RELATIONS:
            cr.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"')
            first[table] = cr.fetchone()[0]
    return Ids(first)


@contextlib.contextmanager
def unbound(cr):
    """Meanwhile the tables have no foreign keys and no indexes but their primary keys.

    Both come back at the end as they were, which checks and sorts all rows at once
    instead of each as it comes: half the database's work.
    """
    tables = list(TABLES)
    cr.execute(_FOREIGN_KEYS, (tables,))
    keys = cr.fetchall()
    cr.execute(_INDEXES, (tables,))
    indexes = cr.fetchall()
    for table, name, _definition in keys:
        cr.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition, _comment in indexes:
        cr.execute(f"DROP INDEX {name}")
    yield
    for name, definition, comment in indexes:
        cr.execute(definition)
        # What Odoo knows the index again by.
        cr.execute(f"COMMENT ON INDEX {name} IS %s", (comment,))
    for table, name, definition in keys:
        cr.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def write(cr, prepared):
    """COPY what `prepare` made.

    :raises KeyError: where a table is none of TABLES
    """
    unknown = prepared.keys() - set(TABLES)
    if unknown:
        raise KeyError(f"no place among TABLES: {sorted(unknown)}")
    for table in TABLES:
        if table in prepared:
            rows = prepared[table]
            names = ", ".join(f'"{column}"' for column in rows.columns)
            sql = f'COPY "{table}" ({names}) FROM STDIN (FORMAT csv)'
            cr._cnx.cursor().copy_expert(sql, io.StringIO(rows.text))


def prepare(tables):
    """{table: Rows} of {table: [dict of columns]}."""
    return {
        table: Rows(tuple(rows[0]), text(rows), len(rows))
        for table, rows in tables.items()
        if rows
    }


def text(rows):
    """Rows (dicts of the same columns) in COPY's CSV format; None is left empty.

    :raises ValueError: for an empty text, which CSV could not tell from None
    """
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(map(_values, rows))
    return lines.getvalue()


def _values(row):
    values = row.values()
    if "" in values:
        raise ValueError(f"an empty text among {row}")
    return values


def finish(cr):
    """Let Odoo go on from the highest ids."""
    for table in TABLES:
        if table not in RELATIONS:
            cr.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                f'(SELECT greatest(max(id), 1) FROM "{table}"))'
            )
