from dataclasses import replace

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core import clock, new_date
from odoo.addons.onestop_procedure.core.clock_sentences import render
from odoo.addons.onestop_procedure.core.database_time import aware, naive
from odoo.addons.onestop_procedure.core.lateness import in_words
from odoo.addons.onestop_procedure.core.legal_time import ZONE

from ..core.apology import LateStep, reason, words
from .steps import StepRuns
from .time_used import TimeUsed

INSTANT = {"en": "{at:instant}", "vi": "{at:instant}"}
LEGAL_LANGUAGE = "vi_VN"


class Apology:
    """An apology to the applicant with its new date (Decree 61/2018, art. 19.9): what is
    proposed, and what may be promised.

    :param dossier: the caller bounds who may act on it, and passes it with sudo
    """

    def __init__(self, dossier, now):
        self.dossier = dossier
        self.env = dossier.env
        self.now = now

    def prepare_vals(self):
        """Values of the form of the action, for whoever makes it to change.

        :raises ClockError, UserError: where the calendar gives no date
        """
        due, hours = self._due(), StepRuns(self.dossier).hours_left()
        until = new_date.proposed(self._calendar(), aware(self.now), due, hours)
        return {
            "until": naive(until),
            "until_help": self._explain(due, hours),
            "reason": self._reason(),
            "words": words(
                self._agency().name, self.dossier.owner_kind == "organisation"
            ),
        }

    def read_until(self, value):
        """The new date (naive, UTC) that somebody named.

        :raises UserError, ClockError: where no result can be promised for it
        """
        due = self._due()
        try:
            until = fields.Datetime.to_datetime(value)
        except (ValueError, TypeError):
            until = None
        if not until:
            raise UserError(
                self.env._(
                    "Name the new date, with its hour: year-month-day hour:minute:second."
                )
            )
        new_date.check(self._calendar(), aware(until), aware(self.now), due)
        return self._as_counted(until)

    def _as_counted(self, until):
        """The date as the clock will have it: a term in days ends with its last day."""
        timeline = self.dossier._timeline()
        promise = clock.Apology(until=aware(until), at=aware(self.now))
        timeline = replace(timeline, events=(*timeline.events, promise))
        return naive(timeline.due_date().after_apology)

    def _due(self):
        if not self.dossier.date_due:
            raise UserError(
                self.env._("The dossier has no date that an apology could move.")
            )
        return aware(self.dossier.date_due)

    def responsible(self):
        """The users who can answer for the new date: who have a role at the competent
        department today."""
        held = self.env["onestop.role.assignment"].search(
            [
                ("department_id", "=", self.dossier.department_id.id),
                ("in_force", "=", True),
            ]
        )
        return held.user_id

    def _calendar(self):
        return self.dossier._calendar()

    def _agency(self):
        """The department as the forms call it."""
        return self.dossier.with_context(lang=LEGAL_LANGUAGE).department_id

    def _reason(self):
        dossier = self.dossier.with_context(lang=LEGAL_LANGUAGE)
        used = TimeUsed(dossier)
        late = [
            LateStep(
                one.step,
                one.department,
                in_words(one.minutes, LEGAL_LANGUAGE),
                one.open,
            )
            for one in used.delays()
        ]
        here = [
            LateStep(run.name, run.department_id.name, "", True)
            for run in StepRuns(dossier).open()
        ]
        return reason(late or here)

    def _explain(self, due, hours):
        language = self.env.lang or LEGAL_LANGUAGE
        return self.env._(
            "Proposed because the steps that are left take up to %(time)s, counted from "
            "now by the calendar of %(department)s, and not before the next working day "
            "after %(due)s. Re-appointments that the law grants: %(limit)s.",
            time=in_words(round(hours * 60), language),
            department=self.dossier.department_id.name,
            due=render(INSTANT, language, {"at": due.astimezone(ZONE)}),
            limit=self.dossier.rule_set_id._value("reappointments"),
        )
