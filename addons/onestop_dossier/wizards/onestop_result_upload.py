from odoo import fields, models


class OnestopResultUpload(models.AbstractModel):
    """A form on which the document of a result can be handed in."""

    _name = "onestop.result.upload"
    _description = "Document of a result"

    result_name = fields.Char("Name of the result")
    result_file = fields.Binary("Document", attachment=False)
    result_filename = fields.Char()

    def _results(self):
        """`values["results"]` of an action."""
        if not self.result_file:
            return []
        name = self.result_filename or "result"
        return [
            {
                "name": self.result_name or name,
                "file": {"name": name, "content": self.result_file},
            }
        ]
