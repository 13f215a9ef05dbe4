from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware

# What the browser of a viewer hears when something about the others changed.
MESSAGE = "onestop_dossier.viewers"
# Seconds after which one who says nothing has gone; a browser says so every half minute
# while its page is to be seen (static/src/viewers.js).
GONE_AFTER = 75
# So many at most are told of, and told.
MOST = 20


class OnestopDossierViewer(models.Model):
    """Who has which dossier open at this moment, so that they know of each other.

    No role reads this table: `look_in` of the dossier tells of it. One row a person and
    dossier, which ends when the form is left or the browser falls silent.
    """

    _name = "onestop.dossier.viewer"
    _description = "Who has a dossier open"
    _log_access = False

    dossier_id = fields.Many2one("onestop.dossier", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    since = fields.Datetime(required=True)
    seen_at = fields.Datetime("Last heard of", required=True)
    editing = fields.Boolean()

    _pair_unique = models.UniqueIndex("(dossier_id, user_id)")

    @api.model
    def _note(self, dossier, editing):
        """Keep that the user has a dossier open; whoever else has, hears of what is new.

        :return: dicts as of `look_in`
        """
        others = self._keep(dossier, editing)
        mine = others.pop(self.env.uid, None)
        if mine is None or mine["editing"] != editing:
            self._tell(dossier, others)
        return self._described(others)

    @api.model
    def _keep(self, dossier, editing):
        """Who had it open before this statement, {id of the user: row}; it notes the
        user besides: one for both, as every browser asks every half minute."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                WITH mine AS (
                    INSERT INTO onestop_dossier_viewer AS viewer
                           (dossier_id, user_id, since, seen_at, editing)
                    VALUES (%(dossier)s, %(user)s, %(now)s, %(now)s, %(editing)s)
                    ON CONFLICT (dossier_id, user_id) DO UPDATE
                       SET since = CASE WHEN viewer.seen_at > %(gone)s
                                        THEN viewer.since ELSE EXCLUDED.since END,
                           seen_at = EXCLUDED.seen_at,
                           editing = EXCLUDED.editing
                )
                SELECT user_id, since, editing
                  FROM onestop_dossier_viewer
                 WHERE dossier_id = %(dossier)s AND seen_at > %(gone)s
                 ORDER BY user_id != %(user)s, since, user_id
                 LIMIT %(most)s
                """,
                dossier=dossier.id,
                user=self.env.uid,
                editing=editing,
                now=now,
                gone=self._gone(now),
                # The user, who may be one of them, comes first.
                most=MOST + 1,
            )
        )
        self.invalidate_model()
        return {
            user: {"since": since, "editing": editing}
            for user, since, editing in self.env.cr.fetchall()
        }

    @api.model
    def _forget(self, dossier):
        """The user has left a dossier; whoever else has it open hears of it."""
        present = self.search(
            Domain("dossier_id", "=", dossier.id)
            & Domain("seen_at", ">", self._gone(fields.Datetime.now())),
            limit=MOST + 1,
        )
        mine = present.filtered(lambda one: one.user_id.id == self.env.uid)
        if mine:
            mine.unlink()
            self._tell(dossier, (present - mine).user_id.ids)

    @api.model
    def _tell(self, dossier, user_ids):
        """Let others ask again: on the channel of their own account, which nobody else
        hears, and with no word but which dossier. Who may not read it any more is told
        nothing."""
        users = self.env["res.users"].browse(user_ids)
        for user in users.filtered("active"):
            if dossier.with_user(user).has_access("read"):
                user._bus_send(MESSAGE, {"dossier": dossier.id})

    @api.model
    def _described(self, others):
        users = self.env["res.users"].browse(others)
        units = self._units(users) if users else {}
        return [
            {
                "name": user.name,
                "unit": units.get(user, ""),
                "since": f"{aware(others[user.id]['since']).astimezone(clock.ZONE):%H:%M}",
                "editing": others[user.id]["editing"],
            }
            for user in users
        ]

    @api.model
    def _units(self, users):
        """{user: the departments in which they hold a role of their own today}."""
        assignments = self.env["onestop.role.assignment"]
        held = assignments.search_fetch(
            Domain("user_id", "in", users.ids)
            & Domain("absence_id", "=", False)
            & assignments._held_today(),
            ["user_id", "department_id"],
        )
        return {
            user: ", ".join(theirs.department_id.mapped("name"))
            for user, theirs in held.grouped("user_id").items()
        }

    @staticmethod
    def _gone(now):
        return now - timedelta(seconds=GONE_AFTER)

    @api.autovacuum
    def _gc_gone(self):
        """Of whoever closed their browser, or it broke, nobody said that they left."""
        gone = self._gone(fields.Datetime.now())
        self.env.cr.execute(
            SQL("DELETE FROM onestop_dossier_viewer WHERE seen_at <= %s", gone)
        )
        self.invalidate_model()
