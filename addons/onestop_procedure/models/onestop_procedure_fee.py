from odoo import fields, models

from ..core.form_words import in_money
from .onestop_procedure_channel import CHANNELS


class OnestopProcedureFee(models.Model):
    """A line of a fee (phí) or a charge (lệ phí), by channel and case."""

    _name = "onestop.procedure.fee"
    _description = "Fee of a Procedure"
    _inherit = ["onestop.frozen.mixin", "onestop.case.mixin"]
    _order = "sequence, id"
    _frozen_path = "version_id"

    def _default_currency(self):
        return self.env.ref("base.VND", raise_if_not_found=False)

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    # Two kinds in law: a fee pays a service, a charge goes to the budget.
    kind = fields.Selection(
        [("fee", "Fee"), ("charge", "Charge")], default="fee", required=True
    )
    name = fields.Char(translate=True)
    amount_kind = fields.Selection(
        [("fixed", "Fixed Amount"), ("described", "As Described")],
        default="fixed",
        required=True,
        help="As described: the amount follows from the words of the condition.",
    )
    amount = fields.Monetary()
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self._default_currency(),
        ondelete="restrict",
    )
    unit = fields.Char(translate=True, help="What is paid for: a copy, a page, a time.")
    channel = fields.Selection(CHANNELS, help="Empty: through all channels.")
    case_id = fields.Many2one(
        "onestop.procedure.case",
        domain="[('version_id', '=', version_id)]",
        ondelete="restrict",
        help="Empty: in all cases.",
    )
    condition = fields.Text(translate=True)
    exemption_ids = fields.One2many(
        "onestop.procedure.fee.exemption",
        "fee_id",
        string="Exemptions",
        copy=True,
    )
    exemption = fields.Text(
        string="Exemptions in Words",
        translate=True,
        help="What an import or a law says of exemptions beside the list.",
    )
    raw = fields.Text(string="As Imported", readonly=True)

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "An amount is not negative."
    )

    def _is_foreign(self):
        """Whether an amount of it is laid down in a currency that is not the đồng."""
        self.ensure_one()
        fixed = self.amount_kind == "fixed" and bool(self.amount)
        return fixed and self.currency_id != self._default_currency()

    def _amount_in_words(self):
        """'2.000 đ / bản', '0,50 USD' as it is laid down; where it follows from the words
        of the condition, only that it is laid down."""
        self.ensure_one()
        if self.amount_kind != "fixed":
            return self.env._("As laid down")
        amount = in_money(self.amount, self.currency_id.name)
        return " / ".join(filter(None, (amount, self.unit)))

    def _is_stated(self):
        """Whether the counter says for how many it is, or how much it comes to."""
        self.ensure_one()
        return self.amount_kind == "described" or bool(self.unit)

    def _left(self, ground, amounts=None):
        """What is to be paid of these lines by whom a ground exempts.

        Lines that lay down nothing for the ground are paid in full; where none of them
        names it, whoever shows it pays nothing. Without a ground: all of it.

        :param dict amounts: {line: what it comes to}; as laid down if None
        """
        amounts = amounts or {fee: fee.amount for fee in self}
        granted = {
            one.fee_id: one for one in self.exemption_ids if one.ground_id == ground
        }
        if ground and not granted:
            return 0
        return sum(
            granted[fee]._left(amounts[fee]) if fee in granted else amounts[fee]
            for fee in self
        )
