from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from ..core.calendar_rows import Attendance, ExtraWorkingDay, Interval
from ..core.clock import Calendar, ClockError
from ..core.closures import closed_days
from ..core.database_time import aware
from ..core.legal_time import ZONE


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    extra_day_ids = fields.One2many(
        "onestop.calendar.extra.day", "calendar_id", string="Extra Days", copy=True
    )
    # Names one state of the calendar: new with every change of its rows, and never
    # used twice, so that a clock in a cache is right or not found.
    onestop_revision = fields.Char(readonly=True, copy=False)

    @api.constrains(
        "attendance_ids", "leave_ids", "global_leave_ids", "extra_day_ids", "tz"
    )
    def _check_onestop_clock(self):
        self._check_clock()

    def write(self, vals):
        result = super().write(vals)
        if {"name", "tz", "two_weeks_calendar", "schedule_type"} & vals.keys():
            self._onestop_touch()
        return result

    def _onestop_touch(self):
        # Bounded to one column that says nothing: whoever may change a row of a
        # calendar makes its clock new, whatever they may do to the calendar.
        for calendar in self.sudo().exists():
            super(ResourceCalendar, calendar).write({"onestop_revision": uuid4().hex})

    def _check_clock(self):
        """Refuse what would give wrong dates, in calendars that departments use."""
        # Bounded to the question whether there is any.
        departments = self.env["onestop.department"].sudo()
        for calendar in self:
            if departments.search_count([("calendar_id", "=", calendar.id)], limit=1):
                try:
                    calendar._make_onestop_clock().index  # noqa: B018
                except ClockError as error:
                    raise ValidationError(error.render(self.env.lang or "en"))

    def _onestop_clock(self):
        """The core's `Calendar` of this working calendar, cached.

        :raises UserError: where its rows contradict one another
        """
        self.ensure_one()
        # Bounded to office hours and public holidays: every due date needs them.
        calendar = self.sudo()
        try:
            return calendar._onestop_clock_at(calendar.onestop_revision)
        except ClockError as error:
            raise UserError(error.render(self.env.lang or "en"))

    @ormcache("self.id", "revision")
    def _onestop_clock_at(self, revision):
        return self._make_onestop_clock()

    def _make_onestop_clock(self):
        if self.two_weeks_calendar or self.flexible_hours or self.tz != ZONE.key:
            raise UserError(
                self.env._(
                    "%(calendar)s cannot reckon terms: it needs fixed hours, the same "
                    "each week, in the time zone %(zone)s.",
                    calendar=self.name,
                    zone=ZONE.key,
                )
            )
        attendances = tuple(self._attendances_to_core())
        holidays, shortened = closed_days(attendances, self._closures())
        extra_days = self.extra_day_ids._to_core()
        worked = [day for day in extra_days if isinstance(day, ExtraWorkingDay)]
        return Calendar(
            self.name,
            attendances,
            holidays=tuple(holidays),
            extra_days=(*worked, *shortened),
            intake_only_days=tuple(day for day in extra_days if day not in worked),
        )

    def _attendances_to_core(self):
        for row in self.attendance_ids:
            if not row.display_type and row.day_period != "lunch":
                yield Attendance(
                    int(row.dayofweek),
                    Interval.of_hours(row.hour_from, row.hour_to),
                    counts=not row.onestop_intake_only,
                )

    def _closures(self):
        """(start, end, reason) of what closes this calendar: closures of its own and
        those that its company has for all calendars."""
        everywhere = Domain("calendar_id", "=", False)
        if self.company_id:
            everywhere &= Domain("company_id", "=", self.company_id.id)
        closures = self.env["resource.calendar.leaves"].search(
            Domain("resource_id", "=", False)
            & Domain("time_type", "=", "leave")
            & (Domain("calendar_id", "=", self.id) | everywhere)
        )
        for closure in closures:
            yield (
                aware(closure.date_from),
                aware(closure.date_to),
                closure.name or self.env._("closed"),
            )
