from types import SimpleNamespace

from odoo import api, fields, models

from .onestop_form import LEGAL_LANGUAGE, to_legal

PAGE = SimpleNamespace(title="Danh sách thư gửi bưu điện", page="A4")


class LetterList(models.AbstractModel):
    """The list of the letters that go to the post together: whoever takes them signs it,
    and its number is that of the posting."""

    _name = "report.onestop_dossier.letter_list"
    _description = "List of letters"

    @api.model
    def _get_report_values(self, docids, data=None):
        tellings = self.env["onestop.notice.telling"].browse(docids)
        tellings.check_access("read")
        return {"sheets": [self._sheet(telling) for telling in tellings]}

    @api.model
    def _sheet(self, telling):
        # Bounded to letters that a member of the staff may read with their dossiers,
        # and to whom each goes.
        letters = telling.notice_ids._of_staff().with_context(lang=LEGAL_LANGUAGE)
        letters = letters.filtered(lambda one: one.channel == "post").sorted("id")
        department = letters[:1].dossier_id.received_department_id
        forms, now = self.env["onestop.form"], to_legal(fields.Datetime.now())
        return {
            "form": PAGE,
            "department": department,
            "number": telling.number,
            "place_and_day": forms._place_and_day(department, now),
            "rows": [self._row(letter) for letter in letters],
        }

    @api.model
    def _row(self, letter):
        dossier = letter.dossier_id
        return {
            "receiver": dossier.submitter_name or dossier.owner_name,
            "address": dossier._notice_contacts().address,
            "code": dossier.display_name,
        }
