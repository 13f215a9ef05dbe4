import base64
import binascii

from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ..models.onestop_dossier_collection import COLLECTORS

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
# A drawing of a signature takes some kilobytes.
LARGEST_SIGNATURE = 512 * 1024


class Collection:
    """Who collects a result, as `values["collection"]` of a return says: by an
    allow-list, checked before anything is written."""

    def __init__(self, dossier, values):
        self.env = dossier.env
        self.dossier = dossier
        self.values = values if isinstance(values, dict) else {}

    def prepare_vals(self):
        """Values of `onestop.dossier.collection`.

        :raises UserError: in a sentence, naming what is missing
        """
        unknown = self.values.keys() - KEYS
        if unknown:
            raise UserError(
                self.env._("These are not known here: %s", ", ".join(sorted(unknown)))
            )
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
            "without_receipt": bool(self.values.get("without_receipt")),
            **self._signature(),
        }

    def _person(self, collector):
        """Name and number: as given, else as filed of the owner or the submitter."""
        name, number = self._text("name"), self._text("identity_number")
        if collector != "authorised":
            dossier = self.dossier
            prefix = "owner" if collector == "owner" else "submitter"
            name = name or dossier[f"{prefix}_name"]
            number = number or dossier[f"{prefix}_identity_number"]
        if not name:
            raise UserError(self.env._("The name of whoever collects it is missing."))
        return name, number

    def _signature(self):
        signature, reason = self.values.get("signature"), self._text("unsigned_reason")
        if not signature:
            if not reason:
                raise UserError(
                    self.env._("Whoever collects it signs, or say why they cannot.")
                )
            return {"unsigned_reason": reason}
        try:
            image = base64.b64decode(signature, validate=True)
        except (binascii.Error, ValueError, TypeError):
            image = b""
        if len(image) > LARGEST_SIGNATURE or guess_mimetype(image) != "image/png":
            raise UserError(self.env._("The signature arrived damaged. Sign again."))
        return {"signature": base64.b64encode(image)}

    def _text(self, name):
        value = self.values.get(name)
        return value.strip()[:300] if isinstance(value, str) else False
