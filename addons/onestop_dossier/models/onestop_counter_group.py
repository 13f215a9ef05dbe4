from odoo import api, models


class OnestopCounterGroup(models.Model):
    _inherit = "onestop.counter.group"

    @api.model
    def _for_field(self, field):
        """The counter of a provincial centre that receives online dossiers of a field.

        One that names the field goes before one that takes all fields.
        """
        groups = self.search([("department_id.kind", "=", "centre")])
        return (
            groups.filtered(lambda group: field and field in group.field_ids)
            or groups.filtered(lambda group: not group.field_ids)
        )[:1]
