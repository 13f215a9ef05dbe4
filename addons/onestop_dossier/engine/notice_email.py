import contextlib
import smtplib

from odoo.tools import html2plaintext

from odoo.addons.base.models.ir_mail_server import MailDeliveryException

PARTS = ("subject", "body_html", "email_from", "reply_to")


class NoticeEmail:
    """Notices as letters by e-mail: made many at once, sent on one connection.

    Not by mail.mail, which would log the address and keep a copy of the letter.
    """

    # What a mail server, or the way to it, may answer; anything else is our mistake.
    errors = (
        MailDeliveryException,
        smtplib.SMTPException,
        OSError,
        AssertionError,  # Odoo's, where no sender is set up
    )

    def __init__(self, env):
        self.server = env["ir.mail_server"]
        # By sender: there may be a server for each. One that cannot be reached is not
        # asked again for the next letter.
        self.sessions, self.down = {}, {}

    def make(self, notices):
        """The letters of notices of one event: {id of the notice: message}."""
        template = notices.env.ref(f"onestop_dossier.notice_{notices[0].event}")
        letters = template._generate_template(notices.ids, PARTS)
        return {one.id: self._message(one, letters[one.id]) for one in notices}

    def send(self, message):
        """:raises errors: where it does not go out"""
        self.server.send_email(message, smtp_session=self._session(message["From"]))

    def close(self):
        for session in filter(None, self.sessions.values()):
            with contextlib.suppress(*self.errors):
                session.quit()
        self.sessions = {}

    def _message(self, notice, letter):
        # The house reads contacts, bounded to those of the dossier that is told of.
        return self.server._build_email__(
            email_from=letter.get("email_from"),
            email_to=[notice.dossier_id._notice_contacts().email],
            reply_to=letter.get("reply_to"),
            subject=letter["subject"],
            body=letter["body_html"],
            body_alternative=html2plaintext(letter["body_html"]),
            subtype="html",
            headers={"Auto-Submitted": "auto-generated"},
        )

    def _session(self, sender):
        if sender in self.down:
            raise self.down[sender]
        if sender not in self.sessions:
            try:
                self.sessions[sender] = self.server._connect__(smtp_from=sender)
            except self.errors as error:
                self.down[sender] = error
                raise
        return self.sessions[sender]
