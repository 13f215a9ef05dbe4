from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.database_time import legal_date
from ..core.legal_time import ZONE
from ..legal_day import legal_today

STAFF = "onestop_procedure.group_onestop_staff"
MANAGER = "onestop_procedure.group_onestop_catalogue_manager"
#: What is reminded of: (how the duty stands, by when it is due).
ACTIVITIES = {
    "onestop_procedure.activity_publish": ("publish_duty", "publish_due"),
    "onestop_procedure.activity_enter": ("national_duty", "national_due"),
}
DUTY_OPEN = ("|", ("state", "=", "draft"), ("national_entered_on", "=", False))
#: So many working days before it is due somebody is reminded of a duty.
NEAR = 2
DUTY_STATES = [
    ("waiting", "In Time"),
    ("near", "Nearly Due"),
    ("overdue", "Overdue"),
    ("done", "Done in Time"),
    ("late", "Done Late"),
]


class OnestopPublicationDuty(models.AbstractModel):
    """What the law wants to be done with a signed decision, and by which day.

    It is published so many days before its effect, and entered in the national
    database so many working days after its signature; how many, the rule set says.
    """

    _name = "onestop.publication.duty"
    _description = "Duties of Publication"

    early_reason = fields.Text(
        string="Why It Takes Effect at Once",
        help="Stated where it cannot be published as long before its effect as the "
        "law asks. It is then due on the day of its effect.",
    )
    publish_due = fields.Date(
        compute="_compute_dues", store=True, string="To Be Published by"
    )
    publish_duty = fields.Selection(
        DUTY_STATES, compute="_compute_duties", string="Publication"
    )
    national_due = fields.Date(
        compute="_compute_dues", store=True, string="To Be Entered by"
    )
    national_entered_on = fields.Date(
        string="Entered on", copy=False, help="In the national database."
    )
    national_entered_by = fields.Char(
        string="Entered by", readonly=True, copy=False, groups=STAFF
    )
    national_duty = fields.Selection(
        DUTY_STATES, compute="_compute_duties", string="National Database"
    )

    @api.depends("date", "effect_date", "early_reason")
    def _compute_dues(self):
        for decision in self:
            lead, entry = decision._duty_days()
            decision.publish_due = decision.national_due = False
            if lead is not None:
                on_time = decision._last_day_before_effect(lead)
                early = decision.early_reason
                decision.publish_due = decision.effect_date if early else on_time
            if entry is not None:
                calendar = decision._duty_calendar()
                decision.national_due = calendar.next_working_day(decision.date, entry)

    @api.depends("publish_due", "national_due", "published_at", "national_entered_on")
    def _compute_duties(self):
        for decision in self:
            published = decision.state == "published" and decision.published_at
            decision.publish_duty = decision._duty(
                decision.publish_due, published and legal_date(published)
            )
            decision.national_duty = decision._duty(
                decision.national_due, decision.national_entered_on
            )

    @api.constrains("national_entered_on", "date")
    def _check_national_entered_on(self):
        for decision in self:
            day = decision.national_entered_on
            if day and not decision.date <= day <= legal_today():
                raise ValidationError(
                    self.env._(
                        "%(decision)s is entered in the national database after its "
                        "signature, and not on a day that is to come.",
                        decision=decision.display_name,
                    )
                )

    @api.model
    def _cron_look_at_duties(self):
        """Reckon the days of what is still to be done anew, as a holiday or a rule may
        have been added since, and remind whoever keeps the catalogue of what is near or
        overdue."""
        open_ = self.search([*DUTY_OPEN])
        for name in ("publish_due", "national_due"):
            self.env.add_to_compute(self._fields[name], open_)
        for decision in open_:
            decision._remind()

    def _remind(self):
        """Give each catalogue manager one thing to do for each duty, until it is done."""
        quiet = self.with_context(mail_activity_quick_update=True)
        # sudo: bounded to who keeps the catalogue.
        managers = self.env.ref(MANAGER).sudo().all_user_ids.filtered("active")
        for kind, (standing, due) in ACTIVITIES.items():
            if self[standing] not in ("near", "overdue"):
                continue
            kind_id = self.env.ref(kind).id
            given = self.activity_ids.filtered(
                lambda one, kind_id=kind_id: one.activity_type_id.id == kind_id
            )
            for manager in managers - given.user_id:
                quiet.activity_schedule(kind, self[due], user_id=manager.id)

    def _forget_what_is_done(self):
        """Take from the managers what one of them has done."""
        for kind, (standing, _due) in ACTIVITIES.items():
            done = self.filtered(
                lambda one, standing=standing: one[standing] in ("done", "late")
            )
            # sudo: bounded to the reminders of these decisions; whose they are does not
            # matter any more.
            done.sudo().activity_unlink([kind])

    def _duty_days(self):
        """(days before the effect, working days after the signature) that the law of
        the day of signature gives; None where it says nothing."""
        rules = self.date and self.env["onestop.rule.set"]._for_date(self.date)
        keys = ("publication_lead_days", "national_entry_days")
        said = rules and self.effect_date and rules._said() or {}
        return [rules._value(key) if key in said else None for key in keys]

    def _last_day_before_effect(self, lead):
        """The last working day at least `lead` days before the effect."""
        effect = datetime.combine(self.effect_date, time(), ZONE)
        return self._duty_calendar().apology_day(effect, lead)

    def _is_too_early(self):
        """Whether it takes effect so soon that no day is left to publish it in time."""
        lead, _entry = self._duty_days()
        return lead is not None and self._last_day_before_effect(lead) < self.date

    def _duty_calendar(self):
        """The core's calendar of the centre: its people publish."""
        # sudo: bounded to office hours and public holidays.
        departments = self.env["onestop.department"].sudo()
        centre = departments.search([("kind", "=", "centre")], order="id", limit=1)
        calendar = centre.calendar_id or departments._default_calendar()
        return calendar._onestop_clock()

    def _duty(self, due, done):
        """How a duty that is due on a day stands; done on a day, or not yet."""
        if not due:
            return False
        if done:
            return "done" if done <= due else "late"
        today = legal_today()
        if today > due:
            return "overdue"
        left = self._duty_calendar().working_days_between(today, due)
        return "near" if left <= NEAR else "waiting"
