from datetime import timedelta

from odoo import fields, models

# By then the page of whoever paid has asked what became of it.
ASKED_BY = timedelta(minutes=1)

# What a transaction that came to this is for us; what is done waits until it is
# processed, in a transaction of the database that may be tried again.
SAID = {
    "pending": lambda payment: payment._note_confirming(),
    "authorized": lambda payment: payment._note_confirming(),
    "cancel": lambda payment: payment._note_ended("cancelled"),
    "error": lambda payment: payment._note_ended("failed"),
}


class PaymentTransaction(models.Model):
    """A transaction with a provider by which fees of a dossier are paid."""

    _inherit = "payment.transaction"

    onestop_payment_id = fields.Many2one(
        "onestop.online.payment",
        "Fees",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    _onestop_payment_once = models.UniqueIndex(
        "(onestop_payment_id) WHERE onestop_payment_id IS NOT NULL",
        "This online payment has a transaction already.",
    )

    def _update_state(self, allowed_states, target_state, state_message):
        if target_state == "done" and all(one.onestop_payment_id for one in self):
            # Who called it off in one window may have paid in another: what came in
            # came in.
            allowed_states = (*allowed_states, "cancel")
        changed = super()._update_state(allowed_states, target_state, state_message)
        # sudo: bounded to the payments of these transactions, of which the provider
        # says what became.
        payments = changed.sudo().onestop_payment_id
        if payments and target_state in SAID:
            SAID[target_state](payments)
        elif payments and target_state == "done":
            # Whoever paid may have closed the window: nobody asks for the status. Who
            # did not is first, and the job does not come across them.
            # sudo: bounded to having the job run soon.
            self.env.ref("payment.cron_post_process_payment_tx").sudo()._trigger(
                at=fields.Datetime.now() + ASKED_BY
            )
        return changed

    def _post_process(self):
        # sudo: bounded to the payments of these transactions, which are done.
        for one in self.sudo().filtered(
            lambda one: one.state == "done" and one.onestop_payment_id
        ):
            one.onestop_payment_id._arrive(one.provider_reference or one.reference)
        return super()._post_process()

    def _onestop_ask(self):
        """Ask the provider what became of these, and process the answer; a hook.

        A provider that can be asked says so in an addon of its own, which ends in
        `self._process(code, data)`.

        :raises UserError: where it does not answer
        """
