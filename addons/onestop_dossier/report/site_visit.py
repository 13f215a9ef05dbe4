from types import SimpleNamespace

from odoo import api, models

from .onestop_form import LEGAL_LANGUAGE, to_legal

PAGE = SimpleNamespace(title="Biên bản kiểm tra thực địa", page="A4")


class SiteVisit(models.AbstractModel):
    """The minutes of a visit on the spot, laid out as Decree 30/2020, annex I has it;
    printed before the visit, with lines to write on."""

    _name = "report.onestop_dossier.site_visit"
    _description = "Minutes of a site visit"

    @api.model
    def _get_report_values(self, docids, data=None):
        visits = self.env["onestop.site.visit"].browse(docids)
        visits.check_access("read")
        # sudo: bounded to visits that the user reads, and to what their minutes say.
        visits = visits.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {"sheets": [self._sheet(visit) for visit in visits]}

    @api.model
    def _sheet(self, visit):
        forms, dossier = self.env["onestop.form"], visit.dossier_id
        begins = to_legal(visit.date_start)
        return {
            "form": PAGE,
            "department": visit.department_id,
            "place_and_day": forms._place_and_day(visit.department_id, begins),
            "visit": visit,
            "begins": begins,
            "ends": to_legal(visit.date_end),
            "code": dossier.display_name,
            "procedure": dossier.version_id.name,
            "owner": dossier.owner_name,
            "content": forms._content(dossier),
            "officers": visit.officer_ids.mapped("name"),
            "parts": [
                ("Thành phần tham gia", visit.participants),
                ("Nội dung kiểm tra, kết quả ghi nhận", visit.found),
                ("Ý kiến của các bên", visit.opinions),
                ("Kết luận", visit.conclusion),
            ],
        }
