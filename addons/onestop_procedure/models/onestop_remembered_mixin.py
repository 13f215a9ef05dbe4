from odoo import api, models


class OnestopRememberedMixin(models.AbstractModel):
    """What every worker remembers (`ormcache`), until one of them changes.

    For models of which there are few and which seldom change: each change has all
    workers forget all that they remember.
    """

    _name = "onestop.remembered.mixin"
    _description = "Remembered until It Changes"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
