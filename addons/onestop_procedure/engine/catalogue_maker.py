import base64
from contextlib import contextmanager

from odoo.fields import Command

from ..core.catalogue_archive import checksum
from ..core.catalogue_values import ValueRefused, from_plain
from .catalogue_plain import ATTACHMENT, KINDS, as_text, carried
from .catalogue_refusal import Refusal
from .catalogue_tables import NAMED, PROCEDURE, TABLES, VERSION


class CatalogueMaker:
    """Makes records out of the rows of a catalogue's documents.

    :param plain: the ``CataloguePlain`` of the environment to write in
    :param say: the ``CatalogueSentences`` of the user
    :param archive: holds the files
    """

    def __init__(self, plain, say, archive):
        self.env = plain.env
        self._plain, self._say, self._archive = plain, say, archive
        #: Ids by model and key, and keys of shared records that were refused.
        self._ids, self._refused = {}, set()
        #: While procedures that name each other are made: what is written at the end.
        self._postponed = None
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        self._languages = installed | {"en_US"}
        self._looked_up = {
            field.comodel_name
            for table in TABLES.values()
            for field in carried(self.env[table.model], table)
        }

    # Finding

    def known(self, table, key):
        """Id of the record that we know by this key, or None."""
        return self._ids_of(table.model).get(as_text(key))

    def forget(self, table):
        """Read records of a table and all parts anew: some were rolled back."""
        self._ids = {
            model: ids
            for model, ids in self._ids.items()
            if model != table.model and not (model in TABLES and TABLES[model].parent)
        }

    def refuse(self, table, key):
        """Let nothing rest on this shared record: ours says something else."""
        self._refused.add((table.model, as_text(key)))

    def _ids_of(self, model):
        """Ids of all records of a model that others name, by key."""
        if model not in self._ids:
            records = self.env[model].search([])
            if model in NAMED:
                names = records.mapped(NAMED[model])
                self._ids[model] = dict(zip(names, records.ids, strict=True))
            else:
                self._ids[model] = {}
                for record in records:
                    self._remember(record)
        return self._ids[model]

    def _remember(self, record):
        table = TABLES.get(record._name)
        if record._name not in self._ids and not (table and table.parent):
            # Read with all others when one of them is asked for.
            return
        ids = self._ids.setdefault(record._name, {})
        for key in self._plain.keys(record):
            ids.setdefault(as_text(key), record.id)

    def _find(self, field, key, place):
        """Id of the record that a document names."""
        model = field.comodel_name
        text = key if model in NAMED else as_text(key)
        if (model, text) in self._refused:
            raise Refusal(self._say.rests_on_refused(place, field, key))
        if not isinstance(text, str):
            raise Refusal(self._say.not_found(place, field, key))
        table = TABLES.get(model)
        ids = self._own_ids(table) if table and table.parent else self._ids_of(model)
        if text not in ids and table and table.parent:
            self._remember_parts_of(table, key)
        if text not in ids:
            code = key.get("code") if model == PROCEDURE.model else None
            raise Refusal(self._say.not_found(place, field, key), missing=code)
        return ids[text]

    def _own_ids(self, table):
        return self._ids.setdefault(table.model, {})

    def _remember_parts_of(self, table, key):
        """Look up the siblings of a part that was there before this import."""
        parent = key.get(table.parent) if isinstance(key, dict) else None
        above = TABLES[self.env[table.model]._fields[table.parent].comodel_name]
        if not isinstance(parent, dict):
            return
        if above.parent:
            self._remember_parts_of(above, parent)
            found = self._own_ids(above).get(as_text(parent))
        else:
            found = self._ids_of(above.model).get(as_text(parent))
        if found:
            for part in self._plain.parts(table, self.env[above.model].browse(found)):
                self._remember(part)

    # Making

    @contextmanager
    def procedures_later(self):
        """Write what names a procedure when all records are made, at the end."""
        self._postponed = []
        try:
            yield
            for record, field, plain, place in self._postponed:
                record[field.name] = self._read(field, plain, place)
        finally:
            self._postponed = None

    def _is_later(self, field):
        return self._postponed is not None and field.comodel_name == PROCEDURE.model

    def create(self, table, rows):
        """Records of a table that hangs on none, with all their parts."""
        return self._create(table, [(None, row, ()) for row in rows])

    def create_parts(self, table, parent, rows):
        """Parts of a parent, with all their parts."""
        return self._create(
            table,
            [
                (parent, row, self._say.at_row(table, row, number))
                for number, row in enumerate(rows, 1)
            ],
        )

    def rows(self, row, part, place=()):
        """The rows of a part in the row of its parent."""
        rows = row.get(part.name, [])
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            raise Refusal(self._say.no_list(place, part))
        return rows

    def _create(self, table, wanted):
        """Make records, and then the parts of all of them, kind by kind.

        :param wanted: a list of (parent or None, row, place of the row in words)
        """
        model = self.env[table.model]
        fields = carried(model, table)
        records = model.create(
            [self._vals(table, fields, parent, row, at) for parent, row, at in wanted]
        )
        for record, (_parent, row, at) in zip(records, wanted, strict=True):
            self._postpone(record, fields, row, at)
            self._write_texts(record, fields, row)
            self._write_files(record, fields, row, at)
            if table.model in self._looked_up:
                self._remember(record)
        for part in () if table.whole else table.parts:
            self._create(
                part,
                [
                    (record, one, (*at, *self._say.at_row(part, one, number)))
                    for record, (_parent, row, at) in zip(records, wanted, strict=True)
                    for number, one in enumerate(self.rows(row, part, at), 1)
                ],
            )
        if table is VERSION:
            self._define_properties(records)
        return records

    def _whole(self, table, row, place):
        """The parts of a record that is not made without them, as commands."""
        commands = {}
        for part in table.parts:
            model = self.env[part.model]
            fields, [inverse] = carried(model, part), self._inverses(table, part)
            commands[inverse] = [
                Command.create(self._vals(part, fields, None, one, place))
                for one in self.rows(row, part, place)
            ]
        return commands

    def _inverses(self, table, part):
        """Names of the fields that list the rows of a part."""
        return [
            name
            for name, field in self.env[table.model]._fields.items()
            if field.type == "one2many" and field.comodel_name == part.model
        ]

    def _postpone(self, record, fields, row, place):
        for field in filter(self._is_later, fields):
            if row.get(field.name) is not None:
                self._postponed.append((record, field, row[field.name], place))

    def vals(self, table, row, names):
        """Some values of a row, as ``write`` takes them."""
        fields = self.env[table.model]._fields
        place = self._say.at_row(table, row, "")
        return {
            name: self._read(fields[name], row.get(name), place)
            for name in names
            if name in fields
        }

    def _vals(self, table, fields, parent, row, place):
        known = {field.name for field in fields} | {part.name for part in table.parts}
        for name in row:
            if name not in known:
                raise Refusal(self._say.unknown_field(place, name))
        vals = {
            field.name: self._read(field, row.get(field.name), place)
            for field in fields
            if not self._is_later(field)
        }
        if parent:
            vals[table.parent] = parent.id
        return {**vals, **self._whole(table, row, place)} if table.whole else vals

    def _read(self, field, plain, place):
        """A value of a field out of a document, as ``create`` takes it."""
        try:
            if plain is None and field.required:
                raise ValueRefused("missing")
            if plain is None:
                return from_plain(KINDS.get(field.type, "text"), None)
            if field.translate:
                return self._text(field, plain, place)
            if field.type == "binary":
                return base64.b64encode(self._file(field, plain, place))
            if field.type == "many2one":
                # A file is written when its record is there.
                file = field.comodel_name == ATTACHMENT
                return not file and self._find(field, plain, place)
            if field.type == "many2many":
                return self._commands(field, plain, place)
            if field.type == "selection" and plain not in field.get_values(self.env):
                raise ValueRefused("choice", found=str(plain))
            return from_plain(KINDS[field.type], plain)
        except ValueRefused as error:
            raise Refusal(self._say.value(place, field, error)) from None

    def _commands(self, field, plain, place):
        if not isinstance(plain, list):
            raise ValueRefused("list", found=str(plain))
        return [Command.set([self._find(field, key, place) for key in plain])]

    def _text(self, field, plain, place):
        """The text in the language in which the catalogue is written."""
        if not isinstance(plain, dict) or "en_US" not in plain:
            raise ValueRefused("texts", found=str(plain))
        for language, text in plain.items():
            if language not in self._languages:
                raise Refusal(self._say.no_language(place, field, language))
            from_plain("text", text)
        return plain.get(self._language()) or plain["en_US"]

    def _language(self):
        return self.env.lang or "en_US"

    def _write_texts(self, record, fields, row):
        """Let the texts be there in exactly the languages of the document."""
        for field in fields:
            texts = field.translate and row.get(field.name)
            if not texts:
                continue
            made = dict.fromkeys(("en_US", self._language()), self._text_of(texts))
            if texts != made:
                record._update_field_translations(
                    field.name,
                    {lang: texts.get(lang, False) for lang in {*made, *texts}},
                )

    def _text_of(self, texts):
        return texts.get(self._language()) or texts["en_US"]

    def _write_files(self, record, fields, row, place):
        """Files that are attachments with a name: each record has one of its own."""
        for field in fields:
            plain = row.get(field.name)
            if (
                field.type != "many2one"
                or field.comodel_name != ATTACHMENT
                or not plain
            ):
                continue
            if not isinstance(plain, dict) or not isinstance(plain.get("name"), str):
                raise Refusal(self._say.no_file(place, field))
            record[field.name] = self.env[ATTACHMENT].create(
                {
                    "name": plain["name"],
                    "raw": self._file(field, plain.get("file"), place),
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )

    def _file(self, field, digest, place):
        content = isinstance(digest, str) and self._archive.file(digest)
        # The name of a file is its checksum: another one was put in its place.
        if not content or checksum(content) != digest:
            raise Refusal(self._say.no_file(place, field))
        return content

    def _define_properties(self, versions):
        """Make of the e-form what publication made of it where it came from."""
        for version in versions.filtered(lambda one: one.state != "draft"):
            version.write(version._prepare_definitions())
