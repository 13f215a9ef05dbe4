from ..core import bounded_zip, catalogue_archive, catalogue_values
from .database_sentence import sentence_of_refusal

#: Signs of a value that a sentence shows.
SHOWN = 80


class CatalogueSentences:
    """Why something of a catalogue is not taken over, in the user's language.

    A place is a tuple of words: the parts, each with its number or code, and the field.
    """

    def __init__(self, env):
        self.env = env

    # Places

    def at_row(self, table, row, number):
        """The place of a row: what it is, and its number among its siblings."""
        own = row.get("number") or row.get("code") or number
        return (f"{self._model(table.model)} {own}",)

    def _model(self, model):
        return self.env["ir.model"]._get(model).name

    def _field(self, field):
        return field._description_string(self.env)

    def _walk(self, table, path):
        """The words of a path through the rows of a table."""
        words, parts = [], {part.name: part for part in table.parts}
        for step in path:
            if step in parts:
                table = parts[step]
                parts = {part.name: part for part in table.parts}
            else:
                words.append(self._step(table, step))
        return tuple(words)

    def _step(self, table, step):
        if isinstance(step, int):
            return f"{self._model(table.model)} {step}"
        field = self.env[table.model]._fields.get(step)
        return self._field(field) if field else step

    # Sentences

    def why(self, error):
        """What any error says against a record, or against the whole catalogue."""
        if isinstance(error, bounded_zip.SourceError):
            sentence = bounded_zip.SOURCE_ERRORS[error.code]
            return self.env._(sentence, **error.params)
        if isinstance(error, catalogue_archive.ArchiveError):
            sentence = catalogue_archive.ERRORS[error.code]
            return f"{error.place}: {self.env._(sentence, **error.params)}"
        return sentence_of_refusal(self.env, error)

    def value(self, place, field, error):
        sentence = self.env._(catalogue_values.ERRORS[error.code], **error.params)
        return _at((*place, self._field(field)), sentence)

    def no_code(self):
        return self.env._("the code of the procedure is missing.")

    def twice(self, code):
        return self.env._(
            "%(code)s is also in another document. Keep one of the two.", code=code
        )

    def no_number(self, table, number):
        return self.env._(
            "%(kind)s: “%(number)s” is no number.",
            kind=self._model(table.model),
            number=_shown(number),
        )

    def no_list(self, place, part):
        sentence = self.env._("a list of objects was expected.")
        return _at((*place, self._model(part.model)), sentence)

    def unknown_field(self, place, name):
        sentence = self.env._(
            "“%(name)s” is no field that this system knows. Import it into a system of "
            "the same release.",
            name=_shown(name),
        )
        return _at(place, sentence)

    def no_language(self, place, field, language):
        sentence = self.env._(
            "it has a text in the language %(language)s, which is not installed here. "
            "Install it, then import again.",
            language=_shown(language),
        )
        return _at((*place, self._field(field)), sentence)

    def no_file(self, place, field):
        sentence = self.env._(
            "its file is not in the catalogue, or was changed. Export the catalogue "
            "again."
        )
        return _at((*place, self._field(field)), sentence)

    def not_found(self, place, field, key):
        sentence = self.env._(
            "%(kind)s “%(key)s” is not in this database. Create it, then import again.",
            kind=self._model(field.comodel_name),
            key=_shown(key),
        )
        return _at((*place, self._field(field)), sentence)

    def rests_on_refused(self, place, field, key):
        sentence = self.env._(
            "%(kind)s “%(key)s” was refused, and this rests on it. Mend that first.",
            kind=self._model(field.comodel_name),
            key=_shown(key),
        )
        return _at((*place, self._field(field)), sentence)

    def differs(self, table, ours, difference):
        path, here, there = difference
        sentence = self.env._(
            "here it says “%(here)s”, in the file “%(there)s”. What is here is not "
            "overwritten: make the two alike, then import again.",
            here=_shown(here),
            there=_shown(there),
        )
        return _at(self._place(table, ours, path), sentence)

    def other_draft(self, table, ours, difference):
        path, here, there = difference
        sentence = self.env._(
            "there is a draft here that says “%(here)s”, the one in the file says "
            "“%(there)s”. Publish or delete the draft, then import again.",
            here=_shown(here),
            there=_shown(there),
        )
        return _at(self._place(table, ours, path), sentence)

    def not_kept(self, table, ours, difference):
        path, here, there = difference
        sentence = self.env._(
            "“%(there)s” cannot be kept: it would become “%(here)s”.",
            here=_shown(here),
            there=_shown(there),
        )
        return _at(self._place(table, ours, path), sentence)

    def of_process(self, number, sentence):
        return _at((f"{self._model('onestop.process')} {number}",), sentence)

    def _place(self, table, ours, path):
        start = self.at_row(table, ours, "") if table.parent else ()
        return (*start, *self._walk(table, path))


def _at(place, sentence):
    return f"{', '.join(place)}: {sentence}" if place else sentence


def _shown(value):
    """A value as a person reads it: a key by what it says, nothing by a dash."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, dict):
        value = ", ".join(map(_shown, value.values()))
    elif isinstance(value, list):
        value = "; ".join(map(_shown, value))
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
