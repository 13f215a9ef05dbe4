from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from .onestop_rule import PARSERS


class OnestopRuleSet(models.Model):
    """What the decrees fix for all procedures, or all complaints, between two dates.

    A dossier pins the set in force at its reception, so a change of the law is a new
    set, not new code. A set begins as a copy of the one before (`previous_id`); its
    own rows are the differences that were read.
    """

    _name = "onestop.rule.set"
    _inherit = ["onestop.remembered.mixin"]
    _description = "Rule Set"
    _order = "valid_from desc, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    matter = fields.Selection(
        [
            ("one_stop", "One-stop mechanism"),
            ("complaints", "Complaints and denunciations"),
        ],
        required=True,
        default="one_stop",
        help="The laws of different matters change on different days.",
    )
    valid_from = fields.Date(required=True)
    valid_to = fields.Date()
    previous_id = fields.Many2one(
        "onestop.rule.set", string="Carries Over", ondelete="restrict"
    )
    instrument = fields.Char(help="The decree that this set stands on.")
    replaces = fields.Char(
        help="The decree before it. A rule carried over from there keeps its citation; "
        "its number in the new decree is to be confirmed."
    )
    note = fields.Text(translate=True)
    rule_ids = fields.One2many("onestop.rule", "rule_set_id", copy=True)
    form_ids = fields.One2many("onestop.rule.form", "rule_set_id", copy=True)
    to_confirm_count = fields.Integer(compute="_compute_to_confirm_count")

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "Another rule set has this code already."
    )
    _valid_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from <= valid_to)",
        "A rule set cannot end before it begins.",
    )

    @api.depends("rule_ids.status", "form_ids.status")
    def _compute_to_confirm_count(self):
        for rule_set in self:
            rows = [*rule_set.rule_ids, *rule_set.form_ids]
            rule_set.to_confirm_count = sum(row.status != "read" for row in rows)

    @api.constrains("matter", "valid_from", "valid_to")
    def _check_valid(self):
        """One set of a matter holds on one day."""
        for rule_set in self:
            overlapping = (
                Domain("id", "!=", rule_set.id)
                & Domain("matter", "=", rule_set.matter)
                & (
                    Domain("valid_to", "=", False)
                    | Domain("valid_to", ">=", rule_set.valid_from)
                )
                & (
                    Domain("valid_from", "<=", rule_set.valid_to)
                    if rule_set.valid_to
                    else Domain.TRUE
                )
            )
            if other := self.search(overlapping, limit=1):
                raise ValidationError(
                    self.env._(
                        "On some days both %(one)s and %(other)s would hold.",
                        one=rule_set.code,
                        other=other.code,
                    )
                )

    @api.model
    def _for_date(self, date, matter="one_stop"):
        """The set of a matter in force on `date`, or an empty recordset."""
        return self.browse(self._id_for_date(date, matter))

    @ormcache("date", "matter")
    def _id_for_date(self, date, matter):
        # Bounded to which set of law holds, as `_said`; cleared when one changes.
        return (
            self.sudo()
            .search(
                Domain("matter", "=", matter)
                & Domain("valid_from", "<=", date)
                & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", date)),
                limit=1,
            )
            .ids
        )

    @ormcache("self.id")
    def _said(self):
        """{key: (type, text of the value, `Citation` or None)} of the set.

        Every action on every dossier asks; rows of law seldom change, and clear this
        when they do (`onestop.rule`).
        """
        # Bounded to rows of law, which hold nothing of anybody: citizens' dossiers
        # are reckoned by them too.
        return {
            rule.key: (rule.type, rule.value, rule._to_citation())
            for rule in self.sudo().rule_ids
        }

    def _value(self, key):
        """The value of a rule: int, float, str, `datetime.time`, bool or JSON.

        :raises UserError: where this set has no such rule
        """
        self.ensure_one()
        said = self._said().get(key)
        if not said:
            raise UserError(
                self.env._(
                    "Rule set %(set)s says nothing about “%(key)s”. The catalogue "
                    "manager has to add it.",
                    set=self.code,
                    key=key,
                )
            )
        kind, text, _citation = said
        return PARSERS[kind](text)

    def _citation(self, key):
        """The core's `Citation` of a rule, or None where the set has no such rule."""
        self.ensure_one()
        _kind, _text, citation = self._said().get(key) or (None, None, None)
        return citation

    def _form(self, key):
        """The form of a kind ('receipt', 'supplement' …), or an empty recordset."""
        self.ensure_one()
        # Bounded as in _said: titles and numbers of forms.
        return self.sudo().form_ids.filtered(lambda form: form.form == key)

    def action_carry_over(self):
        """Copy from the set before what this one does not say itself."""
        self._carry_over()

    def _carry_over(self):
        """Copy the rules and forms of `previous_id` that are missing here.

        A copied row keeps its citation; what was read in a decree that is replaced
        counts as carried over until somebody has read its successor.
        """
        for rule_set in self:
            for rows, key in (("rule_ids", "key"), ("form_ids", "form")):
                own = set(rule_set[rows].mapped(key))
                for row in rule_set.previous_id[rows]:
                    if row[key] not in own:
                        row.copy(row._prepare_carried_over_vals(rule_set))
