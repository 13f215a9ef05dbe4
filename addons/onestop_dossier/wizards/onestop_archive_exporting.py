from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.engine.check_reason import check_reason

from ..models.onestop_archive_file import KEEPERS


class OnestopArchiveExporting(models.TransientModel):
    """The screen on which a closed dossier is taken out as a file, with the reason."""

    _name = "onestop.archive.exporting"
    _description = "Take a dossier out of the archive as a file"

    # Anybody may name any file: the right to it is asked when it is taken out.
    file_id = fields.Many2one("onestop.archive.file", required=True)
    code = fields.Char(related="file_id.code", related_sudo=False)
    reason = fields.Char("What for")

    def action_export(self):
        """Write it down in the access register, and fetch the file."""
        self.ensure_one()
        self.file_id._role(KEEPERS)
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say what the file is for."))
        check_reason(self.env, reason)
        if not self.file_id.closed_at or self.file_id.state == "destroyed":
            raise UserError(self.env._("Only what is closed is taken out as a file."))
        # sudo: bounded to whether the user was let read this file.
        asked = self.env["onestop.archive.request"].sudo()
        if self.file_id.state == "restricted" and not asked._present(
            self.file_id, self.env.user
        ):
            raise UserError(
                self.env._(
                    "It is read on request only: ask for it, with the reason, and take "
                    "it out once somebody else has let you."
                )
            )
        self.env["onestop.archive.access"]._note(self.file_id, "exported", reason)
        return {
            "type": "ir.actions.act_url",
            "url": f"/onestop/archive/{self.file_id.id}/dossier.zip",
            "target": "download",
        }
