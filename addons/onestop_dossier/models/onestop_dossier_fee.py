from odoo import fields, models
from odoo.exceptions import AccessError

from ..engine.right import ENGINE

# Who takes money at a counter; of several roles the journal names the first.
TAKES_FEES = ("counter_officer", "treasurer", "postal_clerk")


class OnestopDossierFee(models.Model):
    """A fee (phí) or charge (lệ phí) that a dossier owes."""

    _name = "onestop.dossier.fee"
    _description = "Fee of a dossier"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection([("fee", "Fee"), ("charge", "Charge")], required=True)
    name = fields.Char(required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(required=True)
    state = fields.Selection(
        [("due", "Due"), ("paid", "Paid"), ("exempt", "Exempt")],
        default="due",
        required=True,
    )
    # An unpaid fee does not pause the term: it holds acceptance or return.
    holds = fields.Selection(
        [("accept", "Acceptance"), ("return", "Return of the result")],
        default="return",
        required=True,
    )
    paid_at = fields.Datetime()

    def action_pay_cash(self):
        """Take a fee in cash at the counter that received the dossier."""
        for fee in self:
            fee.check_access("read")
            dossier = fee.dossier_id
            roles = self.env.user._onestop_roles_at(dossier.received_department_id)
            if not dossier.version_id.postal_listed:
                roles.discard("postal_clerk")
            role = next((one for one in TAKES_FEES if one in roles), None)
            if not role:
                raise AccessError(
                    self.env._("Fees are taken at the counter that received it.")
                )
            # sudo: bounded by the role checked above, and to this line.
            fee.sudo()._settle(role)

    def _settle(self, role):
        """Mark as paid, once; the second time does nothing.

        :param role: in which the user takes the money
        """
        for fee in self.filtered(lambda one: one.state == "due"):
            fee.lock_for_update()
            fee.write({"state": "paid", "paid_at": fields.Datetime.now()})
            dossier = fee.dossier_id
            if all(one.state != "due" for one in dossier.fee_ids):
                with ENGINE.held():
                    dossier.payment_state = "paid"
            self.env["onestop.journal"]._append(
                dossier, "pay", role, dossier.state, dossier.state
            )
