from odoo import fields, models


class OnestopHandoverPart(models.Model):
    _inherit = "onestop.handover.part"

    complaints = fields.Integer(
        "Reflections and complaints",
        readonly=True,
        help="Not answered yet when it was prepared.",
    )
