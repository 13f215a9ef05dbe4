from types import SimpleNamespace

from odoo import api, fields, models

from .onestop_form import LEGAL_LANGUAGE, to_legal

PAGE = SimpleNamespace(title="Công văn đôn đốc giải quyết hồ sơ", page="A4")


class Urging(models.AbstractModel):
    """The letter to the head of a department, laid out as one agency writes to another
    (Decree 30/2020, annex I). It names codes and no applicants."""

    _name = "report.onestop_dossier.urging"
    _description = "Letter of urging"

    @api.model
    def _get_report_values(self, docids, data=None):
        letters = self.env["onestop.urging"].browse(docids)
        letters.check_access("read")
        # sudo: bounded to letters that the user reads, and to what stands in them.
        letters = letters.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {"sheets": [self._sheet(letter) for letter in letters]}

    @api.model
    def _sheet(self, letter):
        now = to_legal(letter.date_sent or fields.Datetime.now())
        term = letter.date_term or letter._term(fields.Datetime.now())
        return {
            "form": PAGE,
            "department": letter.centre_id,
            "number": letter.number and letter.display_name,
            "place_and_day": self.env["onestop.form"]._place_and_day(
                letter.centre_id, now
            ),
            "letter": letter,
            "at": now,
            "term": to_legal(term),
            "rows": [
                {
                    "code": line.code,
                    "procedure": line.procedure_id.code,
                    "due": to_legal(line.date_due),
                    "lateness": line.lateness or "",
                    "steps": line.steps or "",
                    "times": line.times,
                    "reason": line.reason or "",
                }
                for line in letter.line_ids
            ],
        }
