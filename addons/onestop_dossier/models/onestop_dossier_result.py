from odoo import api, fields, models

from ..engine.drafting import Drafting


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

    # What it is drafted from, and its text, which is printed when it is sealed.
    template_id = fields.Many2one(
        "onestop.procedure.result", ondelete="restrict", index="btree_not_null"
    )
    # Cleaned by `core.draft_text`, whose list is shorter than Odoo's.
    body = fields.Html(
        "Text", sanitize=False, groups="onestop_procedure.group_onestop_staff"
    )
    version_ids = fields.One2many(
        "onestop.result.version",
        "result_id",
        "Versions",
        groups="onestop_procedure.group_onestop_staff",
    )
    # One at most; the seal of what our report printed.
    sealed_paper_ids = fields.One2many(
        "onestop.sealed.paper",
        "result_id",
        "Sealed",
        groups="onestop_procedure.group_onestop_staff",
    )
    may_redraft = fields.Boolean(
        compute="_compute_may_redraft", groups="onestop_procedure.group_onestop_staff"
    )

    _token_unique = models.UniqueIndex("(token) WHERE token IS NOT NULL")

    def action_open_document(self):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }

    @api.depends_context("uid")
    @api.depends("state", "dossier_id.state", "dossier_id.step_ids.state")
    def _compute_may_redraft(self):
        for result in self:
            drafted = result.state == "draft" and bool(result.body)
            result.may_redraft = drafted and Drafting(result.dossier_id).may()

    def action_open_draft(self):
        """The editor of the draft."""
        self.ensure_one()
        self.check_access("read")
        return self.env["onestop.result.draft"]._open(self)

    def action_print_draft(self):
        """The draft as it will be printed."""
        self.check_access("read")
        report = self.env.ref("onestop_dossier.report_result_draft")
        return report.report_action(self)

    def action_open_versions(self):
        """Who wrote which version of the draft, and what changed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Versions of “%s”", self.name),
            "res_model": "onestop.result.version",
            "view_mode": "list,form",
            "domain": [("result_id", "=", self.id)],
        }

    def _print(self):
        """Keep these drafts as documents: from now on they are what they say."""
        for result in self.filtered(lambda one: one.body and not one.attachment_id):
            pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
                "onestop_dossier.result_draft", result.ids
            )
            result.attachment_id = self.env["ir.attachment"].create(
                {
                    "name": f"{result.name[:100]}.pdf",
                    "raw": pdf,
                    "mimetype": "application/pdf",
                    "res_model": result._name,
                    "res_id": result.id,
                }
            )
