from odoo import api, fields, models

from ..core.process_map import Label
from ..core.process_plan import Step
from .onestop_frozen_mixin import MAY_CHANGE_FROZEN
from .onestop_role_assignment import ROLES

# Who usually does a step of a kind, and where: proposed when the kind is chosen.
USUAL = {
    "decision": ("department_head", "competent"),
    "seal": ("clerk", "competent"),
    "return": ("counter_officer", "received"),
}


class OnestopProcessStep(models.Model):
    """A step of an internal process; steps with the same order run in parallel."""

    _name = "onestop.process.step"
    _description = "Step of an Internal Process"
    _inherit = ["onestop.frozen.mixin"]
    _order = "process_id, sequence, id"
    _frozen_path = "process_id"

    process_id = fields.Many2one(
        "onestop.process", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(
        default=10, string="Order", help="Steps with the same order run in parallel."
    )
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("work", "Work"),
            ("opinion", "Opinion"),
            ("decision", "Decision"),
            ("seal", "Number and Seal"),
            ("linked", "Linked Dossier"),
            ("return", "Return of the Result"),
        ],
        default="work",
        required=True,
    )
    place = fields.Selection(
        [
            ("received", "Where It Was Received"),
            ("competent", "The Competent Department"),
            ("fixed", "A Fixed Department"),
        ],
        default="competent",
        required=True,
        string="Where",
    )
    department_id = fields.Many2one(
        "onestop.department", index="btree_not_null", ondelete="restrict"
    )
    role = fields.Selection(ROLES, default="department_officer", required=True)
    officer_id = fields.Many2one(
        "res.users",
        "Named officer",
        index="btree_not_null",
        ondelete="restrict",
        copy=True,
        domain=[("share", "=", False)],
        help="Gets the step as long as they hold its role where it is done; else it "
        "is given out as the department does it. May change while the process stays.",
    )
    hours = fields.Float(help="Working hours; 8 are one working day.")
    four_eyes = fields.Boolean(help="Who does it did none of the steps before.")
    silence_rule = fields.Selection(
        [
            ("none", "Nothing Follows"),
            ("agreed", "Silence Is Agreement"),
            ("passed_over", "Passed Over"),
            ("escalate", "The Head Is Told"),
        ],
        default="none",
        required=True,
        string="If Silent",
        help="What follows when the time of the step ends without an answer.",
    )
    linked_procedure_id = fields.Many2one(
        "onestop.procedure",
        "Procedure There",
        index="btree_not_null",
        ondelete="restrict",
        help="Under which another agency resolves the linked dossier that is opened in "
        "this step; the step waits for it. Without one the agency completes the step "
        "itself.",
    )
    transition_ids = fields.One2many(
        "onestop.process.transition", "step_id", copy=False
    )

    _hours_not_negative = models.Constraint(
        "CHECK (hours >= 0 AND hours < 'Infinity')",
        "The hours of a step are a number, and not below zero.",
    )
    _place_of_department = models.Constraint(
        "CHECK (place = 'fixed' OR department_id IS NULL)",
        "Only a step in a fixed department names one.",
    )
    # Whoever leads, or the counter, opens the linked dossier: the other agency sees
    # what it was given there, and nothing of this one.
    _opens_linked = models.Constraint(
        "CHECK (linked_procedure_id IS NULL OR (kind = 'linked' AND place != 'fixed'))",
        "A linked dossier under a procedure of its own is opened by the competent "
        "department, or where the dossier was received.",
    )

    def _needs_hours(self):
        """Whether it is late or not by hours of its own: the return of a result waits for
        the person, a linked dossier has its own date."""
        self.ensure_one()
        return self.kind not in ("return", "linked")

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind in USUAL:
            self.role, self.place = USUAL[self.kind]
            self.department_id = False
        if self.kind != "linked":
            self.linked_procedure_id = False

    @api.constrains("process_id")
    def _check_process_id(self):
        """A step takes no way with it that leads to or from the process it leaves."""
        ways = self.env["onestop.process.transition"]
        leading_here = ways.search([("target_step_id", "in", self.ids)])
        (self.transition_ids | leading_here)._check_target_step()

    def write(self, vals):
        if vals.keys() != {"officer_id"}:
            return super().write(vals)
        # People come and go while the approved process stays as it is.
        self.check_access("write")
        with MAY_CHANGE_FROZEN.held():
            result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def _words_of_map(self):
        """{field: {value: its label}} of what a map writes out."""
        return {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("kind", "role", "place", "silence_rule")
        }

    def _map_label(self, words, department, standing):
        """What the map of the process writes on the card of this step.

        :param department: who does it, where that is known
        """
        self.ensure_one()
        lane = department.short_name or department.name or words["place"][self.place]
        marks = []
        if self.four_eyes:
            marks.append(self._fields["four_eyes"]._description_string(self.env))
        if self.kind == "opinion" and self.silence_rule != "none":
            silent = self._fields["silence_rule"]._description_string(self.env)
            marks.append(f"{silent}: {words['silence_rule'][self.silence_rule]}")
        if self.linked_procedure_id:
            marks.append(self.linked_procedure_id.display_name)
        return Label(
            lane=lane,
            name=self.name or "",
            kind=words["kind"][self.kind],
            role=words["role"][self.role],
            ways={
                way._origin.id or way.id: way.name or "" for way in self.transition_ids
            },
            marks=tuple(marks),
            standing=standing or "",
        )

    def _key(self):
        """What the core calls this step: while a form is edited it may have no id."""
        return self._origin.id or self.id

    def _to_core(self):
        """The step and its ways, as the core reads them."""
        self.ensure_one()
        return Step(
            key=self._key(),
            sequence=self.sequence,
            kind=self.kind,
            role=self.role,
            hours=self.hours,
            ways=tuple(way._to_core() for way in self.transition_ids),
            four_eyes=self.four_eyes,
            place=self.place,
            department=self.department_id.id,
            procedure=self.linked_procedure_id.id,
        )
