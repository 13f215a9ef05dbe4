from types import SimpleNamespace

from odoo import api, fields, models

from .onestop_form import LEGAL_LANGUAGE, to_legal

PAGE = SimpleNamespace(title="Biên bản bàn giao hồ sơ", page="A4")


class HandoverList(models.AbstractModel):
    """The record of a hand-over: which dossiers passed, a sheet for each successor, which
    both sides sign. Whoever prints it gets the lines that they may read."""

    _name = "report.onestop_dossier.handover_list"
    _description = "Record of a hand-over"

    @api.model
    def _get_report_values(self, docids, data=None):
        handovers = self.env["onestop.handover"].browse(docids)
        handovers = handovers.with_context(lang=LEGAL_LANGUAGE)
        handovers.check_access("read")
        return {
            "sheets": [
                self._sheet(handover, successor)
                for handover in handovers
                for successor in self._successors(handover)
            ]
        }

    @api.model
    def _successors(self, handover):
        """To whom something passed, of what the user may read."""
        parts = handover.part_ids.filtered("finished")
        return handover.line_ids.successor_id | parts.successor_id

    @api.model
    def _sheet(self, handover, successor):
        forms, now = self.env["onestop.form"], to_legal(fields.Datetime.now())
        lines = handover.line_ids.filtered(lambda one: one.successor_id == successor)
        return {
            "form": PAGE,
            "department": successor,
            "number": "",
            "place_and_day": forms._place_and_day(successor, now),
            "handover": handover,
            "successor": successor,
            "finished": sum(
                part.finished
                for part in handover.part_ids
                if part.successor_id == successor
            ),
            "received": ", ".join(
                sorted({line.received_by for line in lines if line.received_by})
            ),
            "rows": [
                {
                    "code": line.code,
                    "procedure": line.procedure_id.code,
                    "steps": line.steps or "",
                    "leads": line.leads,
                    "receives": line.receives,
                    "due": to_legal(line.date_due),
                    "moved": to_legal(line.date_moved),
                }
                for line in lines
            ],
        }
