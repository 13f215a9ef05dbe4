import logging

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core.clock_error import ClockError

from ..engine.asking import Asking
from ..engine.watched_date import WatchedDate

_logger = logging.getLogger(__name__)


class OnestopRequested(models.AbstractModel):
    """What departments ask of each other about a dossier, each by a date: to check it,
    to pass on a request, to say an opinion, to give what a linked dossier lacks
    (docs/decisions/0038)."""

    _name = "onestop.requested"
    _description = "Asked between departments"

    def _watched_between(self):
        """The `WatchedDate`s of what is asked and is not done."""
        self.ensure_one()
        dates = []
        if self.state == "submitted" and self.date_intake_due:
            since, due = self.date_submitted, self.date_intake_due
            dates.append(
                WatchedDate.until(
                    *("intake", self, self.received_department_id, since, due)
                )
            )
        # While its applicant wishes to withdraw it, nothing is passed on.
        if self.request_due and self.state == "processing":
            since = self._waiting_requests()[-1:].requested_at
            dates.append(
                WatchedDate.until(
                    *("request", self, self.received_department_id),
                    *(since, self.request_due),
                )
            )
        return dates + self._watched_opinions() + self._watched_linked()

    def _waiting_requests(self):
        """What a department asks of the applicant, and the centre has yet to pass on."""
        return self.supplement_ids.filtered(
            lambda one: not (one.passed_on_at or one.taken_back_at)
        )

    def _watched_opinions(self):
        """Of a step of the process the date of the step is watched; here is the rest."""
        dates = []
        beside = self.opinion_ids.filtered(lambda one: one.waits and not one.step_id)
        for one in beside:
            try:
                if due := Asking(self).due(one):
                    dates.append(
                        WatchedDate.until(
                            *("opinion", self, one.department_id, one.date_asked, due),
                            opinion=one,
                        )
                    )
            except (ClockError, UserError):
                # Its calendar holds up no other date of the dossier.
                _logger.warning("opinion %s: its time cannot be reckoned", one.id)
        return dates

    def _watched_linked(self):
        """What linked dossiers ask for: the lead agency is their applicant."""
        dates = []
        for child in self._linked_of(None).filtered(
            lambda one: one.state == "supplement"
        ):
            request = child._open_requests()[-1:]
            if request.deadline:
                run = child.linked_step_id
                since = request.passed_on_at or request.requested_at
                dates.append(
                    WatchedDate.until(
                        *("linked", self, run.department_id, since, request.deadline),
                        step=run,
                    )
                )
        return dates
