import logging
import re
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

from ..core.workflow import SILENCE_STATES, STATES, STEP_KINDS, stands_still, stops
from ..engine.actor import Actor
from ..engine.assigning import Assigning
from ..engine.linking import Linking
from ..engine.steps import step_timeline
from ..engine.transition import SILENCES, Transition
from ..engine.watched_date import WatchedDate
from .onestop_standing import PAST

DUE_VIEW = "onestop_dossier.onestop_dossier_step_view_due"

# The order of the worklist, and what comes after that.
UNREAD_FIRST = re.compile(r"\s*unread\s+(?i:desc)\s*(?:,\s*(?P<order>.+))?$")

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

    # Written with `restricted` of its dossier: the worklist asks no other table. Rules
    # look at names in their order: what is in memory has to come first.
    archived = fields.Boolean("Only on request", readonly=True, copy=False)
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    step_id = fields.Many2one(
        "onestop.process.step", required=True, ondelete="restrict"
    )
    name = fields.Char(related="step_id.name")
    # As the approved process says, which never changes: kept, and not looked up again.
    kind = fields.Selection(lambda self: self._said_by_step("kind"), required=True)
    role = fields.Selection(lambda self: self._said_by_step("role"), required=True)
    sequence = fields.Integer("Order", required=True)
    department_id = fields.Many2one(
        "onestop.department", required=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Officer")
    signed_by = fields.Char(
        "Signed by",
        readonly=True,
        help="Of a decision: in which capacity, and by whom.",
    )
    on_behalf_id = fields.Many2one(
        "res.users",
        "On behalf of",
        ondelete="restrict",
        help="The absent one in whose stead it was done.",
    )
    assigned_id = fields.Many2one(
        "res.users", "Assigned to", ondelete="set null", copy=False
    )
    came_back = fields.Boolean(
        "Came back",
        copy=False,
        help="Whoever it was assigned to left: it waits for another officer.",
    )
    date_opened = fields.Datetime("Opened", required=True)
    date_due = fields.Datetime("Due")
    date_ended = fields.Datetime("Ended")
    minutes_late = fields.Integer(
        "Working minutes late",
        help="Working time beyond its due date when it ended, without what stood "
        "still: charged to its department.",
    )
    hours_given = fields.Float(
        help="Working hours that the lead agency gave whoever it asks; 0: as the step "
        "of the process says.",
    )
    # What is asked, and what is said to it, where that is the step.
    opinion_ids = fields.One2many("onestop.opinion", "step_id", groups=fields.NO_ACCESS)
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
    share_used = fields.Integer(
        "Term used (%)",
        compute="_compute_share_used",
        aggregator=None,
        help="Share of its working time that has passed, without what stood still.",
    )
    unread = fields.Boolean(
        compute="_compute_unread",
        search="_search_unread",
        help="Open, and not yet opened from the worklist by the user.",
    )
    # Who opened it from their worklist: each knows their own only.
    reader_ids = fields.Many2many(
        "res.users",
        "onestop_dossier_step_reader",
        "step_id",
        "user_id",
        copy=False,
        groups=fields.NO_ACCESS,
    )
    nearly_due = fields.Boolean(
        "Due today or tomorrow",
        compute="_compute_nearly_due",
        search="_search_nearly_due",
    )
    for_me = fields.Boolean(
        "For me to do",
        compute="_compute_for_me",
        search="_search_for_me",
        help="Open, of a role that the user holds at its department, and in nobody "
        "else's hands.",
    )

    deputy_for = fields.Char(
        "As deputy of",
        compute="_compute_deputy_for",
        help="In whose stead the user has it on their worklist.",
    )
    as_deputy = fields.Boolean(
        "As deputy", compute="_compute_deputy_for", search="_search_as_deputy"
    )

    # The worklist: what is open at a department, by its due date.
    _open_index = models.Index("(department_id, date_due, id) WHERE state = 'open'")

    # How much is whose.
    _assigned_index = models.Index(
        "(assigned_id) WHERE state = 'open' AND assigned_id IS NOT NULL"
    )

    _look_index = models.Index("(date_look) WHERE date_look IS NOT NULL")

    def _said_by_step(self, name):
        """The choices of a field of the steps of processes, as they offer them."""
        field = self.env["onestop.process.step"]._fields[name]
        return field._description_selection(self.env)

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

    @api.depends("state", "role", "department_id", "assigned_id")
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
        whose = Domain("assigned_id", "in", [False, self.env.uid])
        whose |= self._domain_of_absent()
        return Domain("state", "=", "open") & self._domain_held(held) & whose

    @api.model
    def _domain_held(self, held):
        """The steps of the roles of these assignments, where they are held."""
        return Domain.OR(
            # A head answers for the units below too.
            Domain("role", "=", one.role)
            & Domain(
                "department_id",
                "child_of" if one.role == "department_head" else "=",
                one.department_id.id,
            )
            for one in held
        )

    @api.model
    def _domain_of_absent(self):
        """The steps of those in whose stead the user is there today."""
        return Domain.OR(
            Domain("department_id", "=", one.department_id.id)
            & Domain("assigned_id", "=", one.user_id.id)
            for one in self.env.user._standing_in()
        )

    @api.depends("state", "role", "department_id", "assigned_id")
    @api.depends_context("uid")
    def _compute_deputy_for(self):
        theirs = self.filtered_domain(self._domain_as_deputy())
        actor = Actor(self.env)
        for run in self:
            run.as_deputy = run in theirs
            run.deputy_for = run in theirs and run._absent_for(actor).name

    def _absent_for(self, actor):
        """In whose stead the actor would do the step."""
        officer = self.assigned_id
        if officer in actor.absent_at(self.department_id):
            return officer
        return actor.on_behalf_of(self.role, self.department_id)

    def _search_as_deputy(self, operator, value):
        if operator != "in":
            return NotImplemented
        theirs = self._domain_as_deputy()
        return theirs if True in value else ~theirs

    @api.model
    def _domain_as_deputy(self):
        """For the user to do, and not in their own right: of somebody absent, or of a
        role that the user has for them alone."""
        held = self.env.user._held_assignments()
        own = held.filtered(lambda one: not one.absence_id)
        borrowed = self._domain_held(held - own) & ~self._domain_held(own)
        return self._domain_for_me() & (self._domain_of_absent() | borrowed)

    @api.depends("state", "date_due", "date_opened")
    def _compute_share_used(self):
        now = aware(fields.Datetime.now())
        for run in self:
            # sudo: bounded to dates of rows that the user reads, and to office hours.
            run.share_used = run.sudo()._share_used(now)

    def _share_used(self, now):
        """Per cent of its working time that has passed; 0 where none is reckoned."""
        deadline = self._deadline() if self.state == "open" else None
        if not deadline or not deadline.minutes:
            return 0
        # Where it stands still, since when is told by the pause that has not ended.
        still = [pause.start for pause in self._pauses() if pause.end is None]
        try:
            return round(100 * deadline.share_used(min([now, *still])))
        except clock.ClockError:
            return 0

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_unread(self):
        marked = set()
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT step_id FROM onestop_dossier_step_reader"
                    " WHERE user_id = %s AND step_id IN %s",
                    self.env.uid,
                    tuple(self.ids),
                )
            )
            marked = {number for (number,) in self.env.cr.fetchall()}
        for run in self:
            run.unread = run.state == "open" and run.id not in marked

    def _search_unread(self, operator, value):
        if operator != "in":
            return NotImplemented
        unread = Domain.custom(
            to_sql=lambda model, alias, query: model._unread_sql(alias),
            predicate=lambda run: run.unread,
        )
        return unread if True in value else ~unread

    @api.model
    def _unread_sql(self, alias):
        return SQL(
            "(%s = 'open' AND NOT EXISTS (SELECT FROM onestop_dossier_step_reader AS m"
            " WHERE m.step_id = %s AND m.user_id = %s))",
            SQL.identifier(alias, "state"),
            SQL.identifier(alias, "id"),
            self.env.uid,
        )

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        # What the officer has not opened yet comes first.
        if field_name == "unread":
            return SQL("%s %s %s", self._unread_sql(alias), direction, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """A page that begins with what the user has not opened yet is asked for in two
        parts: each comes in the order of an index, where both together would be sorted
        whole, however many there are."""
        rest = UNREAD_FIRST.match(order or "")
        if not (rest and limit):
            return super().search_fetch(domain, field_names, offset, limit, order)
        order = rest["order"] or self._order
        new = Domain(domain) & Domain("unread", "=", True)
        found = super().search_fetch(new, field_names, offset, limit, order)
        if len(found) == limit:
            return found
        before = offset + len(found) if found or not offset else self.search_count(new)
        old = Domain(domain) & Domain("unread", "=", False)
        return found + super().search_fetch(
            old, field_names, max(offset - before, 0), limit - len(found), order
        )

    def _mark_read(self):
        """Keep that the user has opened these steps; twice at once is once."""
        self.check_access("read")
        self.env.cr.execute(
            SQL(
                "INSERT INTO onestop_dossier_step_reader (step_id, user_id)"
                " SELECT id, %s FROM onestop_dossier_step WHERE id = ANY(%s)"
                " ON CONFLICT DO NOTHING",
                self.env.uid,
                self.ids,
            )
        )
        self.invalidate_recordset(["unread", "reader_ids"])

    def _mark_unread(self):
        """What happened meanwhile is news to everybody."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM onestop_dossier_step_reader WHERE step_id = ANY(%s)",
                self.ids,
            )
        )
        self.invalidate_recordset(["unread", "reader_ids"])

    @api.autovacuum
    def _gc_readers(self):
        """Nobody asks who opened what has ended."""
        self.env.cr.execute(
            "DELETE FROM onestop_dossier_step_reader AS mark"
            " USING onestop_dossier_step AS run"
            " WHERE run.id = mark.step_id AND run.state != 'open'"
        )

    @api.depends("state", "date_due")
    def _compute_nearly_due(self):
        nearly = self.filtered_domain(self._domain_nearly_due())
        nearly.nearly_due = True
        (self - nearly).nearly_due = False

    def _search_nearly_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        nearly = self._domain_nearly_due()
        return nearly if True in value else ~nearly

    @api.model
    def _domain_nearly_due(self):
        return Domain("standing", "in", ["undue"]) & self._domain_due_within(1)

    def _lateness(self, now):
        due, ended = aware(self.date_due), aware(self.date_ended)
        if not due or self.state == "void":
            return None
        if self.state == "open" and self._stands_still():
            return Lateness.still()
        calendar = self.department_id._clock()
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
        calendar = self.department_id._clock()
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
            calendar = department._clock()
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
        running = self.state == "open" and not self._stands_still()
        deadline = self._deadline() if running else None
        return [
            WatchedDate("step", self.dossier_id, self.department_id, deadline, self)
        ]

    def _reminders_domain(self):
        return Domain("step_id", "=", self.id) & Domain("level_id.subject", "=", "step")

    def _deadline(self):
        """The time that the step may take, or None where it has no date."""
        if not self.date_due:
            return None
        return Deadline(
            self.department_id._clock(),
            aware(self.date_opened),
            aware(self.date_due),
            round(self._hours() * 60),
        )

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
        calendar = self.department_id._clock()
        # sudo: bounded to the hours of the step, and to when its dossier stood still,
        # which moved this very date.
        run = self.sudo()
        answer = step_timeline(
            calendar, run._hours(), run.date_opened, run._pauses()
        ).due_date()
        last = answer.derivation.facts[-1]
        if naive(answer.due or datetime.fromisoformat(last["before"])) == run.date_due:
            return answer.derivation
        unknown = clock.Fact.of(clock.FactCode.CALENDAR_UNKNOWN)
        due = clock.Fact.of(clock.FactCode.DUE, due=aware(run.date_due))
        return clock.Derivation((unknown, due))

    def _hours(self):
        """Working hours that the run may take."""
        return self.hours_given or self.step_id.hours

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

    # -------------------------------------------------------------- linked dossiers

    def _linked(self):
        return self.dossier_id.linked_ids.filtered(
            lambda one: one.linked_step_id == self
        )

    def _minutes_of_linked(self, now):
        """{name of a department: working minutes} that linked dossiers of the step were
        late by their own dates, which each agency has a clock for."""
        late = {}
        for one in self._linked():
            lateness = one._lateness(now)
            if lateness and lateness.standing in PAST:
                name = one.department_id.name
                late[name] = late.get(name, 0) + lateness.minutes
        return late

    def action_open_linked(self, values):
        """Open a linked dossier at another agency for this step.

        :param dict values: as of `engine.linking.Linking.open`
        :return: its number of filing
        """
        return Linking(self).open(values).tracking_number

    def action_answer_linked(self, values):
        """Give the other agency the papers and answers that it asks for.

        :param dict values: as of `engine.linking.Linking.open`
        :return: True
        """
        Linking(self).answer(values)
        return True

    def action_withdraw_linked(self, reason):
        """Ask the other agency to stop.

        :return: True
        """
        Linking(self).withdraw(reason)
        return True

    # ------------------------------------------------------------- whose it is

    def action_assign(self, officer_id, reason=None):
        """Give these open steps to an officer of their department, as its head.

        :param int officer_id: the user
        :raises UserError: with every reason why not
        """
        # sudo: bounded to one user, of whom `Assigning` asks whether they work there.
        officer = self.env["res.users"].sudo().browse(officer_id).exists()
        if not officer:
            raise UserError(self.env._("Choose an officer."))
        assigning = Assigning(self)
        assigning.assign(dict.fromkeys(assigning.runs, officer), reason)
        return True

    def action_take(self):
        """Take these steps, which are nobody's.

        :raises UserError: where a colleague was faster, or a step is not for the user
        """
        Assigning(self).take()
        return True

    def action_release(self, reason):
        """Give these steps back: one's own, or as the head anybody's.

        :raises UserError: with every reason why not
        """
        Assigning(self).release(reason)
        return True

    def action_open_assignment(self):
        """Hand out, or take back, the chosen steps; with a preview."""
        return self.env["onestop.step.assignment"]._open(self, "balanced")

    def action_open_release(self):
        return self.env["onestop.step.assignment"]._open(self, "release")

    def _named_officer(self):
        """Whom the process names for the step, or nobody."""
        users = self.env["res.users"]
        return users.browse(
            self.dossier_id.process_id._named_officers().get(self.step_id.id)
        )

    @api.model
    def _release_leavers(self, users=None):
        """Give back what is in the hands of people who hold its role there no more.

        :param users: res.users to look at; None: all
        """
        self.flush_model()
        self.env["onestop.role.assignment"].flush_model()
        self.env["res.users"].flush_model(["active"])
        among = (
            SQL("TRUE") if users is None else SQL("r.assigned_id = ANY(%s)", users.ids)
        )
        self.env.cr.execute(
            SQL(
                """
                SELECT r.id FROM onestop_dossier_step AS r
                  JOIN res_users AS u ON u.id = r.assigned_id
                  JOIN onestop_department AS d ON d.id = r.department_id
                 WHERE r.state = 'open' AND %s AND NOT (u.active AND EXISTS (
                       SELECT FROM onestop_role_assignment AS a
                         JOIN onestop_department AS at ON at.id = a.department_id
                        WHERE a.in_force AND a.user_id = r.assigned_id
                          AND a.role = r.role
                          AND (at.id = d.id OR (a.role = 'department_head'
                               AND d.parent_path LIKE at.parent_path || '%%'))))
                 ORDER BY r.id
                """,
                among,
            )
        )
        # sudo: bounded to whose step it is, of those who left.
        left = self.sudo().browse(number for (number,) in self.env.cr.fetchall())
        Assigning.by_leaving(left)

    def action_open_dossier(self):
        """The dossier; to whoever is only asked an opinion, what they are asked."""
        self._mark_read()
        if self.dossier_id.has_access("read"):
            return self.dossier_id.action_open_dossier()
        # sudo: bounded to which question is that of this step.
        opinion = self.sudo().opinion_ids[:1]
        return opinion.with_env(self.env)._action_open()
