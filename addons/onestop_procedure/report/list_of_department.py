from odoo import api, models


class ListOfDepartment(models.AbstractModel):
    """What a department resolves; of a centre, what is filed there."""

    _name = "report.onestop_procedure.list_of_department"
    _inherit = "onestop.procedure.list"
    _description = "Posted List of a Department"
    _model = "onestop.department"

    @api.model
    def _domain(self, owner):
        return owner.env["onestop.procedure.version"]._domain_of_department(owner)

    @api.model
    def _query(self, owner):
        return f"department={owner.id}"

    @api.model
    def _title(self, owner):
        if owner.kind in ("centre", "commune"):
            return f"Tiếp nhận tại {owner.name}"
        return f"Thuộc thẩm quyền giải quyết của {owner.name}"
