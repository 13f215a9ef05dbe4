from odoo import fields, models

from ..core.eform import check_definition
from ..core.eform_values import MEASURED, NUMBERS, Field

EFORM_TYPES = [
    ("char", "Line of Text"),
    ("text", "Text"),
    ("integer", "Whole Number"),
    ("float", "Number"),
    ("amount", "Amount in Đồng"),
    ("date", "Date"),
    ("boolean", "Box to Tick"),
    ("selection", "Choice"),
    ("phone", "Telephone Number"),
    ("email", "E-mail Address"),
    ("identity_number", "Personal Identity Number"),
    ("tax_code", "Tax Code"),
    ("file", "Files"),
]
#: Type of the Property that makes an answer searchable; files have none.
PROPERTY_TYPES = {
    "text": "text",
    "integer": "integer",
    "float": "float",
    "amount": "integer",
    "date": "date",
    "boolean": "boolean",
    "selection": "selection",
    "file": None,
}


def _parted(options):
    """Lines "code|label" as pairs; a line without a bar is both."""
    lines = (line.strip() for line in (options or "").splitlines())
    parts = (line.partition("|") for line in lines if line)
    return [(code.strip(), (label or code).strip()) for code, _bar, label in parts]


class OnestopEformField(models.Model):
    """A question of the e-form of a version."""

    _name = "onestop.eform.field"
    _description = "E-form Field"
    _inherit = ["onestop.frozen.mixin", "onestop.conditional.mixin"]
    _order = "sequence, id"
    _rec_name = "label"
    _frozen_path = "version_id"
    _condition = "visible_if"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(
        required=True,
        string="Technical Name",
        help="Small letters, digits and _; answers are kept under it.",
    )
    label = fields.Char(required=True, translate=True)
    help = fields.Text(translate=True)
    type = fields.Selection(EFORM_TYPES, required=True, default="char")
    group_name = fields.Char(string="Heading", translate=True)
    required = fields.Boolean()
    options = fields.Text(
        translate=True,
        help="Choices, one a line: code|label. For files: content types, one a line.",
    )
    pattern = fields.Char(help="Form that a line of text must have.")
    min = fields.Char(string="Least", help="Of a number, a date, a length or a count.")
    max = fields.Char(string="Greatest")
    visible_if = fields.Json(help="Condition on other answers; empty: always asked.")

    _name_unique = models.UniqueIndex(
        "(version_id, name)", "Another field of this form has this name."
    )

    def _possible_questions(self):
        return super()._possible_questions().filtered(lambda one: one.name != self.name)

    def _options(self):
        """The choices as a list of (code, label in the user's language).

        Answers hold codes, which are therefore the same in all languages.
        """
        self.ensure_one()
        in_catalogue = self.with_context(
            self.version_id._in_catalogue_language().env.context
        )
        labels = dict(_parted(self.options))
        return [
            (code, labels.get(code, label))
            for code, label in _parted(in_catalogue.options)
        ]

    def _in_words(self, value):
        """A clean answer as people read it."""
        self.ensure_one()
        if self.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if self.type == "selection":
            return dict(self._options()).get(value, str(value))
        if self.type == "date" and value:
            return fields.Date.to_date(value).strftime("%d/%m/%Y")
        return str(value)

    def _to_core(self):
        """The same field as ``core.eform`` checks it."""
        self.ensure_one()
        return Field(
            name=self.name,
            type=self.type,
            required=self.required,
            pattern=self.pattern or None,
            options=tuple(code for code, _label in self._options()),
            min=self._bound(self.min),
            max=self._bound(self.max),
            visible_if=self.visible_if or None,
        )

    def _bound(self, text):
        """A bound as the core compares it; what is no number stays text."""
        if not text or self.type not in (*MEASURED, *NUMBERS):
            return text or None
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            return text
        return int(number) if number == int(number) else number

    def _problems(self):
        """What is wrong with the form, as sentences; empty when it can be used."""
        problems = check_definition([field._to_core() for field in self])
        labels = {field.name: field.label for field in self}
        return [
            self.env._(
                "E-form, %(field)s: %(problem)s",
                field=labels.get(
                    problem.field, problem.field or self.env._("whole form")
                ),
                problem=self.env._(problem.message, **problem.params),
            )
            for problem in problems
        ]

    def _properties_definition(self):
        """The definition of Properties of those of them that have one: plain fields."""
        return [
            definition for field in self if (definition := field._property_definition())
        ]

    def _property_definition(self):
        """Definition of the Property of this field, or None where it has none."""
        kind = PROPERTY_TYPES.get(self.type, "char")
        if not kind:
            return None
        definition = {"name": self.name, "type": kind, "string": self.label}
        if kind == "selection":
            definition["selection"] = [list(option) for option in self._options()]
        return definition
