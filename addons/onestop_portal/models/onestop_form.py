from urllib.parse import quote

from odoo import api, models


class OnestopForm(models.AbstractModel):
    _inherit = "onestop.form"

    @api.model
    def _survey_url(self, dossier):
        """The questionnaire of a procedure at a department: the same address on the
        forms of everybody, so that no answer leads to whose paper it was
        (Circular 03/2025/TT-VPCP, art. 27.3)."""
        department = dossier.department_id or dossier.received_department_id
        codes = dossier.procedure_id.code, department.code
        path = "/".join(quote(code, safe="") for code in codes)
        return f"{dossier.get_base_url()}/rate/{path}"
