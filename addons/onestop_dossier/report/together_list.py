from types import SimpleNamespace

from odoo import api, fields, models
from odoo.exceptions import UserError

from .onestop_form import LEGAL_LANGUAGE, to_legal

PAGE = SimpleNamespace(title="Danh sách hồ sơ tiếp nhận", page="A4")


class TogetherList(models.AbstractModel):
    """The list of what one submitter handed in together, which both sides sign. Whoever
    prints it gets the dossiers that they may read."""

    _name = "report.onestop_dossier.together_list"
    _description = "List of dossiers handed in together"

    @api.model
    def _get_report_values(self, docids, data=None):
        dossiers = self.env["onestop.dossier"].browse(docids)
        dossiers = dossiers.with_context(lang=LEGAL_LANGUAGE)
        dossiers.check_access("read")
        return {"sheets": [self._sheet(first) for first in self._firsts(dossiers)]}

    @api.model
    def _firsts(self, dossiers):
        """:raises UserError: where one of them was handed in alone"""
        for dossier in dossiers:
            if not dossier.first_id:
                raise UserError(
                    self.env._("%s was handed in alone.", dossier.display_name)
                )
        return dossiers.first_id

    @api.model
    def _sheet(self, first):
        together = first.search([("first_id", "=", first.id)], order="id")
        forms, now = self.env["onestop.form"], to_legal(fields.Datetime.now())
        # sudo: bounded to the place that received them, whose paper it is.
        department = first.sudo().received_department_id
        return {
            "form": PAGE,
            "department": department,
            "number": "",
            "place_and_day": forms._place_and_day(department, now),
            "submitter": first.submitter_name or first.owner_name,
            "evidence": first.submitter_evidence,
            "rows": [
                {
                    "code": dossier.display_name,
                    "procedure": dossier.version_id.procedure_id.code,
                    "owner": dossier.owner_name,
                    "papers": sum(one._is_there() for one in dossier.component_ids),
                    "due": to_legal(dossier.date_due),
                }
                for dossier in together
            ],
        }
