from odoo import api, fields, models

from ..engine.drafting import Drafting


class OnestopResultDraft(models.TransientModel):
    """The editor of a draft."""

    _name = "onestop.result.draft"
    _description = "Editor of a draft"

    result_id = fields.Many2one("onestop.dossier.result", required=True, readonly=True)
    dossier_id = fields.Many2one(related="result_id.dossier_id", related_sudo=False)
    seen = fields.Integer(readonly=True, help="The version that is edited.")
    body = fields.Html("Text")
    reason = fields.Char("Why it is changed")

    @api.model
    def _open(self, result):
        dossier = result.dossier_id
        editor = self.create(
            {
                "result_id": result.id,
                "seen": result.version_ids[-1:].number,
                "body": result.body,
                "reason": Drafting(dossier).returned_for(),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": result.name,
            "res_model": self._name,
            "res_id": editor.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_save(self):
        self.ensure_one()
        drafting = Drafting(self.dossier_id)
        drafting.change(self.result_id, self.body, self.reason, self.seen)
        return {"type": "ir.actions.act_window_close"}
