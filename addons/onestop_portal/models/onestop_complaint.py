import secrets
from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.tools import SQL, consteq
from odoo.tools.misc import hmac

from odoo.addons.onestop_complaint.engine.complaint_filing import (
    RECEIPT_BITS,
    ComplaintFiling,
    receipt_digest,
)
from odoo.addons.onestop_complaint.engine.house import of_house
from odoo.addons.onestop_dossier.core.tracking_number import tracking_number_of

# A form: a random part, the second in which it was given out, and their seal.
FORM_BYTES, TIME_DIGITS = 16, 8
OPEN_FOR = timedelta(hours=24)
FORM, RECEIPT = "onestop.complaint.form", "onestop.complaint.receipt"
DIGEST_BITS = 256


class OnestopComplaint(models.Model):
    """What is brought by a page, once however often the page is sent.

    Nothing is kept of a form: its receipt code follows from it. A row that said which
    form, session or account became which grievance would tell who denounced.
    """

    _inherit = "onestop.complaint"

    @api.model
    def _new_form(self):
        """A token for one form: random, and known to be ours."""
        text = secrets.token_hex(FORM_BYTES) + _seconds(fields.Datetime.now())
        return text + self._keyed(FORM, text)

    @api.model
    def _is_form(self, token):
        """Whether a token is one that `_new_form` gave lately."""
        token = token if isinstance(token, str) and token.isascii() else ""
        text = token[: 2 * FORM_BYTES + TIME_DIGITS]
        ours = consteq(token, text + self._keyed(FORM, text))
        return ours and text[2 * FORM_BYTES :] > _seconds(
            fields.Datetime.now() - OPEN_FOR
        )

    @api.model
    def _file_once(self, form, values):
        """Register what a form says; sent again, it changes nothing.

        :param str form: a token for which `_is_form` holds
        :param dict values: as `file` takes them
        :return: dict `code`, `receipt_code`, `kind`, `sealed`, and `again`: whether it
            had been registered before
        :raises UserError: in a sentence, naming what is wrong; nothing is registered
        """
        value = int(self._keyed(RECEIPT, form), 16) >> (DIGEST_BITS - RECEIPT_BITS)
        receipt = tracking_number_of(value, RECEIPT_BITS)
        # Two clicks at once: the second waits here until the first has registered it.
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                receipt_digest(receipt),
            )
        )
        if before := self._registered(receipt):
            return {**before, "receipt_code": receipt, "again": True}
        answer = ComplaintFiling(self.env, values, receipt).register()
        return {
            "code": answer["code"],
            "kind": answer["kind"],
            "sealed": values["kind"] == "denunciation",
            "receipt_code": receipt,
            "again": False,
        }

    def _registered(self, receipt):
        """What was registered under a receipt code: dict `code`, `kind`, `sealed`."""
        # In a transaction of its own: it sees what came while this one waited.
        with self.env.registry.cursor() as cr:
            complaint = of_house(self.env(cr=cr))[self._name].search(
                [("receipt_digest", "=", receipt_digest(receipt))]
            )
            names = ("code", "kind", "sealed")
            return {name: complaint[name] for name in names} if complaint else {}

    def _keyed(self, scope, text):
        # sudo: hmac reads the secret of the database, and gives back a digest only.
        return hmac(self.env(su=True), scope, text)


def _seconds(moment):
    """A naive datetime in UTC as seconds since 1970, so written that order is time."""
    return f"{int(moment.replace(tzinfo=UTC).timestamp()):0{TIME_DIGITS}x}"
