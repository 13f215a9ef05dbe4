from odoo import fields, models


class OnestopFilingFile(models.Model):
    """A file that goes with an unfinished filing: a paper, or an answer of the form."""

    _name = "onestop.filing.file"
    _description = "File of an Unfinished Filing"
    _order = "id"

    draft_id = fields.Many2one(
        "onestop.filing.draft", required=True, index=True, ondelete="cascade"
    )
    component_id = fields.Many2one(
        "onestop.procedure.component", index="btree_not_null", ondelete="cascade"
    )
    field_name = fields.Char(help="Technical name of the question that it answers.")
    attachment_id = fields.Many2one("ir.attachment", required=True, ondelete="cascade")

    _one_place = models.Constraint(
        "CHECK ((component_id IS NULL) <> (field_name IS NULL))",
        "A file is a paper of the dossier or the answer to one question.",
    )

    def unlink(self):
        attachments = self.attachment_id
        result = super().unlink()
        attachments.unlink()
        return result
