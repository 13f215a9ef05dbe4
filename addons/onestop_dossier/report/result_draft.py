from types import SimpleNamespace

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.onestop_procedure.core.draft_text import clean

from .onestop_form import LEGAL_LANGUAGE, to_legal


class ResultDraft(models.AbstractModel):
    """A result as its draft has it, laid out as Decree 30/2020, annex I says; numbered
    and signed once the clerk has sealed it."""

    _name = "report.onestop_dossier.result_draft"
    _description = "Result from a draft"

    @api.model
    def _get_report_values(self, docids, data=None):
        results = self.env["onestop.dossier.result"].browse(docids)
        results.check_access("read")
        # sudo: bounded to results that the user reads, and to what stands in them.
        results = results.sudo().with_context(lang=LEGAL_LANGUAGE)
        return {"sheets": [self._sheet(result) for result in results if result.body]}

    @api.model
    def _sheet(self, result):
        department = result.department_id or result.dossier_id.department_id
        capacity, _comma, name = (result.signer or "").rpartition(", ")
        at = fields.Datetime.to_datetime(result.date) or fields.Datetime.now()
        return {
            "qr": self._qr(result),
            "form": SimpleNamespace(title=result.name, page="A4"),
            "department": department,
            "number": result.number,
            "place_and_day": self.env["onestop.form"]._place_and_day(
                department, to_legal(at)
            ),
            "name": result.name,
            # `clean` leaves nothing but text and a few harmless elements.
            "body": Markup(clean(result.body)),
            "draft": result.state == "draft",
            "capacity": capacity or "THỦ TRƯỞNG CƠ QUAN",
            "signer": name,
        }

    @api.model
    def _qr(self, result):
        """What leads to the page that says whether the result holds; empty of a draft."""
        if result.state == "draft":
            return ""
        tokens = self.env["onestop.check.token"]
        token = tokens._issue(result.dossier_id, "result", result=result)
        forms = self.env["onestop.form"]
        return forms._qr(f"{result.get_base_url()}/check/{token}")
