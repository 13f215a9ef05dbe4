"""What a user reads, by whatever way a program may read: everything is asked."""

import psycopg2

from odoo.fields import Domain

# So many of the newest rows of each model are read whole.
ROWS = 40
# Asked in every way there is; of the others the rows, their number and defaults.
CLOSE = (
    *("onestop.complaint", "onestop.complaint.registration", "onestop.denouncer"),
    *("onestop.complaint.phase", "onestop.complaint.report"),
    *(
        "onestop.denouncer.envelope",
        "onestop.denouncer.opening",
        "onestop.dossier",
        "onestop.journal",
    ),
    *("onestop.notice", "onestop.department", "ir.attachment", "mail.message"),
    *("res.partner", "res.users"),
)
# One picture in five sizes: the smallest is asked for.
SIZES = ("_256", "_512", "_1024", "_1920")
# Where words are looked for.
TEXT = ("char", "text", "html")
GROUPED = ("selection", "many2one", "boolean", "char", "integer")


class Observer:
    """One user: `observe()` gives {question: answer}."""

    def __init__(self, env, user, name, needles, hidden):
        """
        :param needles: words and numbers that tell the secret, in any world
        :param hidden: {model: ids} of what is kept from the user, asked for by number
        """
        self.env = env(user=user.id, su=False, context={"bin_size": True})
        self.name = name
        self.needles = needles
        self.hidden = hidden
        self.seen = {}

    def observe(self):
        """Everything, of every model."""
        for name in sorted(self.env.registry):
            if not self.env[name]._abstract:
                self._of_model(self.env[name])
                if name in CLOSE:
                    self._closely(self.env[name])
        return self.seen

    def glance(self, models):
        """The rows and names of some models, and what is asked for by its number: the
        first of what is kept from the user."""
        self.hidden = {name: ids[:1] for name, ids in self.hidden.items()}
        for name in sorted(models):
            if not self.env[name]._abstract:
                self._of_model(self.env[name])
        return self.seen

    def _ask(self, model, question, ask):
        """Keep the answer, or the words of the refusal."""
        key = (self.name, model._name, question)
        try:
            self.seen[key] = repr(ask())
        except psycopg2.Error:
            # What is asked here is nothing that PostgreSQL refuses.
            raise
        except Exception as error:
            self.seen[key] = f"{type(error).__name__}: {error}"

    def _of_model(self, model):
        readable = model.has_access("read")
        self.seen[self.name, model._name, "may read"] = readable
        self._by_number(model)
        if readable:
            self._ask(model, "count", lambda: model.search_count([]))
            self._ask(model, "rows", lambda: self._rows(model))
            if model._name in CLOSE:
                self._ask(model, "names", lambda: model.name_search("", limit=ROWS))
        if model.has_access("create"):
            self._ask(model, "defaults", lambda: model.default_get(list(model._fields)))

    def _rows(self, model):
        fields = [
            name
            for name, field in model._fields.items()
            if model._has_field_access(field, "read") and not name.endswith(SIZES)
        ]
        records = model.with_context(active_test=False).search(
            [], order="id desc", limit=ROWS
        )
        return [_plain(row) for row in records.read(fields)]

    def _closely(self, model):
        """By every field, those that the user may not read among them."""
        if not model.has_access("read"):
            # The words of the refusal, too.
            self._ask(model, "refused", lambda: model.search_read([], limit=1))
            return
        for name, field in model._fields.items():
            if not (field.store and field.column_type):
                continue
            self._search(model, name, field)
            if not model._name.startswith("onestop."):
                continue
            if field.type in GROUPED:
                self._ask(
                    model, f"group {name}", lambda name=name: self._group(model, name)
                )
            self._ask(
                model,
                f"order {name}",
                lambda name=name: model.search([], order=f"{name}, id", limit=ROWS).ids,
            )

    @staticmethod
    def _group(model, name):
        groups = model._read_group([], [name], ["__count"])
        return sorted((str(value), count) for value, count in groups)

    def _search(self, model, name, field):
        """By the words that tell it; dotted, one hop on, too."""
        words = [needle for needle in self.needles if isinstance(needle, str)]
        numbers = [needle for needle in self.needles if isinstance(needle, int)]
        conditions = []
        if field.type in TEXT:
            conditions = [(name, "ilike", word) for word in words]
        elif field.type in ("many2one", "integer"):
            conditions = [(name, "in", numbers)]
            if field.type == "many2one" and model._name.startswith("onestop."):
                conditions += [(f"{name}.display_name", "ilike", one) for one in words]
        if conditions:
            domain = Domain.OR([condition] for condition in conditions)
            self._ask(model, f"search {name}", lambda: model.search(domain).ids)

    def _by_number(self, model):
        """What is kept from the user, asked for by its number."""
        for number in self.hidden.get(model._name, ()):
            record = model.browse(number)
            for label, ask in (
                ("read", lambda record=record: record.read(["display_name"])),
                ("access", lambda record=record: record.check_access("read")),
                ("web_read", lambda record=record: record.web_read({"id": {}})),
                ("exists", lambda record=record: record.search_count(_is(record))),
                ("meta", lambda record=record: record.get_metadata()),
                ("export", lambda record=record: record.export_data(["id"])),
                ("write", lambda record=record: record.write({"id": record.id})),
            ):
                self._ask(model, f"{label} {number}", ask)


def _is(record):
    return Domain("id", "=", record.id)


def _plain(row):
    """A row whose order and objects are no accident of this process."""
    return sorted((name, str(value)) for name, value in row.items())


def differing(one, other):
    """Questions that are answered otherwise in the two worlds."""
    return sorted(
        (key for key in one.keys() | other.keys() if one.get(key) != other.get(key)),
        key=str,
    )
