from odoo import api, fields, models

from ..engine.right import ENGINE


class OnestopCashCount(models.Model):
    """How many notes of one value were counted."""

    _name = "onestop.cash.count"
    _description = "Notes Counted"
    _inherit = ["onestop.money"]
    _order = "denomination desc, id"

    closing_id = fields.Many2one(
        "onestop.cash.closing",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    denomination = fields.Monetary(required=True, readonly=True)
    pieces = fields.Integer(aggregator=None)
    amount = fields.Monetary(compute="_compute_amount")

    _value_unique = models.UniqueIndex("(closing_id, denomination)")
    _pieces_counted = models.Constraint(
        "CHECK (pieces BETWEEN 0 AND 1000000)", "Notes are counted from zero on."
    )

    @api.depends("denomination", "pieces")
    def _compute_amount(self):
        for count in self:
            count.amount = count.denomination * count.pieces

    def write(self, vals):
        if not ENGINE and vals.keys() & self._typed():
            for closing in self.closing_id:
                closing._locked("counting", closing._may_count())
        return super().write(vals)

    def _typed(self):
        return {"pieces"}
