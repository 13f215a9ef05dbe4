from odoo import fields, models


class OnestopOnlinePayment(models.Model):
    _inherit = "onestop.online.payment"

    # One of each: a second try is a payment of its own.
    transaction_ids = fields.One2many(
        "payment.transaction", "onestop_payment_id", groups="base.group_system"
    )

    def _takes_back(self):
        # sudo: bounded to whether the provider of this payment gives money back.
        transaction = self.sudo().transaction_ids.filtered(
            lambda one: one.state == "done"
        )
        provider = transaction.provider_id
        return provider.support_refund == "partial" and provider.state != "disabled"

    def _give_back(self, refund):
        # sudo: bounded to the transaction of this payment, for a refund that was decided.
        done = self.sudo().transaction_ids.filtered(lambda one: one.state == "done")
        done._onestop_give_back(refund)
        return super()._give_back(refund)

    def _ask_provider(self):
        # sudo: bounded to the transaction of this payment, by a job.
        self.sudo().transaction_ids._onestop_ask()
        return super()._ask_provider()
