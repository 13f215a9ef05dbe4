import base64

from odoo.exceptions import UserError

from ..models.onestop_dossier_collection import COLLECTORS
from .filing import attachment_vals
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
            "authorisation",
            "authorisation_file",
            "without_receipt",
            # Of a result: that the originals that go back with it went, too.
            "originals_given",
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
        name, number = self._person(collector)
        return {
            "collector": collector,
            "name": name,
            "identity_number": number,
            **(self._authorisation() if collector == "authorised" else {}),
            **self._without_receipt(),
            **self._signature(),
        }

    def _authorisation(self):
        """By which paper they collect it, and its scan where there is one.

        Art. 6.2: who is authorised brings the receipt and the authorisation.
        """
        paper, scan = self._text("authorisation"), {}
        if file := self.values.get("authorisation_file"):
            made = attachment_vals(self.env, file, self.dossier)
            scan = {
                "authorisation_file": base64.b64encode(made["raw"]),
                "authorisation_name": made["name"],
            }
        if not paper:
            raise UserError(
                self.env._(
                    "Whoever is authorised shows the authorisation: write down which "
                    "paper it is, with its number and day."
                )
            )
        return {"authorisation": paper, **scan}

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
