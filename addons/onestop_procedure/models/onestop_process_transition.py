import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .onestop_role_assignment import ROLES

#: The stable codes by which programs name what is done (docs/api.md).
TRANSITION_CODES = [
    ("complete_step", "Complete the Step"),
    ("decide", "Decide"),
    ("refuse", "Refuse to Resolve"),
    ("seal", "Number and Seal"),
    ("resolve", "Resolve"),
    ("return", "Return"),
    ("request_supplement", "Request a Supplement"),
    ("forward", "Forward"),
    ("suspend", "Suspend"),
    ("resume", "Resume"),
    ("stop", "Stop"),
]
#: The legal states that a step can lead a dossier to (the national portal's).
TARGET_STATES = [
    ("processing", "In Process"),
    ("supplement", "Supplement Requested"),
    ("payment", "Financial Obligation"),
    ("stopped", "Stopped"),
    ("resolved", "Resolved"),
    ("returned", "Returned"),
]


class OnestopProcessTransition(models.Model):
    """A way out of a step: to another step, to a state, or on to the next order."""

    _name = "onestop.process.transition"
    _description = "Transition of an Internal Process"
    _inherit = ["onestop.frozen.mixin"]
    _order = "step_id, sequence, id"
    _frozen_path = "step_id.process_id"

    step_id = fields.Many2one(
        "onestop.process.step", required=True, index=True, ondelete="cascade"
    )
    process_id = fields.Many2one(related="step_id.process_id")
    sequence = fields.Integer(default=10)
    code = fields.Selection(TRANSITION_CODES, required=True, default="complete_step")
    outcome = fields.Char(help="Short code of what comes of it, kept with the step.")
    name = fields.Char(required=True, translate=True)
    target_step_id = fields.Many2one(
        "onestop.process.step",
        domain="[('process_id', '=', process_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the steps of the next order.",
    )
    target_state = fields.Selection(TARGET_STATES)
    role = fields.Selection(ROLES, help="Empty: the role of the step.")
    four_eyes = fields.Boolean()
    require_result = fields.Boolean(help="Only with an issued result.")
    required_component_ids = fields.Many2many(
        "onestop.procedure.component",
        "onestop_transition_component_rel",
        "transition_id",
        "component_id",
        string="Required Components",
        ondelete="restrict",
        help="Papers that have to be there; found again in later versions by code.",
    )
    condition = fields.Char(help="A domain on the dossier; empty: always possible.")

    @api.constrains("step_id", "target_step_id")
    def _check_target_step(self):
        for transition in self:
            target = transition.target_step_id
            if target and target.process_id != transition.step_id.process_id:
                raise ValidationError(
                    self.env._(
                        "“%(step)s” belongs to another process.", step=target.name
                    )
                )

    @api.constrains("condition")
    def _check_condition(self):
        """A condition is data: a list of literals, never code."""
        for transition in self.filtered("condition"):
            try:
                domain = ast.literal_eval(transition.condition)
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                domain = None
            if not isinstance(domain, list):
                raise ValidationError(
                    self.env._(
                        "“%(condition)s” is not a domain.",
                        condition=transition.condition,
                    )
                )
