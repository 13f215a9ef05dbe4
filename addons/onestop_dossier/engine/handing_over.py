from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, naive

from ..core.workflow import OPEN_STATES
from .right import ENGINE
from .steps import SEES_ALL, StepRuns, step_due

# A result that waits to be returned is still somebody's business.
UNFINISHED = (*OPEN_STATES, "resolved")


class HandingOver:
    """What a department that ended still has to do passes to its successor.

    Open steps, the competence for a dossier, and the right to read it; the date only
    where the successor works by another calendar. What was done stays whose it was.

    `handover` may be written: whoever calls has checked who may begin one.
    """

    def __init__(self, handover):
        # sudo: bounded to the unfinished dossiers of one department; see `_unfinished`.
        self.handover = handover.sudo()
        self.env = self.handover.env
        self.old = self.handover.department_id
        self.now = fields.Datetime.now().replace(microsecond=0)

    def left(self):
        """Numbers of the dossiers that have not passed yet, in order."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT d.id FROM onestop_dossier d
                 WHERE d.state IN %(unfinished)s AND d.department_id = %(old)s
                UNION
                SELECT d.id FROM onestop_dossier_step s
                  JOIN onestop_dossier d ON d.id = s.dossier_id
                 WHERE s.state = 'open' AND s.department_id = %(old)s
                   AND d.state IN %(unfinished)s
                UNION
                SELECT d.id FROM onestop_dossier_grant g
                  JOIN onestop_dossier d ON d.id = g.dossier_id
                 WHERE g.department_id = %(old)s AND g.date_until > %(now)s
                   AND d.state IN %(unfinished)s
                 ORDER BY 1
                """,
                unfinished=UNFINISHED,
                old=self.old.id,
                now=self.now,
            )
        )
        return [number for (number,) in self.env.cr.fetchall()]

    def move(self, dossiers):
        """Let dossiers pass that are locked for this transaction, each once."""
        left = set(self.left())
        for dossier in dossiers.with_env(self.env).filtered(lambda d: d.id in left):
            self._move(dossier)

    def _move(self, dossier):
        successor = self.handover._successor_for(dossier.procedure_id)
        leads = dossier.department_id == self.old
        runs = StepRuns(dossier).open().filtered(lambda r: r.department_id == self.old)
        due_before = dossier.date_due
        with ENGINE.held():
            for run in runs:
                run.write(self._prepare_run_vals(dossier, run, successor))
            if leads:
                self._lead(dossier, successor)
            self._grant(dossier, runs, successor)
            self._remind(dossier, successor)
        data = {
            "from": self.old.id,
            "to": successor.id,
            "handover": self.handover.id,
            "leads": leads,
            "steps": runs.step_id.ids,
        }
        moved = dossier.date_due != due_before
        if moved:
            data["due_before"] = fields.Datetime.to_string(due_before) or None
            data["due_after"] = fields.Datetime.to_string(dossier.date_due) or None
        row = self.env["onestop.journal"]._append(
            dossier,
            "hand_over",
            "system",
            dossier.state,
            dossier.state,
            reason=self.handover.decision,
            data=data,
            actor="system",
        )
        if moved:
            dossier._notify("moved", row)
            self.env["onestop.exchange.message"]._queue_moved(dossier.ids, row)
        self.env["onestop.handover.line"].create(
            {
                "handover_id": self.handover.id,
                "dossier_id": dossier.id,
                "code": dossier.display_name,
                "successor_id": successor.id,
                "leads": leads,
                "steps": "; ".join(runs.mapped("name")),
                "date_due": dossier.date_due,
                "date_moved": self.now,
            }
        )

    def _prepare_run_vals(self, dossier, run, successor):
        vals = {"department_id": successor.id, "date_look": run.date_due and self.now}
        if run.date_due and not run.date_silent and self._counts_otherwise(successor):
            hours = dossier.process_id._approved_plan().steps[run.step_id.id].hours
            pauses = [pause for pause in run._pauses() if pause.end]
            try:
                calendar = successor.calendar_id._onestop_clock()
                vals["date_due"] = step_due(calendar, hours, run.date_opened, pauses)
            except (clock.ClockError, UserError):
                # A calendar that cannot tell holds nothing up: the date stays.
                return vals
        return vals

    def _counts_otherwise(self, successor):
        return successor.calendar_id != self.old.calendar_id

    def _lead(self, dossier, successor):
        """Make the successor the competent department, and count by its calendar."""
        dossier.write({"department_id": successor.id, "date_look": self.now})
        if not dossier.date_due_legal or not self._counts_otherwise(successor):
            return
        if dossier.suspended or dossier.state not in OPEN_STATES:
            # It is counted when it goes on; a result that is there has no date to keep.
            return
        try:
            answer = dossier._timeline().due_date()
        except (clock.ClockError, UserError):
            return
        if answer.due is None or naive(answer.due) == dossier.date_due_legal:
            return
        told = clock.Derivation.from_list(dossier.due_derivation or [])
        passed = clock.Fact.of(
            clock.FactCode.TRANSFERRED,
            before=aware(dossier.date_due_legal),
            after=answer.due,
        )
        changes = [*told.calendar_changes(), passed]
        dossier.write(
            {
                "date_due_legal": naive(answer.due),
                "date_due": naive(answer.after_apology),
                "due_derivation": answer.derivation.with_calendar_changes(
                    changes
                ).to_list(),
            }
        )

    def _remind(self, dossier, successor):
        """What the department was reminded of, the successor is."""
        reminders = self.env["onestop.reminder"].search(
            [("dossier_id", "=", dossier.id), ("department_id", "=", self.old.id)]
        )
        reminders.department_id = successor

    def _grant(self, dossier, runs, successor):
        """Let the successor read what the department could read."""
        had = dossier.grant_ids.filtered(lambda one: one.department_id == self.old)
        has = dossier.grant_ids.filtered(lambda one: one.department_id == successor)
        for grant in had.filtered(lambda one: one.date_until > self.now):
            if grant.automatic and has.filtered("automatic"):
                grant.date_until = self.now
            else:
                grant.department_id = successor
        if runs.filtered(lambda run: run.kind in SEES_ALL):
            StepRuns(dossier)._grant(
                successor - dossier.department_id - dossier.received_department_id
            )
