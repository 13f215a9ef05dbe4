from collections import defaultdict
from dataclasses import dataclass

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core.clock_error import ClockError
from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.core.legal_time import ZONE


@dataclass(frozen=True)
class Delay:
    """What one run of a step delays: working minutes beyond its due date.

    `open`: it is not done yet, and the delay grows.
    """

    step: str
    department: str
    minutes: int
    open: bool


class TimeUsed:
    """Which department used how much of a dossier's time, run by run of its steps.

    :param dossier: the caller bounds who may know it, and passes it with sudo
    """

    def __init__(self, dossier):
        self.runs = dossier.step_ids.sorted(lambda run: (run.date_opened, run.id))
        self.now = aware(fields.Datetime.now())

    def rows(self):
        """Dicts `name`, `department`, `opened`, `due`, `ended` (text in legal time),
        `words`, `late` and `void`."""
        return [
            {
                "name": run.name,
                "department": run.department_id.name,
                "opened": self._text(run.date_opened),
                "due": self._text(run.date_due),
                "ended": self._text(run.date_ended),
                "words": run._reckon(self.now)[1],
                "late": bool(self._minutes(run)),
                "void": run.state == "void",
            }
            for run in self.runs
        ]

    def _text(self, moment):
        return f"{aware(moment).astimezone(ZONE):%d/%m/%Y %H:%M}" if moment else ""

    def delays(self):
        """The `Delay` of each run that made one."""
        return [
            Delay(run.name, run.department_id.name, minutes, run.state == "open")
            for run in self.runs
            if (minutes := self._minutes(run))
        ]

    def charged(self):
        """[(department, working minutes)], the longest delay first."""
        charged = defaultdict(int)
        for one in self.delays():
            charged[one.department] += one.minutes
        return sorted(charged.items(), key=lambda pair: -pair[1])

    def _minutes(self, run):
        try:
            return run._delay(self.now)
        except (ClockError, UserError):
            # The row says in words why it cannot be reckoned.
            return 0
