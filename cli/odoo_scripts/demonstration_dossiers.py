# Plays the dossiers of the demonstration through the engine: each act by a user who may
# do it, at the moment at which it would have happened, all of them in the order of time.
# `arguments`: folder of demonstration_dossiers.csv and demonstration_applicants.csv.
# How a story is told: cli/stories.py.
import base64
import io
import os
import pathlib
import sys
from datetime import datetime, time, timedelta
from functools import cache
from heapq import heapify, heappop, heappush
from html import escape
from itertools import cycle

from freezegun import freeze_time
from PIL import Image, ImageDraw

from odoo import fields

from odoo.addons.onestop_dossier.core.exchange_message import write
from odoo.addons.onestop_dossier.core.workflow import NATIONAL_STATUS
from odoo.addons.onestop_dossier.engine.asking import Asking
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
# What who files for the owner shows, by their capacity.
EVIDENCE = {
    "authorised": "Giấy ủy quyền số 12 (mẫu)",
    "introduction": "Giấy giới thiệu số 34 (mẫu)",
    "parent": "Giấy khai sinh của con (mẫu)",
    "heir": "Văn bản thỏa thuận của các đồng thừa kế (mẫu)",
    "service": "Hợp đồng dịch vụ số 56 (mẫu)",
}
# What agencies are asked, and what they say to it, in turn.
LETTER = "Giấy ủy quyền có chứng thực chữ ký"
QUESTION = "Đề nghị cho ý kiến về các nội dung thuộc lĩnh vực quản lý của quý cơ quan."
OPINIONS = (
    {"position": "agrees"},
    {"position": "agrees", "text": "Phù hợp quy hoạch ngành đã được phê duyệt."},
    {
        "position": "remarks",
        "text": "Thống nhất; đề nghị bổ sung phương án thoát nước trước khi khởi công.",
    },
    {
        "position": "disagrees",
        "text": "Vị trí đề xuất chồng lấn hành lang bảo vệ; đề nghị điều chỉnh ranh giới.",
    },
)
# So many working hours has whoever is asked beside the process.
HOURS_TO_ANSWER = 4
# So many of the last that people were owed reach nobody, by one channel after another.
IN_VAIN = {"email": 6, "phone": 3, "post": 1}
# Who acts where the competent department does.
LEAD = {
    "ask": "department_officer",
    "request_supplement": "department_officer",
    "suspend": "department_officer",
    "resume": "department_officer",
    "apologise": "department_head",
}


# Stories whose result is drafted from the text of the catalogue, those whose result holds
# for so many days only, and those after which something is wrong with it.
DRAFTED = {20}
EXPIRING = {66: 90, 152: 30}
REPLACED, REVOKED, COMPLAINED_OF, PROMISED = 15, 151, 10, 74


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
        if act.code == "return" and self.dossier.state == "returned":
            # What is wanted electronically was returned by itself.
            return None
        if act.code == "told":
            return self.told(act.argument)
        if act.code == "ask":
            return self.ask(self._department(act.argument), act.reason)
        self.go_on(act)
        return self.write_questions()

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
        return {
            **{key: person[key] for key in keys},
            "relation": relation,
            "evidence": EVIDENCE[relation],
        }

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

    def ask(self, department, question):
        """The lead asks a department that the process does not name."""
        lead = self._as(self._user("ask"), self.dossier)
        now = aware(fields.Datetime.now())
        until = self.calendar.add_working_minutes(now, 60 * HOURS_TO_ANSWER)
        lead.ask_opinion(
            {
                "department_id": department.id,
                "content": question,
                "until": naive(until),
                "paper_ids": self.dossier.component_ids.attachment_ids[:1].ids,
            }
        )

    def write_questions(self):
        """What the steps that have just opened ask."""
        for opinion in self.dossier.opinion_ids.filtered("waits"):
            if not opinion.content:
                lead = self._as(self._user("ask"), self.dossier)
                Asking(lead).change(opinion, {"content": QUESTION})

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
        if act.code in ("open_linked", "answer_linked", "join", "mail", "mail_back"):
            return getattr(self, act.code)()
        run = self._run(act.code)
        if not run and act.code in KINDS and not self.dossier._is_followed():
            raise ValueError(f"no open step; the dossier is {self.dossier.state}")
        user = self._user_of(run) if run else self._user(act.code)
        drafts = self.story.number in DRAFTED and self._brings_result(act, run)
        if drafts:
            self._as(user, self.dossier).action_draft()
        values = self._values_of(act, run)
        if act.code == "complete_step":
            return self._as(user, run).action_complete(act.reason, values)
        code = "complete_step" if act.code == "send_back" else act.code
        self._as(user, self.dossier).action_transition(code, act.reason, values)
        # One story leaves what its department asks to whoever looks at the counter.
        if self.dossier.request_due and act.argument != "waits":
            counter = self._as(self._counter(), self.dossier)
            counter.action_transition("pass_on")
        return None

    def join(self):
        """It is a part of a group of procedures; the first one filed is its head."""
        parts = self.env["onestop.bundle.part"]
        part = parts.search([("procedure_id", "=", self.version.procedure_id.id)])
        of_group = [
            ("bundle_part_id.bundle_id", "=", part.bundle_id.id),
            ("owner_name", "=", self.dossier.owner_name),
        ]
        counter = self._counter()
        head = self.dossier.search(of_group, order="id", limit=1)
        dossier = self._as(counter, self.dossier)
        dossier._join_group(part, self._as(counter, head))

    def mail(self):
        """Its counter gives it to the post, with what else waits for it there."""
        # What another story waited for took it along.
        if self.dossier.delivery_state != "ready":
            return
        manifest = begin_manifest(self.env, self._counter())
        for item in manifest.item_ids:
            manifest.action_scan(item.code)
            manifest.action_scan(f"DEMO{item.id:08}")
        manifest.action_send()

    def mail_back(self):
        """The post brings it back."""
        item = self.dossier.mailing_item_ids.sorted("id")[-1:]
        self._as(self._counter(), item).come_back("Không có người nhận tại địa chỉ.")

    def open_linked(self):
        """Another agency is asked under a procedure of its own, and receives it."""
        run = self.dossier.step_ids.filtered(lambda one: one.state == "open")
        papers = self.dossier.component_ids.filtered("attachment_ids")
        asked = run.step_id.linked_procedure_id._current_version().component_ids
        self._as(self._user_of(run), run).action_open_linked(
            {"papers": [{"paper": papers[0].id, "component": asked[0].id}]}
        )
        linked = self.dossier.linked_ids
        counter = linked.counter_group_id.user_ids[:1]
        self._as(counter, linked).action_transition("accept")

    def answer_linked(self):
        """The other agency resolves what it was asked."""
        linked = self.dossier.linked_ids
        while run := linked.step_ids.filtered(
            lambda one: one.state == "open" and one.kind != "return"
        ):
            values = {}
            if run.kind == "work":
                title = linked.version_id.result_ids[:1].name
                content = paper(run.department_id.name, title, linked.version_id.name)
                file = {"name": f"{title}.pdf", "content": content}
                values["results"] = [{"name": title, "file": file}]
            if run.kind == "seal":
                values |= self._signer(run.department_id)
            code = {"work": "complete_step", "decision": "decide"}.get(run.kind, "seal")
            user = self._user_of(run)
            self._as(user, linked).action_transition(code, values=values)

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
        if act.code in ("request_supplement", "supplement"):
            return self._values_of_supplement(act.code)
        if act.code == "apologise":
            return {"until": self._later(int(act.argument))}
        values = self._values_of_step(run) if run else {}
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
            values.update(self._signer(run.department_id))
        return values

    def _values_of_supplement(self, code):
        """What is asked for, or is handed in of what was asked for."""
        papers = self.dossier.component_ids
        if code == "request_supplement":
            missing = papers.filtered(
                lambda one: one.component_id.code == self.row["missing"]
            )
            return {"component_ids": missing.ids}
        asked = self.dossier._open_requests().line_ids.component_id or papers[:1]
        return {"components": [self._handed_in(one.component_id) for one in asked]}

    def _values_of_step(self, run):
        values = {"step_id": run.id}
        if run.kind == "opinion":
            values["answer"] = OPINIONS[self.story.number % len(OPINIONS)]
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
            collection |= {"collector": "authorised", "authorisation": LETTER}
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

    def _signer(self, department):
        head = self._staff("department_head", department)[:1]
        assignment = head.assignment_ids.filtered(
            lambda one: one.department_id == department
        )[:1]
        signer = f"{assignment.capacity}, {head.name}" if head else ""
        days = EXPIRING.get(self.story.number)
        last = days and legal_date(fields.Datetime.now()) + timedelta(days=days)
        return {"signer": signer, "valid_to": last and fields.Date.to_string(last)}

    # Who does it

    def _user(self, code):
        dossier = self.dossier
        if code in LEAD and dossier.state in ("accepted", "processing", "payment"):
            return self._one_of(self._staff(LEAD[code], dossier.department_id))
        by_applicant = code in ("supplement", "withdraw") and dossier.partner_id
        if code == "stop" and dossier.state == "withdrawal" and not dossier.partner_id:
            # The counter wrote the applicant's wish down; a colleague acts on it.
            return self._one_of(
                self._staff("department_officer", dossier.department_id)
            )
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
    acts, players = [], {}
    for story in stories.read(folder / "demonstration_dossiers.csv"):
        player = players[story.number] = Player(env, story, applicants, calendar)
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
        carry_paper(env, frozen, calendar, now)
        receive_by_hand(env, frozen, applicants, calendar, last_day)
        tell_of_silence(env, frozen, calendar.closing(last_day) - timedelta(hours=1))
        urge(env, frozen, now)
        visit_sites(env, frozen, calendar, now)
        close_days(env, frozen, calendar.closing(last_day))
        frozen.move_to(now)
        draft_permits(env)
        make_good(players)
        share_out_work(env, legal_date(naive(now)))
        keep_papers(env)
        fill_manifest(env)
    reconcile(env, now)
    misunderstand(env)
    begin_filing(env, applicants["congdan01"])
    settle(env)


def begin_manifest(env, user):
    """The open manifest of the counter at which a user sits, as that user."""
    mailings = env["onestop.mailing"].with_user(user).with_context(lang=LANGUAGE)
    return mailings.browse(mailings.begin()["res_id"])


def fill_manifest(env):
    """What waits for the post lies on a manifest, with no label on it yet."""
    waiting = [("state", "=", "resolved"), ("delivery", "=", "post")]
    ready = [*waiting, ("delivery_state", "=", "ready")]
    for dossier in env["onestop.dossier"].search(ready, order="id desc"):
        counter = dossier.counter_group_id
        for user in counter.user_ids:
            # Some sit at several.
            if user._onestop_counter_group() == counter:
                begin_manifest(env, user)
                return


def keep_papers(env):
    """The registers of the year, of which the jobs print one; a layout that says where to
    ask, and one that is still being thought about."""
    centre = env.ref("onestop_procedure.demo_department_tthcc")
    director = one_with(env, "director", centre)
    env["onestop.register"]._cron_open()
    year = legal_date(fields.Datetime.now()).year
    env["onestop.register"]._of(centre, year).with_user(director).action_print()
    layouts = env["onestop.form.layout"].with_user(director)
    receipt = layouts.create(
        {
            "form": "receipt",
            "department_id": centre.id,
            "below": "Đường dây nóng: {{telephone}}",
        }
    )
    receipt.action_apply()
    layouts.create(
        {
            "form": "supplement",
            "department_id": centre.id,
            "closing": "Có thể bổ sung ngay tại nhà, trên Cổng dịch vụ công.",
        }
    )


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


def carry_paper(env, frozen, calendar, now):
    """Paper is carried: a list that nobody took over for days, one that was taken over,
    with a dossier that is wet, and one that is being filled; the rest waits."""
    day = legal_date(naive(now))
    for _day in range(4):
        day = calendar.previous_working_day(day)
    long_ago = calendar.closing(day) - timedelta(hours=2)
    played = [(long_ago, None), (now - timedelta(minutes=40), "damaged")]
    transfers = env["onestop.transfer"].with_context(lang=LANGUAGE)
    for route in env["onestop.transfer.route"].search([], order="id"):
        if not env["onestop.dossier"].search_count(route._waiting_domain("out")):
            continue
        moment, found = played[0] if played else (now, "open")
        frozen.move_to(moment)
        giver = one_with(env, "counter_officer", route.centre_id)
        begun = transfers.with_user(giver).begin(route.id)
        transfer = transfers.browse(begun["res_id"])
        if found == "open":
            return
        # What happened to a dossier later stands in its journal already.
        transfer.item_ids.filtered(
            lambda item: last_row(item.dossier_id).moment > fields.Datetime.now()
        ).unlink()
        if not transfer.item_ids:
            transfer.with_user(giver).action_dissolve()
            continue
        played.pop(0)
        transfer.with_user(giver).action_hand_over()
        if found:
            frozen.move_to(moment + timedelta(minutes=20))
            taker = one_with(env, "department_officer", route.department_id)
            items = transfer.item_ids.with_user(taker)
            (items - items[:1]).record("good")
            items[:1].record(found, "Trang đầu bị ướt.")
            transfer.with_user(taker).action_finish()


def urge(env, frozen, now):
    """The worst of the departments was urged and explained itself, the next one was
    urged; the third has a letter that is not sent yet."""
    centre = env.ref("onestop_procedure.demo_department_tthcc")
    watcher = one_with(env, "supervisor", centre)
    letters = env["onestop.urging"].with_user(watcher).with_context(lang=LANGUAGE)
    frozen.move_to(now - timedelta(minutes=15))
    late = [row for row in letters.desk() if row["overdue"]]
    for place, row in enumerate(late[:3]):
        made = letters.urge_department(row["id"])
        letter = letters.browse(made["res_id"])
        if place < 2:
            letter.action_send()
        if not place:
            frozen.move_to(now - timedelta(minutes=5))
            head = one_with(env, "department_head", letter.department_id)
            letter.with_user(head).record_answer(
                "Thiếu cán bộ thẩm định; đã phân công người khác.",
                legal_date(naive(now)) + timedelta(days=3),
            )


def tell_of_silence(env, frozen, moment):
    """What was not answered by then is late; of the first the head of the centre was
    told, the other is for its officer to tell."""
    frozen.move_to(moment)
    env["onestop.opinion"]._cron_late()
    late = env["onestop.opinion"].search([("date_late", "!=", False)], order="id")
    lead = one_with(env, "department_officer", late[:1].lead_id)
    late[:1].with_user(lead).with_context(lang=LANGUAGE).action_tell_centre()


def visit_sites(env, frozen, calendar, now):
    """Building sites are looked at: one was on the working day before, with its minutes;
    two are to come at one hour."""
    open_ones = [("version_id.code", "=", "1.013236"), ("state", "=", "processing")]
    dossiers = env["onestop.dossier"].search(open_ones, order="id")
    today = legal_date(naive(now))
    was = datetime.combine(calendar.previous_working_day(today), time(9), ZONE)
    arranged = was - timedelta(hours=20)
    # What happened to a dossier later stands in its journal already.
    quiet = dossiers.filtered(lambda one: last_row(one).moment < naive(arranged))[:1]
    for dossier in quiet:
        visit = arrange_visit(frozen, dossier, arranged, was)
        frozen.move_to(was + timedelta(hours=1))
        visit.write(
            {
                "participants": "Chuyên viên Sở Xây dựng; đại diện UBND phường; chủ hồ sơ.",
                "found": "Khu đất trống, ranh giới đúng bản vẽ, đường vào rộng 6 m.",
                "opinions": "Chủ hồ sơ: thống nhất.\nUBND phường: thống nhất.",
                "conclusion": "Hiện trạng phù hợp hồ sơ.",
            }
        )
        visit.action_hold()
    tomorrow = datetime.combine(calendar.next_working_day(today), time(9), ZONE)
    for dossier in dossiers - quiet:
        arrange_visit(frozen, dossier, now, tomorrow)


def arrange_visit(frozen, dossier, moment, begins):
    """An officer arranges a visit at a moment, for an hour; give it back as they see it."""
    frozen.move_to(moment)
    officer = one_with(dossier.env, "department_officer", dossier.department_id)
    mine = dossier.with_user(officer).with_context(lang=LANGUAGE)
    number = mine.arrange_visit(
        {
            "date_start": naive(begins),
            "date_end": naive(begins + timedelta(hours=1)),
            "place": dossier.answers["dia_diem"],
            "officer_ids": officer.ids,
            "invited": "UBND phường",
            "purpose": "Đối chiếu hiện trạng khu đất với bản vẽ",
            "prepare": "Giấy chứng nhận quyền sử dụng đất (bản chính), người chỉ ranh.",
        }
    )
    return mine.visit_ids.browse(number)


def draft_permits(env):
    """Building permits are drafted from the text of the catalogue; one was changed."""
    open_ones = [("version_id.code", "=", "1.013236"), ("state", "=", "processing")]
    for dossier in env["onestop.dossier"].search(open_ones, order="id"):
        run = dossier.step_ids.filtered(
            lambda one: one.state == "open" and one.kind == "work"
        )
        if not run:
            continue
        officer = one_with(env, run.role, run.department_id)
        mine = dossier.with_user(officer).with_context(lang=LANGUAGE)
        action = mine.action_draft()
        editor = mine.env[action["res_model"]].browse(action["res_id"])
        editor.body += "<p>Thời hạn khởi công: 12 tháng kể từ ngày cấp.</p>"
        editor.reason = "Bổ sung thời hạn khởi công."
        editor.action_save()


def make_good(players):
    """Of results that were handed out one was wrong and is replaced, one is taken back by
    a decision; two are said to be wrong, and one of these is promised a day."""
    Flaw(players[REPLACED]).replace()
    Flaw(players[REVOKED]).revoke()
    Flaw(players[COMPLAINED_OF]).ask()
    Flaw(players[PROMISED]).take()


class Flaw:
    """What is wrong with the result of a story, and who makes it good."""

    WORDS = (
        "Ngày sinh ghi trong kết quả không đúng với giấy tờ đã nộp (hồ sơ minh họa)."
    )

    def __init__(self, player):
        self.env = player.env
        self.dossier = player.dossier
        self.applicant = player.filer
        self.result = self.dossier.result_ids[:1]

    def _by(self, role, records):
        user = one_with(self.env, role, self.result.department_id)
        return records.with_user(user).with_context(lang=LANGUAGE)

    def ask(self):
        mine = self.dossier.with_user(self.applicant).with_context(lang=LANGUAGE)
        return mine.env["onestop.correction"]._ask(
            mine, "wrong_result", self.WORDS, self.result
        )

    def take(self):
        correction = self._by("department_officer", self.ask())
        title = self.result.name
        content = paper(self.result.department_id.name, title, "Bản đã sửa")
        correction.write(
            {
                "fault": "agency",
                "remedy": "replace",
                "date_promised": fields.Date.today() + timedelta(days=3),
                "findings": "Nhập sai khi soạn kết quả (hồ sơ minh họa).",
                "file": content,
                "file_name": f"{title}.pdf",
            }
        )
        correction.action_take()
        return correction

    def replace(self):
        correction = self.take()
        self._by("department_head", correction).action_approve()
        self._by("clerk", correction).action_issue()

    def revoke(self):
        result = self._by("department_officer", self.result)
        file = paper(result.department_id.name, "Quyết định thu hồi", result.number)
        revocation = result.env["onestop.result.revocation"]._propose(
            result,
            {
                "kind": "annulled",
                "decision_number": "01/QĐ-DEMO",
                "decision_date": fields.Date.to_string(fields.Date.today()),
                "article": "Điều khoản minh họa",
                "reason": "Cấp không đúng đối tượng (hồ sơ minh họa).",
                "file": {"name": "quyet-dinh.pdf", "content": file},
            },
        )
        self._by("department_head", revocation).action_confirm()


def share_out_work(env, today):
    """The head of a department with two officers hands out what is open; then one of
    the two is away, and the other stands in."""
    department = env.ref("onestop_procedure.demo_department_snnmt")
    stays, goes = department._holders("department_officer")[:2]
    head = one_with(env, "department_head", department)
    at = [("department_id", "=", department.id), ("role", "=", "department_officer")]
    runs = env["onestop.dossier.step"].search([*at, ("state", "=", "open")])
    opened = runs.with_user(head).action_open_assignment()
    form = env[opened["res_model"]].with_user(head).with_context(lang=LANGUAGE)
    form.browse(opened["res_id"]).action_confirm()
    env["onestop.absence"].with_user(goes).create(
        {
            "user_id": goes.id,
            "department_id": department.id,
            "deputy_id": stays.id,
            "date_from": today,
            "date_to": today + timedelta(days=4),
        }
    )


def close_days(env, frozen, evening):
    """The counters of the centre close the day: of one all is confirmed and part of it
    paid in, of the next a note is missing, the others have still to count. A transfer is
    awaited."""
    frozen.move_to(evening)
    days = env["onestop.cash.closing"]
    lines = env["onestop.cash.entry"].search([])
    counters = lines.counter_group_id.filtered(
        lambda one: one.department_id.kind == "centre"
    )
    for number, counter in enumerate(counters.sorted("sequence")):
        officer, here = counter.user_ids[:1], [("counter_group_id", "=", counter.id)]
        # Who sits at two counters closed this one with the other.
        if not days.search_count(here):
            days.with_user(officer).with_context(lang=LANGUAGE).action_close()
        closed = days.search(here)
        if number < 2:
            count(closed.with_user(officer), missing=number)
        if not number:
            pay_in(closed.with_user(one_with(env, "treasurer", counter.department_id)))
    await_transfer(env, counters)
    pay_online(env)


def pay_online(env):
    """Of what citizens filed online one has paid on the portal, and of another the
    provider has not said yet whether it did."""
    payments = env["onestop.online.payment"]
    owed = env["onestop.dossier"].search(
        [
            ("payment_state", "=", "due"),
            ("channel", "=", "online"),
            ("is_open", "=", True),
            ("bundle_part_id", "=", False),
        ],
        order="id desc",
        limit=2,
    )
    for number, dossier in enumerate(owed):
        payment = payments._begin(dossier.fee_ids)
        if number:
            payment._note_confirming()
        else:
            payment._arrive("TT-0001")


def await_transfer(env, counters):
    """Of what is due somebody pays by transfer, and it has not arrived yet."""
    agencies = env["onestop.bank.account"].search([]).department_id
    owed = env["onestop.dossier"].search(
        [
            ("payment_state", "=", "due"),
            ("counter_group_id", "in", counters.ids),
            ("department_id", "in", agencies.ids),
        ],
        order="id desc",
    )
    for dossier in owed:
        for user in dossier.counter_group_id.user_ids:
            at = dossier.received_department_id
            if "counter_officer" in user._onestop_roles_at(at):
                return dossier.with_user(user).action_pay_transfer()
    return None


def count(days, missing):
    """Count the notes of days, of the first so many too few."""
    for order, day in enumerate(days):
        left = day.expected_cash
        for note in day.count_ids:
            note.pieces, left = divmod(int(left), int(note.denomination))
        held = day.count_ids.filtered("pieces")
        if missing and not order and held:
            held[-1].pieces -= 1
        if day.difference:
            day.reason = "Trả nhầm tiền thừa cho người nộp."
        day.action_counted()


def pay_in(days):
    """The treasurer confirms, and brings the money of the first to the bank."""
    for day in days:
        day.action_confirm()
    slip = days.env["onestop.cash.slip"].browse(days[:1].action_pay_in()["res_id"])
    slip.write({"number": "NT-0001", "date": days[:1].day})
    slip.action_paid_in()


def one_with(env, role, department):
    """Somebody who holds a role at a department."""
    held = env["onestop.role.assignment"].search(
        [("role", "=", role), ("department_id", "=", department.id)], limit=1
    )
    return held.user_id


def last_row(dossier):
    """The newest row of a dossier's journal."""
    of_it = [("res_model", "=", dossier._name), ("res_id", "=", dossier.id)]
    return dossier.env["onestop.journal"].search(of_it, order="id desc", limit=1)


def receive_by_hand(env, frozen, applicants, calendar, last_day):
    """A morning without the line to the data centre: what a counter wrote by hand, and
    entered in the afternoon. One receipt is void, one hour waits for the director."""

    def at(hour, minute, day=last_day):
        moment = datetime.combine(day, time(hour, minute), ZONE)
        frozen.move_to(moment)
        return naive(moment)

    def by(login, records):
        user = env["res.users"].search([("login", "=", login)])
        return records.with_user(user).with_context(lang=LANGUAGE)

    at(8, 0, calendar.previous_working_day(last_day))
    officer = env["res.users"].search([("login", "=", "motcua01")])
    blocks = by("giamdoc", env["onestop.outage.block"])
    block = blocks.create(
        {
            "series": f"DP/{last_day:%y}",
            "counter_group_id": env.ref("onestop_procedure.demo_counter_a").id,
            "holder_id": officer.id,
            "last_number": 10,
        }
    )
    block.action_hand_out()
    begun = at(7, 10)
    at(7, 25)
    incident = by("kythuat", env["onestop.incident"]).create(
        {
            "name": "Đứt cáp quang đến trung tâm dữ liệu (sự cố mẫu)",
            "date_from": begun,
            "portal": True,
            "public_text": "Cổng dịch vụ công tạm gián đoạn do đứt cáp quang. "
            "Các quầy vẫn tiếp nhận hồ sơ trực tiếp.",
        }
    )
    at(11, 20)
    incident.write(
        {
            "cause": "Xe cuốc làm đứt cáp trên đường Thí Điểm.",
            "measures": "Nhà mạng hàn nối lại; chuyển tạm sang đường dự phòng.",
        }
    )
    incident.action_end()
    written = {1: ("P01", 7, 40), 3: ("P05", 8, 25), 4: ("P31", 10, 50)}
    version = env["onestop.procedure"].search([("code", "=", "1.013126")])
    version = version._current_version().with_context(lang=LANGUAGE)
    for number, (owner, hour, minute) in written.items():
        at(13, 40 + number)
        papers = [
            {
                "component": one.id,
                "files": [
                    {
                        "name": f"{one.name[:60]}.pdf",
                        "content": paper("HỒ SƠ MẪU", one.name, "Giấy tờ minh họa."),
                    }
                ],
            }
            for one in version._components_asked(version.case_ids[:0], {})
            if one.required
        ]
        person = {key: text for key, text in applicants[owner].items() if key != "code"}
        values = {
            "procedure": version.code,
            "channel": "in_person",
            "owner": person,
            "content": "Phê duyệt kế hoạch ứng phó sự cố tràn dầu (tiếp nhận bằng tay)",
            "components": papers,
        }
        dossiers = by("motcua01", env["onestop.dossier"])
        dossier = dossiers.browse(dossiers.submit(values)["id"])
        receipt = by("motcua01", block.receipt_ids[number - 1])
        received_at = datetime.combine(last_day, time(hour, minute), ZONE)
        receipt._propose(dossier, naive(received_at), {"identity_seen": True})
    by("motcua01", block.receipt_ids[1])._void("Viết sai, đã viết lại trên tờ sau.")
    at(14, 30)
    by("giamdoc", block.receipt_ids[0] | block.receipt_ids[2]).action_approve()


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
