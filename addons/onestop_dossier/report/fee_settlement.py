from types import SimpleNamespace

from odoo import api, models

from odoo.addons.onestop_procedure.core import form_words

from ..core.amount_words import in_words
from .onestop_form import LEGAL_LANGUAGE, to_legal

PAGE = SimpleNamespace(title="Biên bản quyết toán phí, lệ phí", page="A4")
ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


class FeeSettlement(models.AbstractModel):
    """What both sides sign of a quarter: what was taken in which way, which sheets were
    used, what was paid in and what is in hand."""

    _name = "report.onestop_dossier.fee_settlement"
    _description = "Printed quarterly settlement"

    @api.model
    def _get_report_values(self, docids, data=None):
        settlements = self.env["onestop.fee.settlement"].browse(docids)
        settlements.check_access("read")
        # sudo: bounded to settlements that the user reads, and to what stands in them.
        settlements = settlements.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {
            "sheets": [self._sheet(one) for one in settlements],
            "in_dong": form_words.in_dong,
        }

    @api.model
    def _sheet(self, settlement):
        made = to_legal(settlement.centre_signed_at or settlement.create_date)
        return {
            "form": PAGE,
            "department": settlement.centre_id,
            "place_and_day": self.env["onestop.form"]._place_and_day(
                settlement.centre_id, made
            ),
            "number": f"Quý {ROMAN[settlement.quarter]}/{settlement.year}",
            "settlement": settlement,
            "taken": [
                ("Tiền mặt", settlement.cash),
                ("Thẻ", settlement.card),
                ("Chuyển khoản", settlement.transferred),
                ("Trực tuyến", settlement.online),
            ],
            "back": [
                ("Tiền mặt", settlement.refunded_cash),
                ("Chuyển khoản", settlement.refunded_transfer),
                ("Qua đơn vị thanh toán trực tuyến", settlement.refunded_online),
            ],
            "refunds": settlement.refund_ids.sorted("paid_at"),
            "day_of": to_legal,
            "hand": [
                ("Tồn quỹ đầu kỳ", settlement.opening),
                ("Tiền mặt thực thu trong kỳ", settlement.counted),
                ("Đã nộp trong kỳ", settlement.paid_in),
                ("Tồn quỹ cuối kỳ", settlement.in_hand),
            ],
            "runs": settlement._runs(),
            "slips": settlement.slip_ids.sorted("date"),
            "words": in_words(settlement.total),
            "signers": [
                ("ĐẠI DIỆN TRUNG TÂM", settlement.centre_signed_by)
                + (to_legal(settlement.centre_signed_at),),
                ("ĐẠI DIỆN CƠ QUAN THU", settlement.agency_signed_by)
                + (to_legal(settlement.agency_signed_at),),
            ],
        }
