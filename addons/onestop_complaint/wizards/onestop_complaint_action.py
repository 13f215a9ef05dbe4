from odoo import api, fields, models
from odoo.exceptions import UserError

# Done at once from their button: nothing more is asked.
AT_ONCE = frozenset({"resume"})
# What each action asks for besides a reason.
ASKED = {
    "classify": ("kind", "classification", "signed", "envelope"),
    "accept": ("department_id", "second", "remote"),
    "forward": ("department_id",),
    "transfer": ("authority",),
    "guide": ("authority",),
    "give_explanation": ("explanation",),
    "forward_explanation": ("way", "told_on", "proof"),
    "extend": ("complexity", "ground"),
    "resolve": ("outcome", "answer"),
    "withdraw": ("signed",),
}


class OnestopComplaintAction(models.TransientModel):
    """The form of an action: what `action_transition` needs besides its code."""

    _name = "onestop.complaint.action"
    _description = "Action on a reflection, complaint or denunciation"

    complaint_id = fields.Many2one(
        "onestop.complaint",
        "Matter",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    code = fields.Char(required=True, readonly=True)
    complaint_kind = fields.Selection(
        related="complaint_id.kind", string="Kind of the matter"
    )
    complaint_state = fields.Selection(related="complaint_id.state")
    needs_reason = fields.Boolean(readonly=True)
    reason = fields.Text()
    kind = fields.Selection(
        [
            ("reflection", "Reflection"),
            ("petition", "Petition"),
            ("complaint", "Complaint"),
            ("denunciation", "Denunciation"),
            ("information", "Information"),
        ]
    )
    classification = fields.Selection(
        [
            ("not_accepted", "Not to be accepted"),
            ("conduct", "About conduct"),
            ("within", "About regulations, within competence"),
            ("outside", "About regulations, outside competence"),
        ],
        "Class of the reflection",
    )
    signed = fields.Boolean("A signed letter or statement is here")
    envelope = fields.Char("Number of the sealed envelope")
    department_id = fields.Many2one("onestop.department", "Competent department")
    authority = fields.Char()
    explanation = fields.Text()
    way = fields.Selection(
        [
            ("portal", "On the person's page of the portal"),
            ("counter", "Handed over at the counter"),
            ("post", "By post"),
            ("email", "By e-mail"),
            ("phone", "By telephone"),
        ],
        "By which way",
    )
    told_on = fields.Datetime("Reached the person on", default=fields.Datetime.now)
    proof = fields.Char("Proof that it reached the person")
    answer = fields.Text()
    outcome = fields.Selection(
        [
            ("founded", "Founded"),
            ("partly", "Partly founded"),
            ("unfounded", "Unfounded"),
            ("answered", "Answered"),
        ]
    )
    second = fields.Boolean("Second complaint")
    remote = fields.Boolean("In a remote area")
    complexity = fields.Selection(
        [("complex", "Complex"), ("special", "Specially complex")]
    )
    ground = fields.Selection(
        [
            ("places", "It happened in two or more places"),
            ("matters", "Two or more matters"),
            ("complainants", "Many complainants"),
            ("abroad", "Somebody abroad, or a foreigner"),
            ("agencies", "Duties of several agencies"),
            ("disagreement", "Agencies disagree"),
            ("evidence", "Evidence contradicts itself"),
        ],
        "Why it is complex",
    )

    @api.model
    def _open(self, complaint, code):
        """Do the action where nothing is asked; else its form."""
        allowed = {row["code"]: row for row in complaint.available_transitions()}
        if code not in allowed:
            raise UserError(self.env._("This is not possible now."))
        if code in AT_ONCE:
            complaint.action_transition(code)
            return False
        action = self.create(
            {
                "complaint_id": complaint.id,
                "code": code,
                "needs_reason": allowed[code]["needs_reason"],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": allowed[code]["label"],
            "res_model": self._name,
            "res_id": action.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        self.ensure_one()
        complaint = self.complaint_id
        complaint.action_transition(self.code, self.reason, self._values())
        # sudo: the caller's own form, which is done with.
        self.sudo().unlink()
        if not complaint.has_access("read"):
            # It is the custodians' from now on.
            return self.env["ir.actions.actions"]._for_xml_id(
                "onestop_complaint.onestop_complaint_action"
            )
        return {"type": "ir.actions.act_window_close"}

    def _values(self):
        values = {name: self[name] for name in ASKED.get(self.code, ())}
        if "department_id" in values:
            values["department_id"] = self.department_id.id
        if self.code == "classify" and self.signed:
            # Whoever has it before them has it on paper.
            values["channel"] = "letter"
        return {name: value for name, value in values.items() if value}
