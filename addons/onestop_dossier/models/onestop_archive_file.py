import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.database_time import legal_date
from odoo.addons.onestop_procedure.core.retention_end import kept_until
from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import BUSY, wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..engine.archive_holding import ENDED, Holding
from ..engine.archive_index import ArchiveIndex
from ..engine.archive_sentences import hold_sentence
from ..engine.right import ARCHIVE, ENGINE
from ..engine.sentences import role_label

_logger = logging.getLogger(__name__)

SYSTEM = "system"
# Dossiers that are looked at in one go.
BATCH = 100
# So many are closed while whoever asked waits; more are left to the job.
AT_ONCE = 20
# Whoever keeps the archive of a centre.
KEEPERS = ("clerk",)
OPEN = ("waiting", "asked")


class OnestopArchiveFile(models.Model):
    """A dossier that has ended, as the archive of its centre sees it: what keeps it from
    being closed, the index of its documents, how long it is kept, where its paper is.

    It names no person. Whoever keeps the archive need not read what lies in it.
    """

    _name = "onestop.archive.file"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Dossier in the archive"
    _written_with = ARCHIVE
    _order = "date_ended desc, id desc"
    _rec_name = "code"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, ondelete="restrict"
    )
    code = fields.Char("Dossier code", readonly=True, index=True)
    procedure_id = fields.Many2one(
        "onestop.procedure", readonly=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "onestop.department", "Competent department", readonly=True, index=True
    )
    centre_id = fields.Many2one(
        "onestop.department", "Kept at", readonly=True, index=True
    )
    ended_as = fields.Selection(
        lambda self: (
            self.env["onestop.dossier"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        "Ended as",
        readonly=True,
    )
    date_ended = fields.Datetime("Ended on", required=True, readonly=True)
    state = fields.Selection(
        [
            ("waiting", "To be closed"),
            ("asked", "Being closed"),
            ("closed", "Closed"),
            ("restricted", "Closed, only on request"),
            ("destroyed", "Destroyed"),
        ],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    holds = fields.Char(readonly=True)
    is_held = fields.Boolean("Held", readonly=True)
    holding = fields.Text("What holds it", compute="_compute_holding")
    looked_at = fields.Datetime("Looked at on", readonly=True)
    date_close_due = fields.Datetime("To be closed by", readonly=True)
    is_late = fields.Boolean(
        "Not closed in time", compute="_compute_is_late", search="_search_is_late"
    )
    closed_at = fields.Datetime("Closed on", readonly=True)
    closed_by = fields.Char(readonly=True)
    asked_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    date_restrict_due = fields.Datetime("Only on request from", readonly=True)

    document_ids = fields.One2many("onestop.archive.document", "file_id", "Index")
    document_count = fields.Integer("Documents", readonly=True)
    index_digest = fields.Char(
        "Number of the index",
        readonly=True,
        help="SHA-256 over the index; the journal keeps it too.",
    )
    years = fields.Integer("Years kept", readonly=True, aggregator=None)
    kept_until = fields.Date(readonly=True, help="Empty: for ever.")
    retention_basis = fields.Char("Kept by", readonly=True)
    paper_years = fields.Integer("Years the paper is kept", readonly=True)
    paper_until = fields.Date("Paper kept until", readonly=True)
    retention_words = fields.Char("Kept for", compute="_compute_retention_words")
    has_paper = fields.Boolean("On paper too", readonly=True)
    paper_state = fields.Selection(
        [
            ("none", "No paper"),
            ("here", "To be handed to its agency"),
            ("handed", "With its agency"),
        ],
        "Paper",
        readonly=True,
    )

    hold_reason = fields.Char(
        "Not to be destroyed", help="Why: an inspection, a lawsuit. No personal data."
    )
    disposal_id = fields.Many2one(
        "onestop.archive.disposal",
        "On the list",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    destroyed_at = fields.Datetime("Destroyed on", readonly=True)

    _dossier_unique = models.UniqueIndex("(dossier_id)")
    _open_index = models.Index(
        "(centre_id, date_close_due) WHERE state IN ('waiting', 'asked')"
    )
    _look_index = models.Index("(looked_at, id) WHERE state IN ('waiting', 'asked')")
    _paper_index = models.Index("(centre_id, department_id) WHERE paper_state = 'here'")
    _over_index = models.Index(
        "(centre_id, kept_until) WHERE kept_until IS NOT NULL AND disposal_id IS NULL"
    )
    _restrict_index = models.Index("(date_restrict_due) WHERE state = 'closed'")

    # --------------------------------------------------------------------- computes

    @api.depends_context("lang")
    @api.depends("holds")
    def _compute_holding(self):
        for file in self:
            codes = (file.holds or "").split()
            file.holding = "\n".join(hold_sentence(self.env, code) for code in codes)

    @api.depends("state", "date_close_due")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for file in self:
            due = file.date_close_due
            file.is_late = file.state in OPEN and bool(due and due < now)

    def _search_is_late(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("state", "in", OPEN) & Domain(
            "date_close_due", "<", fields.Datetime.now()
        )

    @api.depends_context("lang")
    @api.depends("years", "kept_until", "state")
    def _compute_retention_words(self):
        for file in self:
            words = False
            if file.closed_at and file.kept_until:
                until = f"{file.kept_until:%d/%m/%Y}"
                words = self.env._(
                    "%(years)s years, until %(until)s", years=file.years, until=until
                )
            elif file.closed_at:
                words = self.env._("For ever")
            file.retention_words = words

    # ----------------------------------------------------------------------- rights

    def _refusal(self):
        return self.env._("What lies in the archive is written by its actions only.")

    def _typed(self):
        return {"hold_reason"}

    def write(self, vals):
        if not ARCHIVE and "hold_reason" in vals:
            self._check_hold(vals)
        result = super().write(vals)
        if not ARCHIVE and "hold_reason" in vals:
            self._journal_hold(vals["hold_reason"])
        return result

    def _check_hold(self, vals):
        """Whoever keeps the archive says that something is not to be destroyed; the head
        of the centre alone takes that back."""
        lifted = not (vals["hold_reason"] or "").strip()
        self._role(("director",) if lifted else ("clerk", "director"))
        check_reason(self.env, vals["hold_reason"])
        if any(one.state == "destroyed" for one in self):
            raise UserError(self.env._("It is destroyed already."))

    def _journal_hold(self, reason):
        role = self._role(("clerk", "director"))
        # sudo: bounded to the journal of dossiers whose archive the user keeps or leads.
        files = self.sudo()
        with ARCHIVE.held():
            for file in files:
                code = "archive_hold" if reason else "archive_release"
                file._journal(code, role, self.env.user, reason=reason or None)

    @api.model
    def _over_domain(self):
        """What is kept no longer, and not held."""
        return [
            ("kept_until", "<", legal_today()),
            ("state", "=", "restricted"),
            ("hold_reason", "=", False),
            # What lies on paper ends with the paper, or before it.
            "|",
            ("has_paper", "=", False),
            ("paper_until", "<", legal_today()),
        ]

    def action_take_off(self):
        """Take it off a list that is being made."""
        # sudo: bounded to lists of which `_locked` looks at the right to make them.
        for file in self.sudo():
            file.disposal_id.with_env(self.env)._locked(KEEPERS, ("open",))
            with ARCHIVE.held():
                file.write({"disposal_id": False})
        return True

    def unlink(self):
        raise AccessError(self.env._("Nothing is taken out of the archive's list."))

    def _role(self, roles):
        """The role, of `roles`, in which the user acts on all of these.

        :raises AccessError: for who holds none of them at their centre
        """
        self.check_access("read")
        held = None
        # sudo: bounded to the centres of files that the user reads.
        for centre in self.sudo().centre_id:
            here = self.env.user._onestop_roles_at(centre) & set(roles)
            held = here if held is None else held & here
        if not held:
            labels = [role_label(self.env, role) for role in roles]
            raise AccessError(
                self.env._(
                    "This is done at the centre that keeps the dossier, by: %(roles)s.",
                    roles=", ".join(labels),
                )
            )
        return min(held)

    @api.model
    def _setting(self, key):
        """What the rule set of today says of the archive."""
        # sudo: bounded to a row of law, which is no secret.
        rules = self.env["onestop.rule.set"].sudo()
        return rules._for_date(legal_today())._value(key)

    # ---------------------------------------------------------------------- closing

    def action_look(self):
        """Look once more at what holds these from being closed."""
        self._role(KEEPERS)
        # sudo: bounded to files of a centre whose archive the user keeps.
        self.sudo().filtered(lambda one: one.state in OPEN)._look()
        return True

    def action_close(self):
        """Close these, as far as nothing holds them; of many the job does it.

        :return: the notification that says how many, and what holds the others
        :raises AccessError: but for whoever keeps the archive of their centre
        """
        role = self._role(KEEPERS)
        # sudo: bounded to files of a centre whose archive the user keeps.
        files = self.sudo().filtered(lambda one: one.state in OPEN)
        if not files:
            raise UserError(self.env._("These are closed already."))
        if len(files) > AT_ONCE:
            with ARCHIVE.held():
                files.write({"state": "asked", "asked_by_id": self.env.uid})
            self.env.ref("onestop_dossier.ir_cron_archive")._trigger()
            return self._told(
                self.env._("%s dossiers are being closed, one by one.", len(files)),
                "info",
            )
        closed = files._close(role, self.env.user)
        held = len(files) - closed
        text = self.env._("Closed: %s.", closed)
        if held:
            text += " " + self.env._(
                "Held: %s. What holds each stands beside it.", held
            )
        return self._told(text, "warning" if held else "success")

    def action_export(self):
        """Open the screen on which it is taken out as a file."""
        self.ensure_one()
        screen = self.env["onestop.archive.exporting"].create({"file_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take it out as a file"),
            "res_model": screen._name,
            "res_id": screen.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _told(self, text, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": text,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _look(self):
        """Write down what holds these from being closed."""
        codes = Holding(self.dossier_id).codes()
        now = fields.Datetime.now()
        for file in self:
            held = codes.get(file.dossier_id.id) or []
            file._keep_look(held, now)

    def _keep_look(self, held, now):
        with ARCHIVE.held():
            self.write(
                {"holds": " ".join(held), "is_held": bool(held), "looked_at": now}
            )

    def _close(self, role, user=None):
        """Close those that nothing holds.

        :param user: who asked for it; nobody where the job does it by itself
        :return: how many were closed
        """
        closed = 0
        free = self.dossier_id.try_lock_for_update(allow_referencing=True)
        # What somebody else is writing to is looked at the next time.
        free.invalidate_recordset()
        files = self.filtered(lambda one: one.dossier_id in free)
        files._look()
        for file in files:
            if not file.is_held:
                file._close_one(role, user)
                closed += 1
            elif file.state == "asked":
                with ARCHIVE.held():
                    file.state = "waiting"
        return closed

    def _close_each(self, role, user=None):
        """The same by the job: one that cannot be closed holds up no other."""
        for file in self:
            try:
                with self.env.cr.savepoint():
                    file._close(role, user)
            except BUSY:
                raise
            except Exception as error:
                # Its kind alone: what it says may name people.
                kind = type(error).__name__
                _logger.error("archive file %s not closed: %s", file.id, kind)
                with ARCHIVE.held():
                    file.write({"state": "waiting", "looked_at": fields.Datetime.now()})

    def _close_one(self, role, user):
        dossier, now = self.dossier_id, fields.Datetime.now()
        rows = ArchiveIndex(dossier).rows()
        digest = ArchiveIndex.digest(rows)
        has_paper = any(row["on_paper"] for row in rows) or dossier.channel != "online"
        with ARCHIVE.held(), ENGINE.held():
            self.env["onestop.archive.document"].create(
                [{"file_id": self.id, **row} for row in rows]
            )
            self.write(
                {
                    **self._retention(),
                    "state": "closed",
                    "closed_at": now,
                    "closed_by": user.name if user else False,
                    "asked_by_id": False,
                    "document_count": len(rows),
                    "index_digest": digest,
                    "has_paper": has_paper,
                    "paper_state": self._paper_state() if has_paper else "none",
                    "date_restrict_due": now
                    + timedelta(days=self._setting("archive_restrict_days")),
                }
            )
            dossier.closed = True
            self._journal(
                "archive_close",
                role,
                user,
                data={"documents": len(rows), "index": digest},
            )

    def _paper_state(self):
        """Whether its paper is still to be handed to its agency's archive."""
        at = self.dossier_id.paper_at_id
        agency = self.department_id
        there = agency == self.centre_id or (at and at != self.centre_id)
        return "handed" if there else "here"

    def _paper_went(self):
        """Its agency took the paper over."""
        # sudo: bounded to a file whose paper the user has just taken over on a list.
        file = self.sudo()
        with ARCHIVE.held():
            file.write({"paper_state": "handed"})

    def action_hand_over(self):
        """Put the paper of these, and of what else waits for the same agency, on a list
        to its archive.

        :return: the action that shows the list
        :raises UserError: where there is none, of several agencies at once, or where no
            route leads to it
        """
        self._role(KEEPERS)
        # sudo: bounded to files of a centre whose archive the user keeps.
        files = self.sudo().filtered(lambda one: one.paper_state == "here")
        if not files:
            raise UserError(self.env._("No paper of these waits to be handed over."))
        if len(files.department_id) > 1 or len(files.centre_id) > 1:
            raise UserError(
                self.env._("One list goes to one agency: choose dossiers of one alone.")
            )
        agency = files.department_id
        routes = self.env["onestop.transfer.route"].search(
            [("centre_id", "=", files.centre_id.id)]
        )
        route = routes.filtered(lambda one: agency in one._served())[:1]
        if not route:
            raise UserError(
                self.env._(
                    "No route for paper leads from here to %s. The administrator sets "
                    "one up.",
                    agency.name,
                )
            )
        return self.env["onestop.transfer"].begin(route.id, "archive")

    def _retention(self):
        """For how long it is kept, by the law of the day of its closing."""
        terms = self.env["onestop.retention"]
        today, ended = legal_today(), legal_date(self.date_ended)
        file, paper = (
            terms._kept(self.procedure_id, today, part)
            for part in ("electronic", "paper")
        )
        return {
            "years": file.years,
            "kept_until": kept_until(ended, file.years),
            "retention_basis": file.basis,
            "paper_years": paper.years,
            "paper_until": kept_until(ended, paper.years),
        }

    def _journal(self, code, role, user=None, **rest):
        """A row in the journal of the dossier, in the name of a user or of the job."""
        journal, dossier = self.env["onestop.journal"], self.dossier_id
        if user:
            journal = journal.with_user(user)
        elif role == SYSTEM:
            rest["actor"] = SYSTEM
        journal._append(dossier, code, role, dossier.state, dossier.state, **rest)

    # -------------------------------------------------------------------------- jobs

    @api.model
    def _cron_archive(self):
        """Take in what has ended, look at what is open, close what is due."""
        if self._take_in_all() and self._look_at_all():
            self._restrict_all()

    @api.model
    def _take_in_all(self):
        """A row for every dossier that has ended; whether there was time for all."""
        dossiers = self.env["onestop.dossier"]
        ended = Domain("state", "in", ENDED) | (
            Domain("state", "=", "resolved") & Domain("delivery_state", "=", "archived")
        )
        new = Domain("archive_file_id", "=", False) & ended
        last = 0
        while found := dossiers.search(
            new & Domain("id", ">", last), order="id", limit=BATCH
        ):
            last = found[-1].id
            self._take_in(found.try_lock_for_update(allow_referencing=True))
            if not self.env["ir.cron"]._commit_progress(len(found)):
                return False
        return True

    @api.model
    def _take_in(self, dossiers):
        moments = self._moments(dossiers)
        days = timedelta(days=self._setting("archive_close_days"))
        with ARCHIVE.held(), ENGINE.held():
            files = self.create(
                [
                    {
                        "dossier_id": one.id,
                        "code": one.code or one.tracking_number,
                        "procedure_id": one.procedure_id.id,
                        "department_id": one.department_id.id,
                        "centre_id": one.received_department_id.id,
                        "ended_as": one.state,
                        "date_ended": moments[one.id],
                        "date_close_due": moments[one.id] + days,
                    }
                    for one in dossiers
                ]
            )
            for file in files:
                file.dossier_id.archive_file_id = file
        files._look()

    @api.model
    def _moments(self, dossiers):
        """{id of a dossier: when it came to the state in which it ended}"""
        rows = self.env["onestop.journal"]._read_group(
            [
                ("res_model", "=", "onestop.dossier"),
                ("res_id", "in", dossiers.ids),
                ("code", "in", ("return", "reject", "stop")),
            ],
            ["res_id"],
            ["moment:max"],
        )
        last = dict(rows)
        return {
            one.id: one.date_returned
            or last.get(one.id)
            or one.date_resolved
            or one.write_date
            for one in dossiers
        }

    @api.model
    def _look_at_all(self):
        """Close what was asked for, then look at all that is open, and close what is due.

        Whoever was looked at last comes last: a run that is cut off goes on with the
        rest.
        """
        begun, last = fields.Datetime.now(), 0
        asked = Domain("state", "=", "asked")
        while files := self.search(
            asked & Domain("id", ">", last), order="id", limit=BATCH
        ):
            last = files[-1].id
            for user, theirs in files.grouped("asked_by_id").items():
                theirs._close_each(KEEPERS[0], user)
            if not self.env["ir.cron"]._commit_progress(len(files)):
                return False
        waiting = Domain("state", "=", "waiting") & (
            Domain("looked_at", "=", False) | Domain("looked_at", "<", begun)
        )
        while files := self.search(waiting, order="looked_at, id", limit=BATCH):
            due = files.filtered(lambda one: one.date_close_due <= begun)
            due._close_each(SYSTEM)
            # What is not due, or was in somebody's hands.
            (files - due.filtered(lambda one: one.state != "waiting"))._look()
            if not self.env["ir.cron"]._commit_progress(len(files)):
                return False
        return True

    @api.model
    def _restrict_all(self):
        """From their day on, only whoever says why reads what is closed."""
        due = Domain("state", "=", "closed") & Domain(
            "date_restrict_due", "<=", fields.Datetime.now()
        )
        while files := self.search(due, order="date_restrict_due, id", limit=BATCH):
            files._restrict()
            if not self.env["ir.cron"]._commit_progress(len(files)):
                return False
        return True

    def _restrict(self):
        with ARCHIVE.held(), ENGINE.held():
            self.write({"state": "restricted"})
            self.dossier_id.write({"restricted": True})
            self.dossier_id.step_ids.write({"archived": True})
            for file in self:
                file._journal("archive_restrict", SYSTEM)

    # --------------------------------------------------------------------- reopening

    def _reopen(self, reason, user):
        """Open it again: it is worked on, and closed once more in time.

        The index that was made stays, put aside; the journal has its number.

        :raises UserError: where it is not closed
        """
        self.ensure_one()
        wait_for(self)
        self.invalidate_recordset()
        if self.state not in ("closed", "restricted"):
            raise UserError(self.env._("It is not closed."))
        now = fields.Datetime.now()
        days = timedelta(days=self._setting("archive_close_days"))
        with ARCHIVE.held(), ENGINE.held():
            self.document_ids.write({"active": False})
            self.write(
                {
                    "state": "waiting",
                    "closed_at": False,
                    "closed_by": False,
                    "date_close_due": now + days,
                    "date_restrict_due": False,
                    # What is done to it from now on is kept for a whole term too.
                    "date_ended": now,
                    "disposal_id": False,
                }
            )
            dossier = self.dossier_id
            dossier.write({"closed": False, "restricted": False})
            dossier.step_ids.write({"archived": False})
            self._journal("archive_reopen", "director", user, reason=reason)
        self._look()
