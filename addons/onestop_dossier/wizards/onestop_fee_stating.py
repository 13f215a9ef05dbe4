from odoo import api, fields, models


class OnestopFeeStating(models.TransientModel):
    """Asks for how many pieces a fee is paid, or what its words come to."""

    _name = "onestop.fee.stating"
    _description = "Stating of a fee"

    fee_id = fields.Many2one("onestop.dossier.fee", required=True, readonly=True)
    currency_id = fields.Many2one(related="fee_id.currency_id", related_sudo=False)
    words = fields.Text(compute="_compute_words")
    unit = fields.Char(related="fee_id.unit", related_sudo=False)
    described = fields.Boolean(compute="_compute_words")
    quantity = fields.Integer("How many", default=1)
    each = fields.Monetary("Amount each")
    amount = fields.Monetary("To pay", compute="_compute_amount")

    @api.depends("fee_id")
    def _compute_words(self):
        for form in self:
            # sudo: bounded to what the procedure lays down, which is public.
            line = form.fee_id.procedure_fee_id.sudo()
            form.words = line.condition
            form.described = line.amount_kind == "described"

    @api.depends("quantity", "each")
    def _compute_amount(self):
        for form in self:
            form.amount = form.quantity * form.each

    @api.model
    def _open(self, fee):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What is to be paid"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_fee_id": fee.id,
                "default_quantity": fee.quantity or 1,
                "default_each": fee.each,
            },
        }

    def action_confirm(self):
        self.ensure_one()
        self.fee_id.state_amount(self.quantity, self.each)
        return {"type": "ir.actions.act_window_close"}
