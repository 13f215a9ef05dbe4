from odoo.exceptions import UserError

from odoo.addons.onestop_dossier.core.online_payment import UNDER_WAY
from odoo.addons.onestop_procedure.engine.serving import serves_the_world

from . import words

# Ways to pay that the form sends: nobody's card is kept here.
FLOWS = ("direct", "redirect")


class PayPage:
    """What a citizen pays online for a dossier: what is due of it, and of a group that
    was filed together of all its parts.

    `dossier` is read by the system, after access to it was checked for the person whose
    `partner` is given; other parts of the group are theirs too, or left out.
    """

    def __init__(self, dossier, partner):
        self.env = dossier.env
        self.dossier = dossier
        self.partner = partner
        parts = dossier._parts_paid().filtered(lambda one: one.partner_id == partner)
        self.dossiers = parts | dossier
        self.fees = self.dossiers.fee_ids.filtered(lambda one: one._is_owed())

    def amount(self):
        return sum(self.fees.mapped("amount"))

    def providers(self):
        """Who takes the money, in sudo: never one that only sets it aside, nor, where the
        world is served, one that only tries."""
        providers = self.env["payment.provider"]
        if not self.fees:
            return providers
        found = providers._get_compatible_providers(
            self.dossier.company_id.id,
            self.partner.id,
            self.amount(),
            currency_id=self.fees.currency_id.id,
        )
        takes = ("enabled",) if serves_the_world() else ("enabled", "test")
        return found.filtered(
            lambda one: (
                one.is_published and not one.capture_manually and one.state in takes
            )
        )

    def can_pay(self):
        """Whether a payment may begin: something is due, somebody takes it, and no other
        payment may have gone through already."""
        return bool(self.providers()) and not self._confirming()

    def _confirming(self):
        return self.env["onestop.online.payment"]._confirming(self.fees)

    def values(self):
        """What the page shows, and the form of `payment` with it."""
        providers = self.providers()
        methods = self.env["payment.method"]._get_compatible_payment_methods(
            providers.ids, self.partner.id, currency_id=self.fees.currency_id.id
        )
        url = f"/my/dossiers/{self.dossier.id}"
        return {
            "dossier": self.dossier,
            "parts": [self._part(one) for one in self.fees.dossier_id.sorted("id")],
            "total": words.amount(self.amount()),
            "amount": self.amount(),
            "currency": self.fees.currency_id,
            "partner_id": self.partner.id,
            "providers_sudo": providers,
            "payment_methods_sudo": methods,
            "tokens_sudo": self.env["payment.token"],
            "show_tokenize_input_mapping": dict.fromkeys(providers.ids, False),
            "availability_report": {},
            "reference_prefix": "",
            "access_token": "",
            "transaction_route": f"{url}/pay/transaction",
            "landing_route": f"{url}#fees",
        }

    def _part(self, dossier):
        fees = self.fees.filtered(lambda one: one.dossier_id == dossier)
        return {
            "name": dossier.version_id.name,
            "number": dossier.code or dossier.tracking_number,
            "fees": [
                {"name": one.name, "amount": words.amount(one.amount)} for one in fees
            ],
        }

    def begin(self, provider_id, method_id, flow, amount):
        """A payment of what is due now; (it, values of its transaction).

        What the browser sends is a choice among what the page offered, and the amount
        that the person saw: never what is paid.

        :raises UserError: in a sentence, naming what is not in order
        """
        providers = self.providers()
        provider = providers.filtered(lambda one: one.id == provider_id)
        methods = self.env["payment.method"]._get_compatible_payment_methods(
            provider.ids, self.partner.id, currency_id=self.fees.currency_id.id
        )
        method = methods.filtered(lambda one: one.id == method_id)
        if self.fees and not (provider and method and flow in FLOWS):
            raise UserError(
                self.env._("Nobody takes payments in this way. Choose another.")
            )
        if self.fees and not self._is_amount(amount):
            raise UserError(
                self.env._("What is to be paid has changed. Load the page once more.")
            )
        payment = self.env["onestop.online.payment"]._begin(self.fees)
        return payment, {
            "provider_id": provider.id,
            "payment_method_id": method.id,
            "amount": payment.amount,
            "currency_id": payment.currency_id.id,
            "partner_id": self.partner.id,
        }

    def _is_amount(self, amount):
        """Whether the person saw the amount that is due now."""
        return isinstance(amount, int | float) and amount == self.amount()


def online_told(dossier):
    """What became of the online payments of a dossier, in sentences, the last first.

    Tries that came to nothing are told only where nothing came after them.

    :return: dicts with `text` and `kind`: `ok`, `wait` or `bad`
    """
    told = []
    for payment in dossier._online_payments():
        if payment.state == "begun" and dossier.payment_state != "due":
            continue
        if payment.arrived_at or payment.state in UNDER_WAY or not told:
            told.append(_told(payment))
    return told


def _told(payment):
    _ = payment.env._
    facts = {
        "amount": words.amount(payment.amount),
        "moment": words.moment(payment, payment.arrived_at or payment.begun_at),
        "surplus": words.amount(payment.surplus),
    }
    if payment.state == "paid":
        return {
            "kind": "ok",
            "text": _("You paid %(amount)s online on %(moment)s.", **facts),
        }
    if payment.state == "surplus":
        text = _(
            "You paid %(amount)s online on %(moment)s. Of it %(surplus)s was not due any "
            "more: the centre gives it back to you.",
            **facts,
        )
        return {"kind": "bad", "text": text}
    if payment.state == "begun":
        text = _(
            "You began to pay %(amount)s online on %(moment)s. If you paid, it is shown "
            "here within some minutes: do not pay again before. If you closed the window "
            "without paying, you may begin anew.",
            **facts,
        )
        return {"kind": "wait", "text": text}
    if payment.state == "confirming":
        text = _(
            "Your online payment of %(amount)s of %(moment)s is not confirmed yet. Please "
            "do not pay again. We ask for it, and it is shown here as soon as it is known.",
            **facts,
        )
        return {"kind": "wait", "text": text}
    if payment.state == "lapsed":
        text = _(
            "Your online payment of %(amount)s of %(moment)s was never confirmed. If the "
            "money left your account, tell the centre; else you may pay now.",
            **facts,
        )
        return {"kind": "bad", "text": text}
    text = _(
        "Your online payment of %(amount)s of %(moment)s did not go through. You may try "
        "again, or pay at the counter.",
        **facts,
    )
    return {"kind": "bad", "text": text}
