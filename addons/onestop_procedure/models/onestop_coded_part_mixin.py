from odoo import api, models


class OnestopCodedPartMixin(models.AbstractModel):
    """A part of a version that is known again in later versions by its code."""

    _name = "onestop.coded.part.mixin"
    _description = "Part of a Version with a Code"

    #: Before the number, in codes that are given here.
    _code_prefix = ""

    @api.model_create_multi
    def create(self, vals_list):
        last = {}
        for vals in vals_list:
            if not vals.get("code") and (version_id := vals.get("version_id")):
                if version_id not in last:
                    last[version_id] = self._last_number(version_id)
                last[version_id] += 1
                vals["code"] = f"{self._code_prefix}{last[version_id]:02}"
        return super().create(vals_list)

    def _last_number(self, version_id):
        """The greatest number among the codes that were given here, or 0."""
        parts = self.search_fetch([("version_id", "=", version_id)], ["code"])
        numbers = ((part.code or "").removeprefix(self._code_prefix) for part in parts)
        return max((int(n) for n in numbers if n.isdecimal()), default=0)
