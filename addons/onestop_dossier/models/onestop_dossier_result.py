from odoo import fields, models


class OnestopDossierResult(models.Model):
    """A document that a dossier ends in: drafted, numbered and sealed, issued."""

    _name = "onestop.dossier.result"
    _description = "Result of a dossier"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    number = fields.Char()
    date = fields.Date()
    department_id = fields.Many2one("onestop.department", "Issued by")
    signer = fields.Char("Signed by")
    attachment_id = fields.Many2one("ir.attachment", "Document", ondelete="restrict")
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued"), ("revoked", "Revoked")],
        default="draft",
        required=True,
    )
    token = fields.Char("Check token", copy=False, groups="base.group_system")

    _token_unique = models.UniqueIndex("(token) WHERE token IS NOT NULL")

    def action_open_document(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }
