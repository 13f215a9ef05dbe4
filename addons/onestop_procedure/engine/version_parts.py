import json
from collections import Counter

from odoo.tools import html2plaintext
from odoo.tools.misc import format_date, formatLang

from ..core.version_difference import Part

#: Not what a version says: where it stands, where it came from, how it is kept.
NOT_SAID = frozenset(
    {
        *("id", "create_uid", "create_date", "write_uid", "write_date"),
        *("procedure_id", "version_id", "number", "state", "sequence", "code"),
        *("valid_from", "valid_to", "published_at", "search_text", "raw"),
        *("decision_id", "end_decision_id", "source_raw", "source_fingerprint"),
        *("level_text", "term_raw", "term_value", "term_unit", "term_words"),
        *("currency_id", "dossier_properties_definition"),
        "guidance_properties_definition",
    }
)
TYPES = frozenset(
    {
        *("char", "text", "selection", "boolean", "integer", "float", "monetary"),
        *("date", "many2one", "many2many", "json", "html"),
    }
)
#: Rows of a version, beside those of parts that say what they are by their model.
NOT_PARTS = ("import_remark_ids",)
#: By what a row without a code is the same in the next version.
KEYS = {
    "onestop.procedure.channel": ("channel", "case_id.code"),
    "onestop.procedure.fee": ("kind", "name", "channel", "case_id.code"),
}


class VersionParts:
    """What a version says, as `core.version_difference` compares it.

    Whatever the catalogue keeps of a version is told by its own label and in the
    user's language, so a field that is added to it is compared as well.
    """

    def __init__(self, version):
        version.ensure_one()
        self.version = version
        self.env = version.env

    def parts(self):
        """All of it: a list of `Part`, in the order of the fields."""
        general = self.env._("General")
        found = [
            Part(general, name, label, "", self._said(self.version, field))
            for name, label, field in self._fields_of(self.version)
        ]
        for name, field in self.version._fields.items():
            rows = name not in NOT_PARTS and field.type == "one2many"
            if rows and self.version._has_field_access(field, "read"):
                section = field._description_string(self.env)
                found += self._parts_of_rows(section, self.version[name])
        return found

    def _parts_of_rows(self, section, rows):
        seen = Counter()
        for row in rows:
            key = self._key(row)
            seen[key] += 1
            place = (*key, seen[key])
            if "term_unit" in row._fields:
                label = self.env._("Term")
                yield Part(section, place, self.title(row), label, self._term(row))
            for _name, label, said in self.said_of(row):
                yield Part(section, place, self.title(row), label, said)

    def said_of(self, row):
        """(name, label, words) of what a row says, and the rows below it."""
        for name, label, field in self._fields_of(row):
            yield name, label, self._said(row, field)
        for name, field in row._fields.items():
            if field.type == "one2many" and row._has_field_access(field, "read"):
                below = [self._in_one_line(one, field) for one in row[name]]
                yield name, field._description_string(self.env), "\n".join(below)

    def _in_one_line(self, row, field):
        """All that a row below another row says."""
        return "; ".join(
            f"{label}: {self._said(row, said)}"
            for name, label, said in self._fields_of(row)
            if name != field.inverse_name and row[name]
        )

    def _key(self, row):
        """By what the row is known again in another version."""
        if "code" in row._fields and row.code:
            return (row.code,)
        names = KEYS.get(row._name) or ("name",)
        return tuple(next(iter(row.mapped(name)), "") for name in names)

    def title(self, row):
        """What people call the row: its name, for one case of several with the case."""
        case = row.case_id.name if "case_id" in row._fields else ""
        return " – ".join(filter(None, (self._name(row), case)))

    def _name(self, row):
        field = row._fields[row._rec_name or "name"]
        kind = row._fields.get("kind")
        return (
            self._said(row, field)
            or (kind and self._said(row, kind))
            or row._description
        )

    def _fields_of(self, record):
        """(name, label, field) of what a record says itself."""
        for name, field in record._fields.items():
            if (
                field.store
                and name not in NOT_SAID
                and field.type in TYPES
                and record._has_field_access(field, "read")
            ):
                yield name, field._description_string(self.env), field

    def _term(self, channel):
        units = dict(channel._fields["term_unit"]._description_selection(self.env))
        unit = units.get(channel.term_unit, "")
        if channel.term_unit not in (False, "none"):
            unit = f"{channel.term_value:g} {unit.lower()}"
        return " ".join(filter(None, (unit, channel.term_words)))

    def _said(self, record, field):
        """The value of a field in words; "" where there is none."""
        value = record[field.name]
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type == "many2many":
            return "\n".join(sorted(value.mapped("display_name")))
        if field.type in ("integer", "float"):
            return f"{value:g}"
        if not value:
            return ""
        return self._words(record, field, value)

    def _words(self, record, field, value):
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "many2one":
            return self._record_named(value)
        if field.type == "monetary":
            currency = record[field.get_currency_field(record)]
            return formatLang(self.env, value, currency_obj=currency)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "json":
            return self._structure(record, field, value)
        return html2plaintext(value) if field.type == "html" else value

    def _structure(self, record, field, value):
        """A condition as people read it; of anything else its own signs."""
        if field.name == getattr(record, "_condition", None):
            return record._condition_in_words()
        return json.dumps(value, ensure_ascii=False)

    def _record_named(self, record):
        if record._name != "ir.attachment":
            return record.display_name
        # A file of the same name may hold something else.
        held = (record.checksum or "")[:8]
        return f"{record.name} ({held})"
