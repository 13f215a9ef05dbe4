from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.calendar_rows import ExtraWorkingDay, IntakeOnlyDay, Interval


class OnestopCalendarExtraDay(models.Model):
    """A day that differs from the week: worked in exchange for another, or open for
    intake alone. Several rows of one day are its several intervals."""

    _name = "onestop.calendar.extra.day"
    _inherit = ["onestop.calendar.row"]
    _description = "Extra Day of a Working Calendar"
    _order = "date desc, hour_from, id"
    _rec_name = "reason"

    calendar_id = fields.Many2one(
        "resource.calendar", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(required=True)
    kind = fields.Selection(
        [("work", "Working day"), ("intake_only", "Open for intake only")],
        required=True,
        default="work",
    )
    as_weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        string="Hours of",
        help="The weekday whose hours it has. Empty: the hours given here.",
    )
    hour_from = fields.Float(string="From")
    hour_to = fields.Float(string="To")
    reason = fields.Char(required=True)
    decision = fields.Char(help="Number and date of the decision.")

    @api.constrains("calendar_id", "date", "kind", "as_weekday", "hour_from", "hour_to")
    def _check_hours(self):
        for row in self:
            if row.as_weekday and (row.hour_from or row.hour_to):
                raise ValidationError(
                    self.env._("Give the hours or the weekday they are taken from.")
                )
            if row.as_weekday and row.kind == "intake_only":
                raise ValidationError(
                    self.env._("A day open for intake only needs hours of its own.")
                )
        self.calendar_id._check_clock()

    def _to_core(self):
        """The core's rows of these records: one for each day and kind."""
        return [
            rows._day_to_core()
            for rows in self.grouped(lambda row: (row.date, row.kind)).values()
        ]

    def _day_to_core(self):
        first = self[0]
        hours = tuple(
            Interval.of_hours(row.hour_from, row.hour_to)
            for row in self
            if not row.as_weekday
        )
        if first.kind == "intake_only":
            return IntakeOnlyDay(first.date, first.reason, hours)
        weekday = self.filtered("as_weekday")[:1].as_weekday
        return ExtraWorkingDay(
            first.date, first.reason, hours, int(weekday) if weekday else None
        )
