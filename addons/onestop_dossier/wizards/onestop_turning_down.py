from odoo import fields, models


class OnestopTurningDown(models.TransientModel):
    """Asks why what somebody proposed is not done."""

    _name = "onestop.turning.down"
    _description = "Turning down"

    # One of the three.
    revocation_id = fields.Many2one("onestop.result.revocation", readonly=True)
    correction_id = fields.Many2one("onestop.correction", readonly=True)
    refund_id = fields.Many2one("onestop.refund", readonly=True)
    calls_off = fields.Boolean(
        readonly=True, help="Whoever proposed it does not want it any more."
    )
    reason = fields.Text()

    def _open(self, record, calls_off=False):
        what = record._name.rpartition(".")[2]
        form = self.create({f"{what}_id": record.id, "calls_off": calls_off})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call off") if calls_off else self.env._("Turn down"),
            "res_model": self._name,
            "res_id": form.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        self.ensure_one()
        if self.calls_off:
            self.refund_id.call_off(self.reason)
        else:
            proposed = self.revocation_id or self.correction_id or self.refund_id
            proposed.turn_down(self.reason)
        return {"type": "ir.actions.act_window_close"}
