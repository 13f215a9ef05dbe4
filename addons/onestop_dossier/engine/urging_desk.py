from collections import Counter
from datetime import datetime

from odoo import fields
from odoo.fields import Domain

URGES = ("supervisor", "director")
NEARLY = Domain("standing", "=", "undue") & Domain("days_left", "<=", 1)
OVERDUE = Domain("standing", "=", "overdue")


class UrgingDesk:
    """What is overdue and nearly due by competent department, the worst first, of what
    the centres received for which the user urges; and what departments owe each other."""

    def __init__(self, env):
        self.env = env
        self.centres = env.user._onestop_departments(URGES)
        self.mine = Domain("received_department_id", "in", self.centres.ids)

    def read(self):
        """list of dicts `id`, `name`, `overdue`, `unspoken` (past the date told last,
        without an apology that holds or a letter), `nearly`, `oldest` (how late the
        worst is), `letter` and `letter_id` (the last one), `letter_late`; of what other
        departments wait for, and in vain: `intakes`, `requests`, `opinions`."""
        if not self.centres:
            return []
        overdue, nearly = self._counts(OVERDUE), self._counts(NEARLY)
        unspoken = self._counts(Domain("unspoken", "=", True))
        owed = {key: self._owed(key) for key in self._late()}
        asked = sum((Counter(counts) for counts in owed.values()), Counter())
        departments = {**overdue, **nearly, **unspoken, **asked}
        worst = {one: self.overdue(one.id, limit=1) for one in departments}
        return [
            {
                "id": department.id,
                "name": department.name,
                "overdue": overdue.get(department, 0),
                "unspoken": unspoken.get(department, 0),
                "nearly": nearly.get(department, 0),
                "oldest": worst[department].lateness or "",
                **{key: counts.get(department, 0) for key, counts in owed.items()},
                **self._letter(department),
            }
            for department in sorted(
                departments,
                key=lambda one: (
                    -overdue.get(one, 0),
                    worst[one].date_due_legal or datetime.max,
                    -asked.get(one, 0),
                    -nearly.get(one, 0),
                    one.name,
                ),
            )
        ]

    def overdue(self, department, limit=None):
        """The dossiers of a department (its id) that are overdue, the worst first."""
        return self.env["onestop.dossier"].search(
            self.mine & OVERDUE & Domain("department_id", "=", department),
            order="date_due_legal, id",
            limit=limit,
        )

    def _late(self):
        """{what is asked between departments: (model, what of it is late, whose it is)}"""
        now = fields.Datetime.now()
        here = "received_department_id"
        of_centre = Domain("dossier_id", "any", self.mine)
        to_check = Domain("state", "=", "submitted") & Domain(
            "date_intake_due", "<", now
        )
        to_pass_on = Domain("state", "=", "processing") & Domain(
            "request_due", "<", now
        )
        late_opinion = Domain("overdue", "=", True) & of_centre
        return {
            "intakes": ("onestop.dossier", self.mine & to_check, here),
            "requests": ("onestop.dossier", self.mine & to_pass_on, here),
            "opinions": ("onestop.opinion", late_opinion, "department_id"),
        }

    def _owed(self, key):
        model, domain, whose = self._late()[key]
        return dict(self.env[model]._read_group(domain, [whose], ["__count"]))

    def _counts(self, domain):
        groups = self.env["onestop.dossier"]._read_group(
            self.mine & domain & Domain("department_id", "!=", False),
            ["department_id"],
            ["__count"],
        )
        return dict(groups)

    def _letter(self, department):
        letter = self.env["onestop.urging"].search(
            Domain("department_id", "=", department.id)
            & Domain("centre_id", "in", self.centres.ids)
            & Domain("state", "!=", "draft"),
            order="date_sent desc, id desc",
            limit=1,
        )
        at = letter and fields.Datetime.context_timestamp(
            letter.with_context(tz="Asia/Ho_Chi_Minh"), letter.date_sent
        )
        return {
            "letter": letter and f"{letter.display_name}, {at:%d/%m/%Y}" or "",
            "letter_id": letter.id or False,
            "letter_late": letter.silent,
        }
