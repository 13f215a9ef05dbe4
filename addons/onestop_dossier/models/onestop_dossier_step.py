import logging
from dataclasses import replace
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware, naive
from odoo.addons.onestop_procedure.core.deadline_ladder import Deadline
from odoo.addons.onestop_procedure.core.due_explanation import STEP
from odoo.addons.onestop_procedure.core.lateness import Lateness, delay

from ..core.workflow import STATES, STEP_KINDS, TRANSITIONS, stands_still, stops
from ..engine.steps import step_timeline
from ..engine.transition import SILENCES, Transition
from .onestop_standing import PAST

DUE_VIEW = "onestop_dossier.onestop_dossier_step_view_due"

# In which the silence of whoever was asked can take effect.
SILENCE_STATES = tuple(
    state for row in TRANSITIONS if row.code == "silence" for state in row.from_states
)

_logger = logging.getLogger(__name__)


class OnestopDossierStep(models.Model):
    """A run of a step of the internal process: the worklist of officers."""

    _name = "onestop.dossier.step"
    _inherit = ["onestop.watched", "onestop.standing", "onestop.explained"]
    _description = "Step of a dossier"
    _order = "date_due, id"
    _due_name = "date_due"
    _ended_name = "date_ended"
    _silent_name = "date_silent"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    step_id = fields.Many2one(
        "onestop.process.step", required=True, ondelete="restrict"
    )
    name = fields.Char(related="step_id.name")
    kind = fields.Selection(related="step_id.kind", store=True)
    role = fields.Selection(related="step_id.role", store=True)
    sequence = fields.Integer(related="step_id.sequence", store=True)
    department_id = fields.Many2one(
        "onestop.department", required=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Officer")
    date_opened = fields.Datetime("Opened", required=True)
    date_due = fields.Datetime("Due")
    date_ended = fields.Datetime("Ended")
    minutes_late = fields.Integer(
        "Working minutes late",
        help="Working time beyond its due date when it ended, without what stood "
        "still: charged to its department.",
    )
    date_silent = fields.Datetime(
        "Silent since",
        help="Who was asked let its time pass: the silence rule of the step took "
        "effect. The delay is charged to its department.",
    )
    outcome = fields.Char()
    transition_id = fields.Many2one(
        "onestop.process.transition",
        "Left by",
        index="btree_not_null",
        ondelete="restrict",
        help="The way by which the step was left, where the process names some.",
    )
    redo = fields.Boolean(
        "Done again", help="Opened when a draft was returned for redrafting."
    )
    reason = fields.Char()
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("void", "Void")],
        default="open",
        required=True,
    )
    code = fields.Char(related="dossier_id.code", string="Dossier code")
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    for_me = fields.Boolean(
        "For me to do",
        compute="_compute_for_me",
        search="_search_for_me",
        help="Open, and of a role that the user holds at its department.",
    )

    # The worklist: what is open at a department, by its due date.
    _open_index = models.Index("(department_id, date_due, id) WHERE state = 'open'")

    _look_index = models.Index("(date_look) WHERE date_look IS NOT NULL")

    def _standing_depends(self):
        return [
            *("state", "date_due", "date_ended", "date_silent"),
            *("dossier_id.state", "dossier_id.suspended"),
        ]

    @api.model
    def _running_domain(self):
        # Whoever is only asked an opinion reads the step and not its dossier; row by
        # row, for the few that are open at a department.
        still = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "NOT (SELECT %s FROM onestop_dossier AS d WHERE d.id = %s)",
                self._still_sql(SQL.identifier(alias, "kind")),
                SQL.identifier(alias, "dossier_id"),
            ),
            predicate=lambda run: not run.sudo()._stands_still(),
        )
        return Domain("state", "=", "open") & still

    @api.model
    def _ended_domain(self):
        return Domain("state", "=", "done") & Domain("date_ended", "!=", False)

    @api.depends("state", "role", "department_id")
    @api.depends_context("uid")
    def _compute_for_me(self):
        mine = self.filtered_domain(self._domain_for_me())
        mine.for_me = True
        (self - mine).for_me = False

    def _search_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._domain_for_me() if True in value else ~self._domain_for_me()

    @api.model
    def _domain_for_me(self):
        held = self.env.user._held_assignments()
        places = (
            # A head answers for the units below too.
            Domain("role", "=", one.role)
            & Domain(
                "department_id",
                "child_of" if one.role == "department_head" else "=",
                one.department_id.id,
            )
            for one in held
        )
        return Domain("state", "=", "open") & Domain.OR(places)

    def _lateness(self, now):
        due, ended = aware(self.date_due), aware(self.date_ended)
        if not due or self.state == "void":
            return None
        if self.state == "open" and self._stands_still():
            return Lateness.still()
        calendar = self.department_id.calendar_id._onestop_clock()
        if ended and self.date_silent and ended <= due:
            return Lateness.unanswered()
        late = Lateness.of(calendar, due, now, ended or None, in_hours=True)
        if late.standing in PAST:
            late = replace(late, minutes=self._delay(now))
        return late

    def _stands_still(self):
        dossier = self.dossier_id
        return stands_still(self.kind, dossier.state, dossier.suspended)

    @api.model
    def _still_sql(self, kind):
        """SQL of `core.workflow.stands_still`.

        :param SQL kind: of the step; its dossier is `d`
        """
        alike = [
            SQL(
                "(d.state = %s AND (d.suspended IS TRUE) = %s AND %s IN %s)",
                *(state, suspended, kind, tuple(kinds)),
            )
            for state in STATES
            for suspended in (False, True)
            if (
                kinds := [
                    one for one in STEP_KINDS if stands_still(one, state, suspended)
                ]
            )
        ]
        return SQL("(%s)", SQL(" OR ").join(alike))

    def _delay(self, now):
        """Working minutes beyond the due date, charged to the department of the step.

        :raises ClockError, UserError: where the calendar cannot tell
        """
        if not self.date_due:
            return 0
        spans = [(pause.start, pause.end) for pause in self._pauses()]
        calendar = self.department_id.calendar_id._onestop_clock()
        end = aware(self.date_ended) or now
        return delay(calendar, aware(self.date_due), end, spans)

    @api.depends("date_opened", "date_due", "date_ended", "state")
    def _compute_due_explanation(self):
        super()._compute_due_explanation()

    def action_complete(self, reason=None, values=None):
        """Complete steps from the worklist; the way in of a department that is only
        asked its opinion, and so reads its step but not the dossier.

        :param str reason: as for `onestop.dossier.action_transition`
        :param dict values: as there
        """
        for run in self:
            run.check_access("read")
            # sudo: bounded to completing this one step, for which the engine checks
            # the user's role at the step's department.
            Transition(
                run.sudo().dossier_id,
                "complete_step",
                reason,
                {**(values or {}), "step_id": run.id},
            ).run()
        return True

    @api.model
    def _cron_silence(self):
        """Let the silence rules of steps take effect, each once, in working time.

        Rows are claimed with SKIP LOCKED, so two nodes never take the same one; what a
        job that was down left behind is caught up with at its own instant.
        """
        now = fields.Datetime.now()
        asked = Domain("state", "=", "open") & Domain("date_due", "<", now)
        asked &= Domain("kind", "=", "opinion") & Domain("date_silent", "=", False)
        asked &= Domain("step_id.silence_rule", "in", SILENCES)
        asked &= Domain("dossier_id.state", "in", SILENCE_STATES)
        places = self._read_group(asked, ["department_id"])
        working = [one.id for (one,) in places if self._is_working(one, now)]
        runs = self.search(asked & Domain("department_id", "in", working))
        self.env["ir.cron"]._commit_progress(remaining=len(runs))
        for run in runs:
            if run.dossier_id.try_lock_for_update(allow_referencing=True):
                run._fall_silent()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    @api.model
    def _is_working(self, department, now):
        """Whether a department works at that moment; one without a calendar that can
        tell holds up no other."""
        try:
            calendar = department.calendar_id._onestop_clock()
            return calendar.is_working_time(aware(now))
        except (clock.ClockError, UserError):
            _logger.warning("department %s: no working time is known", department.id)
            return False

    def _fall_silent(self):
        self.invalidate_recordset()
        over = self.date_due and self.date_due < fields.Datetime.now()
        if self.state == "open" and not self.date_silent and over:
            Transition.try_by_system(self.dossier_id, "silence", step_id=self.id)

    def _watched(self):
        self.ensure_one()
        deadline = None
        if self.state == "open" and self.date_due and not self._stands_still():
            hours = self.step_id.hours
            deadline = Deadline(
                self.department_id.calendar_id._onestop_clock(),
                aware(self.date_opened),
                aware(self.date_due),
                round(hours * 60),
            )
        return self.dossier_id, self, self.department_id, deadline

    # ----------------------------------------------------------- why it is due then

    def _explanation(self, typed=False):
        # A department that is only asked may not read what is typed on the dossier.
        return super()._explanation(typed)

    def _derivation(self):
        """Counted anew by the calendar as it is now: the date itself is what is kept, and
        where the two differ there is nothing to tell."""
        self.ensure_one()
        if not self.date_due:
            return clock.Derivation()
        calendar = self.department_id.calendar_id._onestop_clock()
        # sudo: bounded to the hours of the step, and to when its dossier stood still,
        # which moved this very date.
        run = self.sudo()
        answer = step_timeline(
            calendar, run.step_id.hours, run.date_opened, run._pauses()
        ).due_date()
        last = answer.derivation.facts[-1]
        if naive(answer.due or datetime.fromisoformat(last["before"])) == run.date_due:
            return answer.derivation
        unknown = clock.Fact.of(clock.FactCode.CALENDAR_UNKNOWN)
        due = clock.Fact.of(clock.FactCode.DUE, due=aware(run.date_due))
        return clock.Derivation((unknown, due))

    def _pauses(self):
        """The pauses of the dossier that began while the step was open, as the core
        reads them; one in which the step ended, ends with it."""
        found, ended = [], aware(self.date_ended)
        for event in self.dossier_id.clock_event_ids:
            if event.kind != "pause" or event.start < self.date_opened:
                continue
            if not stops(event.ground, self.kind):
                continue
            pause = event._to_core()
            if ended and (pause.end is None or pause.end > ended):
                if pause.start >= ended:
                    continue
                pause = replace(pause, end=ended, restarts=False)
            found.append(pause)
        return found

    def _is_running(self):
        return self.state == "open"

    def _due_wording(self):
        return STEP

    def action_explain_due(self):
        """Why the step is due when it is, in a dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why this date?"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref(DUE_VIEW).id, "form")],
            "target": "new",
        }

    @api.model
    def _running_sql(self):
        return SQL("state = 'open' AND date_due IS NOT NULL")

    def action_open_dossier(self):
        return self.dossier_id.action_open_dossier()
