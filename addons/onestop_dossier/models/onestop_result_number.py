from odoo import fields, models
from odoo.exceptions import AccessError

from ..engine.right import ENGINE


class OnestopResultNumber(models.Model):
    """A line of a results book: what a number was given to, or why it is void."""

    _name = "onestop.result.number"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Number of a result"
    _written_with = ENGINE
    _order = "book_id, number desc"
    _rec_name = "label"

    book_id = fields.Many2one(
        "onestop.result.book",
        "Results book",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    number = fields.Integer(
        "Number in the book", required=True, readonly=True, aggregator=None, index=True
    )
    label = fields.Char("Number", required=True, readonly=True)
    date = fields.Date("Date of issue", required=True, readonly=True)
    state = fields.Selection(
        [("given", "Given"), ("void", "Void")],
        required=True,
        readonly=True,
        default="given",
    )
    name = fields.Char("Result", readonly=True)
    # Its own: whoever keeps the book need not be able to open the dossier.
    code = fields.Char("Dossier code", readonly=True)
    signer = fields.Char("Signed by", readonly=True)
    result_id = fields.Many2one(
        "onestop.dossier.result",
        "Issued result",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="base.group_system",
    )
    # A name, not a link: it outlives the account.
    given_by = fields.Char("Numbered by", readonly=True)
    void_reason = fields.Char("Why it is void", readonly=True)

    _once_unique = models.UniqueIndex(
        "(book_id, number)", "This number was given before."
    )
    _void_has_reason = models.Constraint(
        "CHECK (state != 'void' OR void_reason IS NOT NULL)",
        "A void number says why.",
    )

    def unlink(self):
        raise AccessError(self.env._("Numbers of results are kept, also void ones."))

    def _refusal(self):
        return self.env._("Numbers of results are given by the results book alone.")
