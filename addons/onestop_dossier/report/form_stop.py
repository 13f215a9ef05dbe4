from odoo import api, models

from .onestop_form import to_legal


class FormStop(models.AbstractModel):
    """Form of the notice of stop: who asked, how far it had come, what of the fees."""

    _name = "report.onestop_dossier.form_stop"
    _inherit = "onestop.form"
    _description = "Notice of stop"
    _form = "stop"
    _action = "stop"

    @api.model
    def _fits(self, dossier):
        return dossier.state == "stopped" and not dossier._is_unanswered()

    @api.model
    def _sheet(self, dossier):
        sheet = super()._sheet(dossier)
        asked = self._journal_row(dossier, "withdraw")
        return {
            **sheet,
            "asked": to_legal(asked.moment),
            "asked_reason": asked.reason or "",
            "received": to_legal(dossier.date_accepted),
            "stage": self._stage(dossier),
        }

    @api.model
    def _stage(self, dossier):
        """How far it had come: its last step, else that it was (not yet) received."""
        steps = dossier.step_ids.sorted("date_opened")
        if steps:
            return steps[-1].name
        if dossier.date_accepted:
            return "Đã tiếp nhận, chưa chuyển giải quyết"
        return "Đã nộp, chưa tiếp nhận"
