from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.right import ENGINE

WAYS = [
    ("cash", "Cash"),
    ("card", "Card"),
    ("transfer", "Bank transfer"),
]


class OnestopCashEntry(models.Model):
    """A line of the cash book: money that came in for an agency at a counter, or, below
    zero, was given back in cash.

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
    electronic_receipt_id = fields.Many2one(
        "onestop.electronic.receipt",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        "onestop.fee.order", "Awaited transfer", readonly=True, ondelete="restrict"
    )
    refund_id = fields.Many2one(
        "onestop.refund", "Given back", readonly=True, ondelete="restrict"
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
    # And what was given back went out once.
    _refund_unique = models.UniqueIndex("(refund_id) WHERE refund_id IS NOT NULL")
    _something = models.Constraint(
        "CHECK (amount > 0 AND refund_id IS NULL OR amount < 0 AND refund_id IS NOT NULL)",
        "Money comes in, or is given back by a decision.",
    )

    @api.depends("receipt_id", "electronic_receipt_id.label", "reference", "refund_id")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = (
                entry.receipt_id.label
                or entry.electronic_receipt_id.label
                or entry.reference
                or entry.refund_id.display_name
                or ""
            )

    @api.model
    def _take(self, fees, way, reference):
        """Lines for fees that were just paid, one a receipt; in sudo.

        :param way: of `WAYS`
        :param reference: what the terminal or the bank calls it
        """
        receipts = [
            *(
                (one, one.book_id.counter_group_id, "receipt_id")
                for one in fees.receipt_id
            ),
            *(
                (one, one.counter_group_id, "electronic_receipt_id")
                for one in fees.electronic_receipt_id
            ),
        ]
        self._note(
            [
                {
                    "counter_group_id": counter.id,
                    "department_id": receipt.department_id.id,
                    "way": way,
                    "reference": reference,
                    # Before the amount, which is rounded by it: else it is read again.
                    "currency_id": receipt.currency_id.id,
                    "amount": receipt.amount,
                    name: receipt.id,
                }
                for receipt, counter, name in receipts
            ]
        )

    @api.model
    def _hold_cash(self, counter, agency):
        """The cash of an agency that a counter took since its last closing; in sudo.

        The lines are written to, as they are: of who closes the day at the same time, or
        gives of the same cash, one is done after the other, on what is there then. A lock
        alone would leave the second with what it read before.
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE onestop_cash_entry SET write_date = write_date
                 WHERE counter_group_id = %s AND department_id = %s
                   AND way = 'cash' AND closing_id IS NULL
                RETURNING amount
                """,
                *(counter.id, agency.id),
            )
        )
        return sum(amount for (amount,) in self.env.cr.fetchall())

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
