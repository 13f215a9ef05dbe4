from odoo import fields
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.core.database_time import aware

UNDER_WAY = ("handed", "carried")
# What stands on the board; the lists behind it have the rest.
ROWS = 8


class TransferBoard:
    """What a place has before it of paper: to hand over, being filled, to take over."""

    def __init__(self, env):
        self.env = env
        self.places = env.user._onestop_departments()
        self.now = fields.Datetime.now()

    def read(self):
        """dict `columns`: dicts `key`, `title`, `empty`, `count`, `action` (of the list
        behind it) and `rows`: dicts `id`, `direction`, `number`, `name`, `procedure`,
        `note`, `late`."""
        _ = self.env._
        mine_from = Domain("from_id", "in", self.places.ids)
        mine_to = Domain("to_id", "in", self.places.ids)
        under_way = Domain("state", "in", UNDER_WAY)
        return {
            "columns": [
                {
                    "key": "waiting",
                    "title": _("Waits to leave"),
                    "empty": _("No paper waits"),
                    "action": "onestop_dossier.onestop_transfer_action",
                    **self._waiting(),
                },
                self._column(
                    *("open", mine_from & Domain("state", "=", "open")),
                    title=_("Being filled"),
                    empty=_("No list is begun"),
                ),
                self._column(
                    *("incoming", mine_to & under_way),
                    title=_("To take over"),
                    empty=_("Nothing is on its way here"),
                ),
                self._column(
                    *("sent", mine_from & under_way),
                    title=_("Not taken over yet"),
                    empty=_("All was taken over"),
                ),
            ]
        }

    # ---------------------------------------------------------------------- waiting

    def _waiting(self):
        routes = self.env["onestop.transfer.route"].search(
            Domain("centre_id", "in", self.places.ids)
            | Domain("department_id", "in", self.places.ids)
        )
        rows = []
        for route in routes:
            for direction in ("out", "back"):
                if route._from(direction) in self.places:
                    rows += self._waiting_row(route, direction)
        return {"count": sum(row.pop("many") for row in rows), "rows": rows}

    def _waiting_row(self, route, direction):
        # sudo: bounded to how many dossiers wait at the user's place, and since when.
        dossiers, route = self.env["onestop.dossier"].sudo(), route.sudo()
        domain = route._waiting_domain(direction)
        many = dossiers.search_count(domain)
        if not many:
            return []
        first = dossiers.search(domain, order="date_accepted, id", limit=1)
        due = direction == "out" and route._due_of(first)
        late = bool(due and due < self.now)
        if late:
            note = self.env._("late: was to leave by %s", self._moment(due))
        else:
            leaves = route._next_round(direction)
            note = self.env._("leaves %s", self._moment(leaves))
        return [
            {
                "id": route.id,
                "direction": direction,
                "number": "",
                "name": self._name(route._to(direction)),
                "procedure": self.env._("%s dossiers", many),
                "note": note,
                "late": late,
                "many": many,
            }
        ]

    # ------------------------------------------------------------------------ lists

    def _column(self, key, domain, **words):
        transfers = self.env["onestop.transfer"]
        found = transfers.search(domain, order="date_answer_due, id", limit=ROWS)
        full = len(found) == ROWS
        return {
            "key": key,
            "action": f"onestop_dossier.onestop_transfer_action_{key}",
            "count": transfers.search_count(domain) if full else len(found),
            "rows": [self._row(one, key) for one in found],
            **words,
        }

    def _row(self, transfer, key):
        _ = self.env._
        other = transfer.from_id if key == "incoming" else transfer.to_id
        if key == "open":
            note = _("leaves %s", self._moment(transfer.date_planned))
        elif transfer.silent:
            note = _("not taken over since %s", self._moment(transfer.date_handed))
        else:
            note = _("handed over %s", self._moment(transfer.date_handed))
        return {
            "id": transfer.id,
            "direction": transfer.direction,
            "number": transfer.number,
            "name": self._name(other),
            "procedure": _("%s dossiers", transfer.item_count),
            "note": note,
            "late": transfer.silent or (key == "open" and transfer.late),
        }

    @staticmethod
    def _name(place):
        return place.short_name or place.name

    def _moment(self, moment):
        at = aware(moment).astimezone(ZONE)
        is_today = at.date() == aware(self.now).astimezone(ZONE).date()
        return f"{at:%H:%M}" if is_today else f"{at:%H:%M %d/%m}"
