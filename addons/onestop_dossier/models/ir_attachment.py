from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..core.file_pages import pages_of


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    page_count = fields.Integer(
        "Pages", compute="_compute_page_count", exportable=False
    )

    @api.depends("checksum", "mimetype")
    def _compute_page_count(self):
        """Pages of what was scanned; 0 where it has none, or cannot be told."""
        for file in self:
            file.page_count = pages_of(file.raw or b"", file.mimetype or "") or 0

    def _check_access(self, operation):
        """Whoever is no member of the staff gets files of a case from the portal's own
        routes alone.

        Odoo would let the owner of a dossier read every file that hangs on it, drafts
        of the result and files of internal talk included.
        """
        refused = super()._check_access(operation)
        if self.env.su or self.env.user._is_internal():
            return refused
        forbidden = refused[0] if refused else self.browse()
        ours = (self - forbidden).filtered(
            # sudo: only the name of the model is read.
            lambda file: (file.sudo().res_model or "").startswith("onestop.")
        )
        if not ours:
            return refused
        return forbidden | ours, lambda: AccessError(
            self.env._("This file is given out by the pages of its dossier only.")
        )
