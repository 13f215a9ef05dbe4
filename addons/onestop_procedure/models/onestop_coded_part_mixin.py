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
            version_id = vals.get("version_id")
            if version_id and version_id not in last:
                last[version_id] = self._last_number(version_id)
            if version_id and vals.get("code"):
                last[version_id] = max(last[version_id], self._number(vals["code"]))
        for vals in vals_list:
            if not vals.get("code") and (version_id := vals.get("version_id")):
                last[version_id] += 1
                vals["code"] = f"{self._code_prefix}{last[version_id]:02}"
        return super().create(vals_list)

    def _last_number(self, version_id):
        """The greatest number among the codes that were given here, or 0."""
        parts = self.search_fetch([("version_id", "=", version_id)], ["code"])
        return max((self._number(part.code or "") for part in parts), default=0)

    def _number(self, code):
        """The number of a code that was given here, or 0."""
        number = code.removeprefix(self._code_prefix)
        return int(number) if number.isdecimal() and number.isascii() else 0
