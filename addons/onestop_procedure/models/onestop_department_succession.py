from odoo import fields, models


class OnestopDepartmentSuccession(models.Model):
    """What passes from a department that closes to one that takes over.

    One department may be split over several, and one may take parts of several.
    """

    _name = "onestop.department.succession"
    _description = "Succession of Departments"
    _order = "date desc, is_main desc, id"
    _rec_name = "successor_id"

    predecessor_id = fields.Many2one(
        "onestop.department", required=True, index=True, ondelete="cascade"
    )
    successor_id = fields.Many2one(
        "onestop.department", required=True, index=True, ondelete="restrict"
    )
    date = fields.Date(required=True)
    scope = fields.Char(
        help="What passes, in words. Empty: everything.", string="What Passes"
    )
    decision = fields.Char(help="Number and date of the decision.")
    is_main = fields.Boolean(
        string="Main",
        default=False,
        help="The successor that is proposed where nothing else tells them apart.",
    )

    _not_itself = models.Constraint(
        "CHECK (predecessor_id != successor_id)",
        "A department cannot succeed itself.",
    )
    _one_main = models.UniqueIndex(
        "(predecessor_id) WHERE is_main",
        "A department has one main successor.",
    )
    _pair_uniq = models.Constraint(
        "UNIQUE (predecessor_id, successor_id, date)",
        "This succession is listed already.",
    )
