from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.seal_keys import CODE


class OnestopDepartment(models.Model):
    """A department that works by another calendar has other dates; what one that ended
    would have to do, its successor does."""

    _inherit = "onestop.department"

    assign_rule = fields.Selection(
        [
            ("hand", "By hand: by the head, or taken by an officer"),
            ("balanced", "To whoever of its role has fewest open steps"),
        ],
        "New steps are given out",
        default="hand",
        required=True,
    )
    assigned_only = fields.Boolean(
        "Only whose step it is may do it",
        help="Else everybody who holds its role here may, and an assignment says who is "
        "to see to it. The head can always give it to another.",
    )

    receipt_provider = fields.Char(
        "Electronic receipts",
        help="The code of the provider with which this agency has a contract: it names a "
        "file on the server. Empty: receipts are sheets of a book.",
    )

    @api.constrains("receipt_provider")
    def _check_receipt_provider(self):
        for department in self:
            code = department.receipt_provider
            if code and not CODE.fullmatch(code):
                raise ValidationError(
                    self.env._(
                        "The code of a provider is written in capital letters, digits and "
                        "dashes."
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "calendar_id" in vals:
            self.env["onestop.redating"]._demand(self.calendar_id)
        return result

    def action_hand_over(self):
        """Prepare the hand-over of unfinished dossiers to the successors."""
        self.ensure_one()
        handover = self.env["onestop.handover"]._prepare_for(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": handover._name,
            "res_id": handover.id,
            "view_mode": "form",
        }

    def _chosen(self, wanted):
        """The one of these places where somebody files online.

        :param int wanted: id of one of them; need not be said where there is only one
        :raises UserError: where it is not said which, or another place is meant
        """
        chosen = self.filtered(lambda one: one.id == wanted) if wanted else self
        if len(chosen) != 1:
            raise UserError(
                self.env._(
                    "Choose where the dossier is filed: %s.",
                    ", ".join(self.mapped("name")),
                )
            )
        return chosen

    def _in_charge(self, procedure):
        """Who does today what this department did for a procedure: itself, unless it
        ended and somebody succeeds it.

        :raises UserError: where nobody does: a step there would be seen by none
        """
        department, passed = self, self.browse()
        while department and department._has_ended():
            passed |= department
            department = department._successor_for(procedure) - passed
            if not department:
                raise UserError(
                    self.env._(
                        "%s has ended, and nobody on record succeeds it. The "
                        "administrator has to enter the successor.",
                        passed[-1].name,
                    )
                )
        return department

    def _has_ended(self):
        return bool(self.valid_to and self.valid_to < legal_today())

    def _successor_for(self, procedure):
        handover = self.env["onestop.handover"].search(
            [("department_id", "=", self.id), ("state", "!=", "draft")], limit=1
        )
        if handover:
            return handover._successor_for(procedure)
        return self.successor_id
