from odoo import fields, models


class OnestopHandoverLine(models.Model):
    """A dossier that passed: from whom to whom, with which steps, received by whom."""

    _name = "onestop.handover.line"
    _description = "Dossier handed over"
    _order = "handover_id, successor_id, code, id"
    _rec_name = "code"

    handover_id = fields.Many2one(
        "onestop.handover",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    code = fields.Char("Dossier code", readonly=True)
    procedure_id = fields.Many2one(related="dossier_id.procedure_id")
    successor_id = fields.Many2one(
        "onestop.department", "To", required=True, readonly=True, ondelete="restrict"
    )
    leads = fields.Boolean(
        "Competent", readonly=True, help="It is the competent department from now on."
    )
    receives = fields.Boolean(
        "At its counter", readonly=True, help="Its counter returns the result."
    )
    steps = fields.Char("Open steps", readonly=True)
    date_due = fields.Datetime("Due", readonly=True)
    date_moved = fields.Datetime("Passed", readonly=True)
    received_by = fields.Char(readonly=True)
    date_received = fields.Datetime("Received", readonly=True)

    _passes_once = models.UniqueIndex("(handover_id, dossier_id)")
