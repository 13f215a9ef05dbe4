# Plays the complaints of the demonstration: each act by a user who may do it, at the
# moment at which it would have happened, all of them in the order of time.
# `arguments`: folder of demonstration_complaints.csv and demonstration_applicants.csv.
# How a story is told: cli/stories.py.
import os
import pathlib
import sys
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.addons.onestop_procedure.core.clock import ZONE

sys.path.append(os.environ["ONESTOP_REPOSITORY"])
from cli import stories

LANGUAGE = "vi_VN"
FILE = stories.Act("file")
# Who acts where the custodians do not keep it; the desk does the rest.
DESK, CUSTODIAN = "theodoi", "giumat01"
LEAD = {"give_explanation": "department_officer", "resolve": "department_head"}
# Whose text is no reason: it is handed over by a name of its own.
SAID = frozenset({"give_explanation", "forward_explanation"})
CLASSES = ("not_accepted", "conduct", "within", "outside")


class Player:
    """One complaint of the demonstration, from its line to where its story ends."""

    def __init__(self, env, story, applicants):
        self.env = env
        self.row = story.row
        self.applicants = applicants
        self.filer = self._login(self.row["by"])

    def act(self, act):
        """Do what comes next in the story."""
        if act is FILE:
            return self.file()
        values = self._values_of(act)
        reason = "" if act.code in SAID else act.reason
        complaint = self._as(self._user(act.code), self.complaint)
        return complaint.action_transition(act.code, reason, values)

    def file(self):
        model = self._as(self.filer, self.env["onestop.complaint"])
        code = model.file(self._values())["code"]
        self.complaint = self.env["onestop.complaint"].search([("code", "=", code)])

    def _values(self):
        row = self.row
        keys = ("kind", "subject", "content", "stage", "department")
        values = {key: row[key] for key in keys if row[key]}
        if row["owner"]:
            owner = self.applicants[row["owner"]]
            keys = ("name", "phone", "email", "address")
            values["person"] = {key: owner[key] for key in keys if owner[key]}
        if row["dossier"]:
            dossiers = self._as(self.filer, self.env["onestop.dossier"])
            values["dossier"] = dossiers.search([("code", "!=", False)], limit=1).code
        if row["channel"]:
            values["channel"] = row["channel"]
            values["signed"] = bool(row["signed"])
            values["envelope"] = row["envelope"]
            values["officer"] = self._login(row["officer"]).id
        return values

    def _values_of(self, act):
        if act.code == "classify":
            return self._classified(act.argument)
        if act.code == "give_explanation":
            return {"explanation": act.reason}
        if act.code in ("accept", "forward") and act.argument:
            return {"department_id": self._department(act.argument).id}
        if act.code in ("transfer", "guide"):
            return {"authority": self.row["authority"]}
        if act.code == "forward_explanation":
            return {"way": "email", "proof": act.reason}
        if act.code == "resolve":
            return {"outcome": act.argument, "answer": act.reason}
        return {"phase": act.argument} if act.code == "record" else {}

    def _classified(self, argument):
        if argument in CLASSES:
            return {"classification": argument}
        # The signed letter has come, and its envelope with it.
        envelope = self.row["envelope"]
        form = {"signed": True, "channel": "letter", "envelope": envelope}
        return {"kind": argument, **form}

    def _user(self, code):
        if self.complaint.custodian_only:
            return self._login(CUSTODIAN)
        if code == "withdraw":
            return self.filer
        if code not in LEAD:
            return self._login(DESK)
        # The centre resolves its own matters: there the director is the head.
        department = self.complaint.department_id
        role = "director" if department.kind == "centre" else LEAD[code]
        return (
            self.env["onestop.role.assignment"]
            .search(
                [
                    ("role", "=", role),
                    ("department_id", "=", department.id),
                    ("in_force", "=", True),
                ],
                order="id",
                limit=1,
            )
            .user_id
        )

    def _department(self, code):
        return self.env["onestop.department"].search([("code", "=", code)])

    def _login(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    @staticmethod
    def _as(user, records):
        return records.with_user(user).with_context(lang=LANGUAGE)


def play(env, folder):
    calendar = env.ref("onestop_procedure.calendar_office_hours")._onestop_clock()
    applicants = stories.read_applicants(folder)
    now = datetime.now(ZONE)
    last_day = stories.last_complete_day(calendar, now)
    path = folder / "demonstration_complaints.csv"
    acts = []
    for story in stories.read(path, stories.COMPLAINT_REASONED):
        player = Player(env, story, applicants)
        moments = story.moments(calendar, last_day)
        # Who writes in the evening has written before we are asked.
        moments[0] = min(moments[0], now - timedelta(minutes=5))
        pairs = zip(moments, (FILE, *story.acts), strict=True)
        for order, (moment, act) in enumerate(pairs):
            acts.append((moment, story.number, order, act, player))
    acts.sort(key=lambda one: one[:3])
    with freeze_time(now) as frozen:
        for moment, number, _order, act, player in acts:
            frozen.move_to(moment)
            try:
                player.act(act)
            except Exception as error:
                raise RuntimeError(
                    f"complaint {number}, {act.code}: {error}"
                ) from error


play(env, pathlib.Path(arguments["folder"]))
env.cr.commit()
print("ok")
