from datetime import timedelta

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError

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

    # Of money that goes back: the transaction by which it does.
    onestop_refund_id = fields.Many2one(
        "onestop.refund", "Refund", readonly=True, copy=False, ondelete="restrict"
    )

    _onestop_payment_once = models.UniqueIndex(
        "(onestop_payment_id) WHERE onestop_payment_id IS NOT NULL",
        "This online payment has a transaction already.",
    )

    _onestop_refund_once = models.UniqueIndex(
        "(onestop_refund_id) WHERE onestop_refund_id IS NOT NULL",
        "This refund has a transaction already.",
    )

    def _update_state(self, allowed_states, target_state, state_message):
        ours = all(one.onestop_payment_id or one.onestop_refund_id for one in self)
        if target_state == "done" and ours:
            # Who called it off in one window may have paid in another: what came in
            # came in, and what went out went out.
            allowed_states = (*allowed_states, "cancel")
        changed = super()._update_state(allowed_states, target_state, state_message)
        # sudo: bounded to the payments of these transactions, of which the provider
        # says what became.
        payments = changed.sudo().onestop_payment_id
        refunds = changed.sudo().onestop_refund_id  # sudo: bounded to theirs, as above
        if refunds and target_state in ("cancel", "error"):
            refunds._not_given(state_message)
        elif refunds and target_state == "done":
            # sudo: bounded to having the job run soon.
            self.env.ref("payment.cron_post_process_payment_tx").sudo()._trigger()
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
        # sudo: bounded to the refunds of these transactions, which are done.
        for one in self.sudo().filtered(
            lambda one: one.state == "done" and one.onestop_refund_id
        ):
            one.onestop_refund_id._given(one.provider_reference or one.reference)
        return super()._post_process()

    def _onestop_give_back(self, refund):
        """Have a refund go back by a transaction of its own; a job asks the provider.

        Where an answer was lost, the provider is asked once more under the same
        reference, and not for a second one.
        """
        child = self.search([("onestop_refund_id", "=", refund.id)], limit=1)
        child = child or self._create_child_transaction(
            refund.amount, is_refund=True, onestop_refund_id=refund.id
        )
        # As the system: a job answers for no person.
        child.with_user(SUPERUSER_ID).with_delay(
            description=self.env._("Give money back"),
            identity_key=f"onestop.refund,{refund.id}",
        )._onestop_ask_back()
        return child

    def _onestop_ask_back(self):
        """Ask the provider to give the money back, by a job. Tried again it asks for the
        same, under the same reference: what it answered already is not asked for anew."""
        self.ensure_one()
        self.invalidate_recordset(["state"])
        refund = self.onestop_refund_id
        if refund.state == "sent" and self.state == "cancel":
            # The provider will not: it is paid in another way, or called off.
            refund._not_given(self.state_message or "")
        if refund.state != "sent" or self.state not in ("draft", "error"):
            return
        try:
            # Also whatever the provider's module raises of what it was answered.
            with self.env.cr.savepoint():
                self._ensure_provider_is_not_disabled()
                self._send_refund_request()
        except UserError as error:
            self._set_error(str(error))
            # It may have been in error before, which is no news to a transaction.
            refund._not_given(str(error))

    def _onestop_ask(self):
        """Ask the provider what became of these, and process the answer; a hook.

        A provider that can be asked says so in an addon of its own, which ends in
        `self._process(code, data)`.

        :raises UserError: where it does not answer
        """
