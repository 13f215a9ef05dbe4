from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

# Longer than this is for ever.
MOST_YEARS = 200


class Kept(NamedTuple):
    """For how many years files are kept, 0 for ever, and by which law."""

    years: int
    basis: str


class OnestopRetention(models.Model):
    """For how long the files of a procedure are kept, from a day on.

    Where a procedure has no row, the rule set says it for all. Rows of law: a change of
    the term is a new row, and reaches what is closed from then on.
    """

    _name = "onestop.retention"
    _description = "Retention of Files"
    _inherit = ["onestop.citation"]
    _order = "procedure_id, valid_from desc, id"

    procedure_id = fields.Many2one(
        "onestop.procedure", required=True, index=True, ondelete="cascade"
    )
    valid_from = fields.Date("From", required=True)
    part = fields.Selection(
        [
            ("both", "Paper and Electronic File"),
            ("paper", "Paper"),
            ("electronic", "Electronic File"),
        ],
        required=True,
        default="both",
    )
    permanent = fields.Boolean("For Ever")
    years = fields.Integer(aggregator=None)
    basis_number = fields.Char(
        "Document", help="Number of the document that lays it down."
    )
    basis_date = fields.Date("Dated")

    _once = models.UniqueIndex(
        "(procedure_id, valid_from, part)",
        "The procedure has a term for this part from this day already.",
    )

    @api.depends("permanent", "years")
    def _compute_display_name(self):
        for term in self:
            term.display_name = (
                self.env._("For ever")
                if term.permanent
                else self.env._("%s years", term.years)
            )

    @api.constrains("permanent", "years")
    def _check_term(self):
        for term in self:
            if term.permanent and term.years:
                raise ValidationError(
                    self.env._(
                        "Files are kept for ever, or for so many years: not both."
                    )
                )
            if not term.permanent and not 0 < term.years <= MOST_YEARS:
                raise ValidationError(
                    self.env._(
                        "Files are kept for ever, or for 1 to %(most)s years.",
                        most=MOST_YEARS,
                    )
                )

    @api.model
    def _kept(self, procedure, day, part):
        """How long files are kept that are closed on a day: `Kept`.

        :param part: paper or electronic
        :raises UserError: where neither the procedure nor the rule set says it
        """
        terms = self.search(
            Domain("procedure_id", "=", procedure.id)
            & Domain("valid_from", "<=", day)
            & Domain("part", "in", ("both", part))
        )
        newest = terms.filtered(lambda one: one.valid_from == terms[:1].valid_from)
        # What is said of the part alone goes before what is said of both.
        own = newest.filtered(lambda one: one.part == part) or newest
        if own:
            return Kept(0 if own.permanent else own.years, own._basis())
        rules = self.env["onestop.rule.set"]._for_date(day)
        return Kept(rules._value("archive_retention_years"), rules.name or "")

    def _basis(self):
        """The law that it stands on, in a line."""
        self.ensure_one()
        dated = self.basis_date and f"{self.basis_date:%d/%m/%Y}"
        parts = (self.instrument, self.article, self.basis_number, dated)
        return ", ".join(part for part in parts if part)
