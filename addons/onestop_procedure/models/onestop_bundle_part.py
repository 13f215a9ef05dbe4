from odoo import api, fields, models

from .onestop_bundle import ENTERING


class OnestopBundlePart(models.Model):
    """A procedure of a group: parts of the same order are resolved side by side, those
    of a later one begin with the results of those before."""

    _name = "onestop.bundle.part"
    _description = "Part of a Group of Interlinked Procedures"
    _order = "bundle_id, sequence, id"

    bundle_id = fields.Many2one(
        "onestop.bundle", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(
        default=10,
        string="Order",
        help="Parts with the same order are resolved side by side; a later one is "
        "received when those before are done.",
    )
    procedure_id = fields.Many2one(
        "onestop.procedure", required=True, index=True, ondelete="restrict"
    )
    # What a group consists of is published with it, before its procedures are in force.
    name = fields.Char(related="procedure_id.name")

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._refuse_begun()
        return parts

    def write(self, vals):
        self._refuse_begun()
        result = super().write(vals)
        self._refuse_begun()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_begun(self):
        self._refuse_begun()

    def _refuse_begun(self):
        """:raises UserError: where their group has taken effect"""
        if not ENTERING:
            # sudo: only the dates of the group are read.
            bundles = self.sudo().bundle_id
            bundles.filtered(lambda one: one.phase != "to_come")._refuse_change()

    def _before(self):
        """The parts whose results this one begins with."""
        self.ensure_one()
        return self.bundle_id.part_ids.filtered(
            lambda one: one.sequence < self.sequence
        )
