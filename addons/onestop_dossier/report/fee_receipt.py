from types import SimpleNamespace

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core import form_words
from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.core.legal_time import ZONE

from ..core.amount_words import in_words
from .onestop_form import LEGAL_LANGUAGE

PAGE = SimpleNamespace(title="Biên lai thu phí, lệ phí", page="A5")


class FeeReceipt(models.AbstractModel):
    """The sheet of a book as it was used, to be printed: whose book, which number, from
    whom, for what, how much.

    Which form the sheet has is printed on the cover of the book; the law on receipts
    is the collecting agency's business, so no number stands here.
    """

    _name = "report.onestop_dossier.fee_receipt"
    _description = "Printed fee receipt"

    @api.model
    def _get_report_values(self, docids, data=None):
        receipts = self.env["onestop.fee.receipt"].browse(docids)
        receipts.check_access("read")
        # sudo: bounded to these sheets, which the user may read, and to what is printed
        # on them: who pays what for which dossier.
        receipts = receipts.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {
            "sheets": [self._sheet(receipt) for receipt in receipts],
            "in_dong": form_words.in_dong,
        }

    @api.model
    def _sheet(self, receipt):
        """:raises UserError: for a sheet that was spoiled"""
        if receipt.state != "issued":
            raise UserError(
                self.env._(
                    "The sheet %s is spoiled: nothing is printed.", receipt.label
                )
            )
        dossier, agency = receipt.dossier_id, receipt.department_id
        taken = aware(receipt.taken_at).astimezone(ZONE)
        place = dossier.received_department_id.commune
        fees = self._lines(receipt)
        return {
            "form": PAGE,
            "receipt": receipt,
            "agency": agency,
            "number": f"{receipt.number:07d}",
            "dossier": dossier,
            "address": self.env["onestop.form"]._address(dossier),
            # Of a group, the lines of each part by itself.
            "dossiers": [
                {"dossier": one, "fees": lines}
                for one, lines in fees.grouped("dossier_id").items()
            ],
            "words": in_words(receipt.amount),
            "way": dict(receipt._fields["way"]._description_selection(receipt.env))
            .get(receipt.way, "")
            .lower(),
            "place_and_day": ", ".join(filter(None, [place, form_words.on_day(taken)])),
        }

    @api.model
    def _lines(self, receipt):
        fees = self.env["onestop.dossier.fee"]
        # sudo: bounded to the lines of a sheet that the user may read.
        return fees.sudo().search([("receipt_id", "=", receipt.id)], order="id")
