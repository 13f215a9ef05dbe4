from odoo import fields, models


class OnestopRefundLine(models.Model):
    """What of something that was paid is given back."""

    _name = "onestop.refund.line"
    _description = "Line of a Refund"
    _inherit = ["onestop.money"]
    _order = "id"

    refund_id = fields.Many2one(
        "onestop.refund", required=True, readonly=True, index=True, ondelete="restrict"
    )
    # One of the three: taken at a counter, seen in the account though not due, online.
    fee_id = fields.Many2one(
        "onestop.dossier.fee",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        "onestop.fee.order", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    payment_line_id = fields.Many2one(
        "onestop.online.payment.line",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    name = fields.Char(required=True, readonly=True)
    paid = fields.Monetary("What was paid", required=True, readonly=True)
    amount = fields.Monetary("Of it given back", required=True, readonly=True)

    _of_one_thing = models.Constraint(
        "CHECK (num_nonnulls(fee_id, order_id, payment_line_id) = 1)",
        "A line gives back of one thing that was paid.",
    )
    _no_more_than_paid = models.Constraint(
        "CHECK (amount > 0 AND amount <= paid)",
        "No more is given back than was paid.",
    )
