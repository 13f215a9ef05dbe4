import hashlib
import secrets

from odoo import api, fields, models

# 192 bits; a receipt's QR carries them, and only their hash is kept.
TOKEN_BYTES = 24


class OnestopCheckToken(models.Model):
    """What the QR code of a printed form leads to: one row per form that was printed.

    Its one purpose is the page `/check/<token>`, which shows code and progress. The
    token itself is on paper alone: whoever reads the table can make no link of it.
    """

    _name = "onestop.check.token"
    _description = "Check token of a printed form"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, readonly=True, ondelete="cascade"
    )
    form = fields.Char(required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)
    revoked = fields.Boolean(help="A form that was issued by mistake.")

    _digest_unique = models.UniqueIndex("(digest)")

    @api.model
    def _issue(self, dossier, form):
        """A new token (str) for a form of `dossier` that is about to be printed."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        # sudo: nobody has rights here; bounded to a row for a dossier that the caller
        # was found to read.
        self.sudo().create(
            {"dossier_id": dossier.id, "form": form, "digest": self._digest(token)}
        )
        return token

    @api.model
    def _dossier(self, token):
        """The dossier of a token, in sudo, or an empty recordset."""
        # sudo: bounded to whom the token was handed out; see `_issue`.
        return (
            self.sudo()
            .search(
                [("digest", "=", self._digest(token)), ("revoked", "=", False)], limit=1
            )
            .dossier_id
        )

    @staticmethod
    def _digest(token):
        return hashlib.sha256(str(token).encode()).hexdigest()
