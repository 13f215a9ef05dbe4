from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.onestop_procedure.core.database_time import legal_text

from ..core.online_payment import UNDER_WAY


class OnestopPaidOnline(models.AbstractModel):
    """A dossier whose fees may be paid online: what is said of it to either side."""

    _name = "onestop.paid.online"
    _description = "Paid Online"

    online_said = fields.Char(
        "Paid online",
        compute="_compute_online_said",
        groups="onestop_procedure.group_onestop_staff",
    )

    refund_ids = fields.One2many(
        "onestop.refund",
        "dossier_id",
        "Given back",
        groups="onestop_procedure.group_onestop_staff",
    )

    @api.depends_context("lang")
    @api.depends("fee_ids.state", "payment_state", "refund_ids.state")
    def _compute_online_said(self):
        for dossier in self:
            payments = dossier._online_payments()
            waiting = payments.filtered(lambda one: one.state in UNDER_WAY)[:1]
            over = dossier._online_surplus(payments)
            said = []
            if waiting and dossier.payment_state == "due":
                said.append(
                    self.env._(
                        "An online payment of %(amount)s that was begun on %(moment)s is "
                        "not confirmed yet: what is taken now may be paid twice.",
                        amount=waiting.currency_id.format(waiting.amount),
                        moment=legal_text(waiting.begun_at),
                    )
                )
            if over:
                said.append(
                    self.env._(
                        "%s was paid online although it was not due: it is to be given "
                        "back.",
                        payments.currency_id[:1].format(over),
                    )
                )
            dossier.online_said = " ".join(said)

    def action_give_back(self):
        """Open the form on which it is proposed to give back what was paid."""
        self.ensure_one()
        return self.env["onestop.refund"]._open(self)

    def _online_payments(self):
        """The online payments of its fees, the last first, in sudo; also of those that it
        shares with other parts of its group."""
        # sudo: bounded to the payments of dossiers that the caller may read.
        payments = self.env["onestop.online.payment"].sudo()
        return payments.search(Domain("line_ids.dossier_id", "in", self.ids))

    def _online_surplus(self, payments):
        """What was paid too much for its own fees, and nobody has proposed to give back
        yet."""
        lines = payments.line_ids.filtered(lambda one: one.dossier_id.id == self.id)
        return sum(lines.mapped("to_give_back"))
