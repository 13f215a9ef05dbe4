# Plays the dossiers of demonstration_dossiers.csv through the engine, each action by a
# user who may do it, at the time at which it would have happened.
import base64
import csv
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields

from odoo.addons.onestop_dossier.engine.actor import CORE_ROLE
from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.core.database_time import aware, naive

PAPER = base64.b64encode(
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
).decode()
REASON = "Lý do minh họa của dữ liệu mẫu."
# How many steps of the process a story goes through before it stops.
SOME = 1
ALL = 99


class Player:
    """One dossier of the demonstration, from its row to where its story ends."""

    def __init__(self, env, row, calendar, citizens):
        self.env = env
        self.row = row
        self.citizen = citizens[int(row["number"]) % len(citizens)]
        self.calendar = calendar
        self.at = self._start()

    def _start(self):
        day = datetime.now(ZONE).date()
        for _day in range(int(self.row["working_days_ago"])):
            day = self.calendar.previous_working_day(day)
        hour, minute = map(int, self.row["time"].split(":"))
        at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
        return min(naive(at), fields.Datetime.now() - timedelta(minutes=30))

    def play(self):
        """File it, and let its story run its course."""
        story = self.row["story"]
        self.dossier = self._file(missing=story == "intake_supplement")
        if story == "submitted":
            return
        if story == "rejected":
            return self._do("counter_officer", "reject", REASON)
        if story == "intake_supplement":
            return self._do("counter_officer", "request_supplement", REASON)
        self._do("counter_officer", "accept")
        if story == "accepted":
            return None
        if self.dossier.state == "accepted":
            # Received after the hour of transfer: passed on the next morning.
            self.at = self.dossier.date_forward
            self._do("counter_officer", "forward")
        self._resolve(story)
        return None

    def _resolve(self, story):
        way = {
            "processing": lambda: self._steps(SOME),
            "late": lambda: self._steps(SOME),
            "supplement": lambda: self._do("officer", "request_supplement", REASON),
            "payment": lambda: self._do("officer", "suspend", REASON),
            "withdrawal": self._withdraw,
            "stopped": lambda: (
                self._withdraw(),
                self._do("counter_officer", "stop", REASON),
            ),
            "apology": self._apologise,
            "resolved": lambda: self._steps(ALL),
            "refused": lambda: self._steps(ALL, decision="refuse"),
            "returned": lambda: (self._steps(ALL), self._return()),
        }
        way[story]()

    # What people do

    def _file(self, missing):
        online = self.row["channel"] == "online"
        user = self.citizen if online else self._user("counter_officer")
        version = (
            self.env["onestop.procedure"]
            .search([("code", "=", self.row["procedure"])])
            ._current_version()
        )
        case = version.case_ids[:1]
        required = version.component_ids.filtered(
            lambda one: one.required and (not one.case_ids or case in one.case_ids)
        )
        values = {
            "procedure": self.row["procedure"],
            "channel": self.row["channel"],
            "owner": {
                "name": self.row["owner"],
                "identity_number": f"0010990{int(self.row['number']):05d}",
                "phone": f"0999{int(self.row['number']):06d}",
                "address": "Số 9 đường Minh Họa, Phường An Mẫu, tỉnh Mẫu",
            },
            "case": case.name,
            "answers": self._answers(version),
            "components": [
                {
                    "component": paper.id,
                    "files": [{"name": "giay-to.pdf", "content": PAPER}]
                    if online
                    else [],
                }
                for paper in required[1 if missing else 0 :]
            ],
        }
        with freeze_time(self.at):
            model = self.env["onestop.dossier"].with_user(user)
            if not online:
                group = self.env["onestop.counter.group"]._for_field(version.field_id)
                model = model.with_user(group.user_ids[:1])
            model = model.with_context(lang="vi_VN")
            return self.env["onestop.dossier"].browse(model.submit(values)["id"])

    @staticmethod
    def _answers(version):
        answers = {}
        for field in version.eform_field_ids.filtered("required"):
            samples = {
                "integer": 1,
                "float": 100.5,
                "amount": 1000000,
                "date": "2026-01-15",
                "boolean": True,
                "identity_number": "001099000001",
                "phone": "0999000001",
                "email": "mau@congdan.invalid",
                "tax_code": "0100109106",
            }
            if field.type == "selection":
                answers[field.name] = (field.options or "").split("|")[0].strip()
            elif field.type != "file":
                answers[field.name] = samples.get(field.type, "Nội dung mẫu")
        return answers

    def _steps(self, count, decision="decide"):
        for _step in range(count):
            run = self.dossier.step_ids.filtered(lambda one: one.state == "open")[:1]
            if not run or run.kind == "return":
                return
            values = {"step_id": run.id}
            code = {"decision": decision, "seal": "seal"}.get(run.kind, "complete_step")
            if run.kind == "work" and not self.dossier.result_ids and count == ALL:
                file = {"name": "ket-qua.pdf", "content": PAPER}
                values["results"] = [{"name": "Kết quả mẫu", "file": file}]
            if run.kind == "seal":
                values["number"] = f"{self.dossier.id:04d}/KQ-MẪU"
            self._act(self._user_of(run), code, REASON, values)

    def _withdraw(self):
        self._do("counter_officer", "withdraw")

    def _apologise(self):
        due = self.dossier.date_due
        self.at = max(self.at, due - timedelta(days=2))
        until = naive(
            self.calendar.closing(
                self.calendar.next_working_day(aware(due).astimezone(ZONE).date(), 20)
            )
        )
        self._do("head", "apologise", REASON, until=until)

    def _return(self):
        for fee in self.dossier.fee_ids:
            fee._settle()
        run = self.dossier.step_ids.filtered(lambda one: one.state == "open")[:1]
        if run:
            self._act(self._user_of(run), "return", None, {"step_id": run.id})

    # How they do it

    def _do(self, role, code, reason=None, **values):
        counter = self.dossier.counter_group_id.user_ids[:1]
        names = {core: name for name, core in CORE_ROLE.items()}
        user = (
            counter
            if role == "counter_officer"
            else self._user(names.get(role, role), self.dossier.department_id)
        )
        self._act(user, code, reason, values)

    def _act(self, user, code, reason, values):
        # Half a working day passes between two actions.
        later = self.calendar.add_working_minutes(aware(self.at), 200)
        self.at = min(naive(later), fields.Datetime.now() - timedelta(minutes=5))
        with freeze_time(self.at):
            dossier = self.dossier.with_user(user).with_context(lang="vi_VN")
            if code == "complete_step":
                step = self.dossier.step_ids.browse(values["step_id"])
                step.with_user(user).action_complete(reason, values)
            else:
                dossier.action_transition(code, reason, values)

    def _user_of(self, run):
        if run.role == "counter_officer":
            return self.dossier.counter_group_id.user_ids[:1]
        return self._user(run.role, run.department_id)

    def _user(self, role, department=None):
        domain = [("role", "=", role), ("in_force", "=", True)]
        if department:
            domain.append(("department_id", "=", department.id))
        return self.env["onestop.role.assignment"].search(domain, limit=1).user_id


def play(env):
    calendar = env.ref("onestop_procedure.calendar_office_hours")._onestop_clock()
    citizens = env["res.users"].search(
        [("login", "=like", "congdan%"), ("share", "=", True)]
    )
    with open(arguments["rows"]) as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        Player(env, row, calendar, citizens).play()
    # Nobody is written to: the addresses are invented.
    env["queue.job"].search([("state", "!=", "done")]).unlink()
    env.cr.commit()


play(env)
