import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, legal_date, naive
from odoo.addons.onestop_procedure.core.form_words import at_moment
from odoo.addons.onestop_procedure.core.legal_time import ZONE

from ..core.workflow import SYSTEM
from ..engine.transition import Transition

_logger = logging.getLogger(__name__)

# What goes back to a person says why in the language of the forms.
LEGAL_LANGUAGE = "vi_VN"


class OnestopDossierSupplement(models.Model):
    """A request to supplement a dossier (form 02): what is missing, why, how to mend."""

    _name = "onestop.dossier.supplement"
    _description = "Request to supplement"
    _order = "requested_at, id"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(required=True)
    stage = fields.Selection(
        [("intake", "At intake"), ("appraisal", "On appraisal")], required=True
    )
    requested_at = fields.Datetime(required=True)
    reason = fields.Text("What is missing or wrong, and how to mend it", required=True)
    note = fields.Text("Said besides", help="Beside what the lines say.")
    apology = fields.Text(
        help="Of a request that names something new after the one that the law allows."
    )
    line_ids = fields.One2many(
        "onestop.dossier.supplement.line", "supplement_id", "Items to supplement"
    )
    # On appraisal the department asks, and the centre passes it on.
    passed_on_at = fields.Datetime("Passed on at")
    passed_on_by = fields.Char()
    taken_back_at = fields.Datetime("Given back on")
    deadline = fields.Datetime()
    reminded_at = fields.Datetime("Reminded on")
    answered_at = fields.Datetime()
    breach = fields.Boolean(
        "Asked too late", help="After the term that the law sets for the request."
    )

    outside = fields.Boolean("Beside the list", compute="_compute_outside")

    _waiting_index = models.Index(
        "(deadline) WHERE answered_at IS NULL AND deadline IS NOT NULL"
    )

    @api.depends("line_ids.outside")
    def _compute_outside(self):
        for request in self:
            request.outside = any(request.line_ids.mapped("outside"))

    @api.model
    def _cron_unanswered(self):
        """Remind applicants whose time to answer comes to its end; send back what they
        never answered. Both in working time, and each once.

        Rows are claimed with SKIP LOCKED, so two nodes never take the same one. Nothing
        goes back of which nobody was reminded: a job that was down reminds first.
        """
        if self._to_send_back()._each(lambda request: request._send_back()):
            self._to_remind()._each(lambda request: request._remind())

    def _each(self, act):
        """Do it to each whose counter works now; give back whether time is left."""
        requests = self._where_they_work()
        self.env["ir.cron"]._commit_progress(remaining=len(requests))
        for request in requests:
            # What is linked to another one is locked after it, as everywhere.
            lineage = request.dossier_id._lineage()
            if lineage.try_lock_for_update(allow_referencing=True) == lineage:
                request.invalidate_recordset()
                request.dossier_id.invalidate_recordset()
                if request._is_waited_for():
                    act(request)
            if not self.env["ir.cron"]._commit_progress(1):
                return False
        return True

    @api.model
    def _waiting_domain(self):
        return (
            Domain("answered_at", "=", False)
            & Domain("deadline", "!=", False)
            & Domain("dossier_id.state", "=", "supplement")
        )

    def _is_waited_for(self):
        return not self.answered_at and self.dossier_id.state == "supplement"

    @api.model
    def _to_send_back(self):
        lapsed = Domain("deadline", "<", fields.Datetime.now())
        return self.search(
            self._waiting_domain() & lapsed & Domain("reminded_at", "!=", False)
        )

    @api.model
    def _to_remind(self):
        """Those that end within the days that their rule set names, or have ended; never
        on the day of the request itself."""
        near = Domain.FALSE
        now = aware(fields.Datetime.now())
        departments = self.env["onestop.department"]
        calendars = [one for (one,) in departments._read_group([], ["calendar_id"])]
        for rules in self.env["onestop.rule.set"].search([("matter", "=", "one_stop")]):
            for calendar in calendars:
                try:
                    days = rules._value("supplement_reminder_days")
                    end = calendar._onestop_clock().after_working_days(now, days)
                except (clock.ClockError, UserError):
                    _logger.warning(
                        "calendar %s, rules %s: no reminders", calendar.id, rules.code
                    )
                    continue
                near |= (
                    Domain("dossier_id.rule_set_id", "=", rules.id)
                    & Domain(
                        "dossier_id.received_department_id.calendar_id",
                        "=",
                        calendar.id,
                    )
                    & Domain("deadline", "<", naive(end))
                )
        requests = self.search(
            self._waiting_domain() & Domain("reminded_at", "=", False) & near
        )
        today = legal_date(fields.Datetime.now())
        return requests.filtered(lambda one: legal_date(one.passed_on_at) < today)

    def _where_they_work(self):
        """Those whose counter works at this moment."""
        now, steps = fields.Datetime.now(), self.env["onestop.dossier.step"]
        places = self.dossier_id.received_department_id
        working = places.filtered(lambda one: steps._is_working(one, now))
        return self.filtered(
            lambda one: one.dossier_id.received_department_id in working
        )

    def _remind(self):
        """Tell the applicant by when to answer; who hears of it only after that day is
        given the days anew that a reminder comes before."""
        dossier, now = self.dossier_id, fields.Datetime.now()
        if self.reminded_at:
            return
        deadline = self.deadline
        if deadline < now:
            days = dossier.rule_set_id._value("supplement_reminder_days")
            deadline = dossier._counted_at_counter(days, now)
        self.write({"reminded_at": now, "deadline": deadline})
        row = self.env["onestop.journal"]._append(
            *(dossier, "supplement_reminded", SYSTEM, dossier.state, dossier.state),
            data={"request": self.number, "deadline": str(deadline)},
            actor=SYSTEM,
        )
        dossier._notify("supplement_reminder", row)

    def _send_back(self):
        """Close the dossier: its applicant never answered (never an endless pause)."""
        if self.deadline < fields.Datetime.now():
            Transition.try_by_system(
                self.dossier_id, "stop", reason=self._reason_of_return()
            )

    def _reason_of_return(self):
        words = self.with_context(lang=LEGAL_LANGUAGE)
        return words.env._(
            "The dossier was to be supplemented by %(deadline)s, as the request of "
            "%(asked)s says. What was asked for was not handed in.",
            deadline=at_moment(aware(self.deadline).astimezone(ZONE)),
            asked=f"{legal_date(self.passed_on_at):%d/%m/%Y}",
        )
