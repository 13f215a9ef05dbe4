from odoo import api, fields, models

from ..core.refund import LIVE, left_to_give


class OnestopRefundable(models.AbstractModel):
    """What was paid once, and may be given back: never more than was paid.

    A model that inherits it says with `_refund_source` which field of the line of a
    refund names it, and has its lines as `refund_line_ids`.
    """

    _name = "onestop.refundable"
    _description = "Paid, and May Be Given Back"

    _refund_source = None

    currency_id = fields.Many2one("res.currency")
    given_back = fields.Monetary(
        compute="_compute_given_back",
        compute_sudo=True,
        help="What was paid out again, by decisions of the agency.",
    )

    @api.depends("refund_line_ids.amount", "refund_line_ids.refund_id.state")
    def _compute_given_back(self):
        for one in self:
            one.given_back = one._refund_sum(("paid",))

    def _refund_sum(self, states):
        lines = self.refund_line_ids.filtered(lambda one: one.refund_id.state in states)
        return sum(lines.mapped("amount"))

    def _came_in(self):
        """What was paid, as an amount; 0 of what was not; in sudo."""
        raise NotImplementedError

    def _too_much(self):
        """What of it was not due, as an amount; in sudo."""
        return 0

    def _refund_left(self):
        """What may still be proposed to be given back; in sudo."""
        return left_to_give(self._came_in(), self._refund_sum(LIVE))

    def _surplus_left(self):
        """What was too much, and nobody has proposed to give back yet; in sudo."""
        return left_to_give(self._too_much(), self._refund_sum(LIVE))

    def _refund_name(self):
        """What it is called on a refund; in sudo."""
        return self.display_name

    def _prepare_refund_line(self):
        """Values of the line on which it is proposed to give of it back; in sudo."""
        return {
            "source": self._refund_source,
            "source_id": self.id,
            "name": self._refund_name(),
            "paid": self._came_in(),
            "left": self._refund_left(),
            "amount": self._surplus_left(),
            "currency_id": self.currency_id.id,
        }

    def _collected_by(self):
        """The agency that collected it; in sudo."""
        return self.department_id

    def _refund_agency(self):
        """Who decides: the agency that collected it, or whoever succeeds it; in sudo.

        :raises UserError: where it has ended, and nobody does
        """
        return self._collected_by()._in_charge(self.dossier_id.procedure_id)
