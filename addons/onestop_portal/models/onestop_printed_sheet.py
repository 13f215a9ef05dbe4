import base64
import hashlib

from odoo import api, fields, models

from odoo.addons.onestop_procedure.core.form_pdf import to_pdf

REPORTS = {
    "notice": "onestop_procedure.report_procedure_notice",
    "easy_read": "onestop_procedure.report_procedure_easy_read",
    "large_print": "onestop_procedure.report_procedure_large_print",
}


class OnestopPrintedSheet(models.Model):
    """A sheet of a version as PDF: printed once, then given to everybody who asks."""

    _name = "onestop.printed.sheet"
    _description = "Printed Sheet of a Version"
    _order = "id desc"
    _rec_name = "kind"

    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("notice", "Notice"),
            ("easy_read", "Easy to Read"),
            ("large_print", "Large Print"),
        ],
        required=True,
    )
    digest = fields.Char(required=True, help="Of what the sheet says.")
    file = fields.Binary(attachment=True, required=True)

    @api.model
    def _said(self, version, kind):
        """What a sheet of a version in force says: (HTML, its digest)."""
        # In one language, whoever asks: its words are printed in no other.
        env = version._in_catalogue_language().env
        # sudo: bounded to a version in force, all of which is public by law.
        reports = env["ir.actions.report"].sudo()
        html, _type = reports._render_qweb_html(REPORTS[kind], version.ids)
        return html, hashlib.sha256(html).hexdigest()

    @api.model
    def _kept(self, version, kind, digest):
        """The sheet that says this, where it was printed already; else none."""
        # sudo: bounded to a sheet of what is public by law.
        return self.sudo().search(
            [
                ("version_id", "=", version.id),
                ("kind", "=", kind),
                ("digest", "=", digest),
            ],
            limit=1,
        )

    @api.model
    def _print(self, version, kind, html, digest):
        """Print a sheet and keep it instead of those that said something else."""
        # sudo: bounded to sheets of one version and kind.
        sheets = self.sudo()
        sheets.search([("version_id", "=", version.id), ("kind", "=", kind)]).unlink()
        return sheets.create(
            {
                "version_id": version.id,
                "kind": kind,
                "digest": digest,
                "file": base64.b64encode(to_pdf(html)),
            }
        )
