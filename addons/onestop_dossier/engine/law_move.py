import json
from collections import namedtuple
from dataclasses import replace

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, naive
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.law_change import GAINS, SAME, effects, verdict
from ..core.workflow import OPEN_STATES
from .actor import Actor
from .law_change import OWES_AS_LAID_DOWN, terms_of
from .right import ENGINE

#: What the journal calls that a person was told that their dossier stays.
KEPT = "keep_law"
At = namedtuple("At", "accepted owes_as_laid_down")


class LawMove:
    """Moves a dossier to a newer version of its procedure, where its person gains.

    Whoever does it is the head of the competent department, or the centre's supervisor
    of a dossier that it received. The receipt stays as it was given.
    """

    def __init__(self, dossier, version):
        dossier.ensure_one()
        self.asked, self.env = dossier, dossier.env
        # sudo: bounded by the access to the dossier and the role, which `run` checks
        # before anything is written.
        self.dossier = dossier.sudo()
        # sudo: bounded to what is published; the guard refuses a draft.
        self.version = version.sudo()
        self.now = fields.Datetime.now().replace(microsecond=0)

    def role(self):
        """The role in which the user may do it, or None."""
        actor, dossier = Actor(self.env), self.dossier
        if "department_head" in actor.roles_at(dossier.department_id):
            return "department_head"
        if "supervisor" in actor.roles_at(dossier.received_department_id):
            return "supervisor"
        return None

    def effects(self):
        """What changes for the person: codes of `core.law_change`."""
        before, after = terms_of(
            self.dossier.version_id,
            self.version,
            self.dossier.channel,
            self.dossier.case_id,
            At(bool(self.dossier.date_accepted), self._owes_as_laid_down()),
            self.dossier.answers or {},
            self._received(),
        )
        due, new = (self._due(one) for one in (self.dossier.version_id, self.version))
        return effects(replace(before, due=due), replace(after, due=new))

    def run(self):
        """Check and do it.

        :raises AccessError: for whoever may not
        :raises UserError: where the person would not gain, or lose something
        """
        role = self._checked_role()
        wait_for(self.dossier)
        self._check_may_move()
        self._move(role)

    def tell_kept(self):
        """Tell the person that the dossier stays with its version; once a version.

        :raises AccessError: for whoever may not move it
        """
        role = self._checked_role()
        wait_for(self.dossier)
        gains_or_same = verdict(self.effects()) in (GAINS, SAME)
        if not self._fits() or gains_or_same or self._was_told():
            return
        dossier = self.dossier
        row = self.env["onestop.journal"]._append(
            *(dossier, KEPT, role, dossier.state, dossier.state),
            data={
                "version_before": dossier.version_id.number,
                "version_after": self.version.number,
            },
        )
        dossier._notify("law_kept", row)

    def _was_told(self):
        # sudo: bounded to the rows of this dossier, of which nothing is shown.
        rows = self.env["onestop.journal"].sudo()
        told = rows.search(
            [
                *(
                    ("res_model", "=", self.dossier._name),
                    ("res_id", "=", self.dossier.id),
                ),
                ("code", "=", KEPT),
            ]
        )
        return any(
            json.loads(row.data)["version_after"] == self.version.number for row in told
        )

    def _checked_role(self):
        self.asked.check_access("read")
        role = self.role()
        if not role:
            raise AccessError(
                self.env._(
                    "The head of the competent department moves a dossier to a newer "
                    "version of its procedure, or the supervisor of the centre."
                )
            )
        return role

    def _fits(self):
        dossier, version = self.dossier, self.version
        return (
            dossier.state in OPEN_STATES
            and version.procedure_id == dossier.procedure_id
            and version.number > dossier.version_id.number
            and version.in_force
            and not dossier._is_followed()
            and version.operator == "here"
        )

    def _check_may_move(self):
        dossier = self.dossier
        if not self._fits() or verdict(self.effects()) != GAINS:
            raise UserError(
                self.env._(
                    "%(dossier)s stays with the version that it was received under: a "
                    "newer one is only applied where the applicant gains by it, and "
                    "loses nothing.",
                    dossier=dossier.display_name,
                )
            )

    # ------------------------------------------------------------------- the dates

    def _timeline(self, version):
        dossier = self.dossier
        case = version._case_like(dossier.case_id)
        events = () if dossier.suspended else dossier.clock_event_ids
        return clock.Timeline(
            dossier._calendar(),
            version._term(dossier.channel, case),
            aware(dossier.date_accepted or self.now),
            version._start_rule(dossier.channel, case, dossier.rule_set_id),
            tuple(event._to_core() for event in events),
        )

    def _due(self, version):
        """When it is due by a version, from its own beginning; of one that stands
        still, as if it had gone on."""
        return self._timeline(version).due_date().due

    # -------------------------------------------------------------------- the move

    def _move(self, role):
        dossier, before = self.dossier, self.dossier.version_id
        legal, due = dossier.date_due_legal, dossier.date_due
        with ENGINE.held():
            dossier.write(
                {
                    "version_id": self.version.id,
                    "case_id": self.version._case_like(dossier.case_id).id,
                }
            )
            # Odoo drops them with the version; what was filed stays in `answers`.
            dossier.properties = self._answers()
            self._move_papers()
            self._move_fees(before)
            if dossier.date_accepted:
                dossier.write(self._dates(legal))
        row = self.env["onestop.journal"]._append(
            dossier,
            "apply_law",
            role,
            dossier.state,
            dossier.state,
            data={
                "version_before": before.number,
                "version_after": self.version.number,
                "due_before": fields.Datetime.to_string(due) or None,
                "due_after": fields.Datetime.to_string(dossier.date_due) or None,
            },
        )
        dossier._notify("law_changed", row)
        if dossier.filed_line_id:
            dossier.env["onestop.exchange.message"]._queue_moved(dossier.ids, row)

    def _answers(self):
        return self.version._answers_kept(self.dossier.answers or {})

    def _owes_as_laid_down(self):
        self.dossier.flush_recordset()
        self.dossier.fee_ids.flush_recordset()
        [[owes]] = self.env.execute_query(
            SQL(
                "SELECT %s FROM onestop_dossier d WHERE d.id = %s",
                OWES_AS_LAID_DOWN,
                self.dossier.id,
            )
        )
        return owes

    def _received(self):
        """Codes of the papers that are there."""
        there = self.dossier.component_ids.filtered(lambda one: one._is_there())
        return frozenset(filter(None, there.component_id.mapped("code")))

    def _move_papers(self):
        """What was handed in stays; what is asked for is what the newer version asks."""
        case = self.dossier.case_id
        asked = self.version._components_asked(case, self._answers())
        by_code = {one.code: one for one in asked}
        for paper in self.dossier.component_ids:
            new = by_code.pop(paper.component_id.code, None)
            paper.write(
                {
                    "component_id": (new or paper.component_id).id,
                    "required": bool(new and new.required),
                }
            )
        self.dossier.component_ids.create(
            [self.dossier._prepare_component_vals(one) for one in by_code.values()]
        )

    def _move_fees(self, before):
        """What is still owed of the procedure's own fees is owed by the newer version."""
        dossier = self.dossier
        case = dossier.case_id
        old_case = before._case_like(case)
        less = _total(self.version, dossier, case) < _total(before, dossier, old_case)
        if less and self._owes_as_laid_down():
            dossier.fee_ids.filtered(lambda fee: fee.kind != "obligation").unlink()
            dossier._make_fees()
            dossier.payment_state = dossier.fee_ids._payment_state()

    def _dates(self, legal):
        """The dates by the newer version, told with what they were before."""
        dossier = self.dossier
        answer = dossier._timeline().due_date()
        told = clock.Derivation.from_list(dossier.due_derivation or [])
        changes = told.calendar_changes()
        if legal and answer.due and naive(answer.due) != legal:
            changes.append(
                clock.Fact.of(
                    clock.FactCode.LAW_CHANGED,
                    decision=self.version.decision_id.number,
                    before=aware(legal),
                    after=answer.due,
                )
            )
        told = answer.derivation.with_calendar_changes(changes)
        vals = {"due_derivation": told.to_list(), "date_look": self.now}
        if answer.due:
            vals["date_due_legal"] = naive(answer.due)
            vals["date_due"] = naive(answer.after_apology)
        return vals


def _total(version, dossier, case):
    return sum(version._fees(dossier.channel, case).mapped("amount"))
