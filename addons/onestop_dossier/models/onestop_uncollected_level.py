from odoo import fields, models


class OnestopUncollectedLevel(models.Model):
    """What is done about a result that lies uncollected for so long: a setting of the
    house, no law."""

    _name = "onestop.uncollected.level"
    _description = "What is done about results that nobody collects"
    _order = "days, id"

    name = fields.Char(required=True, translate=True)
    days = fields.Integer(
        "After days", required=True, help="Calendar days since the result was ready."
    )
    action = fields.Selection(
        [
            ("call", "Telephone the person"),
            ("letter", "Write a letter"),
            ("archive", "Put it into the archive"),
        ],
        "What is done",
        required=True,
        default="call",
    )
    active = fields.Boolean(default=True)

    _days_positive = models.Constraint(
        "CHECK (days > 0)", "Give the number of days, from 1 on."
    )
    _days_unique = models.UniqueIndex(
        "(days) WHERE active", "Something is done after this number of days already."
    )
