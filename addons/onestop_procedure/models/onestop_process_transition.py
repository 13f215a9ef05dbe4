import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core.process_plan import Way
from .onestop_role_assignment import ROLES

#: The stable codes of the actions that end a step (docs/api.md); what is done to a
#: dossier whatever its step, such as a request to supplement, is no way out of one.
TRANSITION_CODES = [
    ("complete_step", "Complete the Step"),
    ("decide", "Decide"),
    ("refuse", "Refuse to Resolve"),
    ("seal", "Number and Seal"),
    ("return", "Return"),
]
#: The legal states that a step can lead a dossier to (the national portal's). A dossier
#: is stopped when its applicant asks for it or stays silent, by no step.
TARGET_STATES = [
    ("processing", "In Process"),
    ("supplement", "Supplement Requested"),
    ("payment", "Financial Obligation"),
    ("resolved", "Resolved"),
    ("returned", "Returned"),
]


class OnestopProcessTransition(models.Model):
    """A way out of a step: to another step, to a state, or on to the next order.

    A step without any is left by the actions of its kind, in the order of steps. With
    some, these are all. Of those with the same action and outcome, the first whose
    condition the dossier meets is taken.
    """

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
    outcome = fields.Char(
        help="Short code of what comes of it, by which it is chosen and which is kept "
        "with the step."
    )
    name = fields.Char(required=True, translate=True)
    target_step_id = fields.Many2one(
        "onestop.process.step",
        domain="[('process_id', '=', process_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the steps of the next order. An earlier step, or the same: the "
        "draft goes back, with a reason, and what was done since is done again.",
    )
    target_state = fields.Selection(
        TARGET_STATES,
        help="“Supplement Requested” and “Financial Obligation” stop the term and "
        "need a reason; afterwards the dossier goes on from here. “Resolved” passes "
        "over the steps that are left.",
    )
    role = fields.Selection(ROLES, help="Empty: the role of the step.")
    four_eyes = fields.Boolean(help="Who does it did none of the steps before.")
    require_result = fields.Boolean(help="Only with a result attached.")
    required_component_ids = fields.Many2many(
        "onestop.procedure.component",
        "onestop_transition_component_rel",
        "transition_id",
        "component_id",
        string="Required Components",
        ondelete="restrict",
        help="Papers that have to be there; found again in later versions by code.",
    )
    condition = fields.Char(
        help="A domain on the dossier, such as [('channel', '=', 'online')] or "
        "[('properties.area', '>', 500)]; empty: always possible."
    )

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

    def _to_core(self):
        """The way, as the core reads it."""
        self.ensure_one()
        return Way(
            key=self._origin.id or self.id,
            code=self.code,
            outcome=self.outcome or "",
            target=self.target_step_id._key() if self.target_step_id else None,
            state=self.target_state or None,
            role=self.role or None,
            four_eyes=self.four_eyes,
            require_result=self.require_result,
            papers=tuple(self.required_component_ids.mapped("code")),
            condition=self.condition or None,
        )
