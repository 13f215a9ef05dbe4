from types import SimpleNamespace

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core import form_words

from ..core.amount_words import in_words
from .onestop_form import LEGAL_LANGUAGE, to_legal

CASH = SimpleNamespace(title="Phiếu chi hoàn trả phí, lệ phí", page="A4")
OTHERS = SimpleNamespace(title="Giấy xác nhận hoàn trả phí, lệ phí", page="A4")


class RefundSlip(models.AbstractModel):
    """What whoever paid signs when they have their money back, or is sent of it."""

    _name = "report.onestop_dossier.refund_slip"
    _description = "Printed refund"

    @api.model
    def _get_report_values(self, docids, data=None):
        refunds = self.env["onestop.refund"].browse(docids)
        refunds.check_access("read")
        if any(one.state not in ("decided", "paid") for one in refunds):
            raise UserError(self.env._("What is not decided is not given back."))
        # sudo: bounded to refunds that the user reads, and to what stands on them.
        refunds = refunds.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {
            "sheets": [self._sheet(one) for one in refunds],
            "in_dong": form_words.in_dong,
        }

    @api.model
    def _sheet(self, refund):
        centre = refund.counter_group_id.department_id
        now = to_legal(refund.paid_at or fields.Datetime.now())
        ways = dict(refund._fields["way"]._description_selection(refund.env))
        return {
            "form": CASH if refund.way == "cash" else OTHERS,
            "department": centre,
            "number": f"HT-{refund.id:06d}",
            "place_and_day": self.env["onestop.form"]._place_and_day(centre, now),
            "refund": refund,
            "way": ways[refund.way].lower(),
            "words": in_words(refund.amount),
            "in_cash": refund.way == "cash",
        }
