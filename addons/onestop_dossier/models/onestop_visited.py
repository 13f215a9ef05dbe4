from odoo import api, fields, models

# Whoever works on dossiers, and the counter, which the applicant asks.
STAFF = "onestop_procedure.group_onestop_staff"


class OnestopVisited(models.AbstractModel):
    """That somebody goes to look at the place a dossier is about."""

    _name = "onestop.visited"
    _description = "Visited on the spot"

    visit_ids = fields.One2many(
        "onestop.site.visit", "dossier_id", "Site visits", groups=STAFF
    )
    may_visit = fields.Boolean(compute="_compute_may_visit", groups=STAFF)

    @api.depends_context("uid")
    @api.depends("state", "step_ids.state")
    def _compute_may_visit(self):
        for dossier in self:
            dossier.may_visit = self.env["onestop.site.visit"]._may_arrange_for(dossier)

    def action_open_visiting(self):
        """Arrange a visit on the spot."""
        self.ensure_one()
        return self.env["onestop.site.visit.form"]._open("plan", dossier=self)

    def arrange_visit(self, values):
        """Arrange a visit on the spot, and tell the applicant.

        :param dict values: `date_start`, `date_end` (ISO text, UTC), `place`,
            `officer_ids`, `purpose`, `prepare`, `invited`
        :return: id of the visit
        :raises UserError: in a sentence
        """
        self.ensure_one()
        values = values if isinstance(values, dict) else {}
        return self.env["onestop.site.visit"]._arrange(self, values).id
