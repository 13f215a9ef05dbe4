import base64

from odoo import fields, models

from odoo.addons.onestop_procedure.core.form_pdf import to_pages


class OnestopRegisterPart(models.Model):
    """Some lines of a register that are set together, and kept until it is bound."""

    _name = "onestop.register.part"
    _description = "Part of a Register"
    _log_access = False
    _order = "register_id, id"

    register_id = fields.Many2one(
        "onestop.register", required=True, index=True, ondelete="cascade"
    )
    # Ids of lines: at most some hundred, so that no part asks for much memory.
    lines = fields.Json(required=True)
    pages = fields.Integer()
    pdf = fields.Binary(attachment=True)

    def _print(self):
        """Set its lines, from the page on that follows the part before."""
        before = [("register_id", "=", self.register_id.id), ("id", "<", self.id)]
        [(pages,)] = self._read_group(before, [], ["pages:sum"])
        # The cover is the first page.
        first = (pages or 0) + 2
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "onestop_dossier.form_register", self.ids, data={"first_page": first}
        )
        pdf, pages = to_pages(html)
        self.write({"pages": pages, "pdf": base64.b64encode(pdf)})
