from odoo import api, fields, models


class OnestopFeeTaking(models.TransientModel):
    """Asks what a terminal or a bank calls the payment of a fee."""

    _name = "onestop.fee.taking"
    _description = "Payment by Card or Transfer"

    dossier_id = fields.Many2one("onestop.dossier", readonly=True)
    order_id = fields.Many2one("onestop.fee.order", readonly=True)
    parts = fields.Boolean(readonly=True, help="For all parts of its group.")
    way = fields.Selection(
        [("card", "Card"), ("transfer", "Bank transfer")], required=True, readonly=True
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_amount")
    amount = fields.Monetary("To be seen there", compute="_compute_amount")
    reference = fields.Char("Number", required=True)

    @api.depends("dossier_id", "order_id", "parts")
    def _compute_amount(self):
        """As whoever fills the form in reads it."""
        for form in self:
            due = form._due()
            form.amount = form.order_id.amount or sum(due.mapped("amount"))
            form.currency_id = form.order_id.currency_id or due.currency_id[:1]

    def _due(self):
        if self.parts:
            return self.dossier_id._due_of_parts()
        return self.dossier_id.fee_ids.filtered(lambda one: one.state == "due")

    @api.model
    def _open(self, **vals):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Number of the payment"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in vals.items()},
        }

    def action_confirm(self):
        self.ensure_one()
        if self.order_id:
            self.order_id.arrive(self.reference)
        else:
            self._due().pay_by_card(self.reference)
        return {"type": "ir.actions.act_window_close"}
