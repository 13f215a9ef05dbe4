from difflib import SequenceMatcher

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.onestop_procedure.core.draft_text import words


class OnestopResultVersion(models.Model):
    """A version of a draft: who wrote it, when, why, and what changed."""

    _name = "onestop.result.version"
    _description = "Version of a draft"
    _order = "result_id, number"
    _rec_name = "number"

    result_id = fields.Many2one(
        "onestop.dossier.result", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one(related="result_id.dossier_id", store=True, index=True)
    number = fields.Integer("Version", required=True)
    # Cleaned by `core.draft_text`, whose list is shorter than Odoo's.
    body = fields.Html("Text", sanitize=False)
    user_id = fields.Many2one("res.users", "Written by", ondelete="restrict")
    date = fields.Datetime("Written on", required=True)
    reason = fields.Char("Why")
    changes = fields.Html("What changed", compute="_compute_changes", sanitize=False)

    _once_unique = models.UniqueIndex("(result_id, number)")

    @api.depends("body", "result_id.version_ids.body")
    def _compute_changes(self):
        for version in self:
            before = version.result_id.version_ids.filtered(
                lambda one, number=version.number: one.number == number - 1
            )
            version.changes = self._compared(words(before.body), words(version.body))

    @api.model
    def _compared(self, before, after):
        """The lines of a text, those that went struck out, those that came marked."""
        parts = []
        matcher = SequenceMatcher(a=before, b=after, autojunk=False)
        for what, i, j, k, m in matcher.get_opcodes():
            if what == "equal":
                parts += [Markup("<p>%s</p>") % line for line in after[k:m]]
                continue
            parts += [Markup("<p><del>%s</del></p>") % line for line in before[i:j]]
            parts += [Markup("<p><ins>%s</ins></p>") % line for line in after[k:m]]
        return Markup("").join(parts)
