from odoo import api, fields, models

from ..engine.right import ENGINE

# What is derived of the book, and written by the ORM itself.
DERIVED = {"label", "series", "department_id"}


def label_of(series, number):
    """A sheet as people name it: the symbol, and seven digits as they are printed."""
    return f"{series} {number:07d}"


class OnestopNumberedSheet(models.AbstractModel):
    """One sheet of a book that was printed with numbers: each is accounted for.

    A model that inherits it says of which book, with `series` and `department_id` beside
    it, so that no number of a series comes twice whatever books say. Its rows are
    written where a sheet is used, and nowhere else.
    """

    _name = "onestop.numbered.sheet"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Numbered Sheet"
    _written_with = ENGINE
    _rec_name = "label"

    series = fields.Char("Symbol")
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    # Precomputed, as what they are derived of: a sheet is written in one go.
    label = fields.Char(compute="_compute_label", store=True, precompute=True)

    @api.depends("series", "number")
    def _compute_label(self):
        for sheet in self:
            sheet.label = label_of(sheet.series, sheet.number)

    def unlink(self):
        self._check_engine()
        return super().unlink()

    def _typed(self):
        return DERIVED

    def _refusal(self):
        return self.env._("Receipts are written where they are accounted for only.")
