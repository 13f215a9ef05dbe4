from odoo import api, fields, models

from ..core.version_difference import difference
from ..engine.version_parts import VersionParts


class OnestopVersionComparison(models.TransientModel):
    """What differs between two versions of a procedure, side by side and in words."""

    _name = "onestop.version.comparison"
    _description = "Comparison of Two Versions"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, readonly=True, ondelete="cascade"
    )
    procedure_id = fields.Many2one(related="version_id.procedure_id")
    other_id = fields.Many2one(
        "onestop.procedure.version",
        string="Compared With",
        ondelete="cascade",
        domain="[('procedure_id', '=', procedure_id), ('id', '!=', version_id)]",
    )
    difference_html = fields.Html(compute="_compute_difference_html")

    @api.depends("version_id", "other_id")
    @api.depends_context("lang")
    def _compute_difference_html(self):
        for comparison in self:
            rows = comparison._difference()
            comparison.difference_html = self.env["ir.qweb"]._render(
                "onestop_procedure.version_difference",
                {
                    "rows": rows,
                    "before": comparison.other_id,
                    "after": comparison.version_id,
                },
            )

    def _difference(self):
        """The rows of `core.version_difference`, what the user may read of it."""
        self.ensure_one()
        if not self.other_id:
            return []
        before, after = (VersionParts(one) for one in (self.other_id, self.version_id))
        return difference(before.parts(), after.parts())

    @api.model
    def _open(self, version):
        """The dialog that compares a version with the one before."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Has Changed"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_version_id": version.id,
                "default_other_id": version._before().id,
                "dialog_size": "extra-large",
            },
        }
