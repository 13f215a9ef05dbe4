from datetime import timedelta
from urllib.parse import urlencode

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core.database_time import legal_date
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.notice_contacts import read_order
from ..core.sms_gateway import SmsError
from ..engine.notice_round import NoticeRound
from ..engine.notice_sms import NoticeSms

# What a machine did not get out is tried again after so long; then it failed for good.
AGAIN = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
)
# So long after a gateway took a message, and after each answer, it is asked what became
# of it; then it stays sent.
ASKED = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
# One job sends whatever waits: while it is pending, nobody calls another.
ROUND = "onestop.notice,round"
# What is to be told within a second goes together.
GATHERING = timedelta(seconds=1)
# What the law wants the person to be told (Decree 61/2018, art. 11, 17, 19): where no
# machine reaches them, somebody of the staff has to, and the journal keeps the proof.
OWED = (
    *("rejected", "supplement_requested", "stopped", "apology", "moved"),
    *("payment_due", "suspended", "supplement_reminder", "unanswered"),
    *("transferred", "site_visit", "uncollected", "mail_back", "linked_fee"),
    *("result_revoked", "correction", "corrected", "correction_refused"),
    *("refund_decided", "refund_turned_down"),
)
# The post that could not bring a result does not bring word of it either.
NOT_BY_POST = ("mail_back",)
# Of these, who stands at the counter has the form in their hand.
AT_COUNTER = ("rejected", "supplement_requested")
MACHINES = ("email", "sms")
# After so many calls that reached nobody the next channel is tried.
CALLS = 3


class OnestopNotice(models.Model):
    """A try to tell the person what happened to their dossier, by one channel.

    The channels are tried one after the other, in the person's order; one that failed
    for good stays as proof, and so does one that is repeated. Contacts are read from
    the dossier when they are needed and kept nowhere else. The channel `portal` is the
    table on the portal, beside all others; `counter` is what is left where no channel
    reaches the person: somebody tells them when they come.
    """

    _name = "onestop.notice"
    _description = "Notice to the applicant"
    _order = "id desc"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, readonly=True, ondelete="cascade"
    )
    event = fields.Selection(
        [
            ("submitted", "Dossier filed"),
            ("accepted", "Dossier received"),
            ("rejected", "Intake refused"),
            ("supplement_requested", "Supplement requested"),
            ("transferred", "Sent to the right authority"),
            ("supplement_reminder", "Reminder of the supplement"),
            ("supplemented", "Supplement handed in"),
            ("unanswered", "Sent back unanswered"),
            ("stopped", "Resolution stopped"),
            ("withdrawal", "Withdrawal asked for"),
            ("apology", "Apology and new date"),
            ("moved", "Date moved by the calendar"),
            ("law_changed", "A newer law applies"),
            ("law_kept", "A newer law does not apply"),
            ("payment_due", "Financial obligation"),
            ("linked_fee", "Fee of a linked dossier"),
            ("suspended", "Term stands still"),
            ("site_visit", "Visit on the spot"),
            ("resolved", "Result ready"),
            ("uncollected", "Result not collected"),
            ("mailed", "Result given to the post"),
            ("mail_back", "Result came back"),
            ("returned", "Result returned"),
            ("result_revoked", "Result taken back"),
            ("correction", "Correction promised"),
            ("corrected", "Made good"),
            ("correction_refused", "Correction turned down"),
            ("refund_decided", "Money is given back"),
            ("refund_turned_down", "No money is given back"),
            ("refund_paid", "Money was given back"),
        ],
        required=True,
        readonly=True,
    )
    channel = fields.Selection(
        [
            ("email", "E-mail"),
            ("sms", "SMS"),
            ("post", "Post"),
            ("phone", "Telephone"),
            ("portal", "Portal"),
            ("counter", "Told at the counter"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("by_hand", "For an officer to do"),
            ("sent", "Sent"),
            ("delivered", "Delivered"),
            ("failed", "Failed"),
            ("handed_over", "Handed over"),
            ("replaced", "Told another way"),
        ],
        default="queued",
        required=True,
        readonly=True,
    )
    attempts = fields.Integer(readonly=True)
    error = fields.Char(readonly=True, help="What went wrong, without anybody's data.")
    date_again = fields.Datetime("Tried again on", readonly=True)
    date_sent = fields.Datetime("Sent on", readonly=True)
    date_delivered = fields.Datetime("Delivered on", readonly=True)
    message_id = fields.Char("Name at the gateway", readonly=True)
    asked = fields.Integer("Times asked for", readonly=True)
    date_failed = fields.Datetime("Failed on", readonly=True)
    date_handed_over = fields.Datetime("Handed over on", readonly=True)
    # No foreign key: the journal depends on nothing, and nothing on its rows.
    journal_row = fields.Integer("Row of the journal", required=True, readonly=True)
    # What became of it and is not in the journal yet.
    to_prove = fields.Selection(
        [("sent", "Sent"), ("delivered", "Delivered"), ("failed", "Failed")],
        "To be proved",
        readonly=True,
    )
    repeat_of_id = fields.Many2one(
        "onestop.notice", "Repeats", readonly=True, index="btree_not_null"
    )
    repeat_ids = fields.One2many("onestop.notice", "repeat_of_id", "Repeated by")
    digest_id = fields.Many2one(
        "onestop.notice.digest", "Told of in", readonly=True, index="btree_not_null"
    )
    call_ids = fields.One2many("onestop.notice.call", "notice_id", "Calls")
    can_send_anew = fields.Boolean(compute="_compute_can_send_anew")
    posting_number = fields.Char(readonly=True, help="As the post office wrote it.")
    contact = fields.Char(
        "Whom and where",
        compute="_compute_contact",
        groups="onestop_procedure.group_onestop_counter_officer,"
        "onestop_procedure.group_onestop_postal_clerk,"
        "onestop_procedure.group_onestop_clerk,"
        "onestop_procedure.group_onestop_supervisor",
    )

    _once_unique = models.UniqueIndex(
        "(dossier_id, event, channel, journal_row, coalesce(repeat_of_id, 0))",
        "This notice was queued before.",
    )
    # The counter's and the technician's lists look for these few.
    _open_index = models.Index(
        "(state, id) WHERE state IN ('queued', 'failed', 'by_hand')"
    )

    _to_ask_index = models.Index(
        "(date_again) WHERE state = 'sent' AND date_again IS NOT NULL"
    )
    _to_digest_index = models.Index("(id) WHERE state = 'failed' AND digest_id IS NULL")
    _to_prove_index = models.Index("(id) WHERE to_prove IS NOT NULL")

    @api.depends("event", "dossier_id")
    def _compute_display_name(self):
        labels = dict(self._fields["event"]._description_selection(self.env))
        for notice in self:
            notice.display_name = labels.get(notice.event)

    @api.depends("state", "repeat_ids")
    def _compute_can_send_anew(self):
        for notice in self:
            waits = notice.state in ("failed", "by_hand")
            notice.can_send_anew = waits and not notice.repeat_ids

    @api.depends("dossier_id", "channel")
    @api.depends_context("uid")
    def _compute_contact(self):
        seen = self.dossier_id._filtered_access("read")
        for notice in self:
            dossier = notice.dossier_id
            if dossier not in seen:
                # The technician's list goes beyond what they may read as an officer.
                notice.contact = False
                continue
            # sudo: bounded to the person of a dossier that the user may read.
            dossier = dossier.sudo()
            contacts = dossier._notice_contacts()
            where = {"phone": contacts.phone, "post": contacts.address}
            name = dossier.submitter_name or dossier.owner_name
            notice.contact = ", ".join(
                part for part in (name, where.get(notice.channel)) if part
            )

    # --------------------------------------------------------------------- queueing

    @api.model
    def _queue(self, dossier, event, journal_row=None):
        """Tell the person of `event` by the first channel that can reach them.

        It stands on a row of the dossier's journal, without one on the last: called
        twice for that it does nothing the second time. Sending is a job's; this only
        makes rows.

        :param int journal_row: a row that was written a moment ago, so nobody was told
        :return: the notices made
        """
        # As the house, not as who acted: the technician reads the row, and its author
        # would be the citizen. Bounded to a dossier that the engine has just acted on.
        # With its company, so that nobody looks for the one of the house.
        notices = self.with_user(SUPERUSER_ID).with_company(self.env.company)
        if journal_row is None:
            journal_row = notices._last_journal_row(dossier).id
            if notices._was_told(dossier, event, journal_row):
                return notices
        return notices._queue_new(dossier, event, journal_row)

    @api.model
    def _queue_new(self, dossiers, event, journal_row):
        """Tell the persons of several dossiers of what nobody was told yet.

        :param int journal_row: the row that says it, of these dossiers or of a batch
        """
        notices = self.create(
            [
                self._prepare_vals(dossier, event, journal_row, channel)
                # The house reads contacts, which whoever acted may not.
                for dossier in dossiers.with_user(SUPERUSER_ID)
                for channel in self._first_channels(dossier, event)
            ]
        )
        notices._delay()
        return notices

    @api.model
    def _queue_by(self, dossier, event, journal_row, channel):
        """Tell the person of what nobody was told yet by one channel, where it reaches
        them; else as ever.

        :return: the notices made
        """
        # sudo: as the house, see `_queue`; bounded to a dossier that a job has just acted
        # on.
        notices = self.with_user(SUPERUSER_ID)
        dossier = dossier.with_user(SUPERUSER_ID)  # sudo: as above
        if channel not in notices._ways(dossier, event):
            return notices._queue_new(dossier, event, journal_row)
        made = notices.create(
            notices._prepare_vals(dossier, event, journal_row, channel)
        )
        made._delay()
        return made

    def _queue_next(self):
        """Where these failed for good: try the next channel of the person."""
        made = self.browse()
        for notice in self:
            alike = notice._alike()
            if any(one.state == "by_hand" for one in alike):
                # Somebody is to tell them already.
                continue
            tried = notice._tried()
            channel = notice._first_way(tried) or notice._last_resort(tried)
            if channel:
                # What another way was taken for before comes round again.
                former = alike.filtered(lambda one, way=channel: one.channel == way)
                made |= notice._repeat(channel, former[:1])
        made._delay()
        return made

    def _send_anew(self, opened):
        """Tell the person of this by the first channel that now reaches them.

        What waits for an officer meanwhile waits no longer.

        :param opened: channels to which another contact was given
        :return: the notice made; none where no channel serves
        """
        channel = self._first_way(self._tried() - set(opened))
        if not channel:
            return self.browse()
        self._alike().filtered(lambda one: one.state == "by_hand").state = "replaced"
        made = self._repeat(channel, self)
        made._delay()
        return made

    def _tried(self):
        """Channels by which the person was told of this, or is being told, in vain or
        not."""
        alike = self._alike().filtered(lambda one: one.state != "replaced")
        return set(alike.mapped("channel"))

    def _first_way(self, tried):
        """The first channel that can reach the person and was not tried; or None."""
        ways = self._ways(self.dossier_id, self.event)
        return next((one for one in ways if one not in tried), None)

    def _repeat(self, channel, former):
        """One more try of what this tells of, beside `former`, which stays."""
        vals = self._prepare_vals(
            self.dossier_id, self.event, self.journal_row, channel
        )
        return self.create({**vals, "repeat_of_id": former.id})

    @api.model
    def _prepare_vals(self, dossier, event, journal_row, channel):
        vals = {
            "dossier_id": dossier.id,
            "event": event,
            "channel": channel,
            "journal_row": journal_row,
        }
        if channel == "portal":
            # It is on the portal's table as soon as the row is there.
            vals.update({"state": "sent", "date_sent": fields.Datetime.now()})
        elif channel not in MACHINES:
            vals["state"] = "by_hand"
        return vals

    @api.model
    def _first_channels(self, dossier, event):
        """The channels to begin with: the first that can reach the person, and the
        portal beside it where they have an account."""
        ways = self._ways(dossier, event)[:1]
        portal = ["portal"] if dossier.partner_id else []
        if not ways and not portal and self._is_owed(dossier, event):
            return ["counter"]
        return [*ways, *portal]

    @api.model
    def _ways(self, dossier, event):
        """The channels that can reach the person with `event`, in their order."""
        order = dossier._notice_contacts().order(read_order(dossier._notice_wanted()))
        if event in NOT_BY_POST:
            order = [one for one in order if one != "post"]
        owed = self._is_owed(dossier, event)
        return [one for one in order if self._serves(one) and (one in MACHINES or owed)]

    @api.model
    def _serves(self, channel):
        """Whether this centre can use a channel at all."""
        return channel != "sms" or NoticeSms.is_set_up()

    @api.model
    def _is_owed(self, dossier, event):
        """Whether somebody of the staff has to tell the person, if nothing else does.

        Who stands at the counter while intake is refused, or a paper is asked for, has
        the form in their hand.
        """
        at_counter = dossier.channel == "in_person" and not dossier.date_accepted
        return event in OWED and not (at_counter and event in AT_COUNTER)

    def _last_resort(self, tried):
        owed = self._is_owed(self.dossier_id, self.event) and "counter" not in tried
        return "counter" if owed else None

    def _alike(self):
        """All notices of what this one tells of, by whatever channel."""
        return self.search(
            [
                ("dossier_id", "=", self.dossier_id.id),
                ("event", "=", self.event),
                ("journal_row", "=", self.journal_row),
            ]
        )

    def _was_told(self, dossier, event, journal_row):
        return self.search_count(
            [
                ("dossier_id", "=", dossier.id),
                ("event", "=", event),
                ("journal_row", "=", journal_row),
            ],
            limit=1,
        )

    @api.model
    def _last_journal_row(self, dossier):
        # sudo: bounded to the last row of the dossier that the notice is about.
        return (
            self.env["onestop.journal"]
            .sudo()
            .search(
                [("res_model", "=", dossier._name), ("res_id", "=", dossier.id)],
                order="id desc",
                limit=1,
            )
        )

    # ---------------------------------------------------------------------- sending

    def _delay(self):
        """Have what machines send among these sent, by the next round."""
        if any(notice.state == "queued" for notice in self):
            self._call_round()

    @api.model
    def _call_round(self):
        # Jobs run as the system: whoever acted may not read what the letter needs.
        self.browse().with_user(SUPERUSER_ID).with_delay(
            identity_key=ROUND, eta=GATHERING, description="Notices that wait"
        )._round()

    @api.model
    def _round(self):
        """Job: send all that waits, and write the proofs."""
        if NoticeRound(self.browse()).run():
            self._call_round()

    @api.model
    def _cron_call_round(self):
        """Call a round for what is tried again now, and for what was queued at the
        very moment in which the last round ended."""
        if self._waiting(1) or self._to_ask(1) or self._to_prove(1):
            self._call_round()

    @api.model
    def _waiting(self, limit, passed=()):
        """Some that a machine is to send now, of one channel and event, but those that
        have had their turn."""
        waiting = self.search(
            Domain("state", "=", "queued")
            & (
                Domain("date_again", "=", False)
                | Domain("date_again", "<=", fields.Datetime.now())
            )
            & Domain("id", "not in", passed),
            order="id",
            limit=limit,
        )
        return waiting.filtered(
            lambda one: (
                (one.channel, one.event) == (waiting[0].channel, waiting[0].event)
            )
        )

    def _claim(self, state="queued"):
        """Whether this one is still so; nobody else touches it until the commit."""
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM onestop_notice WHERE id = %s AND state = %s "
                "FOR UPDATE SKIP LOCKED",
                self.id,
                state,
            )
        )
        return bool(self.env.cr.fetchone())

    def _note_sent(self, message_id=None):
        """It went out.

        :param str message_id: what a gateway calls it, which tells later what became
            of it
        """
        now = fields.Datetime.now()
        self.write(
            {
                "state": "sent",
                "attempts": self.attempts + 1,
                "error": False,
                "date_again": now + ASKED[0] if message_id else False,
                "date_sent": now,
                "message_id": message_id,
            }
        )
        self._prove_later("sent")

    @api.model
    def _to_ask(self, limit):
        """Some of which a gateway is to be asked now what became of them."""
        return self.search(
            [("state", "=", "sent"), ("date_again", "<=", fields.Datetime.now())],
            order="date_again, id",
            limit=limit,
        )

    def _note_answer(self, became, error=None):
        """What the gateway says: `delivered`, `failed`, or None where not yet."""
        now, asked = fields.Datetime.now(), self.asked + 1
        again = now + ASKED[asked] if asked < len(ASKED) else False
        self.write(
            {
                "asked": asked,
                "error": self._kind_of(error) if error else False,
                "date_again": again if became is None else False,
            }
        )
        if became == "delivered":
            self.write({"state": "delivered", "date_delivered": now})
            self._prove_later("delivered")
        elif became == "failed":
            self._fail()

    def _note_failure(self, error):
        """It did not go out: another try later, or the next channel after the last."""
        attempts = self.attempts + 1
        vals = {"attempts": attempts, "error": self._kind_of(error)}
        # What was refused for what it is would be refused again.
        last = attempts > len(AGAIN) or getattr(error, "final", False)
        if not last:
            vals["date_again"] = fields.Datetime.now() + AGAIN[attempts - 1]
        self.write(vals)
        if last:
            self._fail()

    @staticmethod
    def _kind_of(error):
        """An error's name and SMTP code: its text may hold the address."""
        if isinstance(error, SmsError):
            return str(error)
        cause = error.__context__ or error
        code = getattr(cause, "smtp_code", "")
        return f"{type(cause).__name__} {code}".strip()

    def _fail(self):
        """These failed for good: keep them as they are, and try the next channel."""
        self.write(
            {
                "state": "failed",
                "date_again": False,
                "date_failed": fields.Datetime.now(),
            }
        )
        self._prove_later("failed")
        self._queue_next()

    # ------------------------------------------------------------------------- proof

    def _prove_later(self, what):
        """Have the journal keep what became of a notice that was owed.

        By the next round: the journal of a dossier is written by one at a time, and a
        letter that went out may not be undone because somebody else was writing there.
        """
        owed = self.filtered(
            lambda notice: notice.event in OWED and notice.channel in MACHINES
        )
        owed.to_prove = what

    @api.model
    def _to_prove(self, limit=None):
        return self.search([("to_prove", "!=", False)], order="id", limit=limit)

    def _write_proof(self):
        self.lock_for_update()
        self._prove(self.to_prove, "system")
        self.to_prove = False

    def _prove(self, what, role, **data):
        """Append to the journal what became of this one.

        :param str what: `sent`, `delivered`, `failed`, `handed_over`, `posted`, `called`
        """
        self.ensure_one()
        dossier = self.dossier_id
        self.env["onestop.journal"]._append(
            dossier,
            f"notice_{what}",
            role,
            dossier.state,
            dossier.state,
            data={"notice": self.id, "channel": self.channel, **data},
        )

    # ---------------------------------------------------------------------- letters

    def _reason(self):
        """The reason that was given for what the notice tells of."""
        self.ensure_one()
        return self._row().reason or ""

    def _row(self):
        """The row of the journal that the notice tells of, in sudo; may be empty."""
        # sudo: bounded to that one row.
        return self.env["onestop.journal"].sudo().browse(self.journal_row).exists()

    def _request(self):
        """The request to supplement that the notice tells of."""
        self.ensure_one()
        told = self.dossier_id.supplement_ids.filtered("passed_on_at")
        return told.sorted("number")[-1:]

    def _visit(self):
        """The visit on the spot that the notice tells of, as it is arranged now."""
        self.ensure_one()
        return self._told_of("onestop.site.visit", "visit")

    def _told_of(self, model, key):
        """The record that the row names of which the notice tells, in sudo."""
        self.ensure_one()
        row = self._row()
        return row.env[model].browse(row._told().get(key) if row else None).exists()

    def _correction(self):
        """The correction that the notice tells of."""
        return self._told_of("onestop.correction", "correction")

    def _refund(self):
        """The refund that the notice tells of."""
        return self._told_of("onestop.refund", "refund")

    def _refund_day(self):
        """The day on which the money of it was given back, as a letter has it."""
        return legal_date(self._refund().paid_at).strftime("%d/%m/%Y")

    def _result(self):
        """The result that the notice tells of."""
        return self._told_of("onestop.dossier.result", "result")

    def _track_url(self):
        """Where code and progress are shown without log-in."""
        self.ensure_one()
        query = urlencode({"code": self.dossier_id.display_name})
        return f"{self.get_base_url()}/track?{query}"

    # ---------------------------------------------------------------------- actions

    def action_send_again(self):
        """Repeat what failed: a new try beside the old one, which stays as it is."""
        failed = self._of_staff().filtered(
            lambda notice: notice.state == "failed" and not notice.repeat_ids
        )
        # As the house, as ever: bounded to notices that the user was found to see.
        notices = failed.with_user(SUPERUSER_ID)
        repeats = notices.create(
            [
                {
                    **notices._prepare_vals(
                        one.dossier_id, one.event, one.journal_row, one.channel
                    ),
                    "repeat_of_id": one.id,
                }
                for one in notices
            ]
        )
        repeats._delay()

    def send_to(self, contacts):
        """Keep what the person gave to be told by, and tell them of this anew.

        :param dict contacts: as of `give_contacts` of the dossier
        :return: the channel by which they are told now; False where none of theirs
            serves for this
        :raises UserError: for what was sent again, arrived, or is no contact
        """
        self.ensure_one()
        notice = self._of_staff()
        dossier = notice.dossier_id
        role = dossier._teller_role()
        # Of two officers the second finds what the first did.
        wait_for(dossier)
        notice.invalidate_recordset()
        if not notice.can_send_anew:
            raise UserError(
                self.env._("This notice was sent again already, or arrived.")
            )
        opened = dossier._keep_contacts(contacts, role)
        # As the house, as ever: bounded to a notice that the user was found to serve.
        return notice.with_user(SUPERUSER_ID)._send_anew(opened).channel

    def action_open_contact(self):
        """Ask for another contact of the person."""
        self.ensure_one()
        return self.env["onestop.notice.contact"]._open(self.dossier_id, self)

    def action_print_letter(self):
        return self.env.ref("onestop_dossier.report_form_letter").report_action(self)

    def action_hand_over(self):
        """Record that an officer gave the notice to the person, who came."""
        for one in self:
            notice = one._in_state("by_hand")
            role = notice.dossier_id._teller_role()
            notice.write(
                {"state": "handed_over", "date_handed_over": fields.Datetime.now()}
            )
            notice._prove("handed_over", role)

    def log_call(self, reached, said=""):
        """Record a call: whoever was reached is told; where nobody answers after
        `CALLS` calls, the next channel is tried.

        :param bool reached: whether the person was told
        :param str said: what they said to it, in a few words
        """
        notice = self._by_hand("phone", "by_hand")
        role = notice.dossier_id._teller_role()
        notice.call_ids.create(
            {
                "dossier_id": notice.dossier_id.id,
                "notice_id": notice.id,
                "date": fields.Datetime.now(),
                "called_by": self.env.user.name,
                "reached": reached,
                "said": said,
            }
        )
        notice._prove("called", role, reached=bool(reached))
        if reached:
            notice.write(
                {"state": "delivered", "date_delivered": fields.Datetime.now()}
            )
        elif len(notice.call_ids) >= CALLS:
            notice._fail()
        return True

    def mark_posted(self, number):
        """Record that these letters were given to the post.

        :param str number: of the posting, or of the list that they stood on
        """
        if not number:
            raise UserError(self.env._("Say the number of the posting."))
        for one in self:
            notice = one._by_hand("post", "by_hand")
            role = notice.dossier_id._teller_role()
            notice.write(
                {
                    "state": "sent",
                    "date_sent": fields.Datetime.now(),
                    "posting_number": number,
                }
            )
            notice._prove("posted", role, number=number)
        return True

    def action_came_back(self):
        """Record that the post returned these letters: the next channel is tried."""
        for one in self:
            notice = one._by_hand("post", "sent")
            role = notice.dossier_id._teller_role()
            notice._fail()
            notice._prove("failed", role)

    def action_open_telling(self):
        """Ask how the persons of these were told: by a call, or by letters."""
        return self.env["onestop.notice.telling"]._open(self)

    def _by_hand(self, channel, state):
        """This one in sudo, of a channel that people serve, and nobody else's meanwhile.

        :raises UserError: where it is another's, or somebody was faster
        """
        notice = self._in_state(state)
        if notice.channel != channel:
            raise UserError(self._not_so())
        return notice

    def _in_state(self, state):
        self.ensure_one()
        notice = self._of_staff()
        wait_for(notice)
        notice.invalidate_recordset(["state"])
        if notice.state != state:
            raise UserError(self._not_so())
        return notice

    @api.model
    def _not_so(self):
        return self.env._("This notice is not one to be told so, or not any more.")

    def _of_staff(self):
        """These notices in sudo, for a member of the staff who may read their dossiers.

        :raises AccessError: for anybody else
        """
        self.check_access("read")
        self.dossier_id.check_access("read")
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Only the staff may do this."))
        # sudo: nobody writes notices; bounded by the checks above.
        return self.sudo()
