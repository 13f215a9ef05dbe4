import base64
import binascii

from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from .filing import card_number

# A drawing of a signature takes some kilobytes.
LARGEST_SIGNATURE = 512 * 1024


class SignedStatement:
    """What somebody at the counter says of a dossier and signs: by an allow-list of
    `KEYS`, checked before anything is written."""

    KEYS = frozenset()

    def __init__(self, dossier, values):
        """:param values: what is to be read, a dict; whatever else it is counts as empty"""
        self.env = dossier.env
        self.dossier = dossier
        self.values = values if isinstance(values, dict) else {}

    def _check_keys(self):
        """:raises UserError: naming what is not known here"""
        unknown = self.values.keys() - self.KEYS
        if unknown:
            raise UserError(
                self.env._("These are not known here: %s", ", ".join(sorted(unknown)))
            )

    def _number(self):
        """The number as given: that of a card, or of a passport, which has letters."""
        number = self._text("identity_number")
        if not number or number in self._filed_numbers():
            return number
        if any(sign.isalpha() for sign in number):
            return number.upper()
        return card_number(self.env, number)

    def _filed_numbers(self):
        """What the dossier says already, checked when it was filed."""
        dossier = self.dossier
        return dossier.owner_identity_number, dossier.submitter_identity_number

    def _signature(self):
        """Values of `signature`, or of why there is none."""
        signature, reason = self.values.get("signature"), self._text("unsigned_reason")
        if not signature:
            if not reason:
                raise UserError(self._unsigned())
            return {"unsigned_reason": reason}
        try:
            image = base64.b64decode(signature, validate=True)
        except (binascii.Error, ValueError, TypeError):
            image = b""
        if len(image) > LARGEST_SIGNATURE or guess_mimetype(image) != "image/png":
            raise UserError(self.env._("The signature arrived damaged. Sign again."))
        return {"signature": base64.b64encode(image)}

    def _unsigned(self):
        """The sentence where nobody signed."""
        raise NotImplementedError

    def _text(self, name):
        value = self.values.get(name)
        return value.strip()[:300] if isinstance(value, str) else False
