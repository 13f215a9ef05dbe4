from odoo import api, fields, models
from odoo.exceptions import UserError


class OnestopOutageSettle(models.TransientModel):
    """Asks what became of receipts of a block: void and why, given back unused, an hour
    sent back and why, or the hour corrected."""

    _name = "onestop.outage.settle"
    _description = "Account for Receipts of an Outage"

    kind = fields.Selection(
        [
            ("void", "Make void"),
            ("unused", "Given back unused"),
            ("send_back", "Send the hour back"),
            ("correct", "Correct the hour"),
        ],
        required=True,
        readonly=True,
    )
    block_id = fields.Many2one("onestop.outage.block", required=True, readonly=True)
    first_number = fields.Integer("From number", required=True)
    last_number = fields.Integer("To number", required=True)
    reason = fields.Char()
    received_at = fields.Datetime("Hour of reception")

    @api.model
    def _open(self, **vals):
        return {
            "type": "ir.actions.act_window",
            "name": dict(self._fields["kind"]._description_selection(self.env))[
                vals["kind"]
            ],
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in vals.items()},
        }

    def action_confirm(self):
        """:raises UserError: where one of them is accounted for otherwise"""
        self.ensure_one()
        for receipt in self._receipts():
            if self.kind == "void":
                receipt._void(self.reason)
            elif self.kind == "unused":
                receipt._give_back()
            elif self.kind == "send_back":
                receipt._send_back(self.reason)
            else:
                receipt._correct(self.received_at)
        return {"type": "ir.actions.act_window_close"}

    def _receipts(self):
        self.block_id.check_access("read")
        receipts = self.block_id.receipt_ids.filtered(
            lambda one: self.first_number <= one.number <= self.last_number
        )
        if len(receipts) != self.last_number - self.first_number + 1:
            raise UserError(
                self.env._(
                    "The block has the numbers %(first)s to %(last)s.",
                    first=self.block_id.first_number,
                    last=self.block_id.last_number,
                )
            )
        return receipts
