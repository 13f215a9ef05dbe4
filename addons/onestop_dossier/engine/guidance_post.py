import logging

from odoo.tools import html2plaintext

from ..core.guidance_number import guidance_link
from ..core.notice_contacts import MOBILE
from ..core.sms_gateway import SmsError
from .notice_email import NoticeEmail
from .notice_sms import NoticeSms

_logger = logging.getLogger(__name__)


class GuidancePost:
    """Sends the checklist to whoever was guided: as a letter with the sheet, and as a
    short message with its number and where to look.

    Neither is kept anywhere, and no address is logged.
    """

    errors = (*NoticeEmail.errors, SmsError)

    def __init__(self, guidance):
        """`guidance`: read by the system, in the language of the person."""
        self.env, self.guidance = guidance.env, guidance

    @classmethod
    def reaches(cls, guidance):
        """Whether the person gave where something can be sent to."""
        return bool(guidance.person_email or cls._mobile(guidance))

    @staticmethod
    def _mobile(guidance):
        number = guidance.person_phone or ""
        sends = NoticeSms.is_set_up() and MOBILE.fullmatch(number)
        return number if sends else ""

    def send(self):
        """Send it every way; whether everything went out."""
        ways = (
            (self.guidance.person_email, self._send_email),
            (self._mobile(self.guidance), self._send_sms),
        )
        tried = [self._try(way) for where, way in ways if where]
        return all(tried)

    def _try(self, way):
        try:
            way()
        except self.errors as error:
            # What a server answers may name the address.
            _logger.info("guidance not sent: %s", type(error).__name__)
            return False
        return True

    def _send_email(self):
        guidance = self.guidance
        body = self.env["ir.qweb"]._render(
            "onestop_dossier.guidance_letter",
            {"guidance": guidance, "link": self._link(), **guidance._sheet().values()},
        )
        pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "onestop_dossier.guidance", guidance.ids
        )
        server = self.env["ir.mail_server"]
        message = server._build_email__(
            email_from=self.env.company.email_formatted,
            email_to=[guidance.person_email],
            reply_to=guidance.department_id.email,
            subject=self._subject(),
            body=body,
            body_alternative=html2plaintext(body),
            subtype="html",
            headers={"Auto-Submitted": "auto-generated"},
            attachments=[(f"guidance-{guidance.number}.pdf", pdf, "application/pdf")],
        )
        server.send_email(message)

    def _send_sms(self):
        text = f"{self._subject()}. {self._link()}"
        reference = f"onestop-guidance-{self.guidance.id}"
        NoticeSms(self.env).gateway.send(self._mobile(self.guidance), text, reference)

    def _subject(self):
        return self.env._(
            "Guidance %(number)s: what to bring for “%(procedure)s”",
            number=self.guidance.number,
            procedure=self.guidance.version_id.name,
        )

    def _link(self):
        guidance = self.guidance
        return guidance_link(
            guidance.get_base_url(),
            guidance.version_id.code,
            guidance.case_id.code or None,
            guidance.number,
        )
