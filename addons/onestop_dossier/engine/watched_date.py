from dataclasses import dataclass
from typing import Any

from odoo.addons.onestop_procedure.core.database_time import aware, naive
from odoo.addons.onestop_procedure.core.deadline_ladder import Deadline


@dataclass(frozen=True)
class WatchedDate:
    """A date that somebody is reminded of, as a level of reminders names it.

    `subject`: that of the level; `department`: whose time it is; `deadline`: None where
    nothing runs; `step`, `opinion`: what of the dossier it is the date of, or None.
    """

    subject: str
    dossier: Any
    department: Any
    deadline: Deadline | None
    step: Any = None
    opinion: Any = None

    @classmethod
    def until(cls, subject, dossier, department, start, due, **of):
        """The date of something that was asked at one instant, to be done by another;
        naive, UTC. It is reminded of in the working time of whoever is asked."""
        calendar = department._clock()
        start, due = aware(start), aware(due)
        minutes = calendar.working_minutes_between(start, due)
        deadline = Deadline(calendar, start, due, minutes)
        return cls(subject, dossier, department, deadline, **of)

    @property
    def due(self):
        """naive, UTC; False where nothing runs."""
        return naive(self.deadline.due) if self.deadline else False

    def is_of(self, reminder):
        """Whether a reminder is of this date."""
        return (
            reminder.date_due == self.due
            and reminder.level_id.subject == self.subject
            and reminder.step_id.id == (self.step.id if self.step else False)
            and reminder.opinion_id.id == (self.opinion.id if self.opinion else False)
        )

    def prepare_vals(self):
        """What a reminder of this date says of it."""
        return {
            "dossier_id": self.dossier.id,
            "step_id": self.step.id if self.step else False,
            "opinion_id": self.opinion.id if self.opinion else False,
            "department_id": self.department.id,
            "date_due": self.due,
        }
