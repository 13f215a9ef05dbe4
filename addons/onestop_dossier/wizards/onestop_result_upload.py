from odoo import api, fields, models


class OnestopResultUpload(models.AbstractModel):
    """A form on which the document of a result can be handed in."""

    _name = "onestop.result.upload"
    _description = "Document of a result"

    result_version_id = fields.Many2one(
        "onestop.procedure.version", compute="_compute_result_version_id"
    )
    result_kind_id = fields.Many2one(
        "onestop.procedure.result",
        "Kind of result",
        domain="[('version_id', '=', result_version_id)]",
    )
    result_name = fields.Char("Name of the result")
    result_file = fields.Binary("Document", attachment=False)
    result_filename = fields.Char()
    result_on_paper = fields.Boolean(
        "On paper only", help="The signed paper is all there is: no file of it."
    )

    def _compute_result_version_id(self):
        """Whose results are offered."""
        raise NotImplementedError

    @api.onchange("result_kind_id")
    def _onchange_result_kind_id(self):
        if self.result_kind_id and not self.result_name:
            self.result_name = self.result_kind_id.with_context(lang="vi_VN").name

    def _results(self):
        """`values["results"]` of an action."""
        if not (self.result_file or self.result_on_paper):
            return []
        file_name = self.result_filename or "result"
        kind = self.result_kind_id
        named = {"kind": kind.id} if kind else {}
        if self.result_name or not kind:
            named["name"] = self.result_name or (self.result_file and file_name)
        if not self.result_file:
            return [{**named, "on_paper": True}]
        return [{**named, "file": {"name": file_name, "content": self.result_file}}]
