import smtplib
from urllib.parse import urlencode

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import html2plaintext

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.queue_job.exception import RetryableJobError

# Tries of an e-mail; how long to wait between them is data of the job function.
MAX_ATTEMPTS = 5
# What a mail server, or the way to it, may answer; anything else is our mistake.
MAIL_ERRORS = (
    MailDeliveryException,
    smtplib.SMTPException,
    OSError,
    AssertionError,  # Odoo's, where no sender is set up
)


class OnestopNotice(models.Model):
    """A try to tell the person what happened to their dossier: one row per channel.

    The address is read from the dossier when it is sent and kept nowhere else. The
    channel `portal` is the table on the portal, so whoever has no e-mail sees it too.
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
            ("supplemented", "Supplement handed in"),
            ("stopped", "Resolution stopped"),
            ("withdrawal", "Withdrawal asked for"),
            ("apology", "Apology and new date"),
            ("moved", "Date moved by the calendar"),
            ("payment_due", "Financial obligation"),
            ("suspended", "Term stands still"),
            ("resolved", "Result ready"),
            ("returned", "Result returned"),
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
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("delivered", "Delivered"),
            ("failed", "Failed"),
            ("handed_over", "Handed over"),
        ],
        default="queued",
        required=True,
        readonly=True,
    )
    attempts = fields.Integer(readonly=True)
    error = fields.Char(readonly=True, help="What went wrong, without anybody's data.")
    date_sent = fields.Datetime("Sent on", readonly=True)
    date_handed_over = fields.Datetime("Handed over on", readonly=True)
    # No foreign key: the journal depends on nothing, and nothing on its rows.
    journal_row = fields.Integer("Row of the journal", required=True, readonly=True)

    _once_unique = models.UniqueIndex(
        "(dossier_id, event, channel, journal_row)", "This notice was queued before."
    )
    # The counter's and the technician's lists look for these few.
    _open_index = models.Index("(state, id) WHERE state IN ('queued', 'failed')")

    @api.depends("event", "dossier_id")
    def _compute_display_name(self):
        labels = dict(self._fields["event"]._description_selection(self.env))
        for notice in self:
            notice.display_name = labels.get(notice.event)

    # --------------------------------------------------------------------- queueing

    @api.model
    def _queue(self, dossier, event, journal_row=None):
        """Tell the person of `event` by each channel that reaches them.

        It stands on a row of the dossier's journal, without one on the last: called
        twice for that it does nothing the second time. Sending is a job's; this only
        makes rows.

        :param int journal_row: a row that was written a moment ago, so nobody was told
        :return: the notices made
        """
        # As the house, not as who acted: the technician reads the row, and its author
        # would be the citizen. Bounded to a dossier that the engine has just acted on.
        notices = self.with_user(SUPERUSER_ID)
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
                {
                    "dossier_id": dossier.id,
                    "event": event,
                    "channel": channel,
                    "journal_row": journal_row,
                    **self._prepare_channel_vals(channel),
                }
                for dossier in dossiers
                for channel in self._channels(dossier)
            ]
        )
        notices._delay()
        return notices

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
    def _channels(self, dossier):
        """The channels that reach the person, in the order in which they are tried."""
        return ["email", "portal"] if self._address(dossier) else ["portal"]

    @api.model
    def _prepare_channel_vals(self, channel):
        if channel == "portal":
            # It is on the portal's table as soon as the row is there.
            return {"state": "sent", "date_sent": fields.Datetime.now()}
        return {}

    @api.model
    def _address(self, dossier):
        """The e-mail address of whoever deals with us: the submitter before the owner."""
        # sudo: bounded to the addresses of this one dossier.
        dossier = dossier.sudo()
        return (
            dossier.submitter_email or dossier.owner_email or dossier.partner_id.email
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

    def _delay(self):
        """Have the e-mails among these notices sent, each by a job of its own."""
        # Jobs run as the system: whoever acted may not read what the letter needs.
        for notice in self.with_user(SUPERUSER_ID):
            if notice.channel == "email" and notice.state == "queued":
                notice.with_delay(
                    identity_key=f"onestop.notice,{notice.id}",
                    max_retries=MAX_ATTEMPTS,
                    description="Notice to the applicant",
                )._send()

    # ---------------------------------------------------------------------- sending

    def _send(self):
        """Job: send the e-mail, once; ask for another try where it does not go out.

        :raises RetryableJobError: with the kind of error alone, since jobs are logged
        """
        self.ensure_one()
        if self.state != "queued":
            return
        try:
            self._send_email()
        except MAIL_ERRORS as error:
            kind = self._kind_of(error)
            self._note_failure(kind)
            raise RetryableJobError(f"The notice did not go out: {kind}") from None
        self.write(
            {
                "state": "sent",
                "attempts": self.attempts + 1,
                "error": False,
                "date_sent": fields.Datetime.now(),
            }
        )

    def _send_email(self):
        # Not by mail.mail, which would log the address and keep a copy of the letter.
        template = self.env.ref(f"onestop_dossier.notice_{self.event}")
        letter = template._generate_template(
            self.ids, ("subject", "body_html", "email_from", "reply_to")
        )[self.id]
        server = self.env["ir.mail_server"]
        message = server._build_email__(
            email_from=letter.get("email_from"),
            email_to=[self._address(self.dossier_id)],
            reply_to=letter.get("reply_to"),
            subject=letter["subject"],
            body=letter["body_html"],
            body_alternative=html2plaintext(letter["body_html"]),
            subtype="html",
            headers={"Auto-Submitted": "auto-generated"},
        )
        server.send_email(message)

    @staticmethod
    def _kind_of(error):
        """An error's name and SMTP code: its text may hold the address."""
        cause = error.__context__ or error
        code = getattr(cause, "smtp_code", "")
        return f"{type(cause).__name__} {code}".strip()

    def _note_failure(self, kind):
        # In a transaction of its own: that of the job is undone before the next try.
        with self.env.registry.cursor() as cr:
            notice = self.with_env(self.env(cr=cr))
            notice.write({"attempts": notice.attempts + 1, "error": kind})

    def _on_send_failed(self, **values):
        """Called by the job that is given up."""
        self.filtered(lambda notice: notice.state == "queued").write(
            {"state": "failed"}
        )

    # ---------------------------------------------------------------------- letters

    def _reason(self):
        """The reason that was given for what the notice tells of."""
        self.ensure_one()
        # sudo: bounded to the reason of the one row that the notice tells of.
        row = self.env["onestop.journal"].sudo().browse(self.journal_row)
        return row.exists().reason or ""

    def _request(self):
        """The request to supplement that the notice tells of."""
        self.ensure_one()
        return self.dossier_id.supplement_ids.sorted("number")[-1:]

    def _track_url(self):
        """Where code and progress are shown without log-in."""
        self.ensure_one()
        query = urlencode({"code": self.dossier_id.display_name})
        return f"{self.get_base_url()}/track?{query}"

    # ---------------------------------------------------------------------- actions

    def action_send_again(self):
        """Try the failed e-mails again."""
        failed = self._of_staff().filtered(
            lambda notice: notice.channel == "email" and notice.state == "failed"
        )
        failed.write({"state": "queued", "error": False})
        failed._delay()

    def action_hand_over(self):
        """Record that an officer gave the notice to the person."""
        self._of_staff().write(
            {"state": "handed_over", "date_handed_over": fields.Datetime.now()}
        )

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
