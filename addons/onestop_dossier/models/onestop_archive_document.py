from odoo import fields, models

from ..engine.right import ARCHIVE


class OnestopArchiveDocument(models.Model):
    """A line of the index of a closed dossier: which document, from when, by whom, how
    many pages, and the checksum of its file as it was when the dossier was closed.

    It names no person: an index lies open where the document does not.
    """

    _name = "onestop.archive.document"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Document of a closed dossier"
    _written_with = ARCHIVE
    _order = "file_id, number, id"
    _rec_name = "title"

    file_id = fields.Many2one(
        "onestop.archive.file",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # An index that was made before the dossier was opened again stays, put aside.
    active = fields.Boolean(default=True, readonly=True)
    number = fields.Integer("No.", required=True, readonly=True, aggregator=None)
    document_number = fields.Char("Number and symbol", readonly=True)
    date = fields.Date("Dated", readonly=True)
    author = fields.Char("By", readonly=True)
    title = fields.Char(required=True, readonly=True)
    pages = fields.Integer(readonly=True)
    size = fields.Integer("Bytes", readonly=True)
    checksum = fields.Char("SHA-256", readonly=True)
    on_paper = fields.Boolean("On paper too", readonly=True)
    # Who reads the index need not read the document.
    attachment_id = fields.Many2one(
        "ir.attachment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_system",
    )

    def unlink(self):
        self._check_engine()
        return super().unlink()

    def _refusal(self):
        return self.env._("The index of a closed dossier is made when it is closed.")
