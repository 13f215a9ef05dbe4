import json

from odoo import api, models

from odoo.addons.onestop_procedure.core.lateness import Standing

from ..core.workflow import OPEN_STATES
from ..engine.sentences import role_label
from ..engine.steps import StepRuns
from .onestop_form import to_legal

# What hands a dossier on, or says where it stands still: a line of the slip each. The
# others, such as a look-up or a notice, change no hands.
LINES = frozenset(
    {
        *("submit", "accept", "forward", "reject", "request_supplement", "supplement"),
        # The centre passes a request on: from then on the term stands still.
        *("pass_on", "take_back", "ask_opinion", "opinion_answered"),
        *("open_linked", "linked_granted", "linked_ended", "mailed"),
        *("complete_step", "silence", "decide", "refuse", "seal", "resolve", "return"),
        *("withdraw", "stop", "apologise", "change_date"),
        *("suspend", "resume", "hand_over"),
        *("paper_handed", "paper_carried", "paper_good", "paper_missing"),
        *("paper_wrong", "paper_damaged", "paper_extra", "originals_back"),
    }
)
RESULTS = {
    Standing.EARLY: "Trước hạn",
    Standing.ON_TIME: "Đúng hạn",
    Standing.LATE: "Quá hạn",
}


class FormControlSlip(models.AbstractModel):
    """Form of the control slip: who handed the dossier to whom, when, due when, and how
    that was kept. It is what the journal says, row by row, in its order.

    Departments and dates are those of the run of a step that a row closed, and of the
    runs that it opened; the row names them. Below stands what is still to come by the
    approved process: each one's task and time (Decree 61/2018, art. 19.6).
    """

    _name = "report.onestop_dossier.form_control_slip"
    _inherit = "onestop.form"
    _description = "Control slip"
    _form = "control_slip"
    _action = "accept"

    @api.model
    def _fits(self, dossier):
        return bool(dossier.date_accepted)

    @api.model
    def _sheet(self, dossier):
        return {
            **super()._sheet(dossier),
            "number": dossier.code.rpartition("-")[2],
            "received": to_legal(dossier.date_accepted),
            "due": to_legal(dossier.date_due),
            "lines": [self._line(dossier, row) for row in self._rows(dossier)],
            "coming": self._coming(dossier),
        }

    @api.model
    def _coming(self, dossier):
        """The steps that are open or still to come: which department does what, in which
        role, in how many working hours; until when where that is known."""
        # What was resolved elsewhere, or has ended, has no step of ours to come.
        if dossier.state not in (*OPEN_STATES, "resolved") or not dossier.process_id:
            return []
        runs = StepRuns(dossier)
        steps = {step.id: step for step in dossier.process_id.step_ids}
        opened = {run.step_id.id: run for run in runs.open()}
        return [
            {
                "department": (
                    opened[step.key].department_id
                    if step.key in opened
                    else runs._department(step)
                ).name,
                "role": role_label(dossier.env, step.role) if step.role else "",
                "what": steps[step.key].name,
                # As the process has it: 0,5 and not 0.5.
                "hours": f"{step.hours:g}".replace(".", ",") if step.hours else "",
                "open": step.key in opened,
                "due": step.key in opened and to_legal(opened[step.key].date_due),
                "sure": sure,
            }
            for step, sure in runs.to_come()
        ]

    @api.model
    def _rows(self, dossier):
        # sudo: bounded to the dossier that is printed, which the caller may read.
        rows = self.env["onestop.journal"].sudo()
        of_it = [("res_model", "=", dossier._name), ("res_id", "=", dossier.id)]
        rows = rows.search([*of_it, ("code", "in", list(LINES))])
        return rows.with_context(dossier.env.context)

    @api.model
    def _line(self, dossier, row):
        data = json.loads(row.data or "{}")
        run = dossier.step_ids.browse(data.get("run"))
        opened = dossier.step_ids.browse(data.get("opened") or [])
        paper = {"from": data.get("from"), "to": data.get("to")}
        places = {
            side: dossier.department_id.browse(number)
            for side, number in paper.items()
            if row.code.startswith("paper_") and number
        }
        giver = places.get("from") or run.department_id or self._place(dossier, row)
        takers = places.get("to") or opened.department_id
        # What was found of the paper, the other side says.
        found = row.code.startswith("paper_") and row.code != "paper_handed"
        return {
            "moment": to_legal(row.moment),
            "what": ": ".join(filter(None, [row.code_label, run.name])),
            "from": giver.name or "",
            "who": row.actor_label,
            "to": ", ".join(takers.mapped("name")),
            "found": found,
            "due": to_legal(run.date_due),
            "result": self._result(run),
            "note": "\n".join(filter(None, [row.reason, self._given(dossier, data)])),
        }

    @api.model
    def _given(self, dossier, data):
        """Which originals went with it, in words; empty of any other row."""
        given = data.get("originals") or {}
        papers = dossier.component_ids.filtered(lambda one: str(one.id) in given)
        words = ", ".join(f"{one.name} ({given[str(one.id)]})" for one in papers)
        return words and f"Trả lại bản chính: {words}"

    @api.model
    def _place(self, dossier, row):
        """Where whoever acts outside a step sits: the applicant and the system nowhere,
        but where it acts for the centre."""
        if row.code == "change_date":
            return dossier.received_department_id
        if row.role in ("counter_officer", "postal_clerk", "supervisor", "director"):
            return dossier.received_department_id
        if row.role in ("department_officer", "department_head", "clerk"):
            return dossier.department_id
        return dossier.department_id.browse()

    @api.model
    def _result(self, run):
        """How the step that the row closed kept its date; empty of any other row."""
        if not run.date_ended or not run.date_due or run.state == "void":
            return ""
        late = run._lateness(to_legal(run.date_ended))
        return RESULTS.get(late.standing, "") if late else ""
