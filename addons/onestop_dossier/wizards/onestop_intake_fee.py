from odoo import api, fields, models


class OnestopIntakeFee(models.TransientModel):
    """A fee of an intake of which the officer says for how many, or how much."""

    _name = "onestop.intake.fee"
    _description = "Fee of an intake"
    _order = "id"

    intake_id = fields.Many2one("onestop.intake", required=True, ondelete="cascade")
    fee_id = fields.Many2one(
        "onestop.procedure.fee", "Fee of the procedure", required=True
    )
    name = fields.Char("Fee", readonly=True)
    currency_id = fields.Many2one(related="fee_id.currency_id")
    described = fields.Boolean(compute="_compute_described")
    unit = fields.Char(related="fee_id.unit")
    quantity = fields.Integer("How many", default=1)
    each = fields.Monetary("Amount each")
    amount = fields.Monetary(compute="_compute_amount")

    @api.depends("fee_id")
    def _compute_described(self):
        for line in self:
            line.described = line.fee_id.amount_kind == "described"

    @api.depends("quantity", "each")
    def _compute_amount(self):
        for line in self:
            line.amount = line.quantity * line.each

    def _state(self, dossier):
        """Have the fees of the dossier say what was said here."""
        for line in self:
            fee = dossier.fee_ids.filtered(
                lambda one, line=line: one.procedure_fee_id == line.fee_id
            )
            # What nobody has reckoned yet stays open, and holds the result.
            stated = line.each if line.described else line.quantity != 1
            if fee and stated:
                fee.state_amount(line.quantity, line.each)
