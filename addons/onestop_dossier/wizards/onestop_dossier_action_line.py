from odoo import api, fields, models

from ..core.supplement_items import is_outside
from ..engine.supplement_request import published_names


class OnestopDossierActionLine(models.TransientModel):
    """A line of a request to supplement, while it is being written."""

    _name = "onestop.dossier.action.line"
    _inherit = "onestop.supplement.item"
    _description = "Line of a request that is being written"
    _order = "sequence, id"

    action_id = fields.Many2one(
        "onestop.dossier.action", required=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(related="action_id.dossier_id")
    text_id = fields.Many2one(
        "onestop.supplement.text",
        "Ready text",
        domain="[('id', 'in', fitting_ids)]",
        help="Chosen, it stands below, where you change it as it fits.",
    )
    fitting_ids = fields.Many2many(
        "onestop.supplement.text", compute="_compute_fitting_ids"
    )

    outside = fields.Boolean("Not on the list", compute="_compute_outside")

    @api.depends("component_id", "subject", "text")
    def _compute_outside(self):
        for line in self:
            asks = line.subject or line.text
            # sudo: bounded to what the procedure of the dossier of the action published.
            dossier = line.action_id.dossier_id.sudo()
            line.outside = bool(
                asks
                and not line.component_id
                and is_outside(line.subject or "", published_names(dossier))
            )

    @api.depends("component_id", "cause_id")
    def _compute_fitting_ids(self):
        for line in self:
            line.fitting_ids = line._fitting()

    def _fitting(self):
        texts = self.env["onestop.supplement.text"]
        if not self.cause_id:
            return texts
        # sudo: bounded to which procedure the dossier of the action is of, and the code
        # of its paper; the texts are read as the user.
        line = self.sudo()
        component, procedure = (
            line.component_id.component_id,
            line.action_id.dossier_id.procedure_id,
        )
        return texts._fitting(
            procedure.with_env(self.env), component.code, self.cause_id
        )

    @api.onchange("component_id", "cause_id")
    def _onchange_item(self):
        """Propose the words that fit, where none were written by hand."""
        if self._is_written():
            return
        self.text_id = self._fitting()[:1]
        self.text = self.text_id.text

    @api.onchange("text_id")
    def _onchange_text_id(self):
        if self.text_id:
            self.text = self.text_id.text

    def _is_written(self):
        """Whether somebody wrote the words: no ready text, or changed afterwards."""
        return bool(self.text) and self.text != self.text_id.text

    def _prepare_values(self):
        """The lines as `lines` of `request_supplement` takes them."""
        return [
            {
                "component": line.component_id.component_id.id or line.component_id.id,
                "subject": line.subject,
                "cause": line.cause_id.code,
                "text": line.text,
                "ground": line.outside and line.ground,
            }
            for line in self
        ]
