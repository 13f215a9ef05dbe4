from odoo import fields, models

from ..engine.right import ENGINE


class OnestopMoney(models.AbstractModel):
    """A row of the books: written by what is done with money, and never by hand."""

    _name = "onestop.money"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Row of the Books"
    _written_with = ENGINE

    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.currency_id,
    )

    def unlink(self):
        self._check_engine()
        return super().unlink()

    def _refusal(self):
        return self.env._("The books are written by what is done, never by hand.")

    def _write_ours(self, **vals):
        with ENGINE.held():
            self.write(vals)
