from odoo.exceptions import UserError

from ..models.onestop_dossier_collection import COLLECTORS
from .receipt_loss import ReceiptLoss
from .signed_statement import SignedStatement


class Collection(SignedStatement):
    """Who collects a result, as `values["collection"]` of a return says."""

    KEYS = frozenset(
        {
            "collector",
            "name",
            "identity_number",
            "identity_checked",
            "authorisation_seen",
            "without_receipt",
            "signature",
            "unsigned_reason",
        }
    )

    def prepare_vals(self):
        """Values of `onestop.dossier.collection`.

        :raises UserError: in a sentence, naming what is missing
        """
        self._check_keys()
        collector = self.values.get("collector")
        if collector not in dict(COLLECTORS):
            raise UserError(self.env._("Say who collects the result."))
        if not self.values.get("identity_checked"):
            raise UserError(self.env._("Compare the card with whoever collects it."))
        # Art. 6.2: who is authorised brings the receipt and the authorisation.
        authorised = collector == "authorised"
        if authorised and not self.values.get("authorisation_seen"):
            raise UserError(
                self.env._("Whoever is authorised shows the authorisation.")
            )
        name, number = self._person(collector)
        return {
            "collector": collector,
            "name": name,
            "identity_number": number,
            "authorisation_seen": authorised,
            **self._without_receipt(),
            **self._signature(),
        }

    def _without_receipt(self):
        if not self.values.get("without_receipt"):
            return {"without_receipt": False}
        statement = ReceiptLoss.statement(self.dossier)
        return {"without_receipt": True, "statement": statement}

    def _person(self, collector):
        """Name and number: as given, else as filed of the owner or the submitter."""
        name, number = self._text("name"), self._number()
        if collector != "authorised":
            dossier = self.dossier
            prefix = "owner" if collector == "owner" else "submitter"
            name = name or dossier[f"{prefix}_name"]
            number = number or dossier[f"{prefix}_identity_number"]
        if not name:
            raise UserError(self.env._("The name of whoever collects it is missing."))
        return name, number

    def _unsigned(self):
        return self.env._("Whoever collects it signs, or say why they cannot.")
