from odoo import fields, models


class OnestopRefundAskingLine(models.TransientModel):
    """What was paid, and how much of it is to be given back."""

    _name = "onestop.refund.asking.line"
    _description = "Line of a proposed refund"
    _order = "id"

    asking_id = fields.Many2one(
        "onestop.refund.asking", required=True, ondelete="cascade"
    )
    # Which of the three it is; what is typed here is looked up among what was paid.
    source = fields.Selection(
        [
            ("fee_id", "Taken at the counter"),
            ("order_id", "Transfer"),
            ("payment_line_id", "Paid online"),
        ],
        required=True,
        readonly=True,
    )
    source_id = fields.Integer("Source number", required=True, readonly=True)
    name = fields.Char("What was paid", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    paid = fields.Monetary(readonly=True)
    left = fields.Monetary("Can be given back", readonly=True)
    amount = fields.Monetary("Give back")
