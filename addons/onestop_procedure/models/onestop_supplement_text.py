from odoo import api, fields, models
from odoo.fields import Domain


class OnestopSupplementText(models.Model):
    """Words that are often needed to ask an applicant for something: of a cause, for any
    paper, for those of a procedure, or for one of them. Whoever asks changes them."""

    _name = "onestop.supplement.text"
    _description = "Text of a Supplement"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char("Short Name", required=True, translate=True)
    cause_id = fields.Many2one(
        "onestop.supplement.cause", required=True, ondelete="restrict"
    )
    procedure_id = fields.Many2one(
        "onestop.procedure",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for every procedure.",
    )
    # The paper has another record in each version of its procedure, and one code.
    component_code = fields.Char("Code of the Component")
    component_id = fields.Many2one(
        "onestop.procedure.component",
        compute="_compute_component_id",
        inverse="_inverse_component_id",
        domain="[('version_id.procedure_id', '=', procedure_id)]",
        help="Empty: for every component.",
    )
    text = fields.Text(
        required=True,
        translate=True,
        help="What is missing or wrong, and how to mend it, as the applicant reads it.",
    )
    active = fields.Boolean(default=True)

    _component_of_procedure = models.Constraint(
        "CHECK (component_code IS NULL OR procedure_id IS NOT NULL)",
        "A component belongs to a procedure: choose it too.",
    )

    @api.depends("procedure_id", "component_code")
    def _compute_component_id(self):
        for text in self:
            alike = text.procedure_id.version_ids.component_ids.filtered(
                lambda one, code=text.component_code: code and one.code == code
            )
            text.component_id = alike.sorted(lambda one: -one.version_id.number)[:1]

    def _inverse_component_id(self):
        for text in self:
            text.component_code = text.component_id.code

    @api.model
    def _fitting(self, procedure, code, cause):
        """Texts for a component (its code, or None) and a cause, the most particular
        first."""
        found = self.search(
            Domain("cause_id", "=", cause.id)
            & Domain("procedure_id", "in", (False, procedure.id))
            & Domain("component_code", "in", (False, code))
        )
        return found.sorted(
            lambda one: (not one.component_code, not one.procedure_id, one.sequence)
        )
