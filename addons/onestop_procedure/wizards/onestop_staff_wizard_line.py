from odoo import fields, models

from ..legal_day import legal_today
from ..models.onestop_role_assignment import ROLES


class OnestopStaffWizardLine(models.TransientModel):
    """A role that the new member of the staff begins with."""

    _name = "onestop.staff.wizard.line"
    _description = "Role of a New Member of the Staff"

    wizard_id = fields.Many2one(
        "onestop.staff.wizard", required=True, ondelete="cascade"
    )
    role = fields.Selection(ROLES, required=True)
    department_id = fields.Many2one(
        "onestop.department", required=True, ondelete="cascade"
    )
    capacity = fields.Char()
    date_from = fields.Date(required=True, default=lambda self: legal_today())
    date_to = fields.Date()

    def _prepare_assignment_vals(self, user):
        self.ensure_one()
        return {
            "user_id": user.id,
            "role": self.role,
            "department_id": self.department_id.id,
            "capacity": self.capacity,
            "date_from": self.date_from,
            "date_to": self.date_to,
        }
