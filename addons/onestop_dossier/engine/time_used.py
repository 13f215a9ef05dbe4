from collections import defaultdict
from dataclasses import dataclass

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core.clock_error import ClockError
from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.core.legal_time import ZONE

from ..core.linked import left_over, share


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
        `words`, `late`, `void`, and of what is `linked` (code, department, words)."""
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
                "linked": [
                    (one.display_name, one.department_id.name, one.lateness)
                    for one in self._linked(run)
                ],
            }
            for run in self.runs
        ]

    def _text(self, moment):
        return f"{aware(moment).astimezone(ZONE):%d/%m/%Y %H:%M}" if moment else ""

    def delays(self):
        """The `Delay` of each run that made one; of one that waited for a linked dossier
        what that was late is its agency's."""
        return [
            Delay(run.name, who, part, run.state == "open")
            for run in self.runs
            if (minutes := self._minutes(run))
            for who, part in self._whose(run, minutes).items()
        ]

    def _whose(self, run, minutes):
        if not self._linked(run):
            return {run.department_id.name: minutes}
        late = run._minutes_of_linked(self.now)
        charged = share(minutes, late)
        own = left_over(minutes, late)
        if own:
            name = run.department_id.name
            charged[name] = charged.get(name, 0) + own
        return charged

    def _linked(self, run):
        return run._linked() if run.kind == "linked" else ()

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
