from odoo import api, fields, models

# Of how many dossiers of a version, the newest, it is told what was asked for.
LAST = 100


class OnestopProcedureComponent(models.Model):
    _inherit = "onestop.procedure.component"

    asked_often = fields.Char(
        "Missing or wrong",
        compute="_compute_asked_often",
        help="In how many of the last dossiers applicants were asked for this paper, "
        "because it was missing or wrong.",
    )
    asked_most = fields.Boolean(
        "Most often missing or wrong", compute="_compute_asked_often"
    )

    @api.depends_context("lang")
    @api.depends("version_id")
    def _compute_asked_often(self):
        self.asked_often = self.asked_most = False
        for version, components in self.grouped("version_id").items():
            asked, dossiers = version._asked_of_last(LAST)
            most = max(asked.values(), default=0)
            for component in components:
                number = asked.get(component._origin.id)
                if number:
                    component.asked_often = self.env._(
                        "%(number)s of %(dossiers)s", number=number, dossiers=dossiers
                    )
                    component.asked_most = number == most
