from odoo import models


class OnestopOnPagesMixin(models.AbstractModel):
    """What the public pages of procedures call by name.

    The pages are kept as they were put together; where a name changes they are put
    together anew. All else that they say is frozen with the version.
    """

    _name = "onestop.on.pages.mixin"
    _description = "Named on Public Pages"

    #: What the pages say of it.
    _said_on_pages = ("name",)

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(self._said_on_pages):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
