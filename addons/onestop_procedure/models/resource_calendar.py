from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import ormcache

from ..core.calendar_rows import Attendance, ExtraWorkingDay, Interval
from ..core.clock import Calendar, ClockError
from ..core.closures import closed_days
from ..core.database_time import aware
from ..core.legal_time import ZONE
from ..engine.patience import wait_for
from .onestop_calendar_row import TOGETHER

# What besides its rows decides the clock of a calendar. Its company says which closures
# of all calendars are its own.
_DECIDES = {"name", "tz", "two_weeks_calendar", "schedule_type", "company_id"}
# The rows of a calendar, in the order in which one stands on the other, and the field
# that names the decision behind one.
_DATED = {
    "attendance_ids": None,
    "global_leave_ids": "onestop_decision",
    "extra_day_ids": "decision",
}
# What a row says: rows that say the same are the same.
_SAYS = {
    "attendance_ids": (
        "dayofweek",
        "hour_from",
        "hour_to",
        "day_period",
        "onestop_intake_only",
    ),
    "global_leave_ids": ("name", "date_from", "date_to"),
    "extra_day_ids": (
        "date",
        "kind",
        "as_weekday",
        "hour_from",
        "hour_to",
        "reason",
    ),
}


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    extra_day_ids = fields.One2many(
        "onestop.calendar.extra.day", "calendar_id", string="Extra Days", copy=True
    )
    # Names one state of the calendar: new with every change of its rows, and never
    # used twice, so that a clock in a cache is right or not found.
    onestop_revision = fields.Char(readonly=True, copy=False)
    onestop_in_use = fields.Boolean(compute="_compute_onestop_in_use")
    onestop_plan_of_id = fields.Many2one(
        "resource.calendar",
        "Planned change of",
        readonly=True,
        copy=False,
        ondelete="cascade",
        help="What is changed here moves no date until it is put into force.",
    )
    onestop_planned_on = fields.Char(
        readonly=True, copy=False, help="The state of the calendar that is changed."
    )

    _onestop_one_plan = models.UniqueIndex(
        "(onestop_plan_of_id) WHERE onestop_plan_of_id IS NOT NULL",
        "A change of this calendar is planned already.",
    )

    def _compute_onestop_in_use(self):
        used = self._onestop_used()
        for calendar in self:
            calendar.onestop_in_use = calendar in used

    @api.constrains(
        "attendance_ids",
        "leave_ids",
        "global_leave_ids",
        "extra_day_ids",
        "tz",
        "company_id",
    )
    def _check_onestop_clock(self):
        self._check_clock()

    @api.model_create_multi
    def create(self, vals_list):
        with TOGETHER.held():
            return super().create(vals_list)

    def write(self, vals):
        with TOGETHER.held():
            result = super().write(vals)
        if _DECIDES & vals.keys():
            self._onestop_touch()
        return result

    def unlink(self):
        # Odoo would leave the closed days behind without a calendar, and a closed day
        # without one closes every office.
        gone = self | self.search([("onestop_plan_of_id", "in", self.ids)])
        gone.leave_ids.filtered(lambda leave: not leave.resource_id).unlink()
        return super().unlink()

    def _onestop_row_changed(self):
        self._onestop_touch()
        if not TOGETHER:
            self.exists()._check_clock()

    def _onestop_touch(self):
        # Bounded to one column that says nothing: whoever may change a row of a
        # calendar makes its clock new, whatever they may do to the calendar.
        for calendar in self.sudo().exists():
            super(ResourceCalendar, calendar).write({"onestop_revision": uuid4().hex})

    # -------------------------------------------------------------- planned changes

    def action_onestop_plan(self):
        """Open the plan of a change: a copy on which anything can be tried."""
        self.ensure_one()
        return self._onestop_plan()._onestop_open()

    def action_onestop_confirm(self):
        """Ask for the reason of planned changes, and show what they move."""
        self.check_access("write")
        self._onestop_require_plan()
        self._onestop_judge()
        change = self.env["onestop.calendar.change"].create(
            {"plan_ids": [Command.set(self.ids)]}
        )
        return change._open()

    def action_onestop_discard(self):
        """Give a planned change up."""
        self.ensure_one()
        self._onestop_require_plan()
        calendar = self.onestop_plan_of_id
        self.unlink()
        return calendar._onestop_open()

    def _onestop_require_plan(self):
        if not self or not all(calendar.onestop_plan_of_id for calendar in self):
            raise UserError(self.env._("There is no planned change here."))

    def _onestop_open(self):
        view = self.env.ref("onestop_procedure.resource_calendar_view_form_onestop")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
        }

    def _onestop_plan(self):
        """The plan of a change of this calendar, new where there is none."""
        self.ensure_one()
        self.check_access("write")
        if self.onestop_plan_of_id:
            return self
        # Two who plan at once share one plan.
        wait_for(self)
        plan = self.search([("onestop_plan_of_id", "=", self.id)])
        if not plan:
            plan = self.copy(
                {
                    "onestop_plan_of_id": self.id,
                    "onestop_planned_on": self.onestop_revision,
                }
            )
            # A copy is named by Odoo, whatever name it is given.
            plan.name = self.env._("%s (planned change)", self.name)
        return plan

    def _onestop_put_into_force(self, decision):
        """Change the calendar as this plan says, and drop the plan.

        :param str decision: number and date of the decision, kept on each new day
        :return: the calendar
        :raises UserError: where the calendar was changed since
        """
        self.ensure_one()
        calendar = self.onestop_plan_of_id
        wait_for(calendar)
        if calendar.onestop_revision != self.onestop_planned_on:
            raise UserError(
                self.env._(
                    "%s was changed after this change was planned. "
                    "Discard the plan and make it anew.",
                    calendar.name,
                )
            )
        wanted = {field: self._onestop_days(field) for field in _DATED}
        present = {field: calendar._onestop_days(field) for field in _DATED}
        with TOGETHER.held():
            calendar._onestop_exchange(present, wanted, decision)
        calendar._check_clock()
        self.unlink()
        return calendar

    def _onestop_exchange(self, present, wanted, decision):
        """Drop the rows that are not wanted, and add those that are not there.

        :param dict present: by field, what `_onestop_days` gives; `wanted` likewise
        """
        # All that goes goes first: no day has two meanings in between.
        for field in reversed(_DATED):
            gone = [
                row for key, row in present[field].items() if key not in wanted[field]
            ]
            self[field].browse([row.id for row in gone]).unlink()
        for field, decides in _DATED.items():
            values = [
                {**row.copy_data({"calendar_id": self.id})[0], **named}
                for key, row in wanted[field].items()
                if key not in present[field]
                for named in [{decides: row[decides] or decision} if decides else {}]
            ]
            self[field].create(values)

    def _onestop_days(self, field):
        """{what a row says: the row} of the hours, closed days or extra days."""
        names = _SAYS[field]
        return {tuple(row[name] for name in names): row for row in self[field]}

    def _check_overlap(self, attendance_ids):
        # Ours says which day, which hours, and what to do.
        self._check_clock()
        return super()._check_overlap(attendance_ids)

    def _check_clock(self):
        """Refuse what would give wrong dates, in calendars that departments use."""
        self._onestop_used()._onestop_judge()

    def _onestop_judge(self):
        """:raises ValidationError: where no dates can be counted in these calendars"""
        for calendar in self:
            try:
                calendar._make_onestop_clock().index  # noqa: B018
            except ClockError as error:
                raise ValidationError(error.render(self.env.lang or "en"))

    def _onestop_used(self):
        """Those of these calendars by which a department works, or once did."""
        # Bounded to the question which calendars departments have.
        departments = self.env["onestop.department"].sudo()
        departments = departments.with_context(active_test=False)
        rows = departments._read_group(
            [("calendar_id", "in", self.ids)], ["calendar_id"]
        )
        return self.browse([calendar.id for (calendar,) in rows])

    def _onestop_clock(self):
        """The core's `Calendar` of this working calendar, cached.

        :raises UserError: where its rows contradict one another
        """
        # Bounded to office hours and public holidays: every due date needs them.
        return self._onestop_clock_of(self.sudo().onestop_revision)

    def _onestop_clock_of(self, revision):
        """The same, for whoever knows at which revision the calendar is."""
        self.ensure_one()
        try:
            # sudo: bounded to office hours and public holidays, as above.
            return self.sudo()._onestop_clock_at(revision)
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
        extra_days = self.extra_day_ids._to_core()
        own = [day for day in extra_days if isinstance(day, ExtraWorkingDay)]
        holidays, worked = closed_days(attendances, self._closures(), own)
        return Calendar(
            self.name,
            attendances,
            holidays=tuple(holidays),
            extra_days=tuple(worked),
            intake_only_days=tuple(day for day in extra_days if day not in own),
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
