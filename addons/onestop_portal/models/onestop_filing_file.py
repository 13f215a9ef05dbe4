import base64

from odoo import fields, models


class OnestopFilingFile(models.Model):
    """A file that goes with an unfinished filing: a paper, an answer of the form, or what
    shows that somebody may file for the owner."""

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
    is_evidence = fields.Boolean("Shows the right to file")
    attachment_id = fields.Many2one("ir.attachment", required=True, ondelete="cascade")

    _one_place = models.Constraint(
        "CHECK (num_nonnulls(component_id, field_name, nullif(is_evidence, false)) = 1)",
        "A file is a paper of the dossier, the answer to one question, or what shows "
        "that somebody may file for another.",
    )

    def _sent(self):
        """The files as `onestop.dossier.submit` takes them."""
        return [
            {"name": file.name, "content": base64.b64encode(file.raw)}
            for file in self.attachment_id
        ]

    def unlink(self):
        attachments = self.attachment_id
        result = super().unlink()
        attachments.unlink()
        return result
