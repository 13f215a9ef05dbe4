from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.right import ENGINE

# Nobody owes so much: đồng, as a slip of the keyboard.
MOST = 1e13
# In which a dossier owes nothing, whatever its lines say.
UNPAID_STATES = ("draft", "rejected", "stopped")
# More pages or copies than anybody has counted out at a counter.
MOST_PIECES = 9_999


class OnestopStatedFee(models.AbstractModel):
    """A fee by the piece, or one whose amount follows from the words of the procedure:
    whoever takes it says how many, or how much."""

    _name = "onestop.stated.fee"
    _description = "Fee that the counter states"

    currency_id = fields.Many2one("res.currency", required=True)
    unit = fields.Char("Each", help="What is paid for: a copy, a page, a time.")
    each = fields.Monetary("Amount each")
    quantity = fields.Integer("How many", default=1)

    def state_amount(self, quantity=1, each=None):
        """Say of one line how many pieces are paid for, or what its words come to.

        :param int quantity: pieces, from 1
        :param float each: what one costs; only where the procedure lays down no amount
        :raises UserError: in a sentence, naming what is not in order
        """
        self.ensure_one()
        role = self._role_that_takes()
        # sudo: bounded by the role checked above, and to this line.
        self.sudo()._state_amount(role, quantity, each)

    def _state_amount(self, role, quantity, each):
        self.dossier_id._wait_for()
        if not self._may_be_stated():
            raise UserError(
                self.env._("What is to be paid for “%s” is laid down.", self.name)
            )
        quantity = self._read_quantity(quantity)
        amount = self._read_each(each) if self._is_described() else self.each
        self.write(
            {
                "quantity": quantity,
                "each": amount,
                "amount": quantity * amount,
                "state": "due",
            }
        )
        dossier = self.dossier_id
        with ENGINE.held():
            dossier.payment_state = dossier.fee_ids._payment_state()
        self.env["onestop.journal"]._append(
            *(dossier, "fee_stated", role, dossier.state, dossier.state),
            data={"fees": self.ids, "amount": self.amount},
        )

    def _may_be_stated(self):
        """Whether it is by the piece or described, not paid, and nothing was granted."""
        self.ensure_one()
        asked = self._unpaid() and (self.unit or self._is_described())
        owes = self.dossier_id.state not in UNPAID_STATES
        return bool(asked) and owes and not self.ground_id

    def _is_described(self):
        return self.procedure_fee_id.amount_kind == "described"

    def _read_quantity(self, quantity):
        try:
            quantity = int(quantity)
        except (TypeError, ValueError, OverflowError):
            quantity = 0
        if not 1 <= quantity <= MOST_PIECES:
            raise UserError(
                self.env._(
                    "“%(fee)s”: say for how many, from 1 to %(most)s.",
                    fee=self.name,
                    most=MOST_PIECES,
                )
            )
        return quantity

    def _read_each(self, amount):
        try:
            amount = round(float(amount or 0))
        except (TypeError, ValueError, OverflowError):
            amount = 0
        if not 0 < amount < MOST:
            raise UserError(
                self.env._(
                    "Say what is to be paid for “%(fee)s”, in đồng. %(words)s",
                    fee=self.name,
                    words=self.procedure_fee_id.condition or "",
                ).strip()
            )
        return amount

    def action_state_amount(self):
        """Open the form that asks how many, or how much."""
        self.ensure_one()
        self._role_that_takes()
        return self.env["onestop.fee.stating"]._open(self)

    @api.model
    def _prepare_stated(self, line):
        """What a line owes to the row of the procedure that it is of, before anybody has
        said how many or how much."""
        described = line.amount_kind == "described"
        return {
            "amount": 0 if described else line.amount,
            "state": "open" if described else "due",
            "unit": line.unit,
            "each": 0 if described else line.amount,
        }
