from types import SimpleNamespace

from odoo import api, fields, models

from odoo.addons.onestop_procedure.core import form_words

from ..core.amount_words import in_words
from .onestop_form import LEGAL_LANGUAGE, to_legal

PAGE = SimpleNamespace(title="Bảng kê nộp tiền phí, lệ phí", page="A4")


class CashSlip(models.AbstractModel):
    """The list that goes with cash to the bank, the Treasury or the agency: which days,
    which notes."""

    _name = "report.onestop_dossier.cash_slip"
    _description = "List of cash paid in"

    @api.model
    def _get_report_values(self, docids, data=None):
        slips = self.env["onestop.cash.slip"].browse(docids)
        slips.check_access("read")
        # sudo: bounded to slips that the user reads, and to their days.
        slips = slips.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {
            "sheets": [self._sheet(slip) for slip in slips],
            "in_dong": form_words.in_dong,
        }

    @api.model
    def _sheet(self, slip):
        places = dict(slip._fields["place"]._description_selection(slip.env))
        now = to_legal(slip.paid_in_at or fields.Datetime.now())
        return {
            "form": PAGE,
            "department": slip.centre_id,
            "number": slip.number or "……",
            "place_and_day": self.env["onestop.form"]._place_and_day(
                slip.centre_id, now
            ),
            "slip": slip,
            "place": places[slip.place].lower(),
            "days": slip.closing_ids.sorted("day"),
            "notes": self._notes(slip),
            "words": in_words(slip.amount),
        }

    @api.model
    def _notes(self, slip):
        """(value, pieces, amount) of the notes that there are, the greatest first."""
        counts = slip.closing_ids.count_ids.grouped("denomination")
        rows = [
            (value, sum(some.mapped("pieces")), sum(some.mapped("amount")))
            for value, some in sorted(counts.items(), reverse=True)
        ]
        return [row for row in rows if row[1]]
