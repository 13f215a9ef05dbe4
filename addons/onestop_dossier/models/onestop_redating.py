import logging
from collections import Counter, defaultdict
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..engine.open_dossiers import OpenDossiers
from ..engine.open_intakes import OpenIntakes
from ..engine.open_steps import OpenSteps
from ..engine.open_supplements import OpenSupplements

_logger = logging.getLogger(__name__)

# Dates that are moved in one transaction: others wait for it no longer than a moment.
BATCH = 1000
# Actions that began before the calendar changed have ended by then.
SECOND_LOOK = timedelta(minutes=10)
LATER_AGAIN = timedelta(hours=1)
FIGURES = (
    *("dossiers", "later", "earlier", "in_time", "late"),
    *("steps", "supplements", "intakes", "failed"),
)


class OnestopRedating(models.Model):
    """A change of a working calendar, and the open dates that it moved.

    Whatever changes a calendar that departments work by leaves one behind. A job moves
    the dates in batches, each in a transaction with an entry in the journal of this
    record. Dates are counted from what is written in the files, so a job that is cut
    off, or runs twice, comes to the same.
    """

    _name = "onestop.redating"
    _description = "Dates moved by a change of a calendar"
    _order = "id desc"
    _rec_name = "calendar_id"

    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working calendar",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    reason = fields.Char(readonly=True)
    decision = fields.Char(readonly=True)
    tells = fields.Boolean(
        "Applicants are told",
        readonly=True,
        default=True,
        help="Of the new date, by the channels that reach them.",
    )
    user_id = fields.Many2one("res.users", "Changed by", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("second_look", "Moved"),
            ("done", "Done"),
        ],
        required=True,
        readonly=True,
        default="waiting",
        help="After the dates are moved they are looked at once more, for actions that "
        "were under way meanwhile.",
    )
    date_next = fields.Datetime("Next look", readonly=True, default=fields.Datetime.now)
    date_done = fields.Datetime("Done on", readonly=True)
    total = fields.Integer("Dates", readonly=True)
    seen = fields.Integer("Dates looked at", readonly=True)
    # Where the job goes on: what it looked at last, empty where it begins.
    last_kind = fields.Char(readonly=True, groups="base.group_system")
    last_id = fields.Integer(readonly=True, groups="base.group_system")
    # Somebody was working on what it came to.
    again = fields.Boolean(readonly=True, groups="base.group_system")
    progress = fields.Float(compute="_compute_progress")
    dossiers = fields.Integer("Due dates moved", readonly=True)
    later = fields.Integer(readonly=True)
    earlier = fields.Integer(readonly=True)
    in_time = fields.Integer(
        "Back into time",
        readonly=True,
        help="Dossiers that were late by the calendar before, and are not any more.",
    )
    late = fields.Integer(
        "Now late",
        readonly=True,
        help="Dossiers that were in time by the calendar before, and are late now.",
    )
    steps = fields.Integer(readonly=True)
    supplements = fields.Integer(readonly=True)
    intakes = fields.Integer(readonly=True)
    failed = fields.Integer(
        "Not to be counted",
        readonly=True,
        help="Dates that the calendar cannot give any more; they stay as they are.",
    )

    _one_waiting = models.UniqueIndex("(calendar_id) WHERE state = 'waiting'")

    @api.depends("total", "seen", "state")
    def _compute_progress(self):
        for redating in self:
            done = redating.state != "waiting"
            share = redating.seen / redating.total if redating.total else 0
            redating.progress = 100.0 if done else 100 * share

    # ------------------------------------------------------------------ beforehand

    @api.model
    def _kinds(self, calendar, clock):
        """The kinds of open dates, to be counted by a clock.

        :param calendar: record by which departments work
        :param clock: the core's `Calendar`
        """
        return [
            kind(calendar, clock)
            for kind in (OpenDossiers, OpenSteps, OpenSupplements, OpenIntakes)
        ]

    @api.model
    def _foresee(self, plans):
        """What planned changes would move.

        :return: {department (empty: all of them): Counter of FIGURES}
        """
        found, now = defaultdict(Counter), fields.Datetime.now()
        everywhere = self.env["onestop.department"]
        for plan in plans:
            for kind in self._kinds(plan.onestop_plan_of_id, plan._onestop_clock()):
                by_department = defaultdict(list)
                for move in kind.moves():
                    by_department[move.department].append(move)
                for number, moves in by_department.items():
                    figures = self._figures(kind, moves, now)
                    found[everywhere.browse(number)] += figures
                    found[everywhere] += figures
                found[everywhere]["failed"] += len(kind.failed)
        return found

    @api.model
    def _figures(self, kind, moves, now):
        figures = Counter({kind.name: len(moves)})
        if kind.name == OpenDossiers.name:
            for move in moves:
                figures["later" if move.after > move.before else "earlier"] += 1
                figures["in_time"] += move.before < now <= move.after
                figures["late"] += move.after < now <= move.before
        return figures

    # --------------------------------------------------------------------- the job

    @api.model
    def _demand(self, calendars):
        """Have the dates of calendars looked at that have just changed."""
        # sudo: bounded to noting that it is to be done, and by whom it became so; who
        # changes a calendar needs no right on dossiers.
        redatings = self.sudo()
        waiting = redatings.search([("state", "=", "waiting")])
        # What was looked at before this change is looked at anew.
        waiting.filtered(lambda one: one.calendar_id in calendars)._rewind()
        new = calendars._onestop_used() - waiting.calendar_id
        redatings.create(
            [{"calendar_id": one.id, "user_id": self.env.uid} for one in new]
        )
        if new:
            # sudo: bounded to having the job begin now rather than in ten minutes.
            self.env.ref("onestop_dossier.ir_cron_redate").sudo()._trigger()

    @api.model
    def _explain(self, calendars, reason, decision, tells):
        """Say why calendars were changed that have just been.

        :param bool tells: whether applicants are told of their new dates
        :return: the records that say so
        """
        # sudo: bounded to the reason of a change that the caller has just made.
        redatings = self.sudo().search(
            [("calendar_id", "in", calendars.ids), ("state", "=", "waiting")]
        )
        redatings.write({"reason": reason, "decision": decision, "tells": tells})
        return redatings.with_env(self.env)

    @api.model
    def _cron_redate(self):
        """Move the dates of every calendar that was changed."""
        due = [("state", "!=", "done"), ("date_next", "<=", fields.Datetime.now())]
        redatings = self.search(due, order="id")
        for redating in redatings:
            try:
                clock = redating.calendar_id._onestop_clock()
            except UserError as error:
                _logger.warning("redating %s: %s", redating.id, error)
                redating.date_next = fields.Datetime.now() + LATER_AGAIN
                continue
            # Even where no time is left: each calendar moves on by a batch.
            if redating._run(self._kinds(redating.calendar_id, clock)):
                redating._finish()
        unfinished = redatings.filtered_domain(due)
        self.env["ir.cron"]._commit_progress(remaining=len(unfinished))

    def _rewind(self):
        """Have everything looked at from the start."""
        self.filtered("last_kind").write({"last_kind": False, "last_id": 0})

    def _run(self, kinds):
        """Move the dates in batches, from where the last run was cut off.

        :return: whether all were looked at
        """
        if not self.last_kind:
            total = sum(len(kind.ids()) for kind in kinds)
            self.write({"total": total, "seen": 0, "again": False, "failed": 0})
        at = self.last_kind, self.last_id
        for kind, batch in self._batches(kinds):
            if not self._is_still(at):
                return False
            self.again |= bool(self._run_batch(kind, batch))
            at = kind.name, batch[-1]
            self.write({"last_kind": at[0], "last_id": at[1]})
            if not self._commit():
                return False
        return self._is_still(at)

    def _commit(self):
        """End a batch; whether there is time for another."""
        # One is left as far as anybody knows yet: a job that is killed goes on at once.
        return self.env["ir.cron"]._commit_progress(1, remaining=1)

    def _batches(self, kinds):
        """(kind, ids) of what has not been looked at yet."""
        names = [kind.name for kind in kinds]
        begin = names.index(self.last_kind) if self.last_kind else 0
        after = self.last_id
        for kind in kinds[begin:]:
            for batch in split_every(BATCH, (one for one in kind.ids() if one > after)):
                yield kind, list(batch)
            after = 0

    def _is_still(self, at):
        """Hold the record for this transaction, if it is where this run left it.

        It is not where another node went on, or the calendar changed once more.
        """
        held = self.try_lock_for_update(allow_referencing=True)
        return held and (self.last_kind, self.last_id) == at

    def _run_batch(self, kind, batch):
        """Move the dates of a batch; how many had to be left to a later look."""
        failed = len(kind.failed)
        try:
            free = kind.lock(batch)
        except SerializationFailure:
            # Somebody's action ended just now: look at what it wrote.
            self.env.cr.rollback()
            free = kind.lock(batch)
        moves = kind.moves(free)
        if moves:
            waiting = kind.write(moves, self.reason)
            row = self.env["onestop.journal"]._append(
                self,
                "redate",
                "system",
                reason=self.reason,
                data={
                    "kind": kind.name,
                    "count": len(moves),
                    "first": moves[0].number,
                    "last": moves[-1].number,
                },
                actor="system",
            )
            self.env["onestop.exchange.message"]._queue_moved(waiting, row)
            if waiting and self.tells:
                self.with_delay(
                    description="Tell of moved dates",
                    identity_key=f"onestop.redating,{self.id},{row}",
                )._tell(waiting, row)
        figures = self._figures(kind, moves, fields.Datetime.now())
        self.write({name: self[name] + count for name, count in figures.items()})
        self.seen += len(batch)
        self.failed += len(kind.failed) - failed
        return len(batch) - len(free)

    def _tell(self, ids, journal_row):
        """Job: tell applicants that the date they wait for has moved.

        :param list ids: numbers of dossiers
        :param int journal_row: the row of the batch that moved them
        """
        dossiers = self.env["onestop.dossier"].browse(ids).exists()
        notices = self.env["onestop.notice"]
        told = notices.search(
            [("dossier_id", "in", ids), ("journal_row", "=", journal_row)]
        ).dossier_id
        notices._queue_new(dossiers - told, "moved", journal_row)

    def _finish(self):
        if self.state == "waiting":
            self._look_at_reminders()
        now = fields.Datetime.now()
        done = self.state == "second_look" and not self.again
        self.write(
            {
                "state": "done" if done else "second_look",
                "date_done": now if done else False,
                "date_next": False if done else now + SECOND_LOOK,
            }
        )
        self._rewind()

    def _look_at_reminders(self):
        """A date that stays may have to be reminded of at another instant."""
        departments = self.env["onestop.department"].with_context(active_test=False)
        departments = departments.search([("calendar_id", "=", self.calendar_id.id)])
        for model in ("onestop.dossier", "onestop.dossier.step"):
            self.env[model]._look_at_all(departments)
