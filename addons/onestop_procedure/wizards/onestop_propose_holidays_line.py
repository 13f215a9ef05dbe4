from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..core.database_time import naive
from ..core.legal_time import ZONE


class OnestopProposeHolidaysLine(models.TransientModel):
    """A run of closed days, and the day that is worked in exchange."""

    _name = "onestop.propose.holidays.line"
    _description = "Proposed Holiday"
    _order = "date_from, id"

    wizard_id = fields.Many2one(
        "onestop.propose.holidays", required=True, ondelete="cascade"
    )
    chosen = fields.Boolean("Take over")
    known = fields.Boolean(
        "Closed already", readonly=True, help="No chosen calendar works on these days."
    )
    name = fields.Char("Occasion", compute="_compute_name", store=True, readonly=False)
    date_from = fields.Date("First day", required=True)
    date_to = fields.Date("Last day", required=True)
    weekdays = fields.Char(compute="_compute_weekdays")
    date_worked = fields.Date(
        "Worked instead", help="The Saturday that becomes a full working day."
    )

    @api.depends("date_from", "date_to")
    def _compute_weekdays(self):
        for line in self:
            days = dict.fromkeys(filter(None, (line.date_from, line.date_to)))
            line.weekdays = " – ".join(self._weekday(day) for day in days)

    @api.depends("date_worked")
    def _compute_name(self):
        for line in self:
            line.name = line.name or (
                line.date_worked
                and self.env._("Swapped day, worked on %s", self._day(line.date_worked))
            )

    def _weekday(self, day):
        return format_date(self.env, day, date_format="EEEE")

    def _day(self, day):
        return format_date(self.env, day, date_format="EEEE, dd/MM/yyyy")

    def _add_to(self, plan):
        """Write these days into a planned change, but for what it closes already."""
        closed = {(row.name, row.date_from) for row in plan.global_leave_ids}
        extra = set(plan.extra_day_ids.mapped("date"))
        leaves = [line._prepare_leave_vals(plan) for line in self]
        plan.global_leave_ids.create(
            [row for row in leaves if (row["name"], row["date_from"]) not in closed]
        )
        plan.extra_day_ids.create(
            [
                line._prepare_extra_day_vals(plan)
                for line in self.filtered("date_worked")
                if line.date_worked not in extra
            ]
        )

    def _prepare_leave_vals(self, plan):
        """Closed from the first midnight to the last, in legal time."""
        self.ensure_one()
        last = self.date_to + timedelta(1)
        return {
            "calendar_id": plan.id,
            "name": self.name,
            "date_from": _midnight(self.date_from),
            "date_to": _midnight(last) - timedelta(seconds=1),
        }

    def _prepare_extra_day_vals(self, plan):
        """It has the hours of the weekday that it is worked for."""
        return {
            "calendar_id": plan.id,
            "date": self.date_worked,
            "as_weekday": str(self.date_from.weekday()),
            "reason": self.env._("Worked instead of %s", self._day(self.date_from)),
        }


def _midnight(day):
    return naive(datetime.combine(day, time(), ZONE))
