from types import SimpleNamespace

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core import form_words

from .onestop_form import LEGAL_LANGUAGE, to_legal

# Decree 30/2020, annex I: what an agency writes to people is on A4.
PAGE = SimpleNamespace(title="Thông báo", page="A4")


class FormLetter(models.AbstractModel):
    """The letter that the post brings where no other channel reaches the person: what
    happened, why, and what to do by when, laid out as an agency's notice.
    """

    _name = "report.onestop_dossier.form_letter"
    _inherit = "onestop.form"
    _description = "Letter to the applicant"
    _form = "letter"

    @api.model
    def _get_report_values(self, docids, data=None):
        # Bounded to notices that a member of the staff may read with their dossiers,
        # and to what their letters say.
        notices = self.env["onestop.notice"].browse(docids)._of_staff()
        notices = notices.with_context(lang=LEGAL_LANGUAGE)
        return {
            "sheets": [self._letter(notice) for notice in notices],
            "at_moment": form_words.at_moment,
        }

    @api.model
    def _letter(self, notice):
        """:raises UserError: for what the post does not bring"""
        dossier = notice.dossier_id
        contacts = dossier._notice_contacts()
        if notice.channel != "post" or not contacts.address:
            raise UserError(
                self.env._("Only what goes by post is printed as a letter.")
            )
        department = self._issuer(dossier)
        request = notice._request()
        url = self._check_url(dossier, notice._row())
        return {
            "form": PAGE,
            "notice": notice,
            "dossier": dossier,
            "department": department,
            "place_and_day": self._place_and_day(
                department, to_legal(fields.Datetime.now())
            ),
            "receiver": dossier.submitter_name or dossier.owner_name,
            "address": contacts.address,
            "content": self._content(dossier),
            "reason": notice._reason(),
            "request": request,
            "deadline": to_legal(request.deadline),
            "due": to_legal(dossier._date_promised()),
            "resolved": self._on_day(dossier.date_resolved),
            "archived_from": self._on_day(dossier._archived_from()),
            "contact": self._contact(department),
            "qr": self._qr(url),
            "check_url": url,
        }

    @staticmethod
    def _on_day(moment):
        return moment and f"{to_legal(moment):%d/%m/%Y}"
