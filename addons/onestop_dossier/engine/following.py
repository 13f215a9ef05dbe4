from dataclasses import replace

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core.database_time import legal_date
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.outside_status import (
    BEGINNING,
    CONFIRMED,
    STATUSES,
    TAKEN,
    OutsideStatus,
    effect,
    lies_ahead,
)
from ..core.workflow import NATIONAL_STATUS, SYSTEM
from .right import ENGINE
from .transition import Transition

# Received, and so with a code of ours, once they say one of these.
UNRECEIVED = ("draft", "submitted", "rejected")
HAS_RESULT = ("resolved", "returned")


class Following:
    """A dossier that another system runs takes its status and dates from what is said
    there.

    `dossier` may be locked and written: whoever calls has checked that the line is
    configured, or that the person may type a status.
    """

    def __init__(self, dossier):
        dossier.ensure_one()
        self.env = dossier.env
        # sudo: bounded to the fields of FOLLOWED_FIELDS, state and dates of one dossier
        # that is followed; see the class.
        self.dossier = dossier.sudo()

    def take(self, said, role=SYSTEM, reason=None):
        """Let the dossier be as it is said, where that follows from it.

        :param OutsideStatus said: what the other system says
        :param str role: of the person who typed it
        :return: one of TAKEN, CONFIRMED, OLDER, DIFFERS of `core.outside_status`
        :raises UserError: where it is decided here, or the moment lies ahead
        """
        self._check(said)
        wait_for(self.dossier)
        follows = effect(self.known(), said)
        if follows in (TAKEN, CONFIRMED):
            self._write(said, role, reason)
        return follows

    def known(self):
        """What is known of the dossier, as the core reads it."""
        dossier = self.dossier
        return OutsideStatus(
            dossier.state,
            dossier.date_outside or BEGINNING,
            dossier.date_outside_due or None,
            dossier.outside_typed,
        )

    def overrule(self, said, role, reason):
        """Take what a person decided to be true, whatever the moments say."""
        self._check(said)
        wait_for(self.dossier)
        self._write(
            replace(said, moment=max(said.moment, self.known().moment)), role, reason
        )

    def _check(self, said):
        if not self.dossier._is_followed():
            raise UserError(
                self.env._("This dossier is decided here; nobody else says how it is.")
            )
        if said.state not in STATUSES.values():
            raise UserError(self.env._("There is no status “%s”.", said.state))
        if lies_ahead(said.moment, fields.Datetime.now()):
            raise UserError(self.env._("The moment of a status lies in the past."))

    def _write(self, said, role, reason):
        dossier, before = self.dossier, self.dossier.state
        moved = said.state != before
        with ENGINE.held():
            dossier.write(self._prepare_vals(said, before))
        row = self.env["onestop.journal"]._append(
            dossier,
            "follow_typed" if said.typed else "follow",
            role,
            before,
            said.state,
            reason=reason,
            data={
                "status": NATIONAL_STATUS[said.state],
                "moment": fields.Datetime.to_string(said.moment),
                "due": fields.Datetime.to_string(dossier.date_outside_due) or None,
            },
            actor=SYSTEM if role == SYSTEM else None,
        )
        # The other system tells its own; what lies here to be collected is ours to tell.
        if moved and said.state == "resolved":
            dossier._notify("resolved", row)
        dossier._tell_parent(before, said.state)
        dossier._tell_parts(before, said.state)

    def _prepare_vals(self, said, before):
        dossier = self.dossier
        vals = {
            "state": said.state,
            "date_outside": said.moment,
            "outside_typed": said.typed,
            "date_outside_due": said.due or dossier.date_outside_due,
        }
        if said.state == before:
            return vals
        resolved = said.state in HAS_RESULT
        vals |= {
            "state_before": before,
            "date_resolved": resolved and (dossier.date_resolved or said.moment),
            "date_returned": said.state == "returned" and said.moment,
            "delivery_state": {"resolved": "ready", "returned": "done"}.get(
                said.state, "none"
            ),
        }
        if said.state not in UNRECEIVED and not dossier.date_accepted:
            vals["date_accepted"] = said.moment
        if said.state not in UNRECEIVED and not dossier.code:
            vals["code"] = self._next_code(said.moment)
        return vals

    def _next_code(self, moment):
        received = self.dossier.received_department_id
        return Transition.by_system(self.dossier, "accept")._next_code(
            received, legal_date(moment)
        )
