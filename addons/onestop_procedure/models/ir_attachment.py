from odoo import models

from .onestop_frozen_mixin import OnestopFrozenMixin


class IrAttachment(models.Model):
    """The files of frozen records are frozen: a form, a signed decision."""

    _inherit = "ir.attachment"

    def write(self, vals):
        self._check_not_of_frozen()
        return super().write(vals)

    def unlink(self):
        self._check_not_of_frozen()
        return super().unlink()

    def _check_not_of_frozen(self):
        by_model = {}
        # sudo: only where the file belongs to is read.
        for attachment in self.sudo():
            model = self.env.get(attachment.res_model or "")
            if isinstance(model, OnestopFrozenMixin) and attachment.res_id:
                by_model.setdefault(attachment.res_model, set()).add(attachment.res_id)
        for name, ids in by_model.items():
            self.env[name].browse(ids).exists()._check_not_frozen()
