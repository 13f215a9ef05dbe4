"""Writes rows by PostgreSQL's COPY and leaves the database as Odoo expects it."""

import io
import json
from datetime import date, datetime

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
    "onestop_dossier_supplement_component",
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
    "onestop_dossier_supplement_component",
}
_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def next_ids(cr):
    """`Ids` after those that the database gave out."""
    first = {}
    for table in TABLES:
        if table not in RELATIONS:
            cr.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"')
            first[table] = cr.fetchone()[0]
    return Ids(first)


def write(cr, prepared):
    """COPY what `prepare` made.

    :raises KeyError: where a table is none of TABLES
    """
    unknown = prepared.keys() - set(TABLES)
    if unknown:
        raise KeyError(f"no place among TABLES: {sorted(unknown)}")
    for table in TABLES:
        if table in prepared:
            columns, text = prepared[table]
            names = ", ".join(f'"{column}"' for column in columns)
            sql = f'COPY "{table}" ({names}) FROM STDIN'
            cr._cnx.cursor().copy_expert(sql, io.StringIO(text))


def prepare(rows):
    """{table: (columns, text for COPY)} of {table: [dict of columns]}."""
    return {
        table: (tuple(part[0]), "".join(map(line, part)))
        for table, part in rows.items()
        if part
    }


def line(row):
    """A row in COPY's text format.

    :raises KeyError: for a value of another type than _WRITERS knows
    """
    return "\t".join([_WRITERS[type(value)](value) for value in row.values()]) + "\n"


def _escaped(text):
    return text.translate(_SPECIAL)


def _json(value):
    return _escaped(json.dumps(value, ensure_ascii=False))


_WRITERS = {
    type(None): lambda _none: "\\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    float: str,
    datetime: str,
    date: str,
    dict: _json,
    list: _json,
    str: _escaped,
}


def finish(cr):
    """Let Odoo go on from the highest ids."""
    for table in TABLES:
        if table not in RELATIONS:
            cr.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                f'(SELECT greatest(max(id), 1) FROM "{table}"))'
            )
