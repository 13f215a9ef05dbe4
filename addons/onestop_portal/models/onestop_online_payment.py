from odoo import fields, models


class OnestopOnlinePayment(models.Model):
    _inherit = "onestop.online.payment"

    # One of each: a second try is a payment of its own.
    transaction_ids = fields.One2many(
        "payment.transaction", "onestop_payment_id", groups="base.group_system"
    )

    def _ask_provider(self):
        # sudo: bounded to the transaction of this payment, by a job.
        self.sudo().transaction_ids._onestop_ask()
        return super()._ask_provider()
