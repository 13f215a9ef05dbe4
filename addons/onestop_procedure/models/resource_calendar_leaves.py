from odoo import api, fields, models


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "onestop.calendar.row"]

    onestop_decision = fields.Char(
        "Decision", help="Number and date of the decision or notice."
    )

    @api.constrains("calendar_id", "resource_id", "date_from", "date_to", "time_type")
    def _check_onestop_clock(self):
        self._onestop_calendars()._check_clock()

    def write(self, vals):
        result = super().write(vals)
        # Odoo looks at the rules before a write alone: a member of the staff could
        # turn time off of their own into a closed day for everybody.
        self.check_access("write")
        return result

    def _onestop_calendars(self):
        """Time off of one person closes no office; without a calendar it closes all
        of the company."""
        closures = self.filtered(lambda leave: not leave.resource_id)
        calendars = closures.calendar_id
        companies = closures.filtered(lambda leave: not leave.calendar_id).company_id
        if companies:
            calendars |= calendars.search(
                [("company_id", "in", [*companies.ids, False])]
            )
        return calendars
