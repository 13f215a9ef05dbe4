from odoo import api, models
from odoo.exceptions import AccessError


class OnestopGuardedMixin(models.AbstractModel):
    """Made and changed by code of ours alone, whoever asks for it.

    All ways in (``load``, ``web_save``, commands from a parent, defaults) end in the
    methods overridden here, which ask a private right and never the context.
    """

    _name = "onestop.guarded.mixin"
    _description = "Written by Its Actions Alone"

    #: The right (`core/private_right.py`) that this code holds while it writes.
    _written_with = None

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - self._typed():
            self._check_engine()
        return super().write(vals)

    def _typed(self):
        """The fields that people type all the same: a set."""
        return set()

    def _check_engine(self):
        if not self._written_with:
            raise AccessError(self._refusal())

    def _refusal(self):
        """Why nobody writes it by hand: a sentence."""
        raise NotImplementedError
