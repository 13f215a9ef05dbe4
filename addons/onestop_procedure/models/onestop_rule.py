import json
from datetime import time

from odoo import api, fields, models
from odoo.exceptions import ValidationError

_BOOLEANS = {"true": True, "false": False}

# From the text of a value to what the program reckons with.
PARSERS = {
    "int": int,
    "float": float,
    "char": str,
    "time": time.fromisoformat,
    "bool": lambda text: _BOOLEANS[text],
    "json": json.loads,
}


class OnestopRule(models.Model):
    """One thing that a decree fixes: a number, an hour, a pattern."""

    _name = "onestop.rule"
    _inherit = ["onestop.citation", "onestop.remembered.mixin"]
    _description = "Rule"
    _order = "rule_set_id, sequence, key, id"
    _rec_name = "key"

    rule_set_id = fields.Many2one(
        "onestop.rule.set", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    key = fields.Char(required=True)
    description = fields.Char(translate=True)
    type = fields.Selection(
        [
            ("int", "Whole Number"),
            ("float", "Number"),
            ("char", "Text"),
            ("time", "Time of Day"),
            ("bool", "Yes or No"),
            ("json", "Structure"),
        ],
        required=True,
        default="int",
    )
    value = fields.Char(
        required=True,
        help="15:00 for a time of day, true or false for yes or no.",
    )
    unit = fields.Selection(
        [
            ("working_days", "working days"),
            ("calendar_days", "days"),
            ("working_hours", "working hours"),
            ("times", "times"),
        ]
    )
    reach = fields.Selection(
        [("new", "New files"), ("in_progress", "Files in progress too")],
        required=True,
        default="new",
        help="Whom a change of the law reaches.",
    )

    _key_uniq = models.Constraint(
        "UNIQUE (rule_set_id, key)", "The set has a rule with this key already."
    )

    @api.constrains("type", "value")
    def _check_value(self):
        for rule in self:
            try:
                rule._parsed()
            except (ValueError, KeyError):
                raise ValidationError(
                    self.env._(
                        "“%(value)s” is not what rule “%(key)s” needs.",
                        value=rule.value,
                        key=rule.key,
                    )
                )

    def _parsed(self):
        """The value in its type; see `PARSERS`."""
        self.ensure_one()
        return PARSERS[self.type](self.value)
