from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core.clock_error import ClockError

from ..engine.apology import Apology

# Actions that are done at once from their button: nothing more is asked.
AT_ONCE = frozenset({"submit", "accept", "forward", "resume"})


class OnestopDossierAction(models.TransientModel):
    """The form of an action: what `action_transition` needs besides its code."""

    _name = "onestop.dossier.action"
    _inherit = "onestop.result.upload"
    _description = "Action on a dossier"

    dossier_id = fields.Many2one("onestop.dossier", required=True, readonly=True)
    code = fields.Char(required=True, readonly=True)
    step_id = fields.Many2one("onestop.dossier.step", readonly=True)
    reason = fields.Text()
    # What `available_transitions` said when the form was opened.
    offer = fields.Json(readonly=True)
    way_id = fields.Many2one(
        "onestop.process.transition",
        "What comes of it",
        domain="[('id', 'in', way_ids)]",
    )
    way_ids = fields.Many2many("onestop.process.transition", compute="_compute_way_ids")
    needs_reason = fields.Boolean(compute="_compute_needs_reason")
    only_sends_back = fields.Boolean(readonly=True)
    outcome = fields.Selection([("granted", "Granted"), ("partly", "Partly granted")])
    send_back_to = fields.Many2one(
        "onestop.process.step",
        "Send back to",
        domain="[('id', 'in', send_back_ids)]",
        help="Choose a step to return the draft to it.",
    )
    send_back_ids = fields.Many2many(
        "onestop.process.step", compute="_compute_send_back_ids"
    )
    component_ids = fields.Many2many(
        "onestop.dossier.component",
        string="Components concerned",
        domain="[('dossier_id', '=', dossier_id)]",
    )
    asked_before = fields.Boolean(compute="_compute_asked_before")
    apology = fields.Boolean("With an apology")
    department_id = fields.Many2one("onestop.department", "Competent authority")
    until = fields.Datetime("New date")
    until_help = fields.Char("Why this date is proposed", readonly=True)
    words = fields.Text("Apology", help="As it stands on the form.")
    responsible_id = fields.Many2one(
        "res.users",
        "Answers for it",
        domain="[('id', 'in', responsible_ids)]",
        help="Who sees to it that the new date is kept.",
    )
    responsible_ids = fields.Many2many("res.users", compute="_compute_responsible_ids")
    ground = fields.Selection(
        [
            ("financial_obligation", "Financial obligation named by sector law"),
            ("other", "Other ground that the law names"),
        ],
        default="financial_obligation",
        required=True,
    )
    legal_basis = fields.Char(help="The article that lets the term stand still.")
    amount = fields.Float(
        "Amount to pay", help="Once it is paid here, the term goes on by itself."
    )
    number = fields.Char("Number of the result")
    signer = fields.Char("Signed by")

    @api.depends("offer")
    def _compute_way_ids(self):
        for action in self:
            action.way_ids = [one["transition_id"] for one in action._outcomes()]

    @api.depends("offer", "way_id")
    def _compute_needs_reason(self):
        for action in self:
            chosen = action._chosen() or action.offer or {}
            action.needs_reason = chosen.get("needs_reason", False)

    def _outcomes(self):
        return (self.offer or {}).get("outcomes", [])

    def _chosen(self):
        """What was offered under the way that is chosen, or an empty dict."""
        chosen = (
            one for one in self._outcomes() if one["transition_id"] == self.way_id.id
        )
        return next(chosen, {})

    @api.depends("dossier_id")
    def _compute_send_back_ids(self):
        for action in self:
            done = action.dossier_id.step_ids.filtered(lambda run: run.state == "done")
            action.send_back_ids = done.step_id

    @api.depends("dossier_id", "code")
    def _compute_responsible_ids(self):
        for action in self:
            users = self.env["res.users"]
            if action.code == "apologise":
                users = action._apology().responsible().with_env(self.env)
                users |= self.env.user
            action.responsible_ids = users

    def _apology(self):
        self.dossier_id.check_access("read")
        # sudo: bounded to the dossier of the action, which its user may read, and to
        # names of departments, steps and colleagues.
        return Apology(self.dossier_id.sudo(), fields.Datetime.now())

    @api.depends("dossier_id")
    def _compute_asked_before(self):
        for action in self:
            action.asked_before = bool(action.dossier_id.supplement_ids)

    @api.model
    def _open(self, dossier, code):
        """Do the action where nothing is asked; else its form."""
        if (
            code in AT_ONCE
            and code != "forward"
            or (code == "forward" and dossier.state == "accepted")
        ):
            dossier.action_transition(code)
            return False
        if code == "return" and dossier.delivery == "counter":
            return self.env["onestop.collection"]._open(dossier)
        allowed = {row["code"]: row for row in dossier.available_transitions()}
        if code not in allowed:
            raise UserError(self.env._("This is not possible now."))
        offer = allowed[code]
        outcomes = offer["outcomes"]
        action = self.create(
            {
                "dossier_id": dossier.id,
                "code": code,
                "offer": offer,
                "only_sends_back": offer["sends_back"],
                "way_id": outcomes[0]["transition_id"] if len(outcomes) == 1 else False,
            }
        )
        if code == "apologise":
            action._prepare_apology()
        if code == "request_supplement":
            action._prepare_supplement()
        return {
            "type": "ir.actions.act_window",
            "name": offer["label"],
            "res_model": self._name,
            "res_id": action.id,
            "view_mode": "form",
            "target": "new",
        }

    def _prepare_apology(self):
        """Fill in what the form of the law asks for; its user may change it all."""
        try:
            vals = self._apology().prepare_vals()
        except ClockError as error:
            raise UserError(error.render(self.env.lang or "vi_VN"))
        self.write({"responsible_id": self.env.uid, **vals})

    def _prepare_supplement(self):
        """Name what is missing or wrong, as far as the checklist says so."""
        wanting = self.dossier_id.component_ids.filtered(
            lambda one: one.defect or (one.required and not one._is_there())
        )
        missing = self.env._("missing")
        lines = [f"{one.name}: {one.defect or missing}." for one in wanting]
        self.write({"component_ids": wanting.ids, "reason": "\n".join(lines)})

    def action_confirm(self):
        self.ensure_one()
        self.dossier_id.action_transition(self.code, self.reason, self._values())
        return {"type": "ir.actions.act_window_close"}

    def _values(self):
        chosen = self._chosen()
        values = {
            # Whoever clicks twice does not do the step that follows.
            "step_id": chosen.get("step_id") or (self.offer or {}).get("step_id"),
            "outcome": chosen.get("outcome") or self.outcome,
            "send_back_to": self.send_back_to.id,
            "component_ids": self.component_ids.ids,
            "apology": self.apology,
            "department_id": self.department_id.id,
            **self._hold_values(),
            "until": self.until,
            "words": self.words,
            "responsible_id": self.responsible_id.id,
            "number": self.number,
            "signer": self.signer,
            "results": self._results(),
        }
        return {key: value for key, value in values.items() if value}

    def _hold_values(self):
        if self.code != "suspend":
            return {}
        values = {"ground": self.ground, "legal_basis": self.legal_basis}
        # What was typed before another ground was chosen is not meant.
        if self.ground == "financial_obligation":
            values["amount"] = self.amount
        return values
