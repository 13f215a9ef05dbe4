import logging

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, naive

from ..core.workflow import OPEN_STATES
from .right import ENGINE
from .steps import FOREVER, SEES_ALL, StepRuns, step_due

_logger = logging.getLogger(__name__)

# A result that waits to be returned is still somebody's business.
UNFINISHED = (*OPEN_STATES, "resolved")
FINISHED = ("returned", "rejected", "stopped")


class HandingOver:
    """What a department that ended still has to do passes to its successor.

    Open steps, the competence for a dossier, the counter at which it lies, and the right
    to read it; the date only where the successor works by another calendar. What was
    done stays whose it was: of what is finished the successor gets the right to read
    alone, and its counters the look-up for whoever comes with an old receipt
    (docs/decisions/0020).

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
                 WHERE d.state IN %(unfinished)s AND %(old)s
                    IN (d.department_id, d.received_department_id)
                UNION
                SELECT d.id FROM onestop_dossier_step s
                  JOIN onestop_dossier d ON d.id = s.dossier_id
                 WHERE s.state = 'open' AND s.department_id = %(old)s
                   AND d.state IN %(unfinished)s
                UNION
                SELECT d.id FROM onestop_opinion o
                  JOIN onestop_dossier d ON d.id = o.dossier_id
                 WHERE o.state = 'asked' AND o.department_id = %(old)s
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

    def finished(self):
        """{id of a procedure: number of finished dossiers that the department could read,
        or that lay at its counters}."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT d.procedure_id, count(*) FROM onestop_dossier d
                 WHERE (%(read)s) OR (d.state IN %(finished)s
                   AND d.received_department_id = %(old)s)
                 GROUP BY d.procedure_id
                """,
                read=self._is_finished_here(),
                finished=FINISHED,
                old=self.old.id,
            )
        )
        return dict(self.env.cr.fetchall())

    def _is_finished_here(self):
        """Finished, and the department was competent, held a step that sees the whole,
        or succeeded one that did."""
        return SQL(
            """
            d.state IN %(finished)s AND d.id IN (
                SELECT id FROM onestop_dossier WHERE department_id = %(old)s
                UNION
                SELECT dossier_id FROM onestop_dossier_grant
                 WHERE department_id = %(old)s AND automatic
                   AND date_until > %(now)s)
            """,
            finished=FINISHED,
            old=self.old.id,
            now=self.now,
        )

    def move_finished(self, limit):
        """Let the successors look finished dossiers up, so many at most.

        :return: whether there were any
        """
        return bool(self._open_finished(limit) + self._move_finished_counters(limit))

    def _open_finished(self, limit):
        """Let the successors read them: each those of the procedures it took over."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO onestop_dossier_grant
                       (dossier_id, department_id, date_until, automatic, reason,
                        create_uid, create_date, write_uid, write_date)
                SELECT d.id, heir.id, %(forever)s, TRUE, %(reason)s,
                       %(user)s, %(now)s, %(user)s, %(now)s
                  FROM onestop_dossier d
                  LEFT JOIN onestop_handover_part part
                    ON part.handover_id = %(handover)s
                   AND part.procedure_id = d.procedure_id
                  JOIN onestop_department heir
                    ON heir.id = COALESCE(part.successor_id, %(main)s)
                 WHERE %(finished)s
                   AND heir.id IS DISTINCT FROM d.department_id
                   AND NOT EXISTS (
                       SELECT FROM onestop_dossier_grant had
                        WHERE had.dossier_id = d.id
                          AND had.department_id = heir.id AND had.automatic
                          AND had.date_until > %(now)s)
                 ORDER BY d.id LIMIT %(limit)s
                    -- A right that ended begins anew.
                    ON CONFLICT (dossier_id, department_id) WHERE automatic
                    DO UPDATE SET date_until = EXCLUDED.date_until,
                                  reason = EXCLUDED.reason,
                                  write_uid = EXCLUDED.write_uid,
                                  write_date = EXCLUDED.write_date
                """,
                forever=FOREVER,
                reason=self.handover.decision,
                user=self.env.uid,
                now=self.now,
                handover=self.handover.id,
                main=self.handover.successor_id.id,
                finished=self._is_finished_here(),
                limit=limit,
            )
        )
        opened = self.env.cr.rowcount
        self.env["onestop.dossier.grant"].invalidate_model()
        self.env["onestop.dossier"].invalidate_model(["grant_ids"])
        return opened

    def _move_finished_counters(self, limit):
        """Let them lie at the successor's counters; where a dossier was received stays
        what it was."""
        dossiers = self.env["onestop.dossier"].search(
            Domain("received_department_id", "=", self.old.id)
            & Domain("counter_group_id.department_id", "=", self.old.id)
            & Domain("state", "in", FINISHED),
            limit=limit,
            order="id",
        )
        moved = 0
        with ENGINE.held():
            for version, ones in dossiers.grouped("version_id").items():
                if counter := self._counter(version):
                    ones.counter_group_id = counter
                    moved += len(ones)
        return moved

    def _counter(self, version):
        """The counter of the successor at which a version is received; or none."""
        successor = self.handover._successor_for(version.procedure_id)
        return self.env["onestop.counter.group"]._for_field(version.field_id, successor)

    def without_counter(self):
        """The versions received here whose successor has no counter for their field."""
        received = self.env["onestop.dossier"]._read_group(
            Domain("received_department_id", "=", self.old.id)
            & Domain("state", "!=", "draft"),
            ["version_id"],
        )
        return [version for (version,) in received if not self._counter(version)]

    def move(self, dossiers):
        """Let dossiers pass that are locked for this transaction, each once."""
        left = set(self.left())
        for dossier in dossiers.with_env(self.env).filtered(lambda d: d.id in left):
            self._move(dossier)

    def _move(self, dossier):
        successor = self.handover._successor_for(dossier.procedure_id)
        leads = dossier.department_id == self.old
        receives = dossier.received_department_id == self.old
        runs = StepRuns(dossier).open().filtered(lambda r: r.department_id == self.old)
        due_before = dossier.date_due
        with ENGINE.held():
            for run in runs:
                run.write(self._prepare_run_vals(dossier, run, successor))
            if receives:
                dossier.write(
                    {
                        "received_department_id": successor.id,
                        "counter_group_id": self._counter(dossier.version_id).id,
                    }
                )
            if leads:
                self._lead(dossier, successor)
            self._grant(dossier, runs, successor)
            self._remind(dossier, successor)
            asked = dossier.opinion_ids.filtered(
                lambda one: one.state == "asked" and one.department_id == self.old
            )
            asked.department_id = successor
            if asked or receives:
                # What is asked is counted in the successor's working time.
                dossier.date_look = self.now
        data = {
            "from": self.old.id,
            "to": successor.id,
            "handover": self.handover.id,
            "leads": leads,
            "receives": receives,
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
                "receives": receives,
                "steps": "; ".join(runs.mapped("name")),
                "date_due": dossier.date_due,
                "date_moved": self.now,
            }
        )

    def _prepare_run_vals(self, dossier, run, successor):
        vals = {"department_id": successor.id, "date_look": run.date_due and self.now}
        if run.assigned_id:
            # Who works on there is for the head to say.
            vals |= {"assigned_id": False, "came_back": True}
        if run.date_due and not run.date_silent and self._counts_otherwise(successor):
            hours = run._hours()
            pauses = [pause for pause in run._pauses() if pause.end]
            try:
                calendar = successor._clock()
                vals["date_due"] = step_due(calendar, hours, run.date_opened, pauses)
            except (clock.ClockError, UserError):
                # A calendar that cannot tell holds nothing up: the date stays.
                _logger.warning("step %s keeps its date: no calendar tells it", run.id)
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
            _logger.warning(
                "dossier %s keeps its date: no calendar tells another", dossier.id
            )
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
            if grant.automatic and (kept := has.filtered("automatic")):
                kept.date_until = max(kept.date_until, grant.date_until)
                grant.date_until = self.now
            else:
                grant.department_id = successor
        if runs.filtered(lambda run: run.kind in SEES_ALL):
            StepRuns(dossier)._grant(
                successor - dossier.department_id - dossier.received_department_id
            )
