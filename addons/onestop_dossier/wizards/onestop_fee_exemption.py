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
    procedure_fee_id = fields.Many2one(
        related="fee_id.procedure_fee_id", related_sudo=False
    )
    has_granted = fields.Boolean(compute="_compute_has_granted")
    exemption_id = fields.Many2one(
        "onestop.procedure.fee.exemption",
        "Laid down for",
        domain="[('fee_id', '=', procedure_fee_id)]",
    )
    ground_id = fields.Many2one("onestop.fee.ground", "Exempt as", required=True)
    evidence = fields.Char("What was shown", required=True)
    amount = fields.Monetary(
        "Still to be paid", help="Zero: nothing at all. Else what the law leaves."
    )

    @api.depends("fee_id")
    def _compute_has_granted(self):
        for wizard in self:
            wizard.has_granted = bool(wizard.fee_id._granted())

    @api.onchange("exemption_id")
    def _onchange_exemption(self):
        """What the procedure lays down is proposed; the officer saw the evidence."""
        if self.exemption_id:
            self.ground_id = self.exemption_id.ground_id
            self.amount = self.exemption_id._left(self.full_amount)

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
