import json

from odoo import fields

from odoo.addons.onestop_dossier.core.workflow import is_unanswered

from . import progress, told, words
from .filing_form import hint_of, kind_of
from .pay_page import PayPage, online_told
from .refund_told import refunds_told

# Rows of the journal that are the citizen's business; what happens between desks is
# not, and nor is who did it.
TOLD = (
    "submit",
    "accept",
    "reject",
    "request_supplement",
    "pass_on",
    "supplement_reminded",
    "supplement",
    "forward",
    "apologise",
    "suspend",
    "resume",
    "withdraw",
    "stop",
    "refuse",
    "resolve",
    "return",
    *("revoke_result", "correction_asked", "correction_taken"),
    *("correction_refused", "correct", "withdraw_result", "restore_paper"),
    "follow",
    "follow_typed",
    *("visit_planned", "visit_moved", "visit_called_off"),
    *("refund_decided", "refund_turned_down", "refund_called_off", "refund_paid"),
)
# Whose reason is meant for the citizen.
REASONED = (
    *("reject", "request_supplement", "pass_on"),
    *("apologise", "suspend", "stop", "refuse"),
    *("visit_moved", "visit_called_off", "correction_refused"),
    *("refund_turned_down", "refund_called_off"),
)
# Said by the system that decides it.
FOLLOWED = ("follow", "follow_typed")
# Told only where the state changed.
QUIET = (*FOLLOWED, "request_supplement")
# In these it lies with the system that decides it.
ELSEWHERE = ("processing", "supplement", "payment", "withdrawal")
MOMENTS = {
    "submitted": "date_submitted",
    "accepted": "date_accepted",
    "processing": "date_forward",
    "resolved": "date_resolved",
    "returned": "date_returned",
}


# Which printed forms a citizen may have, in the order in which they come.
FORMS = ("receipt", "supplement", "rejection", "stop")


def form_reports(dossier):
    """{key: report} of the printed forms that a dossier, read by the system, has
    come to."""
    return {
        form: dossier.env.ref(f"onestop_dossier.report_form_{form}")
        for form in FORMS
        if dossier.env[f"report.onestop_dossier.form_{form}"]._fits(dossier)
    }


def sealed_form(dossier, form):
    """The sealed copy of a form of a dossier, read by the system; may be empty."""
    row = dossier.env[f"report.onestop_dossier.form_{form}"]._journal_row(dossier)
    return dossier.env["onestop.sealed.paper"]._of_form(dossier, form, row)


def sealed_words(paper):
    """Who sealed a paper, and when; empty where nobody has."""
    if paper.state != "sealed":
        return ""
    return paper.env._(
        "Sealed electronically by %(subject)s on %(at)s",
        subject=paper.subject,
        at=words.moment(paper, paper.sealed_at),
    )


def about_result(result):
    """Number, day and issuer of a result."""
    number = result.number and result.env._("No. %s", result.number)
    parts = (number, words.day(result, result.date), result.department_id.name)
    return ", ".join(filter(None, parts))


def result_url(result):
    """Where a result, read by the system, is downloaded; empty where it is not.

    An unpaid fee holds the return, so what is only ready is not given out, and what was
    taken back or replaced is not either.
    """
    dossier = result.dossier_id
    given = dossier.state == "returned" and result.state == "issued"
    if not (given and result.attachment_id):
        return ""
    return f"/my/dossiers/{dossier.id}/results/{result.id}"


def issued_receipts(dossier):
    """The electronic receipts of fees of a dossier, read by the system."""
    receipts = dossier.fee_ids.electronic_receipt_id
    return receipts.filtered(lambda one: one.state == "issued")


def tasks(dossier):
    """What the person has to do about a dossier now: dicts `text`, `url`, `urgent`."""
    _ = dossier.env._
    url = f"/my/dossiers/{dossier.id}"
    name = dossier.version_id.name
    found = []
    if dossier.state == "supplement":
        until = dossier._open_requests()[-1:]
        text = (
            _(
                "Supplement your dossier “%(name)s” by %(until)s",
                name=name,
                until=words.moment(dossier, until.deadline),
            )
            if until.deadline
            else _("Supplement your dossier “%(name)s”", name=name)
        )
        found.append({"text": text, "url": f"{url}#supplement", "urgent": True})
    owed = dossier.fee_ids.filtered(lambda one: one._is_owed())
    owed |= dossier._linked_fees()
    if owed and not dossier.env["onestop.online.payment"]._confirming(owed):
        text = _("Pay for your dossier “%(name)s”", name=name)
        found.append({"text": text, "url": f"{url}#fees", "urgent": True})
    if dossier.state == "resolved" and dossier.delivery == "counter":
        text = _("Collect the result of “%(name)s”", name=name)
        found.append({"text": text, "url": f"{url}#result", "urgent": True})
    if dossier.state == "returned" and not dossier.rated:
        text = _("Say how satisfied you are with “%(name)s”", name=name)
        found.append({"text": text, "url": f"{url}#rate", "urgent": False})
    return found


class DossierPage:
    """What a citizen sees of their own dossier.

    `dossier` is read by the system, after access to it was checked for the person;
    what is shown of it is what this class names, and nothing else.
    """

    def __init__(self, dossier, allowed=()):
        self.dossier = dossier
        self.env = dossier.env
        self.allowed = allowed

    def name(self):
        return self.dossier.version_id.name

    def number(self):
        return self.dossier.code or self.dossier.tracking_number

    def row(self):
        """What the list shows."""
        dossier = self.dossier
        return {
            "url": f"/my/dossiers/{dossier.id}",
            "name": self.name(),
            "number": self.number(),
            "state": self._state(),
            "is_open": dossier.is_open,
            "filed": words.moment(dossier, dossier.date_submitted),
            "due": words.moment(dossier, dossier._date_promised())
            if dossier.is_open
            else "",
            "tasks": tasks(dossier),
        }

    def progress(self):
        """How far it is: `stages`, and `sentence` in words."""
        dossier = self.dossier
        moments = {
            stage: words.moment(dossier, dossier[name])
            for stage, name in MOMENTS.items()
            # It is passed on at its instant, which may still lie ahead.
            if stage != "processing" or dossier.state != "accepted"
        }
        return {
            "sentence": self._sentence(),
            "stages": progress.stages(self.env, dossier.state, moments),
        }

    def values(self):
        dossier = self.dossier
        return {
            **self.progress(),
            "dossier": dossier,
            "group": dossier._group_head(),
            "number": self.number(),
            "state": self._state(),
            "outside": dossier._outside(),
            "tasks": tasks(dossier),
            "holder": self._holder(),
            "next_step": self._next_step(),
            "due": words.moment(dossier, dossier._date_promised()),
            "promised": words.moment(dossier, dossier.date_due_promised),
            "visits": self._visits(),
            "why": dossier._explanation(),
            "supplement": self._supplement(),
            "papers": self._papers(),
            "answers": self._answers(),
            "fees": self._fees(),
            "paid_online": online_told(dossier),
            "refunds": refunds_told(dossier),
            "receipts": self._receipts(),
            "can_pay": PayPage(dossier, dossier.partner_id).can_pay(),
            "results": self._results(),
            "mailed": self._mailed(),
            "forms": self._forms(),
            "history": self._history(),
            "looks": self._looks(),
            "notices": self._notices(),
            "told": told.of_dossier(dossier),
            "can_withdraw": "withdraw" in self.allowed,
            "can_resume": dossier.state == "withdrawal" and "resume" in self.allowed,
            "can_rate": dossier.state == "returned" and not dossier.rated,
            "scores": self._scores(),
        }

    def _sentence(self):
        dossier = self.dossier
        if dossier.state == "submitted" and (before := dossier._parts_before()):
            return self.env._(
                "It begins with the result of: %s. The centre receives it then.",
                ", ".join(before),
            )
        elsewhere = dossier._is_followed() and dossier._outside_system()
        return progress.sentence(self.env, dossier.state, dossier.suspended, elsewhere)

    def _state(self):
        return self._label(self.dossier, "state")

    def _label(self, record, name):
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    def _holder(self):
        """Which department has it now; never which officer."""
        dossier = self.dossier
        if not dossier.is_open and dossier.state != "resolved":
            return ""
        if dossier._is_followed() and dossier.state in ELSEWHERE:
            return dossier._outside_system()
        working = dossier.step_ids.filtered(lambda run: run.state == "open")
        if dossier.state == "processing" and working:
            return ", ".join(dict.fromkeys(working.department_id.mapped("name")))
        return dossier.received_department_id.name or ""

    def _next_step(self):
        """The name of the step that follows those that are open, whatever is chosen."""
        dossier = self.dossier
        if dossier.state not in ("accepted", "processing"):
            return ""
        runs = dossier.step_ids.filtered(lambda run: run.state == "open")
        step = dossier.process_id._approved_plan().sure_next(runs.step_id.ids)
        return dossier.process_id.step_ids.browse(step.key).name if step else ""

    def _visits(self):
        """The visits on the spot that are to come: when, where, what to prepare."""
        visits = self.dossier.visit_ids.filtered(
            lambda one: one.state == "planned" and one.date_end > fields.Datetime.now()
        )
        return [
            {
                "at": words.moment(self.dossier, one.date_start),
                "place": one.place,
                "department": one.department_id.name,
                "prepare": one.prepare or "",
            }
            for one in visits.sorted("date_start")
        ]

    def _supplement(self):
        """The request that waits for an answer, or None."""
        request = self.dossier._open_requests()
        if self.dossier.state != "supplement" or not request:
            return None
        request = request[-1]
        named = request.line_ids.component_id
        return {
            "lines": request.line_ids,
            "note": request.note,
            "apology": request.apology,
            "until": words.moment(self.dossier, request.deadline),
            "papers": named or self.dossier.component_ids,
            "questions": [
                self._question(one) for one in self.dossier._missing_questions()
            ],
            "can_answer": "supplement" in self.allowed,
        }

    def _question(self, question):
        """A question that was not answered, as the template `field` asks it."""
        if question.type == "boolean":
            kind, options = "radio", [("1", self.env._("Yes"))]
        else:
            kind, options = kind_of(question), question._options()
        return {
            "name": question.name,
            "label": question.label,
            "hint": hint_of(question),
            "kind": kind,
            "options": options if kind in ("radio", "select") else [],
        }

    def _papers(self):
        return [
            {
                "name": paper.name,
                "received": paper.received or bool(paper.attachment_ids),
                "defect": paper.defect,
                "files": [
                    {
                        "name": file.name,
                        "url": f"/my/dossiers/{self.dossier.id}/files/{file.id}",
                    }
                    for file in paper._scans()
                ],
            }
            for paper in self.dossier.component_ids
        ]

    def _answers(self):
        """Questions and answers of the e-form, in words."""
        answers = self.dossier.answers or {}
        rows = []
        for field in self.dossier.version_id.eform_field_ids:
            if field.name in answers:
                text = words.answer(field, answers[field.name])
                rows.append({"label": field.label, "text": text})
        return rows

    def _fees(self):
        return [
            {
                "name": fee.name,
                "amount": "" if fee.state == "open" else words.amount(fee.amount),
                "state": self._label(fee, "state"),
                "due": fee.state == "due",
                "where": place,
            }
            for fee, place in self._fees_and_places()
        ]

    def _receipts(self):
        return [
            {
                "label": receipt.label,
                "code": receipt.lookup_code,
                "url": f"/my/dossiers/{self.dossier.id}/receipts/{receipt.id}",
            }
            for receipt in issued_receipts(self.dossier)
        ]

    def _fees_and_places(self):
        """Each fee, and where it is paid when that is not said by the dossier itself: of
        what another agency resolved for it."""
        own = [(fee, "") for fee in self.dossier.fee_ids]
        linked = self.dossier._linked_fees()
        return own + [
            (fee, fee.dossier_id.received_department_id.name) for fee in linked
        ]

    def _mailed(self):
        """Where the post is with the result: dict `number`, `at`, `note`; or None."""
        last = self.dossier._last_mailing()
        where = {"sent": "post", "back": "counter"}.get(last.state)
        if not where or where != self.dossier.delivery:
            return None
        return {
            "number": last.postal_number,
            "at": words.moment(self.dossier, last.date_sent),
            "note": last.note,
        }

    def _results(self):
        dossier = self.dossier
        if dossier.state not in ("resolved", "returned"):
            return []
        return [
            {
                "name": result.name,
                "about": about_result(result),
                "url": result_url(result),
                "sealed": sealed_words(result.sealed_paper_ids),
                "ended": result._ended_words(),
            }
            for result in dossier.result_ids
            if result.state != "draft"
        ]

    def _forms(self):
        return [
            {
                "name": report.name,
                "url": f"/my/dossiers/{self.dossier.id}/forms/{form}",
                "sealed": sealed_words(sealed_form(self.dossier, form)),
            }
            for form, report in form_reports(self.dossier).items()
        ]

    def _history(self):
        # The dossier is read by the system; access was checked before.
        rows = self.env["onestop.journal"].search(
            [
                ("res_model", "=", self.dossier._name),
                ("res_id", "=", self.dossier.id),
                ("code", "in", TOLD),
            ]
        )
        return [
            {
                "moment": words.moment(self.dossier, self._moment(row)),
                "text": self._told(row),
                "reason": row.reason if row.code in REASONED else "",
            }
            for row in rows
            # What only confirms a status is no news, and what a department asks is told
            # once the centre passes it on.
            if row.code not in QUIET or row.state_from != row.state_to
        ]

    def _looks(self):
        """Who read the dossier since it lies in the archive, and what for: of which
        office they are, as everywhere on these pages, and not who."""
        # The dossier is read by the system; access was checked before.
        rows = self.env["onestop.archive.access"].search(
            [
                ("file_id", "=", self.dossier.archive_file_id.id),
                ("act", "in", ("read", "exported")),
            ]
        )
        acts = dict(rows._fields["act"]._description_selection(self.env))
        return [
            {
                "moment": words.moment(self.dossier, row.moment),
                "who": row.unit,
                "act": acts[row.act],
                "reason": row.reason or "",
            }
            for row in rows
        ]

    @staticmethod
    def _moment(row):
        """When it happened: what is told from outside says so itself."""
        said = row.code in FOLLOWED and json.loads(row.data or "{}").get("moment")
        return fields.Datetime.to_datetime(said) if said else row.moment

    def _told(self, row):
        _ = self.env._
        if row.code in FOLLOWED:
            state = dict(
                self.dossier._fields["state"]._description_selection(self.env)
            )[row.state_to]
            return _(
                "According to %(system)s: %(state)s",
                system=self.dossier._outside_system(),
                state=state,
            )
        if row.code == "suspend" and row.state_to != "payment":
            return _("The term stands still, as the law allows")
        if is_unanswered(row.code, row.state_from):
            return _("The dossier was sent back: it was not supplemented in time")
        if row.code == "forward" and row.state_from != "accepted":
            return _("The dossier was sent to the right authority")
        return {
            "submit": _("The dossier was filed"),
            "accept": _("The centre received the dossier"),
            "reject": _("The centre refused intake"),
            "request_supplement": _("You were asked for a supplement"),
            "pass_on": _("You were asked for a supplement"),
            "supplement_reminded": _("You were reminded of the supplement"),
            "supplement": _("You handed the supplement in"),
            "forward": _("The dossier went to the department"),
            "apologise": _("The department apologised and named a new date"),
            "suspend": _("A financial obligation has to be met first"),
            "resume": _("Work on the dossier went on"),
            "withdraw": _("You asked to withdraw the dossier"),
            "stop": _("Work on the dossier was stopped"),
            "refuse": _("The department refused what was asked for"),
            "resolve": _("The result is ready"),
            "return": _("The result was returned"),
            "revoke_result": _("The result was taken back by a decision"),
            "correction_asked": _("It was reported that something is wrong"),
            "correction_taken": _("It was looked into, and is being made good"),
            "correction_refused": _("It was looked into: nothing is corrected"),
            "correct": _("A new result took the place of the first"),
            "withdraw_result": _("The result was withdrawn"),
            "restore_paper": _("What happened to your paper was made good"),
            "visit_planned": _("A visit on the spot was arranged"),
            "visit_moved": _("The visit on the spot was moved"),
            "visit_called_off": _("The visit on the spot was called off"),
            "refund_decided": _("It was decided to give money back to you"),
            "refund_turned_down": _("No money is given back to you"),
            "refund_called_off": _("Giving money back in this way was called off"),
            "refund_paid": _("Money was given back to you"),
        }[row.code]

    def _notices(self):
        notices = self.env["onestop.notice"].search(
            [("dossier_id", "=", self.dossier.id)], order="id desc"
        )
        return [
            {
                "moment": words.moment(self.dossier, notice.create_date),
                "event": self._label(notice, "event"),
                "channel": self._label(notice, "channel"),
                "state": self._label(notice, "state"),
            }
            for notice in notices
        ]

    def _scores(self):
        answers = self.env["onestop.satisfaction"]
        return answers._fields["score"]._description_selection(self.env)
