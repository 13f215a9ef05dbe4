from odoo import api, models
from odoo.fields import Domain


class OnestopCounterGroup(models.Model):
    _inherit = "onestop.counter.group"

    @api.model
    def _for_field(self, field, department=None):
        """The counter that receives online dossiers of a field.

        One that names the field goes before one that takes all fields.

        :param department: the centre it belongs to; without one, the provincial centre
        """
        domain = (
            Domain("department_id", "=", department.id)
            if department
            else Domain("department_id.kind", "=", "centre")
        )
        return self._of_field(self.search(domain), field)

    @api.model
    def _of_field(self, groups, field):
        """Of the counters of one centre, the one that receives a field; or none."""
        return (
            groups.filtered(lambda group: field and field in group.field_ids)
            or groups.filtered(lambda group: not group.field_ids)
        )[:1]

    @api.model
    def _centres_for_field(self, field):
        """The centres of province and communes that exist and receive a field."""
        groups = self.search([("department_id.in_force", "=", True)])
        centres = self.env["onestop.department"]
        for centre, its_groups in groups.grouped("department_id").items():
            if self._of_field(its_groups, field):
                centres |= centre
        return centres
