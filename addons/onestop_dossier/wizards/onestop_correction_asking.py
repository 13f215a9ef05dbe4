from odoo import api, fields, models

from ..models.onestop_correction import RESULTS


class OnestopCorrectionAsking(models.TransientModel):
    """The form on which somebody of the staff asks for a correction."""

    _name = "onestop.correction.asking"
    _description = "Asking for a correction"

    # Anybody may name any dossier: what is shown of it is read in their own name.
    dossier_id = fields.Many2one("onestop.dossier", required=True, readonly=True)
    code = fields.Char(related="dossier_id.code", related_sudo=False)
    matter = fields.Selection(
        lambda self: self.env["onestop.correction"]._matters(),
        "What happened",
        required=True,
    )
    about_result = fields.Boolean(compute="_compute_about_result")
    result_id = fields.Many2one(
        "onestop.dossier.result",
        domain="[('dossier_id', '=', dossier_id), ('state', '=', 'issued')]",
    )
    component_id = fields.Many2one(
        "onestop.dossier.component", "Paper", domain="[('dossier_id', '=', dossier_id)]"
    )
    words = fields.Text("What is wrong, or what happened")

    @api.depends("matter")
    def _compute_about_result(self):
        for form in self:
            form.about_result = form.matter in RESULTS

    def action_confirm(self):
        """Ask for it; open what is to be looked into."""
        self.ensure_one()
        made = self.env["onestop.correction"]._ask(
            self.dossier_id,
            self.matter,
            self.words,
            self.result_id if self.about_result else None,
            None if self.about_result else self.component_id,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": made._name,
            "res_id": made.id,
            "view_mode": "form",
        }
