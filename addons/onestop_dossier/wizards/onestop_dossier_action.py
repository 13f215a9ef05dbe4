from odoo import api, fields, models
from odoo.exceptions import UserError

# Actions that are done at once from their button: nothing more is asked.
AT_ONCE = frozenset({"submit", "accept", "forward", "resume"})


class OnestopDossierAction(models.TransientModel):
    """The form of an action: what `action_transition` needs besides its code."""

    _name = "onestop.dossier.action"
    _description = "Action on a dossier"

    dossier_id = fields.Many2one("onestop.dossier", required=True, readonly=True)
    code = fields.Char(required=True, readonly=True)
    step_id = fields.Many2one("onestop.dossier.step", readonly=True)
    reason = fields.Text()
    needs_reason = fields.Boolean(readonly=True)
    outcome = fields.Selection([("granted", "Granted"), ("partly", "Partly granted")])
    send_back_to = fields.Many2one(
        "onestop.process.step",
        "Send back to",
        domain="[('id', 'in', send_back_ids)]",
        help="Leave empty to go on; choose a step to return the draft to it.",
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
    number = fields.Char("Number of the result")
    signer = fields.Char("Signed by")
    result_name = fields.Char("Name of the result")
    result_file = fields.Binary("Document", attachment=False)
    result_filename = fields.Char()

    @api.depends("dossier_id")
    def _compute_send_back_ids(self):
        for action in self:
            done = action.dossier_id.step_ids.filtered(lambda run: run.state == "done")
            action.send_back_ids = done.step_id

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
        allowed = {row["code"]: row for row in dossier.available_transitions()}
        if code not in allowed:
            raise UserError(self.env._("This is not possible now."))
        action = self.create(
            {
                "dossier_id": dossier.id,
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
        self.dossier_id.action_transition(self.code, self.reason, self._values())
        return {"type": "ir.actions.act_window_close"}

    def _values(self):
        values = {
            "outcome": self.outcome,
            "send_back_to": self.send_back_to.id,
            "component_ids": self.component_ids.ids,
            "apology": self.apology,
            "department_id": self.department_id.id,
            "until": self.until,
            "number": self.number,
            "signer": self.signer,
            "results": self._results(),
        }
        return {key: value for key, value in values.items() if value}

    def _results(self):
        if not self.result_file:
            return []
        name = self.result_filename or "result"
        return [
            {
                "name": self.result_name or name,
                "file": {"name": name, "content": self.result_file},
            }
        ]
