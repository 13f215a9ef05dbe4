import logging

from odoo import SUPERUSER_ID, fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.onestop_procedure.engine.patience import BUSY

from ..core.exchange_error import ExchangeError
from .exchange_inbox import TRIES, ExchangeInbox
from .exchange_line import LineDown
from .right import ENGINE

_logger = logging.getLogger(__name__)

# Messages that one round takes in, does, and sends: a job is not to hold a worker for
# long; the next round goes on.
MOST = 200
# Two rounds of one line would meet on the same messages: the second leaves it to the
# first.
ALONE = "onestop.exchange line %s"
# Signs of a reason that are kept: it may repeat what was sent.
REASON = 500


class ExchangeRound:
    """One round on one line: takes in, does what came in, sends what waits.

    Each message is a transaction of its own. One that fails holds up no other, and is
    kept with the reason; wherever the round is cut off, the next one goes on.
    """

    def __init__(self, line):
        self.line = line

    def run(self):
        """:return: whether this round had the line to itself"""
        cr = self.line.env.cr
        name = ALONE % self.line.id
        cr.execute(
            SQL("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", name)
        )
        if not cr.fetchone()[0]:
            return False
        trouble = self._carry()
        self._each("in", self._do)
        with self._cursor() as (line, _messages):
            vals = {"trouble": trouble}
            if not trouble:
                vals["date_reached"] = fields.Datetime.now()
            line.write(vals)
        return True

    def _cursor(self):
        return _Here(self.line)

    # ------------------------------------------------------------------- the line

    def _carry(self):
        """Take in what arrived, and send what waits; why it could not, or False."""
        try:
            carrier = self.line._open_line()
            for name, content in carrier.arrived(MOST):
                with self._cursor() as (line, messages):
                    messages._keep(line, content)
                # Kept first: what is cut off here is given again, and is one row.
                carrier.taken(name)
            self._each("out", lambda one: carrier.send(one.external_id, self._of(one)))
        except LineDown as error:
            return str(error)
        except UserError as error:
            return error.args[0]
        return False

    @staticmethod
    def _of(message):
        return message.content.encode()

    # --------------------------------------------------------------------- messages

    def _each(self, direction, do):
        """Do each message that waits, in the order of what they were said for."""
        with self._cursor() as (line, messages):
            waiting = messages.search(
                [
                    ("line_id", "=", line.id),
                    ("direction", "=", direction),
                    ("state", "=", "waiting"),
                ],
                order="moment, id",
                limit=MOST,
            ).ids
        for number in waiting:
            try:
                with self._cursor() as (_line, messages):
                    self._one(messages.browse(number), do)
            except BUSY:
                _logger.info("Message %s waits", number)

    @staticmethod
    def _one(message, do):
        if not message.try_lock_for_update() or message.state != "waiting":
            return
        vals = {"tries": message.tries + 1}
        try:
            with message.env.cr.savepoint():
                vals |= do(message) or {}
                vals |= {"state": "done", "why": False}
                vals["done_at"] = fields.Datetime.now()
        except (LineDown, *BUSY):
            raise
        except ExchangeError as error:
            why = error.render(message.env.lang or "vi_VN")
            vals |= {"state": "failed", "why": why}
        except UserError as error:
            later = vals["tries"] < TRIES
            vals |= {
                "state": "waiting" if later else "failed",
                "why": error.args[0][:REASON],
            }
        except Exception as error:
            # Our mistake, or values that no sender should send: it holds up no other.
            # Its text may hold what people typed.
            kind = type(error).__name__
            _logger.error("Message %s could not be done: %s", message.id, kind)
            vals |= {"state": "failed", "why": kind}
        with ENGINE.held():
            message.write(vals)

    @staticmethod
    def _do(message):
        return ExchangeInbox(message).do()


class _Here:
    """`with _Here(line) as (line, messages)`: a transaction of the system's own."""

    def __init__(self, line):
        self.line = line

    def __enter__(self):
        self.cr = self.line.env.registry.cursor()
        self.cr.__enter__()
        env = self.line.env(cr=self.cr, user=SUPERUSER_ID)
        return self.line.with_env(env), env["onestop.exchange.message"]

    def __exit__(self, *error):
        return self.cr.__exit__(*error)
