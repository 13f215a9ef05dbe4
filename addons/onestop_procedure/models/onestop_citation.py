from odoo import api, fields, models

from ..core.citation import Citation


class OnestopCitation(models.AbstractModel):
    """A row that rests on an article of law, and how sure we are of its number."""

    _name = "onestop.citation"
    _description = "Citation of an Article"

    instrument = fields.Char(help="As people write it in English: Decree 61/2018.")
    article = fields.Char(help="As lawyers shorten it: 19.4.")
    status = fields.Selection(
        [
            ("read", "Read"),
            ("carried_over", "Carried over"),
            ("to_confirm", "To confirm"),
        ],
        required=True,
        default="to_confirm",
        help="Read: in a published text. Carried over: read in the instrument before. "
        "To confirm: from memory, or from one province.",
    )
    successor = fields.Char(
        help="The instrument in which the number of a carried-over rule is to be found."
    )
    citation = fields.Char(compute="_compute_citation")

    @api.depends("instrument", "article", "status", "successor")
    @api.depends_context("lang")
    def _compute_citation(self):
        for row in self:
            citation = row._to_citation()
            row.citation = citation and citation.render(self.env.lang or "en")

    def _to_citation(self):
        """The core's `Citation`, or None where no article is known."""
        self.ensure_one()
        if not self.instrument or not self.article:
            return None
        return Citation(
            self.instrument, self.article, self.status, self.successor or ""
        )

    def _prepare_carried_over_vals(self, rule_set):
        """How this row stands in a later rule set."""
        self.ensure_one()
        values = {"rule_set_id": rule_set.id}
        if self.status == "read" and self.instrument == rule_set.replaces:
            values.update(status="carried_over", successor=rule_set.instrument)
        return values
