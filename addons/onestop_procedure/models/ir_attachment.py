import contextlib
import os
import tempfile

from odoo import api, models

from .onestop_frozen_mixin import OnestopFrozenMixin


class IrAttachment(models.Model):
    """The files of frozen records are frozen: a form, a signed decision. A file is
    in the store whole or not at all."""

    _inherit = "ir.attachment"

    def write(self, vals):
        self._check_not_of_frozen()
        return super().write(vals)

    def unlink(self):
        self._check_not_of_frozen()
        return super().unlink()

    @api.model
    def _file_write(self, bin_value, checksum):
        # Odoo writes in place: who stores the same paper in that moment, or after a
        # disk was full, finds a part of it and is told that the files collide.
        if self._storage() != "file":
            return super()._file_write(bin_value, checksum)
        name, path = self._get_path(bin_value, checksum)
        if not os.path.exists(path):
            handle, part = tempfile.mkstemp(dir=os.path.dirname(path))
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(bin_value)
                os.replace(part, path)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(part)
                raise
            self._mark_for_gc(name)
        return name

    def _check_not_of_frozen(self):
        by_model = {}
        # sudo: only where the file belongs to is read.
        for attachment in self.sudo():
            model = self.env.get(attachment.res_model or "")
            if isinstance(model, OnestopFrozenMixin) and attachment.res_id:
                by_model.setdefault(attachment.res_model, set()).add(attachment.res_id)
        for name, ids in by_model.items():
            self.env[name].browse(ids).exists()._check_not_frozen()
