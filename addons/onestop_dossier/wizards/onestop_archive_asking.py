from odoo import api, fields, models


class OnestopArchiveAsking(models.TransientModel):
    """The screen on which something is looked up in the archive: by its code alone, and
    what is shown names no person; to read it one asks, with the reason."""

    _name = "onestop.archive.asking"
    _description = "Look something up in the archive"

    code = fields.Char("Dossier code")
    found = fields.Text(compute="_compute_found")
    is_found = fields.Boolean(compute="_compute_found")
    kind = fields.Selection(
        [("look", "To read it"), ("reopen", "To open it again")],
        "What for",
        required=True,
        default="look",
    )
    reason = fields.Char("Why")

    @api.depends("code")
    def _compute_found(self):
        requests = self.env["onestop.archive.request"]
        for screen in self:
            file = requests._find(screen.code) if screen.code else None
            screen.is_found = bool(file and file.closed_at)
            screen.found = self._words(file) if screen.is_found else False

    @api.model
    def _words(self, file):
        """What is told of a file: no person."""
        _ = self.env._
        ended = fields.Date.to_string(file.date_ended)
        lines = [
            f"{file.procedure_id.code} {file.procedure_id.name}",
            _("Resolved by: %s", file.department_id.name),
            _("Ended on: %s", "/".join(reversed(ended.split("-")))),
            _("Kept at: %s", file.centre_id.name),
        ]
        if file.has_paper:
            where = file.dossier_id.paper_where or _("At %s", file.centre_id.name)
            lines.append(_("Its paper: %s", where))
        lines.append(_("Kept for: %s", file.retention_words))
        return "\n".join(lines)

    def action_ask(self):
        """Send the request."""
        self.ensure_one()
        requests = self.env["onestop.archive.request"]
        number = requests.ask(self.code, self.kind, self.reason)
        return {
            "type": "ir.actions.act_window",
            "res_model": "onestop.archive.request",
            "res_id": number,
            "views": [(False, "form")],
        }
