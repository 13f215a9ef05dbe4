from odoo import api, models
from odoo.fields import Domain


class ListOfField(models.AbstractModel):
    _name = "report.onestop_procedure.list_of_field"
    _inherit = "onestop.procedure.list"
    _description = "Posted List of a Field"
    _model = "onestop.field"

    @api.model
    def _domain(self, owner):
        return Domain("field_id", "=", owner.id)

    @api.model
    def _query(self, owner):
        return f"field={owner.id}"

    @api.model
    def _title(self, owner):
        return f"Lĩnh vực: {owner.name}"
