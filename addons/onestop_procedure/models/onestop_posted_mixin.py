from odoo import api, models
from odoo.fields import Domain


class OnestopPostedMixin(models.AbstractModel):
    """What is printed and posted of a version, and where."""

    _name = "onestop.posted.mixin"
    _description = "Posted at Offices"

    @api.model
    def _domain_of_department(self, department):
        """The versions that a department resolves; at a centre, those filed there."""
        competent = Domain("competent_department_ids", "child_of", department.ids)
        implementing = Domain("implementing_department_ids", "child_of", department.ids)
        if department.kind == "commune":
            return Domain("any_centre", "=", True) | competent
        if department.kind == "centre":
            others = Domain("competent_department_ids.kind", "!=", "commune")
            nobody = Domain("competent_department_ids", "=", False)
            return Domain("any_centre", "=", True) | others | nobody
        return competent | implementing

    def action_print_notice(self):
        """The notice to post, as a PDF."""
        report = self.env.ref("onestop_procedure.report_procedure_notice")
        return report.report_action(self)
