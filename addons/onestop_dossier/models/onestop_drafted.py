from odoo import api, fields, models

from ..engine.drafting import Drafting


class OnestopDrafted(models.AbstractModel):
    """That the result of a dossier is drafted from the text of the catalogue."""

    _name = "onestop.drafted"
    _description = "Drafted from a text"

    may_draft = fields.Boolean(compute="_compute_may_draft")

    @api.depends_context("uid")
    @api.depends("state", "step_ids.state", "result_ids")
    def _compute_may_draft(self):
        for dossier in self:
            drafting = Drafting(dossier)
            dossier.may_draft = drafting.may() and bool(drafting.templates())

    def action_draft(self):
        """Draft the results from the texts of the catalogue; open the first."""
        self.ensure_one()
        return Drafting(self).begin()[:1].action_open_draft()
