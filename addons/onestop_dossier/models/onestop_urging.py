from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.core.database_time import aware, legal_date, naive
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..engine.right import ENGINE
from ..engine.sentences import role_label
from ..engine.urging_desk import UrgingDesk
from ..engine.urging_post import UrgingPost

# Who urges, for the centre that received the dossiers; who answers for the department.
URGES = ("supervisor", "director")
ANSWERS = ("department_head", "clerk")
# What is written by hand before it is sent.
DRAFTED = frozenset({"text", "term_days", "line_ids"})
# Working days in which it is answered, unless the letter says otherwise.
TERM_DAYS = 2


class OnestopUrging(models.Model):
    """A letter of the centre to the head of a department: what is late, and by when it
    is to be resolved or explained.

    Numbered when it is sent, per centre and year, without gaps; from then on it stays
    as it is, and only its answer is added.
    """

    _name = "onestop.urging"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Letter of urging"
    _written_with = ENGINE
    _order = "id desc"

    number = fields.Integer(readonly=True, copy=False)
    year = fields.Integer(readonly=True, copy=False)
    centre_id = fields.Many2one(
        "onestop.department",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "onestop.department",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        [("draft", "Draft letter"), ("sent", "Sent"), ("answered", "Answered")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    text = fields.Text("To add", help="Stands in the letter. Name no applicant.")
    term_days = fields.Integer(
        "Working days to answer", required=True, default=TERM_DAYS
    )
    line_ids = fields.One2many("onestop.urging.line", "urging_id", "Dossiers")
    line_count = fields.Integer("Number of dossiers", compute="_compute_line_count")
    sent_user_id = fields.Many2one("res.users", "Sent by", readonly=True)
    date_sent = fields.Datetime("Sent on", readonly=True)
    date_term = fields.Datetime("To be answered by", readonly=True)
    told = fields.Char("E-mail to", readonly=True)
    answer = fields.Text(readonly=True)
    answered_user_id = fields.Many2one("res.users", "Written down by", readonly=True)
    date_answered = fields.Datetime("Answered on", readonly=True)
    date_follow = fields.Date(
        "Promised for", readonly=True, help="Until then nobody urges again."
    )
    silent = fields.Boolean(
        "Not answered in time", compute="_compute_silent", search="_search_silent"
    )
    may_urge = fields.Boolean(compute="_compute_may")
    may_answer = fields.Boolean(compute="_compute_may")

    _number_unique = models.UniqueIndex("(centre_id, year, number) WHERE number > 0")
    _term_in_bounds = models.Constraint(
        "CHECK (term_days BETWEEN 1 AND 30)", "Give between 1 and 30 working days."
    )

    # --------------------------------------------------------------------- computes

    @api.depends("number", "year", "centre_id")
    def _compute_display_name(self):
        for letter in self:
            letter.display_name = (
                f"{letter.number:02d}/ĐĐ-{letter.centre_id.code}/{letter.year}"
                if letter.number
                else self.env._("Draft of a letter")
            )

    @api.depends("line_ids")
    def _compute_line_count(self):
        for letter in self:
            letter.line_count = len(letter.line_ids)

    @api.depends("state", "date_term")
    def _compute_silent(self):
        now = fields.Datetime.now()
        for letter in self:
            waits = letter.state == "sent" and letter.date_term
            letter.silent = bool(waits and letter.date_term < now)

    def _search_silent(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("state", "=", "sent") & Domain(
            "date_term", "<", fields.Datetime.now()
        )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_may(self):
        for letter in self:
            urges, answers = letter._roles()
            letter.may_urge = letter.state == "draft" and bool(urges)
            letter.may_answer = letter.state == "sent" and bool(urges | answers)

    def _roles(self):
        """The user's roles by which they urge, and by which they answer."""
        roles_at = self.env.user._onestop_roles_at
        # sudo: bounded to the two sides of a letter that the user reads.
        letter = self.sudo()
        return (
            roles_at(letter.centre_id) & set(URGES),
            roles_at(letter.department_id) & set(ANSWERS),
        )

    # ---------------------------------------------------------------------- guards

    def write(self, vals):
        if not ENGINE:
            self._check_draft()
        return super().write(vals)

    def _typed(self):
        return DRAFTED

    def _refusal(self):
        return self.env._("Letters are made of dossiers that are late.")

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self._check_draft()

    def _check_draft(self):
        """:raises AccessError: for what was sent, and for whoever does not urge here"""
        for letter in self:
            if letter.state != "draft":
                raise AccessError(self.env._("A letter that was sent stays as it is."))
            if not self.env.su and not letter._roles()[0]:
                raise AccessError(
                    self.env._("Only who urges for the centre writes its letters.")
                )

    # --------------------------------------------------------------------- actions

    @api.model
    @api.readonly
    def desk(self):
        """What is late and nearly due by department; see `engine.urging_desk`."""
        self.env["onestop.dossier"].check_access("read")
        return UrgingDesk(self.env).read()

    @api.model
    def urge_department(self, department):
        """A letter to a department about all that is overdue there and was not urged
        within a term that runs.

        :param int department: its id
        :return: the action that shows the draft
        """
        overdue = UrgingDesk(self.env).overdue(department)
        # sudo: bounded to the letters about dossiers that the user reads.
        fresh = overdue.filtered(lambda one: not one.sudo()._urged_within())
        if not fresh:
            raise UserError(
                self.env._("All that is overdue there was urged, and the term runs.")
                if overdue
                else self.env._("Nothing is overdue there.")
            )
        return fresh.action_urge()

    @api.model
    def _draft(self, dossiers):
        """A draft for each department that is competent for some of these dossiers.

        Whoever calls has looked whether they may be urged, and by whom.
        """
        letters = self.browse()
        by_sides = dossiers.grouped(
            lambda one: (one.received_department_id, one.department_id)
        )
        for (centre, department), some in by_sides.items():
            with ENGINE.held():
                # sudo: bounded to a letter of the user's centre about its dossiers.
                letters |= self.sudo().create(
                    {
                        "centre_id": centre.id,
                        "department_id": department.id,
                        "line_ids": [
                            fields.Command.create(one._urging_line_vals())
                            for one in some
                        ],
                    }
                )
        return letters.with_env(self.env)

    def action_send(self):
        """Number the letter, and send it to the department and its head."""
        self.ensure_one()
        self.check_access("read")
        urges = self._roles()[0]
        if not urges:
            raise AccessError(
                self.env._("Only who urges for the centre writes its letters.")
            )
        # sudo: bounded to a letter of the user's own centre.
        letter = self.sudo()
        wait_for(letter)
        letter.invalidate_recordset()
        if letter.state != "draft":
            raise UserError(
                self.env._("The letter was sent already: %s.", letter.display_name)
            )
        if not letter.line_ids:
            raise UserError(self.env._("No dossier stands in the letter."))
        letter.line_ids._check_reasons()
        now = fields.Datetime.now()
        year = legal_date(now).year
        counter = self.env["onestop.urging.counter"]
        with ENGINE.held():
            letter.write(
                {
                    "state": "sent",
                    "number": counter._next(letter.centre_id, year),
                    "year": year,
                    "sent_user_id": self.env.uid,
                    "date_sent": now,
                    "date_term": letter._term(now),
                    "told": ", ".join(UrgingPost(letter).addresses()),
                }
            )
        letter._journal("urge", min(urges), letter._sent_words)
        letter.with_delay(
            description="Send a letter of urging",
            identity_key=f"onestop.urging,{letter.id}",
        )._post()
        return True

    def _term(self, now):
        """The closing hour of the last working day to answer, by their calendar."""
        calendar = self.department_id._clock()
        day = calendar.next_working_day(legal_date(now), self.term_days)
        return naive(calendar.closing(day))

    def _sent_words(self, line):
        term = aware(self.date_term).astimezone(ZONE)
        words = (
            f"{self.display_name} → {self.department_id.name}, {term:%H:%M %d/%m/%Y}"
        )
        return ". ".join(filter(None, [words, line.reason]))

    def _journal(self, code, role, words):
        for line in self.line_ids:
            self.env["onestop.journal"]._append(
                line.dossier_id,
                code,
                role,
                line.dossier_id.state,
                line.dossier_id.state,
                reason=words(line),
                data={"urging": self.id, "times": line.times},
            )

    def _post(self):
        """Job: the letter goes to whom `told` names."""
        # sudo: bounded to a letter that somebody sent who may.
        UrgingPost(self.sudo()).send()

    def action_open_answer(self):
        return self.env["onestop.urging.answer"]._open(self)

    def record_answer(self, text, follow=None):
        """Keep what the department says to the letter: its explanation, its promise.

        :param str text: no personal data
        :param date follow: by when it promises to be done
        """
        self.ensure_one()
        self.check_access("read")
        urges, answers = self._roles()
        if not urges | answers:
            labels = [role_label(self.env, role) for role in (*ANSWERS, *URGES)]
            raise AccessError(
                self.env._("The answer is written down by: %s.", ", ".join(labels))
            )
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("Write down what the department explains."))
        follow = fields.Date.to_date(follow) if follow else False
        if follow and follow < legal_date(fields.Datetime.now()):
            raise UserError(self.env._("A promise is for today or later."))
        # sudo: bounded to the answer to a letter of which the user is a side.
        letter = self.sudo()
        wait_for(letter)
        letter.invalidate_recordset()
        if letter.state != "sent":
            raise UserError(self.env._("The letter waits for no answer."))
        with ENGINE.held():
            letter.write(
                {
                    "state": "answered",
                    "answer": text,
                    "date_follow": follow,
                    "answered_user_id": self.env.uid,
                    "date_answered": fields.Datetime.now(),
                }
            )
        letter._journal(
            "urge_answered",
            min(answers or urges),
            lambda line: f"{letter.display_name}: {text}",
        )
        return True

    def action_print(self):
        return self.env.ref("onestop_dossier.report_urging").report_action(self)

    def _holds_until(self):
        """The last day on which nobody urges again without a reason; None: it is over."""
        if self.state == "answered":
            return self.date_follow or None
        return self.date_term and legal_date(self.date_term)
