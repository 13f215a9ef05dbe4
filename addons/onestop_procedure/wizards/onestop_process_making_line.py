from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class OnestopProcessMakingLine(models.TransientModel):
    """A process to be made of another one: for which procedure, what stands against."""

    _name = "onestop.process.making.line"
    _description = "Process to Be Made"

    making_id = fields.Many2one(
        "onestop.process.making", required=True, ondelete="cascade"
    )
    source_id = fields.Many2one(
        "onestop.process", string="Of", required=True, readonly=True
    )
    procedure_id = fields.Many2one("onestop.procedure", required=True, readonly=True)
    successor_id = fields.Many2one(
        "onestop.department", domain=[("in_force", "=", True)]
    )
    is_chosen = fields.Boolean(string="Chosen", default=True)
    remarks = fields.Text(string="What to Know", readonly=True)
    made_id = fields.Many2one("onestop.process", readonly=True)
    made_state = fields.Selection(related="made_id.state", string="Made As")

    def _foresee(self):
        """The remarks that `_make` would come to."""
        with self.env.cr.savepoint() as before:
            remarks = self._make()
            before.rollback()
        return remarks

    def _told(self, remarks):
        """What is written on the line: what stands against it, or that nothing does."""
        if remarks:
            return "\n".join(remarks)
        if self.making_id.approves:
            return self.env._(
                "In force from %s.", format_date(self.env, self.making_id.valid_from)
            )
        return self.env._("A new draft; its steps and hours are in order.")

    def _make(self):
        """Make the process.

        :return: what stands against its approval, as sentences
        """
        self.ensure_one()
        making, source, procedure = self.making_id, self.source_id, self.procedure_id
        department = making.department_id
        if department and (not self.successor_id or self.successor_id == department):
            raise UserError(
                self.env._(
                    "Choose who takes over %(process)s from %(department)s.",
                    process=source.display_name,
                    department=department.display_name,
                )
            )
        drafts = procedure._draft_processes()
        decision = making._prepare_decision_vals()
        new = source.copy({"procedure_id": procedure.id, "name": False, **decision})
        new._substitute(department, self.successor_id)
        self.made_id = new
        return [
            *(
                self.env._("There is a draft already: %s.", draft.display_name)
                for draft in drafts
                # Whoever reorganises leaves drafts where they are.
                if not department
            ),
            *source._papers_left_out(new),
            *(new._obstacles() if making.approves else new._obstacles_of_contents()),
        ]
