from types import SimpleNamespace

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core import form_words

from ..core.amount_words import in_words
from .onestop_form import LEGAL_LANGUAGE, to_legal

PAGE = SimpleNamespace(title="Hướng dẫn nộp phí, lệ phí bằng chuyển khoản", page="A5")


class FeeOrder(models.AbstractModel):
    """The sheet with which somebody pays by transfer: the code that a bank's app reads,
    and all that it says for who types."""

    _name = "report.onestop_dossier.fee_order"
    _description = "Sheet to pay by transfer"

    @api.model
    def _get_report_values(self, docids, data=None):
        orders = self.env["onestop.fee.order"].browse(docids)
        orders.check_access("read")
        # sudo: bounded to transfers that the user reads, and to what stands on the
        # sheet: the account of the agency, the fees of the dossier.
        orders = orders.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {
            "sheets": [self._sheet(order) for order in orders],
            "in_dong": form_words.in_dong,
        }

    @api.model
    def _sheet(self, order):
        """:raises UserError: for a transfer that is not awaited"""
        if order.state != "waiting":
            raise UserError(
                self.env._("The transfer for %s is not awaited.", order.purpose)
            )
        place = order.counter_group_id.department_id
        dossiers = order.fee_ids.dossier_id or order.dossier_id
        return {
            "form": PAGE,
            "department": place,
            "order": order,
            "account": order.account_id,
            "procedure": "; ".join(dossiers.sorted("id").version_id.mapped("name")),
            "words": in_words(order.amount),
            "qr": order.qr,
            "place_and_day": self.env["onestop.form"]._place_and_day(
                place, to_legal(order.asked_at)
            ),
        }
