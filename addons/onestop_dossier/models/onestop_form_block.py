from odoo import api, fields, models
from odoo.fields import Command

from ..core.form_layout import BLOCKS


class OnestopFormBlock(models.Model):
    """What stands at the end of a form, in the order in which a place wants it."""

    _name = "onestop.form.block"
    _description = "Block of a Form"
    _order = "layout_id, sequence, id"
    _rec_name = "block"

    layout_id = fields.Many2one(
        "onestop.form.layout", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    block = fields.Selection(
        [
            ("term", "Number of sets and term"),
            ("due", "Dates"),
            ("place", "Where the result is collected"),
            ("fees", "Fees and charges"),
            ("register", "Number in the register"),
            ("bring", "What to bring along"),
            ("deadline", "Until when to supplement"),
            ("contact", "Whom to ask"),
            ("responsible", "Who answers for the new date"),
            ("returned", "Where the papers are given back"),
        ],
        "Part of the form",
        required=True,
        readonly=True,
    )

    # As the layout: by whoever keeps the papers of its place, while it is a draft.

    @api.model_create_multi
    def create(self, vals_list):
        blocks = super().create(vals_list)
        blocks._check()
        return blocks

    def write(self, vals):
        self._check()
        result = super().write(vals)
        self._check()
        return result

    def unlink(self):
        self._check()
        return super().unlink()

    def _check(self):
        self.layout_id._check_keeper()
        self.layout_id._check_draft()

    @staticmethod
    def _of_form(form):
        """Commands that make the blocks of a form, in the order of its model."""
        return [
            Command.create({"sequence": 10 * number, "block": block})
            for number, block in enumerate(BLOCKS.get(form, ()), 1)
        ]
