from odoo import fields, models


class OnestopField(models.Model):
    """A field of administration (lĩnh vực), such as land or civil status."""

    _name = "onestop.field"
    _description = "Field of Administration"
    _order = "name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(index="btree_not_null", copy=False)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "Another field has this code already."
    )
