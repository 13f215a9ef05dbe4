from odoo import api, fields, models

from ..core.fee_reduction import left_to_pay
from ..core.form_words import in_money


class OnestopProcedureFeeExemption(models.Model):
    """A group whom the law exempts from a fee of a procedure, or lets pay less."""

    _name = "onestop.procedure.fee.exemption"
    _description = "Exemption from a Fee of a Procedure"
    _inherit = ["onestop.frozen.mixin"]
    _order = "sequence, id"
    _frozen_path = "fee_id.version_id"

    fee_id = fields.Many2one(
        "onestop.procedure.fee", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    ground_id = fields.Many2one(
        "onestop.fee.ground", required=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("exempt", "Nothing to Pay"),
            ("percent", "A Share Is Waived"),
            ("amount", "A Reduced Amount"),
        ],
        default="exempt",
        required=True,
    )
    percent = fields.Float(string="Waived (%)")
    reduced_amount = fields.Monetary(string="Still to Be Paid")
    currency_id = fields.Many2one(related="fee_id.currency_id")
    legal_basis = fields.Char(
        compute="_compute_legal_basis",
        store=True,
        readonly=False,
        precompute=True,
        help="Law and article; that of the ground is proposed.",
    )

    _ground_once = models.UniqueIndex(
        "(fee_id, ground_id)", "This fee has an exemption on this ground."
    )
    _percent_is_a_share = models.Constraint(
        "CHECK (kind != 'percent' OR (percent > 0 AND percent <= 100))",
        "The share that is waived lies between 0 and 100 percent.",
    )
    _reduced_not_negative = models.Constraint(
        "CHECK (reduced_amount >= 0)", "An amount is not negative."
    )

    @api.depends("ground_id")
    def _compute_legal_basis(self):
        # Taken over once: what a version cites stays when the ground's is amended.
        for exemption in self:
            exemption.legal_basis = (
                exemption.legal_basis or exemption.ground_id.legal_basis
            )

    @api.depends_context("lang")
    @api.depends("ground_id.name", "kind", "percent", "reduced_amount")
    def _compute_display_name(self):
        for exemption in self:
            exemption.display_name = self.env._(
                "%(ground)s: %(reduction)s",
                ground=exemption.ground_id.name or "",
                reduction=exemption._reduction(),
            )

    def _reduction(self):
        """What the group pays, in words."""
        self.ensure_one()
        if self.kind == "percent":
            return self.env._("%(percent)s %% less", percent=f"{self.percent:g}")
        if self.kind == "amount":
            return self.env._(
                "%s in all", in_money(self.reduced_amount, self.currency_id.name)
            )
        return self.env._("nothing to pay")

    def _left(self, full):
        """What is still to be paid of an amount."""
        self.ensure_one()
        return left_to_pay(full, self.kind, self.percent, self.reduced_amount)
