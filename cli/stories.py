"""The demonstration's dossiers and complaints as stories: who files what, and what
happens after.

A row of odoo_scripts/demonstration_dossiers.csv, or of demonstration_complaints.csv,
says on which working day before the last complete one it is filed, and then what is
done, one act after the other:
`code[:argument]+hours`, the working hours since the act before. So the same stories end
in the same states on whatever day they are told. Codes are those of
`action_transition`, and of a dossier `pay`, `ask` (a department, beside the process),
`send_back` of a step, `mail` and `mail_back`. The argument is an outcome, a class, a department or a term, or the
days of an apology; that of a channel the code of the centre chosen.
"""

import csv
import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

ACT = re.compile(r"(?P<code>[a-z_]+)(:(?P<argument>\w+))?\+(?P<hours>\d+(\.\d+)?)")
# What is done with a reason: they stand in the order of the acts, `|` between them.
REASONED = frozenset(
    {
        "apologise",
        "ask",
        "refuse",
        "reject",
        "request_supplement",
        "send_back",
        "stop",
        "suspend",
        "typed",
        "withdraw",
    }
)
# The same of a complaint, where it may be a text besides: an explanation, its proof.
COMPLAINT_REASONED = frozenset(
    {
        "ask_explanation",
        "classify",
        "forward_explanation",
        "give_explanation",
        "guide",
        "refuse",
        "resolve",
        "transfer",
    }
)


@dataclass(frozen=True)
class Act:
    code: str
    hours: float = 0
    argument: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Story:
    """A file of the demonstration; `row` holds the cells of its line."""

    row: dict
    acts: tuple[Act, ...]

    @property
    def number(self):
        return int(self.row["number"])

    def moments(self, calendar, last_day):
        """When it is filed and when each act happens: aware datetimes in legal time.

        :param calendar: the `core.calendar.Calendar` of the offices
        :param last_day: the working day that days are counted back from
        """
        day = last_day
        for _day in range(int(self.row["days_ago"])):
            day = calendar.previous_working_day(day)
        filed = datetime.combine(
            day, time.fromisoformat(self.row["time"]), calendar.closing(day).tzinfo
        )
        moments = [filed]
        for act in self.acts:
            minutes = round(act.hours * 60)
            moments.append(calendar.add_working_minutes(moments[-1], minutes))
        return moments


def last_complete_day(calendar, now):
    """The last working day that is over at `now`."""
    day = calendar.previous_working_day(now.date() + timedelta(days=1))
    if calendar.closing(day) > now:
        day = calendar.previous_working_day(day)
    return day


def read(path, reasoned=REASONED):
    """The stories of a file.

    :param reasoned: codes of acts that are done with a reason
    :raises ValueError: naming the line that cannot be read
    """
    with open(path, newline="", encoding="utf-8") as stream:
        return [_story(row, reasoned) for row in csv.DictReader(stream)]


def read_applicants(folder):
    """{code: row} of the people in whose names the stories are told."""
    path = folder / "demonstration_applicants.csv"
    with open(path, newline="", encoding="utf-8") as stream:
        return {row["code"]: row for row in csv.DictReader(stream)}


def _story(row, reasoned):
    reasons = [text.strip() for text in row["reasons"].split("|") if text.strip()]
    acts = []
    for word in row["story"].split():
        match = ACT.fullmatch(word)
        if not match:
            raise ValueError(f"dossier {row['number']}: what is “{word}”?")
        code = match["code"]
        if code in reasoned and not reasons:
            raise ValueError(f"dossier {row['number']}: “{word}” needs a reason")
        reason = reasons.pop(0) if code in reasoned else ""
        acts.append(Act(code, float(match["hours"]), match["argument"] or "", reason))
    if reasons:
        raise ValueError(f"dossier {row['number']}: a reason too many: {reasons[0]}")
    return Story(row, tuple(acts))
