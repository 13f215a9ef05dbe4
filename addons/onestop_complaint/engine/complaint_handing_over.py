import logging
from collections import Counter

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.onestop_dossier.engine.apology import LEGAL_LANGUAGE
from odoo.addons.onestop_procedure.core import clock

from ..core.complaint_workflow import OPEN_STATES
from .complaint_clock import ComplaintClock
from .complaint_filing import is_part_of
from .house import of_house
from .right import ENGINE

_logger = logging.getLogger(__name__)


class ComplaintHandingOver:
    """What people brought, and a department that ended has not answered yet, passes to
    its successor, terms and all.

    What the custodians keep stays where it is, and is counted and named nowhere: it is
    theirs, wherever it was received. What was hidden from the department is hidden from
    its successor: its people work there now (docs/decisions/0008, 0020).
    """

    def __init__(self, handover):
        # The house writes, as it does all of a grievance; bounded to those of one
        # department, see `_open` and `_hidden`.
        self.house = of_house(handover.env)
        self.handover = handover.with_env(self.house)
        self.old = self.handover.department_id
        self.complaints = self.house["onestop.complaint"]
        self.now = fields.Datetime.now().replace(microsecond=0)

    def counts(self):
        """{id of a procedure, or False: how many are to pass}."""
        return Counter(
            self._procedure(one).id for one in self.complaints.search(self._open())
        )

    def move(self, limit):
        """Let so many pass, at most.

        :return: how many of those that are counted passed, whether any did, and whether
            some are left
        """
        concerned = self._open() | self._hidden()
        found = self.complaints.search(concerned, order="id", limit=limit + 1)
        free = found[:limit].try_lock_for_update(allow_referencing=True)
        # What another one wrote until it let go of the row is what is read now.
        free.invalidate_recordset()
        counted = len(free.filtered_domain(self._open()))
        with ENGINE.held():
            for complaint in free.filtered_domain(concerned):
                self._move(complaint)
            # Here, or whoever flushes it later stands in the row as its writer.
            self.house.flush_all()
        return counted, bool(free), len(free) < len(found)

    def _open(self):
        here = Domain("department_id", "=", self.old.id)
        received = Domain("received_department_id", "=", self.old.id)
        return (
            Domain("state", "in", OPEN_STATES)
            & Domain("custodian_only", "=", False)
            & (here | received)
        )

    def _hidden(self):
        return Domain("closed_to_department_id", "=", self.old.id)

    @staticmethod
    def _procedure(complaint):
        return complaint.procedure_id or complaint.dossier_id.procedure_id

    def _move(self, complaint):
        passes = complaint.filtered_domain(self._open())
        successor = self.handover._successor_for(self._procedure(complaint))
        received, lead = complaint.received_department_id, complaint.department_id
        if passes:
            received = successor if received == self.old else received
            lead = successor if lead == self.old else lead
        hidden = complaint.closed_to_department_id
        hidden = self.handover.successor_id if hidden == self.old else hidden
        # Nobody resolves what is about themselves: it has to be sent elsewhere.
        barred = complaint.is_open and is_part_of(lead, hidden)
        vals = {
            "received_department_id": received.id,
            "department_id": not barred and lead.id,
            "closed_to_department_id": hidden.id,
            "custodian_only": complaint.custodian_only
            or bool(hidden and hidden == received),
        }
        if passes:
            vals.update(self._terms(complaint, vals))
        complaint.write(vals)
        if complaint.is_open:
            self._note(complaint, barred)

    def _terms(self, complaint, vals):
        """Its terms, by the calendar of who holds it now."""
        try:
            return ComplaintClock(complaint, self.now).changes("hand_over", vals)
        except (clock.ClockError, UserError):
            # A calendar that cannot tell holds nothing up: the dates stay.
            _logger.warning(
                "complaint %s keeps its dates: no calendar tells them", complaint.id
            )
            return {}

    def _note(self, complaint, barred):
        _ = self.house(context={"lang": LEGAL_LANGUAGE})._
        self.house["onestop.journal"]._append(
            complaint,
            "hand_over",
            "system",
            complaint.state,
            complaint.state,
            reason=barred
            and _("It is about the successor or its head: send it to another."),
            data={"from": self.old.id, "handover": self.handover.id},
            actor="system",
        )
