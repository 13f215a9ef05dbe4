from odoo import api, models

from odoo.addons.onestop_procedure.core import form_words

from .onestop_form import LEGAL_LANGUAGE, to_legal


class FormRegisterCover(models.AbstractModel):
    """Cover of a register: whose it is, of which year, when it was opened and closed."""

    _name = "report.onestop_dossier.form_register_cover"
    _description = "Cover of a register"

    @api.model
    def _get_report_values(self, docids, data=None):
        register = self.env["onestop.register"].browse(docids)
        register.check_access("read")
        register = register.with_context(lang=LEGAL_LANGUAGE)
        return {
            "sheet": self.env["report.onestop_dossier.form_register"]._sheet(register),
            "to_legal": to_legal,
            "on_day": form_words.on_day,
            "at_moment": form_words.at_moment,
        }
