from odoo.addons.onestop_complaint.core.complaint_workflow import OPEN_STATES

from . import progress, words

HALTS = ("suspended",)
ENDS = ("refused", "transferred", "guided", "withdrawn", "discontinued")
MOMENTS = {
    "registered": "date_received",
    "accepted": "date_accepted",
    "resolved": "date_resolved",
    "closed": "date_closed",
}
# Rows of the journal that are the person's business, and those whose reason is meant
# for them; what happens between desks is not, and nor is who did it.
TOLD = (
    *("file", "accept", "refuse", "transfer", "guide", "forward_explanation"),
    *("suspend", "resume", "discontinue", "extend", "resolve", "close", "withdraw"),
    "rate",
)
REASONED = ("refuse", "transfer", "guide", "suspend", "discontinue", "extend")
# Of information alone: there the reason is the answer.
REASONED_INFORMATION = (*REASONED, "close")


def tasks(complaint):
    """What the person has to do about a grievance now: dicts `text`, `url`, `urgent`."""
    if not can_rate(complaint):
        return []
    return [
        {
            "text": complaint.env._(
                "Say whether the answer to “%s” helped you", complaint.subject
            ),
            "url": f"/my/complaints/{complaint.id}#rate",
            "urgent": False,
        }
    ]


def can_rate(complaint):
    return bool(
        complaint.state == "closed" and complaint.outcome and not complaint.helped
    )


class ComplaintPage:
    """What a person sees of what they brought.

    `complaint` is read by the system, after access to it was checked for the person, or
    opened by its receipt code; what is shown of it is what this class names, and
    nothing else.
    """

    def __init__(self, complaint, allowed=()):
        self.complaint = complaint
        self.env = complaint.env
        self.allowed = allowed

    def row(self):
        """What the list shows."""
        complaint = self.complaint
        return {
            "id": complaint.id,
            "subject": complaint.subject,
            "code": complaint.code,
            "state": self._state(),
            "received": words.moment(complaint, complaint.date_received),
            "next": self._label("phase") if complaint.date_due else "",
            "due": words.moment(complaint, complaint.date_due),
        }

    def values(self):
        complaint = self.complaint
        return {
            "complaint": complaint,
            "kind": self._label("kind"),
            "state": self._state(),
            "sentence": self._sentence(),
            "stages": self._stages(),
            "due": self._due(),
            "holder": self._holder(),
            "explanation": self._explanation(),
            "answer": self._answer(),
            "history": self._history(),
            "can_rate": can_rate(complaint),
            "can_withdraw": "withdraw" in self.allowed,
            "choices": self._choices(),
        }

    def own_values(self):
        """The same, and what the person wrote: for whoever has logged in."""
        complaint = self.complaint
        url = f"/my/complaints/{complaint.id}/files"
        return {
            **self.values(),
            "about": self._about(),
            "files": [
                {"name": file.name, "url": f"{url}/{file.id}"}
                for file in complaint.attachment_ids
            ],
        }

    # ------------------------------------------------------------------ how far it is

    def _label(self, name):
        labels = dict(self.complaint._fields[name]._description_selection(self.env))
        return labels.get(self.complaint[name], "")

    def _state(self):
        return self._label("state")

    def _sentence(self):
        """What the state means to the one who brought it, in one sentence."""
        _ = self.env._
        if self.complaint.kind == "information" and self.complaint.is_open:
            return _(
                "The centre has it as information. It becomes a complaint when your "
                "signed letter arrives, and its term begins then."
            )
        return {
            "registered": _("The centre has it and is reading it."),
            "accepted": _("The agency that is competent is looking into it."),
            "suspended": _("It stands still for the reason below."),
            "resolved": _("There is an answer. The centre is finishing the file."),
            "closed": _("It is done."),
            "refused": _("It is not dealt with, for the reason below."),
            "transferred": _("It was passed on to: %s.", self.complaint.authority),
            "guided": _("Bring it there: %s.", self.complaint.authority),
            "withdrawn": _("You took it back."),
            "discontinued": _("Work on it was ended for the reason below."),
        }[self.complaint.state]

    def _stages(self):
        complaint = self.complaint
        # Information has no way laid down.
        if complaint.kind == "information":
            return []
        _ = self.env._
        names = {
            "registered": _("Received"),
            "accepted": _("Being looked into"),
            "resolved": _("Answered"),
            "closed": _("Done"),
        }
        moments = {
            stage: words.moment(complaint, complaint[name])
            for stage, name in MOMENTS.items()
        }
        return progress.path(names, complaint.state, moments, HALTS, ENDS)

    def _due(self):
        """What is to be done by when, and why by then; the first first."""
        if self.complaint.state not in OPEN_STATES:
            return []
        phases = self.complaint._running_phases().filtered(
            lambda phase: not phase.provisional
        )
        labels = dict(self.complaint._phases())
        return [
            {
                "label": labels[phase.phase],
                "at": words.moment(self.complaint, phase.date_due),
                "why": phase._explanation(typed=False),
            }
            for phase in phases
        ]

    def _holder(self):
        """Which agency has it now; never which officer."""
        complaint = self.complaint
        if not complaint.is_open:
            return ""
        return (complaint.department_id or complaint.received_department_id).name

    # -------------------------------------------------------------- what one is told

    def _explanation(self):
        """The agency's explanation, once it was forwarded."""
        complaint = self.complaint
        if complaint.explanation_state != "forwarded":
            return None
        return {
            "text": complaint.explanation,
            "at": words.moment(complaint, complaint.forwarded_on),
            "way": self._label("forwarded_way"),
            "by": complaint.department_id.name,
        }

    def _answer(self):
        complaint = self.complaint
        if not complaint.outcome or complaint.state not in ("resolved", "closed"):
            return None
        return {
            "text": complaint.answer,
            "outcome": self._label("outcome"),
            "at": words.moment(complaint, complaint.date_resolved),
        }

    def _about(self):
        complaint = self.complaint
        dossier = complaint.dossier_id
        return {
            "dossier": dossier.display_name or complaint.dossier_told,
            "dossier_url": f"/my/dossiers/{dossier.id}"
            if dossier.partner_id and dossier.partner_id == complaint.partner_id
            else "",
            "department": complaint.target_department_id.name,
            "officer": complaint.officer_told,
        }

    def _history(self):
        # The grievance is read by the system; access was checked before.
        rows = self.env["onestop.journal"].search(
            [
                ("res_model", "=", self.complaint._name),
                ("res_id", "=", self.complaint.id),
                ("code", "in", TOLD),
            ]
        )
        is_information = self.complaint.kind == "information"
        reasoned = REASONED_INFORMATION if is_information else REASONED
        return [
            {
                "moment": words.moment(self.complaint, row.moment),
                "text": self._told(row.code),
                "reason": row.reason if row.code in reasoned else "",
            }
            for row in rows
        ]

    def _told(self, code):
        _ = self.env._
        return {
            "file": _("The centre received it"),
            "accept": _("It was accepted and went to the agency"),
            "refuse": _("It was not accepted"),
            "transfer": _("It was passed on"),
            "guide": _("You were told where to bring it"),
            "forward_explanation": _("The agency's explanation was sent to you"),
            "suspend": _("It stands still"),
            "resume": _("Work on it went on"),
            "discontinue": _("Work on it was ended"),
            "extend": _("The term was extended"),
            "resolve": _("It was answered"),
            "close": _("It was closed"),
            "withdraw": _("It was withdrawn"),
            "rate": _("You said whether the answer helped"),
        }[code]

    def _choices(self):
        _ = self.env._
        labels = {
            "yes": _("Yes, it helped"),
            "partly": _("It helped in part"),
            "no": _("No, it did not help"),
        }
        return list(labels.items())
