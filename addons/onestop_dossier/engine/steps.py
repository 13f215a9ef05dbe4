from dataclasses import replace
from datetime import datetime

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, naive
from odoo.addons.onestop_procedure.core.lateness import delay

from ..core.linked import left_over

FOREVER = datetime(9999, 12, 31)
# An asked department sees its step only; one that works on or decides sees the file.
SEES_ALL = ("work", "decision", "seal", "linked")


def step_timeline(calendar, hours, opened, pauses=()):
    """The term of a run of a step as the core reads it.

    :param calendar: core `Calendar` of the department that does it
    :param float hours: working hours that the step may take
    :param opened: naive, UTC
    :param pauses: those of the dossier since then, as the core reads them
    """
    term = clock.Term(hours, clock.Unit.WORKING_HOURS)
    return clock.Timeline(calendar, term, aware(opened), events=tuple(pauses))


def step_due(calendar, hours, opened, pauses=()):
    """When a run of a step is due (naive, UTC), where every pause has ended."""
    return naive(step_timeline(calendar, hours, opened, pauses).due_date().due)


class StepRuns:
    """The runs of a dossier's internal process: opened, closed, sent back."""

    def __init__(self, dossier):
        self.dossier = dossier
        self.env = dossier.env
        # In whose stead a run is ended; empty: in the user's own right.
        self.absent = self.env["res.users"]

    @property
    def plan(self):
        return self.dossier.process_id._approved_plan()

    def none(self):
        return self.env["onestop.dossier.step"]

    def open(self):
        return self.dossier.step_ids.filtered(lambda run: run.state == "open")

    def closed(self):
        """The steps that are done, and the ways by which they were left."""
        plan = self.plan
        return {
            run.step_id.id: plan.way(run.transition_id.id)
            for run in self.dossier.step_ids
            if run.state == "done"
        }

    def _redone(self):
        runs = self.dossier.step_ids.filtered(lambda run: run.state != "void")
        return runs.filtered("redo").step_id.ids

    def passed_over(self):
        """The steps that no way led to."""
        return self.plan.passed_over(
            self.closed(), self.open().step_id.ids, self._redone()
        )

    def is_decided(self):
        return self.plan.is_decided(self.closed(), self.passed_over())

    def signed_by(self):
        """Who signed last of those who decided, and in which capacity; False before."""
        signed = self.dossier.step_ids.filtered(
            lambda run: run.state == "done" and run.signed_by
        )
        return signed.sorted(lambda run: (run.date_ended, run.id))[-1:].signed_by

    def has_work_left(self):
        """Whether a step is open, or is still to come before the result."""
        return bool(
            self.open() or self.plan.next_steps(self.closed(), (), self._redone())
        )

    def hours_left(self):
        """Working hours of the longest way to the result, open steps counted whole."""
        opened = self.open().step_id.ids
        return self.plan.remaining_hours(self.closed(), opened, self._redone())

    def to_come(self):
        """The steps that are open or still to come, each with whether it is sure."""
        opened = self.open().step_id.ids
        return self.plan.to_come(self.closed(), opened, self._redone())

    def acted(self, user_ids, kinds=None):
        """Whether one of these did a step, of these kinds or any: four eyes are not two.

        What was sent back for redrafting was theirs all the same.
        """
        return any(
            run.user_id.id in user_ids
            and run.state != "open"
            and (kinds is None or run.kind in kinds)
            for run in self.dossier.step_ids
        )

    def open_next(self, now, redone=()):
        """Open what the plan says comes next, and let its departments see the file.

        :param redone: steps of which a return for redrafting opens a new run
        """
        dossier = self.dossier
        steps = self.plan.next_steps(
            self.closed(),
            self.open().step_id.ids,
            {*self._redone(), *redone},
            resolved=dossier.state == "resolved",
        )
        rows = [self._prepare_run_vals(step, now, step.key in redone) for step in steps]
        runs = self.none().create(rows)
        self._ask(runs.filtered(lambda run: run.kind == "opinion"))
        seeing = dossier.department_id.browse(
            row["department_id"] for row in rows if row["kind"] in SEES_ALL
        )
        self._grant(seeing - dossier.department_id - dossier.received_department_id)
        return runs

    def _ask(self, runs):
        """Keep that these departments are asked; what is asked the lead writes. Asked
        once more, they are asked the same."""
        if not runs:
            return
        asked = {one.step_id.step_id: one for one in self.dossier.opinion_ids[::-1]}
        self.env["onestop.opinion"].create(
            [
                {
                    "dossier_id": run.dossier_id.id,
                    "step_id": run.id,
                    "department_id": run.department_id.id,
                    "date_asked": run.date_opened,
                    "content": run.step_id in asked and asked[run.step_id].content,
                }
                for run in runs
            ]
        )

    def _prepare_run_vals(self, step, now, redo):
        department = self._department(step)
        due = False
        if step.hours:
            due = step_due(department._clock(), step.hours, now)
        return {
            "dossier_id": self.dossier.id,
            "step_id": step.key,
            "kind": step.kind,
            "role": step.role,
            "sequence": step.sequence,
            "department_id": department.id,
            "date_opened": now,
            "date_due": due,
            "date_look": now if due else False,
            "redo": redo,
            "assigned_id": redo and self._redone_by(step, department).id,
        }

    def _redone_by(self, step, department):
        """The officer in whose hands a step was that is done again, if they still are
        who does it."""
        before = self.dossier.step_ids.filtered(lambda run: run.step_id.id == step.key)
        officer = before.sorted("id")[-1:].assigned_id
        return officer and officer & department._holders(step.role)

    def _department(self, step):
        if step.place == "fixed":
            department = self.env["onestop.department"].browse(step.department)
            return department._in_charge(self.dossier.procedure_id)
        if step.place == "received":
            return self.dossier.received_department_id
        return self.dossier.department_id

    def _grant(self, departments):
        if not departments:
            return
        have = self.dossier.grant_ids.filtered(
            lambda grant: grant.automatic and grant.department_id in departments
        )
        # One that ended when the department handed over, and that works on it again.
        have.filtered(lambda grant: grant.date_until < FOREVER).date_until = FOREVER
        self.env["onestop.dossier.grant"].create(
            [
                {
                    "dossier_id": self.dossier.id,
                    "department_id": department.id,
                    "date_until": FOREVER,
                    "automatic": True,
                }
                for department in departments - have.department_id
            ]
        )

    def close(self, run, now, outcome, reason, way=None, by=None):
        """End a run with its outcome.

        :param by: id of who did it; False: nobody
        """
        ended = self._ended(run, now, outcome, reason, way)
        if by is not None:
            ended["user_id"] = by
        run.write({"state": "done", **ended})
        self._end_asking(run)

    def _ended(self, run, now, outcome, reason, way):
        return {
            **self._left(run, now, reason),
            "user_id": self.env.uid,
            "on_behalf_id": self.absent.id,
            "outcome": outcome,
            "transition_id": way.key if way else False,
        }

    def _left(self, run, now, reason):
        return {
            "date_ended": now,
            "date_look": now,
            "reason": reason,
            **self._kept(run, now),
        }

    def _hours(self, run):
        return run.hours_given or self.plan.steps[run.step_id.id].hours

    def _kept(self, run, now):
        """What a run that ends keeps of its date: a pause in which it ends has moved
        it, and working time beyond it is charged to its department."""
        pauses, due = run._pauses(), run.date_due
        if not due or (now <= due and not pauses):
            return {}
        calendar = run.department_id._clock()
        if any(pause.end is None for pause in pauses):
            ended = [
                pause if pause.end else replace(pause, end=aware(now), restarts=False)
                for pause in pauses
            ]
            due = step_due(calendar, self._hours(run), run.date_opened, ended)
        spans = [(pause.start, pause.end) for pause in pauses]
        late = delay(calendar, aware(due), aware(now), spans)
        if self.plan.steps[run.step_id.id].procedure:
            # What a linked dossier took too long is charged where it was.
            late = left_over(late, run._minutes_of_linked(aware(now)))
        return {"date_due": due, "minutes_late": late}

    def send_back(self, run, target, now, reason, way=None):
        """Make void what came after the step that the draft goes back to.

        The run that sends it back keeps who did so, and why.
        """
        void = self.plan.void_by_return_to(target)
        others = self.dossier.step_ids.filtered(
            lambda one: one.step_id.id in void and one.state in ("open", "done")
        )
        left = (others - run).filtered(lambda one: one.state == "open")
        for one in left:
            one.write(self._left(one, now, reason))
        (others - run).state = "void"
        self._end_asking(left)
        outcome = way.outcome if way else False
        run.write({"state": "void", **self._ended(run, now, outcome, reason, way)})

    def void(self, now, reason):
        """End every open step without an outcome; give back those that were redone."""
        runs = self.open()
        for run in runs:
            run.write({"state": "void", **self._left(run, now, reason)})
        self._end_asking(runs)
        return runs.filtered("redo").step_id.ids

    @staticmethod
    def _end_asking(runs):
        """No answer is waited for where a step ended without one."""
        if asked := runs.filtered(lambda run: run.kind == "opinion"):
            asked.opinion_ids._end()

    def look(self, now):
        """Have the open steps looked at: what they are reminded of is another thing."""
        self.open().filtered("date_due").date_look = now

    def move_dates(self):
        """Recompute the due dates of open steps: the pauses since they opened count."""
        for run in self.open().filtered("date_due"):
            pauses = [pause for pause in run._pauses() if pause.end]
            if not pauses:
                continue
            due = step_due(
                run.department_id._clock(),
                self._hours(run),
                run.date_opened,
                pauses,
            )
            run.date_due = due
