import logging

from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo.tools import SQL

from .notice_email import NoticeEmail
from .notice_sms import NoticeSms

_logger = logging.getLogger(__name__)

# Notices that are made together, and at most sent by one round: a job is not to hold a
# worker for long.
BATCH, MOST = 50, 500
SERVICES = {"email": NoticeEmail, "sms": NoticeSms}
# Two rounds would meet on the same notices: the second waits.
ALONE = "onestop.notice round"


class NoticeRound:
    """Sends all that waits, asks what became of what was sent by a gateway, then writes
    the proofs into the journals.

    Each notice and each proof is a transaction of its own: one that fails undoes no
    other, and what went out stays sent wherever the round is cut off.
    """

    def __init__(self, notices):
        self.notices = notices
        self.passed = []

    def run(self):
        """:return: whether something is left that could be sent now"""
        self.notices.env.cr.execute(
            SQL("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ALONE)
        )
        while len(self.passed) < MOST:
            if not self._send_batch():
                self._finish()
                return False
        self._finish()
        return True

    def _finish(self):
        self._ask()
        self._write_proofs()

    # ---------------------------------------------------------------------- sending

    def _send_batch(self):
        """Send some that can be made together; whether there were any."""
        with self.notices.env.registry.cursor() as cr:
            waiting = self._here(cr)._waiting(BATCH, self.passed)
            if not waiting:
                return False
            self.passed += waiting.ids
            service = SERVICES[waiting[0].channel](waiting.env)
            try:
                for number, message in self._make(service, waiting):
                    # A cursor of our own: what went out stays sent, and what others
                    # did meanwhile is seen from here on.
                    cr.commit()  # pylint: disable=invalid-commit
                    self._send(service, self._here(cr).browse(number), message)
            finally:
                service.close()
            return True

    def _make(self, service, waiting):
        """(id, message or the error that prevents it) of each that waits."""
        try:
            with waiting.env.cr.savepoint():
                return service.make(waiting).items()
        except Exception:
            # Our mistake, in one of them: it must not keep the others back.
            return [(one.id, self._make_one(service, one)) for one in waiting]

    @staticmethod
    def _make_one(service, notice):
        try:
            with notice.env.cr.savepoint():
                return service.make(notice)[notice.id]
        except Exception as error:
            return error

    @staticmethod
    def _send(service, notice, message):
        if not notice._claim():
            return
        try:
            if isinstance(message, Exception):
                raise message
            message_id = service.send(message)
        except Exception as error:
            if not isinstance(error, service.errors):
                # Its text may hold what people typed.
                kind = type(error).__name__
                _logger.error("Notice %s could not be sent: %s", notice.id, kind)
            notice._note_failure(error)
        else:
            notice._note_sent(message_id)

    # ------------------------------------------------------------------------ asking

    def _ask(self):
        """Ask the gateway what became of messages that it took."""
        with self.notices.env.registry.cursor() as cr:
            numbers = self._here(cr)._to_ask(MOST).ids
        service = NoticeSms(self.notices.env)
        for number in numbers:
            with self.notices.env.registry.cursor() as cr:
                notice = self._here(cr).browse(number)
                if not notice._claim("sent"):
                    continue
                try:
                    became = service.became(notice)
                except service.errors as error:
                    notice._note_answer(None, error)
                else:
                    notice._note_answer(became)

    # ----------------------------------------------------------------------- proofs

    def _write_proofs(self):
        with self.notices.env.registry.cursor() as cr:
            numbers = self._here(cr)._to_prove().ids
        for number in numbers:
            try:
                with self.notices.env.registry.cursor() as cr:
                    self._here(cr).browse(number)._write_proof()
            except (LockNotAvailable, SerializationFailure):
                # Somebody writes in the journal of that dossier: next time.
                _logger.info("The proof of notice %s waits", number)

    def _here(self, cr):
        return self.notices.with_env(self.notices.env(cr=cr))
