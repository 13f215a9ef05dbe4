from odoo import fields, models


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "onestop.calendar.row"]

    onestop_intake_only = fields.Boolean(
        string="Intake Only",
        help="Open to receive dossiers, but no term runs: a Saturday morning.",
    )

    def _copy_attendance_vals(self):
        return {
            **super()._copy_attendance_vals(),
            "onestop_intake_only": self.onestop_intake_only,
        }
