import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.clock_error import ClockError
from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.workflow import SILENCE_STATES, SYSTEM
from ..engine.actor import Actor
from ..engine.asking import ANSWERS, ASKS, Asking, given_opinion
from ..engine.opinion_post import OpinionPost
from ..engine.right import ENGINE

_logger = logging.getLogger(__name__)

POSITIONS = [
    ("agrees", "Agrees"),
    ("remarks", "Agrees with remarks"),
    ("disagrees", "Does not agree"),
]


class OnestopOpinion(models.Model):
    """What the lead agency asks of another one about a dossier, and what that one says
    (Decree 61/2018, art. 19.5).

    Of an opinion step of the process it belongs to the run of that step, whose date and
    silence rule hold; any other stands beside the process and holds nothing up.
    """

    _name = "onestop.opinion"
    _description = "Opinion"
    _inherit = ["onestop.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _written_with = ENGINE
    _order = "date_asked desc, id desc"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    step_id = fields.Many2one(
        "onestop.dossier.step",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="The step of the process that asks; without one it was asked beside it.",
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Asked",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    code = fields.Char(related="dossier_id.code", string="Dossier code")
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    lead_id = fields.Many2one(
        related="dossier_id.department_id", string="Asked by the agency"
    )
    step_name = fields.Char(related="step_id.name", string="Name of the step")
    content = fields.Text("What is asked", readonly=True)
    paper_ids = fields.Many2many(
        "ir.attachment",
        "onestop_opinion_paper",
        string="Papers shown",
        readonly=True,
        # Whether the files may be read is asked of these alone, not of all there are.
        bypass_search_access=True,
    )
    asked_id = fields.Many2one("res.users", "Asked by", readonly=True)
    date_asked = fields.Datetime("Asked on", required=True, readonly=True)
    hours = fields.Float("Working hours given", readonly=True)
    date_limit = fields.Datetime(
        "Limit", readonly=True, help="Of what is asked beside the process."
    )
    date_due = fields.Datetime("Answer due", compute="_compute_date_due")
    overdue = fields.Boolean(compute="_compute_date_due", search="_search_overdue")
    state = fields.Selection(
        [
            ("asked", "Waits for an answer"),
            ("answered", "Answer given"),
            ("ended", "Ended without an answer"),
        ],
        required=True,
        readonly=True,
        default="asked",
    )
    position = fields.Selection(POSITIONS, readonly=True)
    answer = fields.Text("What it says", readonly=True)
    file_ids = fields.Many2many(
        "ir.attachment",
        "onestop_opinion_file",
        string="Files of the answer",
        readonly=True,
        bypass_search_access=True,
    )
    answered_id = fields.Many2one("res.users", "Answered by", readonly=True)
    date_answered = fields.Datetime("Answered on", readonly=True)
    date_late = fields.Datetime(
        "Late since", readonly=True, help="Its time ended without an answer."
    )
    told = fields.Char("Told of the delay", readonly=True)
    told_id = fields.Many2one("res.users", "Told by", readonly=True)
    date_told = fields.Datetime("Centre told on", readonly=True)
    waits = fields.Boolean(
        "Is waited for", compute="_compute_waits", search="_search_waits"
    )
    may_answer = fields.Boolean(compute="_compute_may")
    may_ask = fields.Boolean(compute="_compute_may")
    may_tell = fields.Boolean(compute="_compute_may")

    # ------------------------------------------------------------------- computes

    @api.depends("department_id", "code")
    def _compute_display_name(self):
        for opinion in self:
            opinion.display_name = f"{opinion.department_id.name}, {opinion.code or ''}"

    @api.depends("step_id.date_due", "date_limit", "state")
    def _compute_date_due(self):
        now = fields.Datetime.now()
        for opinion in self:
            due = opinion.step_id.date_due or opinion.date_limit
            opinion.date_due = due
            opinion.overdue = bool(due and opinion.state == "asked" and due < now)

    def _search_overdue(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        now = fields.Datetime.now()
        # Whoever reads what was asked is told by when.
        in_process = Domain("step_id", "any!", [("date_due", "<", now)])
        late = Domain("date_limit", "<", now) | in_process
        return Domain("waits", "=", True) & late

    @api.depends("state", "dossier_id.state")
    def _compute_waits(self):
        for opinion in self:
            # sudo: bounded to whether the dossier is still being resolved.
            running = opinion.sudo().dossier_id.state in SILENCE_STATES
            opinion.waits = opinion.state == "asked" and running

    def _search_waits(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        # Whoever is asked reads no dossier; whether it is still being resolved is all.
        running = Domain("dossier_id", "any!", [("state", "in", SILENCE_STATES)])
        return Domain("state", "=", "asked") & running

    @api.depends_context("uid")
    @api.depends("state", "date_late", "date_told")
    def _compute_may(self):
        actor = Actor(self.env)
        for opinion in self:
            leads = bool(opinion._lead_roles(actor))
            open_to_lead = leads and opinion.waits
            opinion.may_ask = open_to_lead and not opinion.date_late
            opinion.may_answer = opinion.waits and bool(opinion._answer_roles(actor))
            opinion.may_tell = bool(
                leads
                and opinion.date_late
                and not opinion.date_told
                and opinion.state != "answered"
            )

    def _lead_roles(self, actor):
        """The actor's roles by which the lead agency asks."""
        # sudo: bounded to which department leads.
        return actor.roles_at(self.sudo().dossier_id.department_id) & set(ASKS)

    def _answer_roles(self, actor):
        """The actor's roles by which the department that is asked answers."""
        # sudo: bounded to the role of the step that asks.
        role = self.sudo().step_id.role
        wanted = {role} if role else set(ANSWERS)
        return actor.roles_at(self.department_id) & wanted

    # --------------------------------------------------------------------- guards

    @api.model_create_multi
    def create(self, vals_list):
        # The journal says who asked whom when; the chatter is for talk.
        quiet = self.with_context(tracking_disable=True, mail_create_nosubscribe=True)
        return super(OnestopOpinion, quiet).create(vals_list)

    def _refusal(self):
        return self.env._("Opinions are asked from the dossier, and answered there.")

    def unlink(self):
        raise AccessError(self.env._("What was asked stays on record."))

    # -------------------------------------------------------------------- actions

    def _action_open(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    def action_open_asking(self):
        """Write what is asked, or set the limit, as the lead agency."""
        self.ensure_one()
        return self.env["onestop.opinion.asking"]._open(self.dossier_id, self)

    def action_open_answer(self):
        """The form of the answer."""
        self.ensure_one()
        return self.env["onestop.opinion.answer"]._open(self)

    def give_answer(self, values):
        """Answer as the department that is asked.

        :param dict values: `position` (`agrees`, `remarks`, `disagrees`), `text`,
            `files` (list of {name, content in base64}); of a step with ways also its
            `outcome`
        :raises UserError: in a sentence, where it may not be answered now, or so
        """
        self.ensure_one()
        self.check_access("read")
        values = values if isinstance(values, dict) else {}
        answer = {key: values[key] for key in values if key != "outcome"}
        if self.step_id:
            rest = {"answer": answer, "outcome": values.get("outcome")}
            return self.step_id.action_complete(values=rest)
        actor = Actor(self.env)
        roles = self._answer_roles(actor)
        if not roles:
            raise AccessError(self.env._("Only the department that is asked answers."))
        # sudo: bounded to the answer of the user's own department to what it was asked.
        opinion = self.sudo()
        wait_for(opinion.dossier_id)
        opinion.invalidate_recordset()
        if not opinion.waits:
            raise UserError(self.env._("No answer is waited for any more."))
        opinion._take_answer(answer, fields.Datetime.now())
        opinion._journal("opinion_answered", min(roles), actor, self.department_id)
        return True

    def _take_answer(self, values, now):
        """Keep what the department says; None: its step was completed in another way."""
        for opinion in self:
            vals = {} if values is None else given_opinion(opinion, values)
            with ENGINE.held():
                opinion.write(
                    {
                        **vals,
                        "state": "answered",
                        "answered_id": self.env.uid,
                        "date_answered": now,
                    }
                )
                if not opinion.step_id:
                    opinion.dossier_id.date_look = now
            opinion._calls().unlink()

    def _end(self):
        """The step ended without an answer."""
        waiting = self.filtered(lambda one: one.state == "asked")
        if waiting:
            with ENGINE.held():
                waiting.write({"state": "ended"})

    def _journal(self, code, role, actor, place, **data):
        """A row of the dossier's journal; whom it is about stands in it by name.

        :param actor: who acts, `Actor`; None: the system
        """
        dossier = self.dossier_id
        data |= {"opinion": self.id, "asked": self.department_id.name}
        self.env["onestop.journal"]._append(
            *(dossier, code, role, dossier.state, dossier.state),
            data=data,
            actor=None if actor else SYSTEM,
            on_behalf_of=actor and actor.on_behalf_of(role, place),
        )

    # -------------------------------------------------------------------- lateness

    @api.model
    def _cron_late(self):
        """Record what was not answered in time, in working time of whoever was asked.

        A step with a silence rule falls silent by itself (`_cron_silence`); here is the
        rest. Rows are claimed with SKIP LOCKED; a job that was down catches up.
        """
        now = fields.Datetime.now()
        beside = Domain("step_id", "=", False) & Domain("date_limit", "<", now)
        in_process = (
            Domain("step_id.state", "=", "open")
            & Domain("step_id.step_id.silence_rule", "=", "none")
            & Domain("step_id.date_due", "<", now)
        )
        late = self.search(
            Domain("waits", "=", True)
            & Domain("date_late", "=", False)
            & (beside | in_process)
        )
        steps = self.env["onestop.dossier.step"]
        working = late.department_id.filtered(lambda one: steps._is_working(one, now))
        late = late.filtered(lambda one: one.department_id in working)
        self.env["ir.cron"]._commit_progress(remaining=len(late))
        for opinion in late:
            if opinion.dossier_id.try_lock_for_update(allow_referencing=True):
                opinion._look()
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _look(self):
        """Record that it is late, unless its time stood still meanwhile."""
        self.invalidate_recordset()
        now = fields.Datetime.now()
        if not self.waits or self.date_late:
            return
        try:
            due = self.step_id.date_due or Asking(self.dossier_id).due(self)
        except (ClockError, UserError):
            _logger.warning("opinion %s: its time cannot be reckoned", self.id)
            return
        if not due:
            return
        if not self.step_id and due != self.date_limit:
            with ENGINE.held():
                self.date_limit = due
        if due < now:
            self._be_late(due)
            self._journal("opinion_late", SYSTEM, None, None)

    def _be_late(self, since):
        """Keep since when it is late, and have the lead tell the head of the centre."""
        for opinion in self:
            with ENGINE.held():
                opinion.date_late = since
            opinion._call(
                opinion._in_charge(), self.env._("Tell the head of the centre")
            )

    def _in_charge(self):
        """Whoever of the lead sees to it: who asked, else who works on the dossier, else
        the head."""
        lead = self.dossier_id.department_id
        heads = lead._holders("department_head")
        officers = lead._holders("department_officer")
        runs = self.dossier_id.step_ids.filtered(lambda run: run.state == "open")
        working = (self.asked_id | runs.assigned_id) & (officers | heads)
        return working[:1] or heads[:1] or officers[:1]

    def _call(self, users, summary):
        # Told by the list of activities; what goes by mail is said where it is sent.
        quiet = self.with_context(mail_activity_quick_update=True)
        for user in users:
            quiet.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=legal_today(),
                summary=summary,
                user_id=user.id,
            )

    def _calls(self):
        """The activities of ours; people make others for themselves."""
        return self.activity_ids.filtered("automated")

    def action_tell_centre(self):
        """Tell the head of the centre that a department has not answered in time.

        :raises UserError: before its time is over, a second time, and where nobody
            leads the centre
        """
        self.ensure_one()
        self.check_access("read")
        actor = Actor(self.env)
        roles = self._lead_roles(actor)
        if not roles:
            raise AccessError(
                self.env._("Only the lead agency tells the head of the centre.")
            )
        # sudo: bounded to telling of a delay on a dossier of the user's own department.
        opinion = self.sudo()
        wait_for(opinion)
        opinion.invalidate_recordset()
        post = OpinionPost(opinion)
        opinion._check_to_tell(post)
        with ENGINE.held():
            opinion.write(
                {
                    "told": ", ".join(post.heads().mapped("name")),
                    "told_id": self.env.uid,
                    "date_told": fields.Datetime.now(),
                }
            )
        opinion._calls().unlink()
        opinion._call(post.heads(), self.env._("An agency has not answered in time"))
        opinion._journal("opinion_told", min(roles), actor, opinion.lead_id)
        opinion.with_delay(
            description="Tell the head of a centre that an agency is late",
            identity_key=f"onestop.opinion,{opinion.id}",
        )._post()
        return True

    def _check_to_tell(self, post):
        """:raises UserError: where there is nothing to tell, or nobody to be told"""
        if self.date_told:
            raise UserError(
                self.env._("The head of the centre was told already: %s.", self.told)
            )
        if self.state == "answered":
            raise UserError(self.env._("It has answered in the meantime."))
        if not self.date_late:
            raise UserError(self.env._("It still has time to answer."))
        if not post.heads():
            raise UserError(
                self.env._(
                    "Nobody leads %s at the moment. The administrator has to enter who "
                    "does.",
                    self.dossier_id.received_department_id.name,
                )
            )

    def _post(self):
        """Job: the heads of the centre are told by e-mail."""
        # sudo: bounded to what somebody told who may.
        OpinionPost(self.sudo()).send()
