from odoo import api, fields, models


class OnestopTurningDown(models.TransientModel):
    """Asks why what somebody proposed is not done."""

    _name = "onestop.turning.down"
    _description = "Turning down"

    # One of these.
    revocation_id = fields.Many2one("onestop.result.revocation", readonly=True)
    correction_id = fields.Many2one("onestop.correction", readonly=True)
    refund_id = fields.Many2one("onestop.refund", readonly=True)
    receipt_id = fields.Many2one("onestop.electronic.receipt", readonly=True)
    calls_off = fields.Boolean(
        readonly=True, help="Whoever proposed it does not want it any more."
    )
    reason = fields.Text()

    def _open(self, record, calls_off=False):
        what = record._name.rpartition(".")[2]
        form = self.create({f"{what}_id": record.id, "calls_off": calls_off})
        return {
            "type": "ir.actions.act_window",
            "name": self._title(record, calls_off),
            "res_model": self._name,
            "res_id": form.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _title(self, record, calls_off):
        if record._name == "onestop.electronic.receipt":
            return self.env._("Cancel and issue anew")
        if calls_off:
            return self.env._("Call off the refund")
        return self.env._("Turn down")

    def action_confirm(self):
        self.ensure_one()
        if self.receipt_id:
            self.receipt_id.replace(self.reason)
        elif self.calls_off:
            self.refund_id.call_off(self.reason)
        else:
            proposed = self.revocation_id or self.correction_id or self.refund_id
            proposed.turn_down(self.reason)
        return {"type": "ir.actions.act_window_close"}
