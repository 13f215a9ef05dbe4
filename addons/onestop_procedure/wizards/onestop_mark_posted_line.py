from odoo import fields, models


class OnestopMarkPostedLine(models.TransientModel):
    """A version that was posted at an office."""

    _name = "onestop.mark.posted.line"
    _description = "Mark as Posted: a Version at an Office"

    wizard_id = fields.Many2one(
        "onestop.mark.posted", required=True, ondelete="cascade"
    )
    version_id = fields.Many2one(
        "onestop.procedure.version", required=True, ondelete="cascade"
    )
    department_id = fields.Many2one(
        "onestop.department", string="Office", required=True, ondelete="cascade"
    )
