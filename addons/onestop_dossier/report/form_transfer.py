import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core import form_words

from .onestop_form import LEGAL_LANGUAGE, to_legal


class FormTransfer(models.AbstractModel):
    """The paper that goes with a file to the right authority (Decree 61/2018, art. 18):
    from whom, to whom, why, and which papers lie in it."""

    _name = "report.onestop_dossier.form_transfer"
    _inherit = "onestop.form"
    _description = "Transfer paper"
    _form = "transfer"
    _action = "forward"

    @api.model
    def _get_report_values(self, docids, data=None):
        # sudo: bounded to what the paper shows of dossiers that the user may read, or
        # has sent away just now and so reads no more.
        dossiers = self.env["onestop.dossier"].browse(docids).sudo()
        for dossier in dossiers:
            if not self._was_sent_by_user(dossier):
                dossier.with_env(self.env).check_access("read")
        dossiers = dossiers.with_context(lang=LEGAL_LANGUAGE)
        return {
            "sheets": [self._sheet(dossier) for dossier in dossiers],
            "at_moment": form_words.at_moment,
        }

    @api.model
    def _was_sent_by_user(self, dossier):
        return self._journal_row(dossier).actor_id == self.env.uid

    @api.model
    def _journal_row(self, dossier, action=None):
        """The last time that it went to another authority; passed on inside, nobody
        needs a paper."""
        # sudo: bounded to the dossier that is printed.
        rows = self.env["onestop.journal"].sudo()
        sent = [
            ("res_model", "=", dossier._name),
            ("res_id", "=", dossier.id),
            ("code", "=", action or self._action),
            ("state_from", "in", ("submitted", "processing")),
        ]
        return rows.search(sent, order="id desc", limit=1)

    @api.model
    def _fits(self, dossier):
        return bool(self._journal_row(dossier))

    @api.model
    def _sheet(self, dossier):
        """:raises UserError: where it was sent nowhere"""
        row = self._journal_row(dossier)
        if not row:
            raise UserError(
                self.env._(
                    "The dossier %s has no such form to print.", dossier.display_name
                )
            )
        told = json.loads(row.data or "{}")
        at_intake = row.state_from == "submitted"
        left = told.get("received_from") or told.get("department_from")
        # sudo: bounded to the name of the department that sent it.
        department = self.env["onestop.department"].sudo().browse(left)
        moment = to_legal(row.moment)
        return {
            "dossier": dossier,
            "department": department,
            "to": dossier.received_department_id
            if at_intake
            else dossier.department_id,
            "place_and_day": self._place_and_day(department, moment),
            "moment": moment or to_legal(fields.Datetime.now()),
            "content": self._content(dossier),
            "reason": row.reason or "",
            "papers": dossier.component_ids.filtered(lambda one: one._is_there()),
            "officer": row.actor,
            "qr": self._qr(self._check_url(dossier, row)),
        }
