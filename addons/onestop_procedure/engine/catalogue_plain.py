import base64
import json

from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

from ..core.catalogue_archive import checksum
from ..core.catalogue_values import to_plain
from ..models.onestop_procedure_version import CATALOGUE_LANGUAGE
from .catalogue_tables import NAMED, table_of

#: Kind of value (``core.catalogue_values``) of each type of field.
KINDS = {
    "char": "text",
    "text": "text",
    "html": "text",
    "selection": "text",
    "integer": "whole",
    "float": "number",
    "monetary": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "moment",
    "json": "tree",
}
#: Fields that hold a file, and what files are kept in.
ATTACHMENT = "ir.attachment"


def carried(model, table):
    """The fields of a model that a document holds, by name.

    Not: what Odoo keeps itself, what follows from other fields, the parts (which have
    a place of their own), the way to the parent, and what is left out.
    """
    return [
        field
        for name, field in sorted(model._fields.items())
        if field.store
        and name not in MAGIC_COLUMNS
        # Definitions of Properties are made of the e-form, as at publication.
        and field.type not in ("one2many", "properties_definition")
        and not (field.compute and field.readonly)
        and name not in (table.parent, *table.left_out)
    ]


class CataloguePlain:
    """Records of the catalogue as plain objects, as documents hold them.

    Nothing in them is an id: a record is named by its keys. ``keep`` is called with the
    bytes of each file and gives its checksum.
    """

    def __init__(self, env, keep=checksum):
        # Keys are texts in the one language that is the same everywhere.
        versions = env["onestop.procedure.version"]._in_catalogue_language()
        # Files, also where the caller asks for their sizes.
        context = {"active_test": False, "bin_size": False}
        self.env = versions.with_context(**context).env
        self._keep = keep
        #: Places among their parents' parts of records that have no key, by id.
        self._places = {}

    def rows(self, table, records):
        """One plain object a record, in their order, with all their parts."""
        records = records.with_env(self.env)
        fields = carried(records, table)
        texts = self._texts(records, [f.name for f in fields if f.translate])
        rows = [
            _filled({field.name: self._value(record, field, texts) for field in fields})
            for record in records
        ]
        for part in table.parts:
            found = self.parts(part, records)
            of_parent = found.grouped(part.parent)
            if not part.keys:
                self._places.update(_places(of_parent.values()))
            plain = dict(zip(found, self.rows(part, found), strict=True))
            for record, row in zip(records, rows, strict=True):
                row[part.name] = [plain[one] for one in of_parent.get(record, ())]
        return rows

    def parts(self, table, parents):
        """The records of a table below these parents, in the order of documents."""
        model = self.env[table.model]
        return model.search([(table.parent, "in", parents.ids)], order=table.order)

    def key(self, record):
        """By what a record is known in any database: a plain object, or None."""
        if not record:
            return None
        if record._name in NAMED:
            return record[NAMED[record._name]]
        return self.keys(record)[0]

    def keys(self, record):
        """All keys by which a record of the catalogue may be named, the best first."""
        table = table_of(record)
        if table.keys:
            own = keys_of(self._key_values(record, table), table)
        else:
            own = [{"row": self._place(record, table)}]
        if table.parent:
            above = self.key(record[table.parent])
            own = [{**key, table.parent: above} for key in own]
        return own

    def _place(self, record, table):
        if record not in self._places:
            siblings = self.parts(table, record[table.parent])
            self._places.update(_places([siblings]))
        return self._places[record]

    def _key_values(self, record, table):
        names = {name for names in table.keys for name in names}
        values = {name: self._plain(record, record._fields[name]) for name in names}
        return _filled(values)

    def _texts(self, records, names):
        """The translated fields of records in all languages: {id: {name: {lang: …}}}.

        The ORM reads one language; records of the caller's are asked, and no other.
        """
        if not names or not records:
            return {}
        records.check_access("read")
        records.flush_model(names)
        columns = SQL(", ").join(map(SQL.identifier, names))
        query = SQL(
            "SELECT id, %s FROM %s WHERE id IN %s",
            columns,
            SQL.identifier(records._table),
            tuple(records.ids),
        )
        return {
            found: dict(zip(names, values, strict=True))
            for found, *values in self.env.execute_query(query)
        }

    def _value(self, record, field, texts):
        if field.translate:
            return texts[record.id][field.name] or None
        return self._plain(record, field)

    def _plain(self, record, field):
        value = record[field.name]
        if field.type == "binary":
            return self._keep(base64.b64decode(value)) if value else None
        if field.type == "many2one" and field.comodel_name == ATTACHMENT:
            return (
                {"name": value.name, "file": self._keep(value.raw)} if value else None
            )
        if field.type == "many2one":
            return self.key(value)
        if field.type == "many2many":
            return sorted(map(self.key, value), key=as_text) or None
        return to_plain(KINDS[field.type], value)


def key_of(row, table):
    """The best key of a row out of its own values."""
    return keys_of(row, table)[0]


def keys_of(row, table):
    """The keys of a row: those that are filled; the last as far as it is."""
    values = {name: _in_catalogue_language(row.get(name)) for name in row}
    keys = [
        {name: values[name] for name in names if values.get(name) is not None}
        for names in table.keys
    ]
    whole = [
        key
        for key, names in zip(keys, table.keys, strict=True)
        if len(key) == len(names)
    ]
    return whole or [keys[-1]]


def _in_catalogue_language(value):
    if isinstance(value, dict):
        return value.get(CATALOGUE_LANGUAGE) or value.get("en_US")
    return value


def as_text(key):
    """A key as text, to be compared and looked up by."""
    return json.dumps(key, ensure_ascii=False, sort_keys=True)


def _places(siblings):
    return {
        record: place for records in siblings for place, record in enumerate(records, 1)
    }


def _filled(values):
    return {name: value for name, value in values.items() if value is not None}
