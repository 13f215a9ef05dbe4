from odoo import api, fields, models

from ..engine.right import ENGINE

WAYS = [
    ("cash", "Cash"),
    ("card", "Card"),
    ("transfer", "Bank transfer"),
]


class OnestopCashEntry(models.Model):
    """A line of the cash book: money that came in for an agency at a counter.

    A receipt is a sheet of paper, which may be spoiled and replaced; what came in is
    this, once.
    """

    _name = "onestop.cash.entry"
    _description = "Line of the Cash Book"
    _inherit = ["onestop.money"]
    _order = "id desc"

    counter_group_id = fields.Many2one(
        "onestop.counter.group",
        "Counter",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Collecting agency",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    way = fields.Selection(WAYS, "Way to pay", required=True, readonly=True)
    reference = fields.Char(
        readonly=True, help="Number of the terminal's slip, or of the bank."
    )
    amount = fields.Monetary(required=True, readonly=True)
    receipt_id = fields.Many2one(
        "onestop.fee.receipt",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        "onestop.fee.order", "Awaited transfer", readonly=True, ondelete="restrict"
    )
    taken_at = fields.Datetime("Taken on", required=True, readonly=True)
    # Names, not links: the book outlives the account of who took the money.
    taken_by = fields.Char("By", required=True, readonly=True)

    closing_id = fields.Many2one(
        "onestop.cash.closing",
        "Day",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    # What came in by one transfer came in once.
    _order_unique = models.UniqueIndex("(order_id) WHERE order_id IS NOT NULL")
    # What the day of a counter that is not closed yet consists of.
    _open_index = models.Index("(counter_group_id) WHERE closing_id IS NULL")
    _something = models.Constraint("CHECK (amount > 0)", "Nothing is no money.")

    @api.depends("receipt_id", "reference")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = entry.receipt_id.label or entry.reference or ""

    @api.model
    def _take(self, fees, way, reference):
        """Lines for fees that were just paid, one a receipt; in sudo.

        :param way: of `WAYS`
        :param reference: what the terminal or the bank calls it
        """
        self._note(
            [
                {
                    "counter_group_id": receipt.book_id.counter_group_id.id,
                    "department_id": receipt.department_id.id,
                    "way": way,
                    "reference": reference,
                    "amount": receipt.amount,
                    "currency_id": receipt.currency_id.id,
                    "receipt_id": receipt.id,
                }
                for receipt in fees.receipt_id
            ]
        )

    @api.model
    def _note(self, vals_list):
        with ENGINE.held():
            return self.create(
                [
                    {
                        "taken_at": fields.Datetime.now(),
                        "taken_by": self.env.user.name,
                        **vals,
                    }
                    for vals in vals_list
                ]
            )

    def _follow(self, receipt):
        """Another sheet stands for the same money."""
        self._write_ours(receipt_id=receipt.id)
