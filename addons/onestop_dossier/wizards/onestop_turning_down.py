from odoo import fields, models


class OnestopTurningDown(models.TransientModel):
    """Asks why what somebody proposed about a result is not done."""

    _name = "onestop.turning.down"
    _description = "Turning down"

    # One of the two.
    revocation_id = fields.Many2one("onestop.result.revocation", readonly=True)
    correction_id = fields.Many2one("onestop.correction", readonly=True)
    reason = fields.Text()

    def _open(self, record):
        what = record._name.rpartition(".")[2]
        form = self.create({f"{what}_id": record.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Turn down"),
            "res_model": self._name,
            "res_id": form.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        self.ensure_one()
        (self.revocation_id or self.correction_id).turn_down(self.reason)
        return {"type": "ir.actions.act_window_close"}
