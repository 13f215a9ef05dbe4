from odoo import fields
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.core.lateness import in_words

# What stands on the board; the lists behind it have the rest.
ROWS = 8
WAITING = Domain("state", "=", "submitted") & Domain("channel", "!=", "online")
UNSEEN = Domain("state", "=", "submitted") & Domain("channel", "=", "online")
REQUESTS = Domain("request_due", "!=", False)
READY = (
    Domain("state", "=", "resolved")
    & Domain("delivery", "=", "counter")
    & Domain("delivery_state", "!=", "archived")
)
# Stands there only while there are any.
ORIGINALS = Domain("originals_owed", "=", True)


class CounterBoard:
    """What a counter has before it, as its officer may read it."""

    def __init__(self, env):
        self.env = env
        self.group = env.user._onestop_counter_group()
        self.now = fields.Datetime.now()
        self.language = env.lang or "vi_VN"

    def read(self):
        """dict `counter` (its name), `incidents` (as `_of_staff` of the register gives
        them) and `columns`: dicts `key`, `title`, `empty`, `count`,
        `action` (of the list behind it) and `rows`: dicts `id`, `number`, `name`,
        `procedure`, `note`, `late`."""
        _ = self.env._
        return {
            "counter": self.group.name or "",
            "incidents": self.env["onestop.incident"]._of_staff(self.group),
            "columns": [
                self._column(
                    *("waiting", WAITING, "date_submitted, id", self._since),
                    title=_("Waiting to be received"),
                    empty=_("Nobody waits"),
                ),
                self._column(
                    *("unseen", UNSEEN, "date_intake_due, id", self._left),
                    title=_("Online dossiers to check"),
                    empty=_("Nothing waits to be checked"),
                ),
                self._column(
                    *("request", REQUESTS, "request_due, id", self._pass_on_by),
                    title=_("Requests to pass on"),
                    empty=_("No request waits"),
                ),
                self._column(
                    *("return", READY, "date_resolved, id", self._ready),
                    title=_("Results to hand out"),
                    empty=_("No result waits"),
                ),
                *self._originals(),
            ],
        }

    def _originals(self):
        """The column of originals that wait for who has to take them back, if any do."""
        column = self._column(
            *("originals", ORIGINALS, "write_date, id", self._kept),
            title=self.env._("Originals to give back"),
            empty=self.env._("No original waits"),
        )
        return [column] if column["count"] else []

    def _column(self, key, domain, order, note, **words):
        dossiers = self.env["onestop.dossier"]
        found = dossiers.search(domain, order=order, limit=ROWS)
        full = len(found) == ROWS
        return {
            "key": key,
            "action": f"onestop_dossier.onestop_dossier_action_{key}",
            "count": dossiers.search_count(domain) if full else len(found),
            "rows": [
                {
                    "id": one.id,
                    "number": one.display_name,
                    "name": one.owner_name or "",
                    "procedure": one.version_id.name,
                    "note": note(one),
                    "late": one.intake_overdue or one.request_late,
                }
                for one in found
            ],
            **words,
        }

    def _since(self, dossier):
        if dossier.outage_receipt_id:
            return self.env._("Hour to be approved")
        return self._moment(dossier.date_submitted)

    def _pass_on_by(self, dossier):
        return self._moment(dossier.request_due)

    def _ready(self, dossier):
        return self._moment(dossier.date_resolved)

    def _kept(self, dossier):
        return dossier.originals_due

    def _moment(self, moment):
        at = aware(moment).astimezone(ZONE)
        is_today = at.date() == aware(self.now).astimezone(ZONE).date()
        return f"{at:%H:%M}" if is_today else f"{at:%d/%m}"

    def _left(self, dossier):
        """What is left of the working hours within which it is to be checked."""
        calendar = self.group.department_id._clock()
        now, due = aware(self.now), aware(dossier.date_intake_due)
        if now > due:
            late = calendar.working_minutes_between(due, now)
            # On the first morning after no working time has passed yet.
            if not late:
                return self.env._("To be checked now")
            return self.env._("%s late", in_words(late, self.language))
        left = calendar.working_minutes_between(now, due)
        return self.env._("%s left", in_words(left, self.language))
