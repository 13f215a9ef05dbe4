from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.mail.tools.discuss import Store

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

    def _postprocess_contents(self, values):
        """What is handed in is kept as it is: Odoo would make a scan smaller, and unpack
        a picture to do so, however large it becomes."""
        if str(values.get("res_model") or "").startswith("onestop."):
            return values
        return super()._postprocess_contents(values)

    def _to_store_defaults(self, target):
        """Nobody's browser draws the first page of what was handed in, and keeps it
        beside the file: the chatter shows which kind of file it is."""
        drawn = Store.Attr(
            "has_thumbnail", lambda file: file.has_thumbnail or file._is_of_a_case()
        )
        defaults = super()._to_store_defaults(target)
        return [one for one in defaults if one != "has_thumbnail"] + [drawn]

    def _get_placeholder_filename(self, field):
        if field == "thumbnail":
            return "web/static/img/mimetypes/pdf.svg"
        return super()._get_placeholder_filename(field)

    def _is_of_a_case(self):
        self.ensure_one()
        # sudo: only the name of the model is read.
        return (self.sudo().res_model or "").startswith("onestop.")

    def _check_access(self, operation):
        """Whoever is no member of the staff gets files of a case from the portal's own
        routes alone; and nobody changes a file of a dossier that was submitted.

        Odoo would let the owner of a dossier read every file that hangs on it, drafts
        of the result and files of internal talk included, and a counter exchange them.
        """
        refused = super()._check_access(operation)
        if self.env.su:
            return refused
        forbidden = refused[0] if refused else self.browse()
        open_to = self - forbidden
        if not self.env.user._is_internal():
            ours = open_to.filtered(lambda file: file._is_of_a_case())
            sentence = self.env._(
                "This file is given out by the pages of its dossier only."
            )
        else:
            changes = operation in ("write", "unlink")
            ours = open_to.filtered(lambda file: changes and file._is_filed())
            sentence = self.env._("A file of a dossier stays as it was handed in.")
        if not ours:
            return refused
        return forbidden | ours, lambda: AccessError(sentence)

    def _is_filed(self):
        """Whether the file belongs to a dossier that was submitted, or to a visit."""
        self.ensure_one()
        # sudo: only the state of the dossier that it hangs on is read.
        file = self.sudo()
        if file.res_model == "onestop.site.visit":
            # Minutes that were signed; whoever writes them may not change the scan.
            return True
        if file.res_model not in ("onestop.dossier", "onestop.dossier.component"):
            return False
        # sudo: as above.
        record = self.env[file.res_model].sudo().browse(file.res_id).exists()
        dossier = record if file.res_model == "onestop.dossier" else record.dossier_id
        return dossier.state not in (False, "draft")
