from datetime import datetime

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, naive

from ..core import process_plan
from .actor import CORE_ROLE

FOREVER = datetime(9999, 12, 31)
# An asked department sees its step only; one that works on or decides sees the file.
SEES_ALL = ("work", "decision", "seal", "linked")


class StepRuns:
    """The runs of a dossier's internal process: opened, closed, sent back."""

    def __init__(self, dossier):
        self.dossier = dossier
        self.env = dossier.env

    def none(self):
        return self.env["onestop.dossier.step"]

    def open(self):
        return self.dossier.step_ids.filtered(lambda run: run.state == "open")

    def _done(self):
        return self.dossier.step_ids.filtered(lambda run: run.state == "done")

    def _plan(self):
        return [
            process_plan.Step(
                key=step.id,
                sequence=step.sequence,
                kind=step.kind,
                role=CORE_ROLE.get(step.role, step.role),
                hours=step.hours,
                place=step,
            )
            for step in self.dossier.process_id.step_ids
        ]

    def is_decided(self):
        plan = self._plan()
        return bool(plan) and process_plan.is_decided(plan, self._done().step_id.ids)

    def has_work_left(self):
        """Whether a step is open, or is still to come before the result."""
        closed = self._done().step_id.ids
        return bool(self.open() or process_plan.next_steps(self._plan(), closed))

    def worked(self, user_id):
        """Whether this user did a work step: four eyes are not two."""
        return any(
            run.user_id.id == user_id and run.kind == "work" for run in self._done()
        )

    def open_next(self, now):
        """Open what the plan says comes next, and let its departments see the file."""
        dossier = self.dossier
        steps = process_plan.next_steps(
            self._plan(),
            closed=self._done().step_id.ids,
            opened=self.open().step_id.ids,
            resolved=dossier.state == "resolved",
        )
        runs = self.none().create(
            [self._prepare_run_vals(step.place, now) for step in steps]
        )
        seeing = runs.filtered(lambda run: run.kind in SEES_ALL).department_id
        self._grant(seeing - dossier.department_id - dossier.received_department_id)
        return runs

    def _prepare_run_vals(self, step, now):
        department = self._department(step)
        due = None
        if step.hours:
            due = clock.Timeline(
                department.calendar_id._onestop_clock(),
                clock.Term(step.hours, clock.Unit.WORKING_HOURS),
                aware(now),
            ).due_date()
        return {
            "dossier_id": self.dossier.id,
            "step_id": step.id,
            # As the step says, so that the row is not written a second time.
            "kind": step.kind,
            "role": step.role,
            "sequence": step.sequence,
            "department_id": department.id,
            "date_opened": now,
            "date_due": naive(due.due) if due else False,
        }

    def _department(self, step):
        if step.place == "fixed":
            return step.department_id
        if step.place == "received":
            return self.dossier.received_department_id
        return self.dossier.department_id

    def _grant(self, departments):
        if not departments:
            return
        have = self.dossier.grant_ids.filtered("automatic").department_id
        self.env["onestop.dossier.grant"].create(
            [
                {
                    "dossier_id": self.dossier.id,
                    "department_id": department.id,
                    "date_until": FOREVER,
                    "automatic": True,
                }
                for department in departments - have
            ]
        )

    def close(self, run, now, outcome, reason):
        run.write(
            {
                "state": "done",
                "date_ended": now,
                "user_id": self.env.uid,
                "outcome": outcome,
                "reason": reason,
            }
        )

    def send_back(self, run, target_step_id, now, reason):
        """Make void what came after the step that the draft goes back to.

        :raises ValueError: where the target is none of the closed steps before
        """
        void = process_plan.send_back(
            self._plan(), self._done().step_id.ids, run.step_id.id, target_step_id
        )
        self.dossier.step_ids.filtered(
            lambda one: one.step_id.id in void and one.state in ("open", "done")
        ).write({"state": "void", "date_ended": now, "reason": reason})

    def void(self, now, reason):
        """End every open step without an outcome."""
        self.open().write({"state": "void", "date_ended": now, "reason": reason})

    def move_dates(self):
        """Recompute the due dates of open steps: the pauses since they opened count."""
        events = [
            event
            for event in self.dossier.clock_event_ids
            if event.kind == "pause" and event.end
        ]
        for run in self.open().filtered("date_due"):
            pauses = tuple(
                event._to_core() for event in events if event.start >= run.date_opened
            )
            timeline = clock.Timeline(
                run.department_id.calendar_id._onestop_clock(),
                clock.Term(run.step_id.hours, clock.Unit.WORKING_HOURS),
                aware(run.date_opened),
                events=pauses,
            )
            run.date_due = naive(timeline.due_date().due)
