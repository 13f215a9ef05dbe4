from odoo import api, models
from odoo.exceptions import ValidationError


class OnestopCaseMixin(models.AbstractModel):
    """A part of a version that may be for one of its cases only."""

    _name = "onestop.case.mixin"
    _description = "Part of a Version for a Case"

    @api.constrains("version_id", "case_id")
    def _check_case_of_version(self):
        for part in self:
            if part.case_id and part.case_id.version_id != part.version_id:
                raise ValidationError(
                    part.env._(
                        "The case “%(case)s” belongs to another version.",
                        case=part.case_id.display_name,
                    )
                )
