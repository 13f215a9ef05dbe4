from odoo import fields, models

from ..core.form_words import term_in_words
from ..core.term import Term

CHANNELS = [
    ("in_person", "In Person"),
    ("online", "Online"),
    ("post", "By Public Post"),
]
TERM_UNITS = [
    ("working_days", "Working Days"),
    ("calendar_days", "Calendar Days"),
    ("working_hours", "Working Hours"),
    ("months", "Months"),
    ("none", "No Term Laid Down"),
]


class OnestopProcedureChannel(models.Model):
    """A way of filing, for all cases or one, with its term."""

    _name = "onestop.procedure.channel"
    _description = "Channel of a Procedure"
    _inherit = ["onestop.frozen.mixin", "onestop.case.mixin"]
    _order = "sequence, id"
    _rec_name = "channel"
    _frozen_path = "version_id"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    case_id = fields.Many2one(
        "onestop.procedure.case",
        domain="[('version_id', '=', version_id)]",
        ondelete="restrict",
        help="Empty: for all cases that have no row of their own.",
    )
    # Not required: an import may not have understood it, and then it is missing.
    channel = fields.Selection(CHANNELS, default="in_person")
    term_value = fields.Float(
        help="0 working days: the same day; 0 working hours: at once."
    )
    term_unit = fields.Selection(TERM_UNITS, help="Empty: the term is not known yet.")
    term_words = fields.Char(
        translate=True, help="What the term says beside a number, printed after it."
    )
    term_raw = fields.Char(string="Term as Imported", readonly=True)
    online_level = fields.Selection(
        [("none", "None"), ("partial", "Partial"), ("full", "Full")],
        default="none",
        required=True,
        help="How far the service goes online, from filing to the result.",
    )
    partial_reason = fields.Char(
        translate=True,
        help="Why the service is only partly online, with its legal basis.",
    )
    note = fields.Text(translate=True)
    raw = fields.Text(string="As Imported", readonly=True)

    _term_not_negative = models.Constraint(
        # What is no number lies above every number.
        "CHECK (term_value >= 0 AND term_value < 'Infinity')",
        "A term is a number, and not below zero.",
    )

    def _case_name(self):
        """The case that it is for; where it is for those that have no row of their own,
        this said in words; "" where it is for all."""
        self.ensure_one()
        if self.case_id:
            return self.case_id.name
        alike = self.version_id.channel_ids.filtered(
            lambda one: one.channel == self.channel
        )
        return self.env._("Other cases") if alike.case_id else ""

    def _term(self):
        """The term as the clock takes it; without one: ``Term.none()``.

        Not for a term of 0 (``_is_at_once``), which the clock does not count.
        """
        self.ensure_one()
        if self.term_unit in (False, "none"):
            return Term.none()
        return Term(self.term_value, self.term_unit)

    def _is_at_once(self):
        """Whether the result is due on the day of filing."""
        self.ensure_one()
        return self.term_unit not in (False, "none") and not self.term_value

    def _term_in_words(self):
        """The term as people read it, such as "5 working days"."""
        self.ensure_one()
        length = term_in_words(
            self.term_value, self.term_unit, self.env.lang or "en_US"
        )
        return ", ".join(filter(None, (length, self.term_words)))
