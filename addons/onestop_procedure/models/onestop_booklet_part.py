import base64

from odoo import fields, models

from ..core.form_pdf import to_places
from .onestop_procedure_version import CATALOGUE_LANGUAGE


class OnestopBookletPart(models.Model):
    """Some notices of a booklet that are set together."""

    _name = "onestop.booklet.part"
    _description = "Part of a Booklet"
    _order = "booklet_id, id"

    booklet_id = fields.Many2one(
        "onestop.booklet", required=True, index=True, ondelete="cascade"
    )
    field_id = fields.Many2one("onestop.field", ondelete="restrict")
    # [[version], …]; once printed [[version, page on which it begins], …]
    contents = fields.Json(required=True)
    pages = fields.Integer()
    pdf = fields.Binary(attachment=True)

    def _print(self):
        """Print it from the page on that follows the part before."""
        before = self.booklet_id.part_ids.filtered(lambda part: part.id < self.id)
        first = sum(before.mapped("pages")) + 1
        ids = [row[0] for row in self.contents]
        versions = self.env["onestop.procedure.version"].with_context(
            lang=CATALOGUE_LANGUAGE
        )
        report = self.env["ir.actions.report"].with_context(lang=CATALOGUE_LANGUAGE)
        html, _kind = report._render_qweb_html(
            "onestop_procedure.booklet_notices",
            versions.browse(ids).ids,
            data={"first_page": first},
        )
        pdf, places, pages = to_places(html)
        self.write(
            {
                "contents": [[one, first + places[f"notice-{one}"]] for one in ids],
                "pages": pages,
                "pdf": base64.b64encode(pdf),
            }
        )
