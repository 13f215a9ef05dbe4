from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.holiday_proposal import LAST_YEAR, propose
from ..legal_day import legal_today

# Calendars begin with this year; what the library knows of years before is of no use.
FIRST_YEAR = 2000


class OnestopProposeHolidays(models.TransientModel):
    """Proposes the holidays and swapped days of a year, for a person to confirm.

    What is taken over becomes a planned change of each calendar; putting it into force
    asks for the decision.
    """

    _name = "onestop.propose.holidays"
    _description = "Holidays of a Year"

    # As text, for a year has no thousands separator.
    year = fields.Char(required=True, size=4, default=lambda self: self._default_year())
    calendar_ids = fields.Many2many(
        "resource.calendar",
        string="Calendars",
        default=lambda self: self._default_calendars(),
        domain=[("onestop_plan_of_id", "=", False)],
    )
    line_ids = fields.One2many(
        "onestop.propose.holidays.line",
        "wizard_id",
        string="Days",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    def _default_year(self):
        # The notice for the next year comes in its last quarter.
        today = legal_today()
        return str(today.year + (today.month >= 10))

    def _default_calendars(self):
        own = [("onestop_plan_of_id", "=", False)]
        return self.env["resource.calendar"].search(own)._onestop_used()

    @api.depends("year", "calendar_ids")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create(wizard._prepare_line_vals(proposal))
                    for proposal in wizard._proposals()
                ),
            ]

    def _proposals(self):
        year = self.year or ""
        known = year.isdecimal() and FIRST_YEAR <= int(year) <= LAST_YEAR
        if not known:
            raise UserError(
                self.env._(
                    "Give a year from %(first)s to %(last)s.",
                    first=str(FIRST_YEAR),
                    last=str(LAST_YEAR),
                )
            )
        return propose(int(year))

    def _prepare_line_vals(self, proposal):
        known = self._is_known(proposal)
        return {
            "date_from": proposal.first,
            "date_to": proposal.last,
            "date_worked": proposal.worked,
            "known": known,
            "chosen": not known,
            # A swapped day is named after the day that is worked for it.
            **({"name": proposal.name} if proposal.name else {}),
        }

    def _is_known(self, proposal):
        """Whether no calendar works on its days any more."""
        clocks = [calendar._onestop_clock() for calendar in self.calendar_ids._origin]
        return bool(clocks) and not any(
            day.is_working
            for clock in clocks
            for day in map(clock.day, proposal.days())
        )

    def action_plan(self):
        """Make what is chosen a planned change of each calendar, and show what it
        would move."""
        self.ensure_one()
        chosen = self.line_ids.filtered("chosen")
        if not chosen or not self.calendar_ids:
            raise UserError(
                self.env._("Choose at least one calendar and one day to take over.")
            )
        plans = self.env["resource.calendar"]
        for calendar in self.calendar_ids:
            plan = calendar._onestop_plan()
            chosen._add_to(plan)
            plans |= plan
        return plans.action_onestop_confirm()
