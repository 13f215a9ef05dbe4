from odoo import api, fields, models
from odoo.exceptions import AccessError

from .onestop_role_assignment import ROLES


class OnestopStaffLog(models.Model):
    """Who made, changed or ended accounts and roles of the staff, and when.

    Rows are written by our code alone and stay as they are: the one who gives rights
    is watched by those who cannot give them.
    """

    _name = "onestop.staff.log"
    _description = "Log of Accounts and Roles"
    _order = "id desc"
    _rec_name = "event"

    event = fields.Selection(
        [
            ("created", "Account made"),
            ("archived", "Account closed"),
            ("restored", "Account opened again"),
            ("assigned", "Role assigned"),
            ("changed", "Assignment changed"),
            ("ended", "Role ended"),
            ("withdrawn", "Coming assignment withdrawn"),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Concerning",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    role = fields.Selection(ROLES, readonly=True)
    department_id = fields.Many2one(
        "onestop.department", readonly=True, ondelete="restrict"
    )
    date_from = fields.Date(readonly=True)
    date_to = fields.Date(readonly=True)

    @api.model
    def _record(self, event, user, **values):
        # Bounded to one new row of this log; nobody holds the right to write it.
        self.sudo().create({"event": event, "user_id": user.id, **values})

    def write(self, vals):
        raise AccessError(self.env._("This log is never rewritten."))

    def unlink(self):
        raise AccessError(self.env._("This log is never rewritten."))
