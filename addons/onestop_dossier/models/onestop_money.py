from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine.right import ENGINE


class OnestopMoney(models.AbstractModel):
    """A row of the books: written by what is done with money, and never by hand."""

    _name = "onestop.money"
    _description = "Row of the Books"

    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.currency_id,
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - self._typed():
            self._check_engine()
        return super().write(vals)

    def unlink(self):
        self._check_engine()
        return super().unlink()

    def _typed(self):
        """The fields that people type, where these rows may still be changed: a set."""
        return set()

    def _check_engine(self):
        if not ENGINE:
            raise AccessError(
                self.env._("The books are written by what is done, never by hand.")
            )

    def _write_ours(self, **vals):
        with ENGINE.held():
            self.write(vals)
