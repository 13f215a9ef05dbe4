from odoo import api, fields, models


class OnestopFeeExemption(models.TransientModel):
    """Asks on which ground a fee is not paid, or not in full, and what was shown."""

    _name = "onestop.fee.exemption"
    _description = "Exemption from a Fee"

    fee_id = fields.Many2one("onestop.dossier.fee", required=True, readonly=True)
    currency_id = fields.Many2one(related="fee_id.currency_id", related_sudo=False)
    full_amount = fields.Monetary(
        "Laid down", related="fee_id.amount", related_sudo=False
    )
    ground_id = fields.Many2one("onestop.fee.ground", required=True)
    evidence = fields.Char("What was shown", required=True)
    amount = fields.Monetary(
        "Still to be paid", help="Zero: nothing at all. Else what the law leaves."
    )

    @api.model
    def _open(self, fee):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exempt from the fee"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_fee_id": fee.id},
        }

    def action_confirm(self):
        self.ensure_one()
        self.fee_id.exempt(self.ground_id.id, self.evidence, self.amount)
        return {"type": "ir.actions.act_window_close"}
