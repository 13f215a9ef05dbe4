from odoo import api, fields, models
from odoo.fields import Domain

from ..core.database_time import aware
from ..core.legal_time import ZONE


class OnestopPostedMixin(models.AbstractModel):
    """What is printed and posted of a version, and where.

    A part of the version alone: it stands apart from what the version says, which is
    frozen, as posting goes on after that.
    """

    _name = "onestop.posted.mixin"
    _description = "Posted at Offices"

    to_post_count = fields.Integer(
        compute="_compute_to_post_count",
        string="To Be Posted",
        groups="onestop_procedure.group_onestop_catalogue_manager",
        help="Offices at which it is to be posted or taken down.",
    )

    def _compute_to_post_count(self):
        counts = dict(
            self.env["onestop.posting.duty"]._read_group(
                [("version_id", "in", self.ids), ("state", "!=", "posted")],
                ["version_id"],
                ["__count"],
            )
        )
        for version in self:
            version.to_post_count = counts.get(version, 0)

    def action_open_duties(self):
        """Where it is to be posted, hangs, or is to be taken down."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_procedure.onestop_posting_duty_action"
        )
        return {**action, "domain": [("version_id", "in", self.ids)], "context": {}}

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

    def _published_on(self):
        """The legal day on which it was published; none for a draft."""
        self.ensure_one()
        moment = self.published_at
        return moment and aware(moment).astimezone(ZONE).date()
