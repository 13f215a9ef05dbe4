from odoo import models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _check_access(self, operation):
        """Whoever is no member of the staff gets files of a case from the portal's own
        routes alone.

        Odoo would let the owner of a dossier read every file that hangs on it, drafts
        of the result and files of internal talk included.
        """
        refused = super()._check_access(operation)
        if self.env.su or self.env.user._is_internal():
            return refused
        forbidden = refused[0] if refused else self.browse()
        ours = (self - forbidden).filtered(
            # sudo: only the name of the model is read.
            lambda file: (file.sudo().res_model or "").startswith("onestop.")
        )
        if not ours:
            return refused
        return forbidden | ours, lambda: AccessError(
            self.env._("This file is given out by the pages of its dossier only.")
        )
