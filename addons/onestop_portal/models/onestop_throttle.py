from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hmac

# Older rows say nothing any more: no window is longer.
LONGEST_WINDOW = timedelta(hours=1)


class OnestopThrottle(models.Model):
    """Who asked how often lately: rows that hold guesses back.

    Rows are only added and swept, never changed, so two requests at once never stand
    in each other's way. What is counted (an address, a number) is kept as an HMAC:
    the table tells nobody who asked for what.
    """

    _name = "onestop.throttle"
    _description = "Throttle"
    _log_access = False

    kind = fields.Char(required=True)
    digest = fields.Char(required=True)
    moment = fields.Datetime(required=True)

    _window_index = models.Index("(kind, digest, moment)")
    _moment_index = models.Index("(moment)")

    @api.model
    def _is_spent(self, kind, key, limit, window):
        """Whether `key` has been counted `limit` times within the last `window`.

        :param str kind: what is being counted; keys of other kinds do not matter
        :param timedelta window: at most `LONGEST_WINDOW`
        """
        # Bounded to the number of rows of one digest, so no right on them is needed.
        [(spent,)] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*) >= %(limit)s FROM (
                    SELECT 1 FROM onestop_throttle
                     WHERE kind = %(kind)s AND digest = %(digest)s AND moment > %(since)s
                     LIMIT %(limit)s) AS lately
                """,
                kind=kind,
                digest=self._digest(kind, key),
                since=fields.Datetime.now() - window,
                limit=limit,
            )
        )
        return spent

    @api.model
    def _count(self, kind, key):
        """Count `key` once more."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO onestop_throttle (kind, digest, moment) VALUES (%s, %s, %s)",
                kind,
                self._digest(kind, key),
                fields.Datetime.now(),
            )
        )

    def _digest(self, kind, key):
        # sudo: hmac reads the secret of the database, and gives back a digest only.
        return hmac(self.env(su=True), f"onestop.throttle.{kind}", key)

    @api.autovacuum
    def _gc_old(self):
        self.env.cr.execute(
            SQL(
                "DELETE FROM onestop_throttle WHERE moment < %s",
                fields.Datetime.now() - LONGEST_WINDOW,
            )
        )
