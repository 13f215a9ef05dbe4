from odoo import fields
from odoo.exceptions import AccessError, UserError

from .handing_out import hand_out_role
from .right import ENGINE
from .signed_statement import SignedStatement


class ReceiptLoss(SignedStatement):
    """A receipt was lost: whoever says so shows a card and signs. From then on no receipt
    that was printed before opens anything."""

    KEYS = frozenset(
        {
            "name",
            "identity_number",
            "identity_checked",
            "signature",
            "unsigned_reason",
        }
    )

    def record(self):
        """Keep the statement, cancel what was printed, and note it in the journal.

        :return: the `onestop.receipt.loss`, in sudo
        :raises AccessError: for whoever hands out no receipts at its counter
        :raises UserError: in a sentence, naming what is missing
        """
        role = self._role()
        vals = self._prepare_vals()
        # sudo: bounded by the role checked above, to one dossier that the user may read.
        dossier = self.dossier.sudo()
        dossier._wait_for()
        if not dossier.code or not dossier.is_open and dossier.state != "resolved":
            raise UserError(
                self.env._("Of this dossier no receipt is needed any more.")
            )
        with ENGINE.held():
            loss = (
                self.env["onestop.receipt.loss"].sudo().create(vals)
            )  # sudo: as above
        self.env["onestop.check.token"]._cancel(dossier, "receipt")
        self.env["onestop.journal"]._append(
            *(dossier, "receipt_lost", role, dossier.state, dossier.state)
        )
        return loss

    def _role(self):
        role = hand_out_role(self.dossier)
        if not role:
            raise AccessError(
                self.env._("Receipts are handed out at the counter that received it.")
            )
        return role

    def _prepare_vals(self):
        self._check_keys()
        if not self.values.get("identity_checked"):
            raise UserError(self.env._("Compare the card with whoever lost it."))
        name = self._text("name")
        if not name:
            raise UserError(self.env._("The name of whoever lost it is missing."))
        return {
            "dossier_id": self.dossier.id,
            "name": name,
            "identity_number": self._number(),
            "statement": self.statement(self.dossier),
            "reported_at": fields.Datetime.now(),
            "recorded_by": self.env.user.name,
            **self._signature(),
        }

    @staticmethod
    def statement(dossier):
        """What is signed, in the language of the user."""
        return dossier.env._(
            "I have lost the receipt of the dossier %s. I answer for this statement; "
            "the receipt that was lost is cancelled.",
            dossier.code,
        )

    def _unsigned(self):
        return self.env._("Whoever lost it signs, or say why they cannot.")
