import base64

from odoo import fields, models
from odoo.exceptions import UserError


class OnestopPrintItem(models.Model):
    """One dossier of a batch, and its form until the batch is bound."""

    _name = "onestop.print.item"
    _description = "Form of a Batch"
    _log_access = False
    _order = "batch_id, id"

    batch_id = fields.Many2one(
        "onestop.print.batch", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one("onestop.dossier", required=True, ondelete="cascade")
    done = fields.Boolean()
    problem = fields.Char(help="Why it has no such form.")
    pdf = fields.Binary(attachment=True)

    def _print(self):
        """Print it in the right of whoever asked, and in their language say why not."""
        batch = self.batch_id
        user = batch.create_uid
        reports = self.env["ir.actions.report"].with_user(user)
        reports = reports.with_context(lang=user.lang)
        try:
            with self.env.cr.savepoint():
                pdf, _kind = reports._render_qweb_pdf(
                    f"onestop_dossier.form_{batch.form}", self.dossier_id.ids
                )
        except UserError as error:
            self.write({"done": True, "problem": str(error)})
        else:
            self.write({"done": True, "pdf": base64.b64encode(pdf)})
