from odoo import fields, models

ENTERED = ("kind", "decision_number", "decision_date", "article", "reason")


class OnestopResultRevoking(models.TransientModel):
    """The form on which the decision that takes a result back is entered."""

    _name = "onestop.result.revoking"
    _description = "Entering a revocation"

    result_id = fields.Many2one(
        "onestop.dossier.result", "Issued result", required=True, readonly=True
    )
    name = fields.Char("Result", related="result_id.name", related_sudo=False)
    number = fields.Char(related="result_id.number", related_sudo=False)
    kind = fields.Selection(
        [("revoked", "Revocation"), ("annulled", "Annulment")],
        "What is decided",
        default="revoked",
        help="Revocation: it was right when it was issued. Annulment: it was not.",
    )
    decision_number = fields.Char("Number of the decision")
    decision_date = fields.Date("Date of the decision")
    article = fields.Char("By which article")
    reason = fields.Text(help="For the file; it is neither mailed nor published.")
    file = fields.Binary("Decision (file)", attachment=False)
    file_name = fields.Char()

    def _open(self, result):
        form = self.create({"result_id": result.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take a result back"),
            "res_model": self._name,
            "res_id": form.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        self.ensure_one()
        self.env["onestop.result.revocation"]._propose(
            self.result_id,
            {
                **{name: self[name] for name in ENTERED},
                "file": {"name": self.file_name, "content": self.file},
            },
        )
        return {"type": "ir.actions.act_window_close"}
