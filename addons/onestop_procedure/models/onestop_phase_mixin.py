from odoo import api, fields, models
from odoo.fields import Domain

from ..legal_day import legal_today


class OnestopPhaseMixin(models.AbstractModel):
    """What takes effect on one day and may end on another, both said by a decision."""

    _name = "onestop.phase.mixin"
    _description = "In Effect between Two Days"

    valid_from = fields.Date("In Effect from", required=True)
    valid_to = fields.Date("Until", help="The last day. Empty: until it is ended.")
    phase = fields.Selection(
        [("to_come", "To come"), ("in_force", "In force"), ("ended", "Ended")],
        compute="_compute_phase",
        search="_search_phase",
    )

    @api.depends("valid_from", "valid_to")
    def _compute_phase(self):
        today = legal_today()
        for one in self:
            begins, ends = one.valid_from or today, one.valid_to
            if begins > today:
                one.phase = "to_come"
            else:
                one.phase = "ended" if ends and ends < today else "in_force"

    def _search_phase(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = legal_today()
        begun = Domain("valid_from", "<=", today)
        ended = Domain("valid_to", "!=", False) & Domain("valid_to", "<", today)
        phases = {
            "to_come": ~begun,
            "in_force": begun & ~ended,
            "ended": begun & ended,
        }
        return Domain.OR(phases[one] for one in value if one in phases)
