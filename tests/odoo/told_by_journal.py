"""What the journal alone says of a dossier: its state, what is asked, its due date."""

import json
from datetime import datetime

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, naive

TERM = clock.Term(5, clock.Unit.WORKING_DAYS)
RUNNING = ("accepted", "processing")


class ToldByJournal:
    """Reads the rows of one dossier, in order, and nothing else of it.

    :param restarts: whether the term is counted again after a supplement
    """

    def __init__(self, rows, restarts):
        self.restarts = restarts
        self.state = "draft"
        self.received = self.department = self.due = None
        # The date that stands still since; the pauses that are over, the apologies.
        self.pause, self.events = None, []
        self.asked = self.ended = self.held = False
        for row in rows:
            self._read(row)

    def _read(self, row):
        data = json.loads(row["data"] or "{}")
        assert row["state_from"] == self.state, row
        getattr(self, f"_{row['code']}", self._nothing)(row, data)
        self.state = row["state_to"]
        if "due_after" in data:
            assert data["due_before"] == self.due, row
            self.due = data["due_after"]

    def _nothing(self, row, data):
        pass

    def _accept(self, row, data):
        self.received, self.department = row["moment"], data["department"]

    def _forward(self, row, data):
        self.department = data.get("department", self.department)

    def _request_supplement(self, row, data):
        # On appraisal it waits for the centre; decided is nothing meanwhile either.
        self.asked = True

    def _pass_on(self, row, data):
        # Counted again once: whoever asks again lets the term go on.
        again = any(getattr(event, "restarts", False) for event in self.events)
        self.pause = (row["moment"], self.restarts and not again)

    def _take_back(self, row, data):
        self.asked = False

    def _supplement(self, row, data):
        self.asked = False
        self._go_on(row)

    def _suspend(self, row, data):
        self.pause = (row["moment"], False)

    def _withdraw(self, row, data):
        # What stood still already goes on doing so, whatever becomes of the wish.
        self.held = bool(self.pause) and row["state_from"] in RUNNING
        if row["state_from"] in RUNNING and not self.held:
            self.pause = (row["moment"], False)

    def _resume(self, row, data):
        if row["state_from"] == "withdrawal" and self.held:
            self.held = False
        elif row["state_to"] in RUNNING:
            self._go_on(row)

    def _go_on(self, row):
        if self.pause:
            start, restarts = self.pause
            self.events.append(
                clock.Pause("other", aware(start), aware(row["moment"]), restarts)
            )
            self.pause = None

    def _apologise(self, row, data):
        until = data["due_after"]
        self.events.append(
            clock.Apology(aware(datetime.fromisoformat(until)), aware(row["moment"]))
        )

    def _decide(self, row, data):
        assert not self.asked, f"decided while the applicant is asked: {row}"

    _refuse = _seal = _resolve = _decide

    def _stop(self, row, data):
        self.ended = True

    def dates(self, calendar):
        """(legal date, date told last, whether the term stands still), naive in UTC.

        :param calendar: the core's, of the department that the journal names
        """
        if not self.received:
            return False, False, False
        answer = self._timeline(calendar, self.events).due_date()
        still = False
        if self.pause and not self.ended:
            # What ran out before cannot stand still.
            pause = clock.Pause("other", aware(self.pause[0]))
            still = not self._timeline(calendar, [*self.events, pause]).due_date().due
        return naive(answer.due), naive(answer.after_apology), still

    def _timeline(self, calendar, events):
        return clock.Timeline(
            calendar, TERM, aware(self.received), events=tuple(events)
        )
