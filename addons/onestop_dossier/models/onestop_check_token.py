import hashlib
import secrets

from odoo import api, fields, models

# 192 bits; a receipt's QR carries them, and only their hash is kept.
TOKEN_BYTES = 24


class OnestopCheckToken(models.Model):
    """What the QR code of a printed form or result leads to: one row per paper that was
    printed.

    Its one purpose is the page `/check/<token>`, which shows code and progress, of a
    result whether it holds. The token itself is on paper alone: whoever reads the table
    can make no link of it.
    """

    _name = "onestop.check.token"
    _description = "Check token of a printed form"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, readonly=True, ondelete="cascade"
    )
    form = fields.Char(required=True, readonly=True)
    result_id = fields.Many2one(
        "onestop.dossier.result",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    # Of the journal; no link, as its rows have none.
    row = fields.Integer("Row it stands on", readonly=True, aggregator=None)
    digest = fields.Char(required=True, readonly=True)
    revoked = fields.Boolean(help="A form that was issued by mistake, or lost.")

    _digest_unique = models.UniqueIndex("(digest)")

    @api.model
    def _issue(self, dossier, form, row=None, result=None):
        """A new token (str) for a form of `dossier` that is about to be printed.

        :param row: of the journal, on which it stands
        :param result: of the dossier, where that is what is printed
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        # sudo: nobody has rights here; bounded to a row for a dossier that the caller
        # was found to read.
        self.sudo().create(
            {
                "dossier_id": dossier.id,
                "form": form,
                "result_id": result.id if result else False,
                "row": row.id if row else 0,
                "digest": self._digest(token),
            }
        )
        return token

    @api.model
    def _cancel(self, dossier, form):
        """Have no paper of a form that was printed before lead anywhere."""
        # sudo: bounded to one dossier, of which the caller was found to hand papers out.
        self.sudo().search(
            [
                ("dossier_id", "=", dossier.id),
                ("form", "=", form),
                ("revoked", "=", False),
            ]
        ).revoked = True

    @api.model
    def _is_cancelled(self, token):
        """Whether a paper was printed with this token and cancelled."""
        # sudo: bounded to the question, of whoever holds the paper.
        return bool(
            self.sudo().search_count(
                [("digest", "=", self._digest(token)), ("revoked", "=", True)], limit=1
            )
        )

    @api.model
    def _find(self, token):
        """The row of a token, in sudo, or an empty recordset."""
        # sudo: bounded to whom the token was handed out; see `_issue`.
        return self.sudo().search(
            [("digest", "=", self._digest(token)), ("revoked", "=", False)], limit=1
        )

    @api.model
    def _dossier(self, token):
        """The dossier of a token, in sudo, or an empty recordset."""
        return self._find(token).dossier_id

    @api.model
    def _result(self, token):
        """What whoever holds a printed result is told, as `_facts` of the result; None
        where the token is of none."""
        result = self._find(token).result_id
        return result._facts() if result else None

    @api.model
    def _in_journal(self, token):
        """What the holder of a form compares it by; None where it stands on no row.

        :return: dict of `moment` (naive, UTC), `mark` (as printed on it), `root_date`
            (the day under whose root it lies; None before that is closed)
        """
        row = self._find(token)._journal_row()
        if not row:
            return None
        # sudo: bounded to the day under which this row was published.
        root = self.env["onestop.journal.root"].sudo()._of(row)
        return {
            "moment": row.moment,
            "mark": row._mark(),
            "root_date": root.date or None,
        }

    @api.model
    def _proof(self, token):
        """As `onestop.journal.root._proof`, for the holder of a form; None where there is
        nothing to prove, or not yet.

        :raises ValueError: where the row is not the one that was closed
        """
        row = self._find(token)._journal_row()
        # sudo: bounded to what shows that this one row was published; it holds the leaves
        # of others, of which nothing can be told without their salts.
        return self.env["onestop.journal.root"].sudo()._proof(row) if row else None

    @api.model
    def _sealed(self, token):
        """Of the electronic copy of a form, for its holder: as `_facts` of
        `onestop.sealed.paper`; None where it was not sealed."""
        found = self._find(token)
        if not found:
            return None
        # sudo: bounded to the seal on the copy of this one form.
        papers = self.env["onestop.sealed.paper"].sudo()
        row = found._journal_row()
        return papers._of_form(found.dossier_id, found.form, row)._facts()

    def _journal_row(self):
        """The row of the journal on which the form stands, in sudo; may be empty."""
        # Of this dossier: the number alone vouches for nothing.
        return self.env["onestop.journal"].search(
            [
                ("id", "=", self.row),
                ("res_model", "=", self.dossier_id._name),
                ("res_id", "=", self.dossier_id.id),
            ]
        )

    @staticmethod
    def _digest(token):
        return hashlib.sha256(str(token).encode()).hexdigest()
