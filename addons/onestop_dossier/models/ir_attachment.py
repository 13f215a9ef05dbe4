from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import ormcache
from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.mail.tools.discuss import Store

from ..core.file_pages import pages_of
from ..engine.filing import TYPES


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    page_count = fields.Integer(
        "Pages", compute="_compute_page_count", exportable=False
    )
    scan_trouble = fields.Char(
        "What is wrong with the file",
        compute="_compute_scan_trouble",
        exportable=False,
        help="Of a scan: that it cannot be opened, or is of no kind that is taken.",
    )

    @api.depends("checksum", "mimetype")
    def _compute_page_count(self):
        """Pages of what was scanned; 0 where it has none, or cannot be told."""
        for file in self:
            file.page_count = file._pages(file.checksum, file.mimetype)

    @ormcache("checksum", "mimetype")
    def _pages(self, checksum, mimetype):
        """Counted once for each content: the same list is looked at again and again."""
        return pages_of(self.raw or b"", mimetype or "") or 0

    @api.depends_context("lang")
    @api.depends("page_count", "mimetype")
    def _compute_scan_trouble(self):
        for file in self:
            file.scan_trouble = file._is_of_a_case() and file._trouble()

    def _trouble(self):
        """What whoever scanned it is told at once, and not when the dossier is filed."""
        kind = TYPES.get(self.mimetype)
        if not self.file_size:
            return self.env._("The file is empty.")
        if not kind:
            return self.env._(
                "Not of a kind that is accepted: %s.",
                ", ".join(sorted(set(TYPES.values()))),
            )
        paged = kind == "PDF" or self.mimetype.startswith("image/")
        if paged and not self.page_count:
            return self.env._("It cannot be opened: scan it once more.")
        return False

    def _compute_mimetype(self, values):
        """What is handed over the counter is of the kind that its content says, whatever
        its name: of a PDF that is called a picture the pages are counted, too."""
        raw = values.get("raw")
        told = values.get("mimetype") or not isinstance(raw, bytes)
        if raw and not told and self._is_handed_over(values):
            return guess_mimetype(raw)
        return super()._compute_mimetype(values)

    def _is_handed_over(self, values):
        model = self.env.registry.get(str(values.get("res_model") or ""))
        return model and issubclass(model, self.env.registry["onestop.handed.paper"])

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
