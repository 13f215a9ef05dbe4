from odoo import api, fields, models


class OnestopOnlinePaymentLine(models.Model):
    """A fee in an online payment: what it was then, and what it took of the money."""

    _name = "onestop.online.payment.line"
    _description = "Fee in an Online Payment"
    _inherit = ["onestop.money", "onestop.refundable"]
    _refund_source = "payment_line_id"
    _order = "id"

    payment_id = fields.Many2one(
        "onestop.online.payment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    # Of what is refused at intake no fee is left; what was paid for it is.
    fee_id = fields.Many2one(
        "onestop.dossier.fee",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Char(required=True, readonly=True)
    # Who collects it, whoever runs the dossier later: the quarter is settled with them.
    department_id = fields.Many2one(
        "onestop.department",
        "Collecting agency",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    amount = fields.Monetary(required=True, readonly=True)
    paid = fields.Monetary("Of it for the fee", readonly=True)
    arrived_at = fields.Datetime("Paid on", readonly=True)
    settlement_id = fields.Many2one(
        "onestop.fee.settlement",
        "Settled in",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    refund_line_ids = fields.One2many("onestop.refund.line", "payment_line_id")
    to_give_back = fields.Monetary(
        "Nothing proposed yet",
        compute="_compute_to_give_back",
        store=True,
        help="What came in too much, and nobody has proposed to give back.",
    )

    _fee_once = models.UniqueIndex(
        "(payment_id, fee_id)", "A fee stands in a payment once."
    )
    # What a quarter has still to take.
    _to_settle_index = models.Index(
        "(department_id) WHERE arrived_at IS NOT NULL AND settlement_id IS NULL"
    )
    _no_more_than_came = models.Constraint(
        "CHECK (amount > 0 AND (paid IS NULL OR paid BETWEEN 0 AND amount))",
        "A fee takes no more than was paid for it.",
    )

    @api.depends(
        *("amount", "paid", "arrived_at"),
        *("refund_line_ids.amount", "refund_line_ids.refund_id.state"),
    )
    def _compute_to_give_back(self):
        for line in self:
            line.to_give_back = line._surplus_left()

    def _came_in(self):
        return self.amount if self.arrived_at else 0

    def _too_much(self):
        return self.amount - self.paid if self.arrived_at else 0

    def _needed(self):
        """How much of the money its fee takes now: what is due of it, where that is no
        more than was paid for it."""
        fee = self.fee_id
        owed = fee.amount if fee and fee._is_owed() else 0
        return owed if owed <= self.amount else 0

    def _settle(self, dossier):
        """Mark as paid what these lines of a dossier paid; the rest is noted."""
        payment = self.payment_id
        fees = self.filtered("paid").fee_id
        if fees:
            fees._write_online(payment)
            for agency, lines in self.filtered("paid").grouped("department_id").items():
                # On paper no receipt is issued of what no counter took.
                if agency.receipt_provider:
                    lines.fee_id._have_receipt(agency)
            fees._settle_online(payment)
        over = sum(self.mapped("amount")) - sum(self.mapped("paid"))
        if over:
            payment._system_journal(dossier, "overpaid", over)
