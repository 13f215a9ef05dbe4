# Plays the dossiers of the demonstration through the engine: each act by a user who may
# do it, at the moment at which it would have happened, all of them in the order of time.
# `arguments`: folder of demonstration_dossiers.csv and demonstration_applicants.csv.
# How a story is told: cli/stories.py.
import base64
import io
import os
import pathlib
import sys
from datetime import datetime, timedelta
from functools import cache
from heapq import heapify, heappop, heappush
from html import escape
from itertools import cycle

from freezegun import freeze_time
from PIL import Image, ImageDraw

from odoo import fields

from odoo.addons.onestop_dossier.core.exchange_message import write
from odoo.addons.onestop_dossier.core.workflow import NATIONAL_STATUS
from odoo.addons.onestop_dossier.engine.at_once import AtOnce
from odoo.addons.onestop_dossier.engine.exchange_round import ExchangeRound
from odoo.addons.onestop_dossier.engine.transition import Transition
from odoo.addons.onestop_dossier.models.onestop_notice import OWED
from odoo.addons.onestop_procedure.core.clock import ZONE
from odoo.addons.onestop_procedure.core.database_time import aware, legal_date, naive
from odoo.addons.onestop_procedure.core.form_pdf import to_pdf

sys.path.append(os.environ["ONESTOP_REPOSITORY"])
from cli import stories

LANGUAGE = "vi_VN"
PAPER = """
<html lang="vi"><head><style>
@page {{ size: A4; margin: 25mm 20mm; @bottom-center {{ content: "Bản mẫu, không có giá
trị pháp lý"; font-size: 9pt; color: #666 }} }}
body {{ font-family: "Noto Sans", "DejaVu Sans", sans-serif; font-size: 12pt }}
h1 {{ font-size: 16pt; text-align: center; margin: 15mm 0 10mm }}
header {{ text-align: center; font-weight: bold }}
</style><title>{title}</title></head><body><header>{issuer}</header>
<h1>{title}</h1><p>{text}</p></body></html>
"""
# Which kinds of open steps an act is done on.
KINDS = {
    "complete_step": ("work", "opinion", "linked"),
    "send_back": ("decision",),
    "decide": ("decision",),
    "refuse": ("decision",),
    "seal": ("seal",),
    "return": ("return",),
}
# So many of the last that people were owed reach nobody, by one channel after another.
IN_VAIN = {"email": 6, "phone": 3, "post": 1}
# Who acts where the competent department does.
LEAD = {
    "request_supplement": "department_officer",
    "suspend": "department_officer",
    "resume": "department_officer",
    "apologise": "department_head",
}


@cache
def paper(issuer, title, text):
    """A page that shows what it stands for, as base64."""
    parts = {"issuer": issuer, "title": title, "text": text}
    html = PAPER.format(**{key: escape(part) for key, part in parts.items()})
    return base64.b64encode(to_pdf(html)).decode()


@cache
def signature(number):
    """What somebody drew on the pad, as base64; alike for no two of them."""
    image = Image.new("RGB", (300, 100), "white")
    points = [
        (20 + 13 * x, 50 + (number * 7 + x * x * 11) % 70 - 35) for x in range(20)
    ]
    ImageDraw.Draw(image).line(points, fill="navy", width=3, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


# By whom it is filed where people filed it on another system.
OUTSIDE = "outside"
# What people give the service, in turn, and what some add; and whose result was late.
SCORES = "5545345554"
COMMENTS = {"3": "Phải đi lại hai lần vì thiếu giấy tờ.", "4": "Hướng dẫn rõ ràng."}
LATE = "2", "Trả kết quả chậm so với ngày hẹn."
# The code of the line whose list is compared with ours.
RECONCILED = "bca"
FILE = stories.Act("file")
FORWARD = stories.Act("forward")


def take_in(line, values):
    """Keep a message of another system, and do what it says."""
    messages = line.env["onestop.exchange.message"].with_context(lang=LANGUAGE)
    messages._keep(line, write(values))
    message = messages.search([("line_id", "=", line.id)], limit=1)
    ExchangeRound._one(message, ExchangeRound._do)
    if message.state != "done":
        raise ValueError(message.why)


class Player:
    """One dossier of the demonstration, from its line to where its story ends."""

    def __init__(self, env, story, applicants, calendar):
        self.env = env
        self.story = story
        self.row = story.row
        self.applicants = applicants
        self.calendar = calendar
        self.filer = self._login(self.row["by"])
        self.said = 0
        self.version = (
            env["onestop.procedure"]
            .search([("code", "=", self.row["procedure"])])
            ._current_version()
            .with_context(lang=LANGUAGE)
        )

    def act(self, act):
        """Do what comes next in the story."""
        if act is FILE:
            return self.file()
        if act is FORWARD:
            # What is resolved at once went on already.
            waits = self.dossier.state == "accepted"
            return waits and Transition.by_system(self.dossier, "forward").run()
        if act.code == "told":
            return self.told(act.argument)
        return self.go_on(act)

    # Filing

    def file(self):
        """File it, or leave it as a draft."""
        values = self._values()
        model = self._as(self.filer, self.env["onestop.dossier"])
        if self.row["by"] == OUTSIDE:
            self.say("filed", "submitted", dossier=values)
            self.dossier = model.search([("outside_code", "=", self.outside_code())])
        elif self.row["state"] == "draft":
            self.dossier = model._create_filed(values).with_env(self.env)
        else:
            self.dossier = self.env["onestop.dossier"].browse(
                model.submit(values)["id"]
            )

    def _values(self):
        row = self.row
        owner = self.applicants[row["owner"]]
        channel, _colon, place = row["channel"].partition(":")
        values = {
            "procedure": row["procedure"],
            "channel": channel,
            "case": row["case"],
            "owner": {key: text for key, text in owner.items() if key != "code"},
            "content": row["content"],
            "answers": self._answers(),
            "delivery": row["delivery"],
            "components": [self._handed_in(one) for one in self._papers()],
        }
        if place:
            values["received_department_id"] = self._department(place).id
        if row["delivery"] == "post":
            values["delivery_address"] = owner["address"]
        if row["submitter"]:
            values["submitter"] = self._submitter(*row["submitter"].split(":"))
        return values

    def _department(self, code):
        return self.env["onestop.department"].search([("code", "=", code)])

    def _submitter(self, code, relation):
        keys = ("name", "identity_number", "phone", "email")
        person = self.applicants[code]
        return {**{key: person[key] for key in keys}, "relation": relation}

    def _answers(self):
        pairs = [pair.partition("=") for pair in self.row["answers"].split(";")]
        return {name.strip(): text.strip() for name, _equals, text in pairs if name}

    def _papers(self):
        """The papers of the case that are handed in: required, and not said missing."""
        case = self.version.case_ids.filtered(lambda one: one.code == self.row["case"])
        answers = self.version._check_answers(self._answers()).cleaned
        asked = self.version._components_asked(case, answers)
        return asked.filtered(
            lambda one: one.required and one.code != self.row["missing"]
        )

    def _handed_in(self, component):
        title = component.name
        text = "Giấy tờ minh họa do người nộp cung cấp."
        content = paper("HỒ SƠ MẪU", title, text)
        file = {"name": f"{title[:60]}.pdf", "content": content}
        return {"component": component.id, "files": [file]}

    # What other systems say

    def line(self):
        """The line to the system that runs it, or at which it was filed."""
        lines = self.env["onestop.exchange.line"]
        portal = lines.search([("operator", "=", "national_portal")], limit=1)
        return lines._of_version(self.version) or portal

    def outside_code(self):
        return f"DEMO.{self.line().code.upper()}-{self.story.number:06}"

    def told(self, state):
        """The system that runs it says how it is, and first by when it will be."""
        dossier = self.dossier
        due = {} if dossier.date_outside_due else self._outside_due()
        ours = dossier.code or dossier.tracking_number
        self.say("status", state, our_code=ours, **due)

    def _outside_due(self):
        row = self.version._channel_row(self.dossier.channel, self.dossier.case_id)
        if not row.term_value:
            return {}
        today = legal_date(fields.Datetime.now())
        day = self.calendar.next_working_day(today, int(row.term_value))
        return {"due": self.calendar.closing(day).isoformat()}

    def say(self, kind, state, **values):
        self.said += 1
        values |= {
            "id": f"DEMO-{self.story.number}-{self.said}",
            "kind": kind,
            "moment": aware(fields.Datetime.now()).isoformat(),
            "code": self.outside_code(),
            "status": NATIONAL_STATUS[state],
        }
        take_in(self.line(), values)

    # What happens after

    def waits_for_morning(self, act):
        """Received after the hour of transfer, and its story goes on; what another
        system runs is not transferred here."""
        received = act.code == "accept" and self.dossier.state == "accepted"
        here = not self.dossier._is_followed()
        return received and here and self.row["state"] != "accepted"

    def go_on(self, act):
        if act.code == "pay":
            counter = self._counter()
            return self._as(counter, self.dossier.fee_ids).action_pay_cash()
        if act.code == "at_once":
            dossier = self._as(self._counter(), self.dossier)
            return AtOnce(dossier, [self._result()]).run()
        if act.code == "typed":
            dossier = self._as(self._counter(), self.dossier)
            return dossier.follow({"status": act.argument, "reason": act.reason})
        run = self._run(act.code)
        if not run and act.code in KINDS and not self.dossier._is_followed():
            raise ValueError(f"no open step; the dossier is {self.dossier.state}")
        user = self._user_of(run) if run else self._user(act.code)
        values = self._values_of(act, run)
        if act.code == "complete_step":
            return self._as(user, run).action_complete(act.reason, values)
        code = "complete_step" if act.code == "send_back" else act.code
        return self._as(user, self.dossier).action_transition(code, act.reason, values)

    def _run(self, code):
        """The open step that the act is done on, or None."""
        runs = self.dossier.step_ids.filtered(
            lambda one: one.state == "open" and one.kind in KINDS.get(code, ())
        )
        return runs.sorted(lambda one: (one.sequence, one.id))[:1]

    def _values_of(self, act, run):
        if act.code == "accept":
            # A commune's own case is its own to resolve.
            received = self.dossier.received_department_id
            competent = self.version.competent_department_ids & received
            seen = self.row["channel"] == "in_person"
            return {"identity_seen": seen, "department_id": competent.id}
        if act.code == "request_supplement":
            missing = self.dossier.component_ids.filtered(
                lambda one: one.component_id.code == self.row["missing"]
            )
            return {"component_ids": missing.ids}
        if act.code == "apologise":
            return {"until": self._later(int(act.argument))}
        values = {"step_id": run.id} if run else {}
        if act.code == "suspend" and act.argument:
            # Of the bases of a procedure the law of its sector is the oldest.
            basis = self.version.legal_basis_ids.sorted("date")[:1]
            values |= {"ground": act.argument, "legal_basis": basis.number}
        if act.code == "return" and self.row["delivery"] == "counter":
            values["collection"] = self._collection()
        if act.code == "send_back":
            values["outcome"] = "sent_back"
        if act.code in ("decide", "complete_step") and act.argument:
            values["outcome"] = act.argument
        if self._brings_result(act, run):
            values["results"] = [self._result()]
        if act.code == "seal":
            values.update(self._number(run.department_id))
        return values

    def _collection(self):
        """Who fetches it: whoever is authorised to, else who filed it, else the owner."""
        filed = "submitter" if self.row["submitter"] else "owner"
        collection = {
            "collector": filed,
            "identity_checked": True,
            "signature": signature(self.story.number),
        }
        if self.row["collector"]:
            other = self.applicants[self.row["collector"]]
            keys = ("name", "identity_number")
            collection |= {key: other[key] for key in keys}
            collection |= {"collector": "authorised", "authorisation_seen": True}
        return collection

    def _later(self, days):
        """The closing hour some working days after the date that is due now."""
        day = aware(self.dossier.date_due).astimezone(ZONE).date()
        return naive(self.calendar.closing(self.calendar.next_working_day(day, days)))

    def _brings_result(self, act, run):
        """Whoever does the last work before the decision drafts the result."""
        if act.code != "complete_step" or run.kind != "work":
            return False
        steps = self.dossier.process_id.step_ids
        after = [step for step in steps if step.sequence > run.sequence]
        return not self.dossier.result_ids and all(s.kind != "work" for s in after)

    def _result(self):
        refused = any(act.code == "refuse" for act in self.story.acts)
        name = self.version.result_ids[:1].name
        title = "Văn bản từ chối giải quyết hồ sơ" if refused else name
        content = paper(self.dossier.department_id.name, title, self.version.name)
        return {"name": title, "file": {"name": f"{title}.pdf", "content": content}}

    def _number(self, department):
        head = self._staff("department_head", department)[:1]
        assignment = head.assignment_ids.filtered(
            lambda one: one.department_id == department
        )[:1]
        signer = f"{assignment.capacity}, {head.name}" if head else ""
        number = f"{100 + self.story.number}/DEMO-{department.code}"
        return {"number": number, "signer": signer}

    # Who does it

    def _user(self, code):
        dossier = self.dossier
        if code in LEAD and dossier.state in ("accepted", "processing", "payment"):
            return self._one_of(self._staff(LEAD[code], dossier.department_id))
        by_applicant = code in ("supplement", "withdraw") and dossier.partner_id
        return self.filer if by_applicant else self._counter()

    def _user_of(self, run):
        staff = self._staff(run.role, run.department_id)
        seated = staff & self.dossier.counter_group_id.user_ids
        return seated[:1] or self._one_of(staff)

    def _counter(self):
        """Whoever filed it at the counter, else who sits there."""
        seated = self.dossier.counter_group_id.user_ids
        return seated & self.filer or seated[:1]

    def _staff(self, role, department):
        assignments = self.env["onestop.role.assignment"].search(
            [
                ("role", "=", role),
                ("department_id", "=", department.id),
                ("in_force", "=", True),
            ],
            order="id",
        )
        return assignments.user_id

    def _one_of(self, users):
        return users[self.story.number % len(users)] if users else users

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
    acts = []
    for story in stories.read(folder / "demonstration_dossiers.csv"):
        player = Player(env, story, applicants, calendar)
        moments = story.moments(calendar, last_day)
        # Who files in the evening has filed before we are asked.
        moments[0] = min(moments[0], now - timedelta(minutes=5))
        pairs = zip(moments, (FILE, *story.acts), strict=True)
        for order, (moment, act) in enumerate(pairs):
            acts.append((moment, story.number, order, act, player))
    heapify(acts)
    with freeze_time(now) as frozen:
        while acts:
            moment, number, order, act, player = heappop(acts)
            frozen.move_to(moment)
            try:
                player.act(act)
            except Exception as error:
                raise RuntimeError(f"dossier {number}, {act.code}: {error}") from error
            if player.waits_for_morning(act):
                morning = aware(player.dossier.date_forward)
                heappush(acts, (morning, number, order, FORWARD, player))
        rate(env, frozen)
    reconcile(env, now)
    misunderstand(env)
    begin_filing(env, applicants["congdan01"])
    settle(env)


def rate(env, frozen):
    """Every second of those who filed with an account says how it was."""
    filed = env["onestop.dossier"].search(
        [("state", "=", "returned"), ("partner_id", "!=", False)], order="date_returned"
    )
    for dossier, score in zip(filed[::2], cycle(SCORES)):
        frozen.move_to(dossier.date_returned)
        score, comment = LATE if dossier.overdue else (score, COMMENTS.get(score))
        dossier._mark_rated()
        env["onestop.satisfaction"]._answer(
            dossier.procedure_id, dossier.department_id, score, comment
        )


def misunderstand(env):
    """The tax office sends something that is no message."""
    line = env["onestop.exchange.line"].search([("code", "=", "thue")])
    content = b'{"id": "DEMO-thue-notice", "kind": "notice"}'
    env["onestop.exchange.message"]._keep(line, content)


def reconcile(env, now):
    """The police send the list of what is open there. It lacks our newest dossier, and
    says something else of the oldest: for a person to decide."""
    line = env["onestop.exchange.line"].search([("code", "=", RECONCILED)])
    runs = [("version_id.operator_system", "=", line.name), ("is_open", "=", True)]
    dossiers = env["onestop.dossier"].search(runs, order="date_submitted")
    entries = [
        {
            "code": one.outside_code or None,
            "our_code": one.code or one.tracking_number,
            "status": NATIONAL_STATUS[one.state],
        }
        for one in dossiers[:-1]
    ]
    entries[0]["status"] = NATIONAL_STATUS["supplement"]
    number = f"DEMO-{RECONCILED}-list"
    values = {"id": number, "kind": "list", "moment": now.isoformat()}
    take_in(line, {**values, "dossiers": entries})


def begin_filing(env, citizen):
    """What the citizen of the told log-in has begun on the portal and not submitted."""
    user = env["res.users"].search([("login", "=", citizen["code"])])
    drafts = env["onestop.filing.draft"].with_user(user).with_context(lang=LANGUAGE)
    procedure = env["onestop.procedure"].search([("code", "=", "2.000908")])
    draft = drafts._start(procedure._current_version())
    draft._keep("owner", {**citizen, "kind": "person"})


def settle(env):
    """Nobody is written to: the addresses are invented. What waits, notices and messages
    to other systems, counts as sent when what it tells of happened."""
    env["queue.job"].search([("state", "!=", "done")]).unlink()
    env.flush_all()
    env.cr.execute(
        """
        UPDATE onestop_notice notice
           SET state = 'sent', attempts = 1, date_sent = journal.moment
          FROM onestop_journal journal
         WHERE journal.id = notice.journal_row AND notice.state = 'queued'
        """
    )
    env.cr.execute(
        """
        UPDATE onestop_exchange_message
           SET state = 'done', tries = 1, done_at = moment
         WHERE state = 'waiting'
        """
    )
    env["onestop.exchange.line"].search([]).date_reached = fields.Datetime.now()
    env.invalidate_all()
    tell_in_vain(env)


def tell_in_vain(env):
    """Of the last that people were owed some did not arrive: there is somebody to call,
    to write a letter to, and to tell at the counter, and a night that says so."""
    notices = env["onestop.notice"]
    for channel, number in IN_VAIN.items():
        told = [("channel", "=", channel), ("state", "in", ("sent", "by_hand"))]
        owed = notices.search([*told, ("event", "in", OWED)], limit=number)
        if channel == "email":
            owed.error = "SMTPRecipientsRefused"
        owed._fail()
    mails = env["mail.mail"].search([])
    env["onestop.notice.digest"]._cron_digest()
    (env["mail.mail"].search([]) - mails).unlink()


play(env, pathlib.Path(arguments["folder"]))
env.cr.commit()
print("ok")
