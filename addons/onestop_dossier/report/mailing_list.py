from types import SimpleNamespace

from odoo import api, fields, models

from .onestop_form import LEGAL_LANGUAGE, to_legal

PAGE = SimpleNamespace(title="Bảng kê bưu gửi trả kết quả", page="A4")


class MailingList(models.AbstractModel):
    """The manifest that goes with results to the post: whoever gives and whoever takes
    them signs it."""

    _name = "report.onestop_dossier.mailing_list"
    _description = "Postal manifest"

    @api.model
    def _get_report_values(self, docids, data=None):
        mailings = self.env["onestop.mailing"].browse(docids)
        mailings.check_access("read")
        # sudo: bounded to manifests that the user reads, and to what stands on them.
        mailings = mailings.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {"sheets": [self._sheet(mailing) for mailing in mailings]}

    @api.model
    def _sheet(self, mailing):
        forms = self.env["onestop.form"]
        sent = to_legal(mailing.date_sent)
        place = mailing.department_id
        return {
            "form": PAGE,
            "department": place,
            "number": mailing.number,
            "place_and_day": forms._place_and_day(
                place, sent or to_legal(fields.Datetime.now())
            ),
            "counter": mailing.counter_group_id.name,
            "qr": forms._qr(mailing.number),
            "sent": sent,
            "sent_by": mailing.sent_user_id.name or "",
            "items": mailing.item_ids.sorted("id"),
        }
