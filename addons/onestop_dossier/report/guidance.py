from odoo import api, models

from odoo.addons.onestop_procedure.core.database_time import aware
from odoo.addons.onestop_procedure.core.legal_time import ZONE

from ..core.guidance_number import guidance_link


class Guidance(models.AbstractModel):
    """The sheet that a guided person takes home: what to bring, what it costs, how long
    it takes, and a number under which the counter finds it again."""

    _name = "report.onestop_dossier.guidance"
    _description = "Printed guidance"

    @api.model
    def _get_report_values(self, docids, data=None):
        guidances = self.env["onestop.guidance"].browse(docids)
        guidances.check_access("read")
        return {"sheets": [self._sheet(guidance) for guidance in guidances]}

    @api.model
    def _sheet(self, guidance):
        # In the language of whom it was told to, whoever prints it.
        guidance = guidance.with_context(lang=guidance.lang)
        # sudo: bounded to a sheet that the user may read, and to what is printed on it:
        # names of the centre and of whoever guided. The person stands not on it.
        told = guidance.sudo()
        link = guidance_link(
            guidance.get_base_url(),
            told.version_id.code,
            told.case_id.code or None,
            told.number,
        )
        forms, advised = self.env["onestop.form"], aware(told.advised_at)
        return {
            "guidance": told,
            "centre": told.department_id,
            "officer": told.officer_id.name,
            "day": advised.astimezone(ZONE),
            "qr": forms._qr(link),
            **guidance._sheet().values(),
        }
