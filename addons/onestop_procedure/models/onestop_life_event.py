from odoo import fields, models


class OnestopLifeEvent(models.Model):
    """What happens in people's lives, and the procedures they then need."""

    _name = "onestop.life.event"
    _description = "Life Event"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    words = fields.Char(
        string="What People Say",
        help="Further words, separated by commas, by which its procedures are found.",
    )
    procedure_ids = fields.Many2many(
        "onestop.procedure", "onestop_life_event_procedure_rel", string="Procedures"
    )
    active = fields.Boolean(default=True)
