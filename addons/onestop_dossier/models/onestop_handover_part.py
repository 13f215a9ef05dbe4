from odoo import api, fields, models
from odoo.exceptions import AccessError


class OnestopHandoverPart(models.Model):
    """Who takes over the dossiers of one procedure."""

    _name = "onestop.handover.part"
    _description = "Part of a hand-over"
    _order = "dossiers desc, id"
    _rec_name = "procedure_id"

    handover_id = fields.Many2one(
        "onestop.handover", required=True, index=True, ondelete="cascade"
    )
    procedure_id = fields.Many2one(
        "onestop.procedure", required=True, ondelete="restrict"
    )
    successor_id = fields.Many2one(
        "onestop.department", "To", required=True, ondelete="restrict"
    )
    dossiers = fields.Integer(readonly=True, help="Unfinished when it was prepared.")
    finished = fields.Integer(
        readonly=True, help="The successor may look them up; they stay where they were."
    )

    _procedure_unique = models.UniqueIndex(
        "(handover_id, procedure_id)", "This procedure is listed already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_draft()
        return parts

    def write(self, vals):
        self.check_access("write")
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    def unlink(self):
        self.check_access("unlink")
        self._check_draft()
        return super().unlink()

    def _check_draft(self):
        if any(handover.state != "draft" for handover in self.handover_id):
            raise AccessError(self.env._("What has begun to pass is written no more."))
