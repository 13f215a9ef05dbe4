from odoo import api, fields, models

from ..engine.asking import Asking

# Who sees what agencies say to each other: the counter and the applicant do not.
AGENCIES = (
    "onestop_procedure.group_onestop_department_officer,"
    "onestop_procedure.group_onestop_department_head,"
    "onestop_procedure.group_onestop_clerk,"
    "onestop_procedure.group_onestop_supervisor,"
    "onestop_procedure.group_onestop_director"
)


class OnestopAsked(models.AbstractModel):
    """That the lead agency of a dossier asks others for their opinion."""

    _name = "onestop.asked"
    _description = "Asking of other agencies"

    opinion_ids = fields.One2many(
        "onestop.opinion", "dossier_id", "Opinions", groups=AGENCIES
    )
    may_ask = fields.Boolean(compute="_compute_may_ask", groups=AGENCIES)

    @api.depends_context("uid")
    @api.depends("state", "department_id")
    def _compute_may_ask(self):
        for dossier in self:
            dossier.may_ask = Asking.may(dossier)

    def action_open_asking(self):
        """Ask a department that the process does not name."""
        self.ensure_one()
        return self.env["onestop.opinion.asking"]._open(self)

    def ask_opinion(self, values):
        """Ask a department for its opinion beside the process, as the lead agency.

        :param dict values: `department_id`, `content`, `until` (ISO text, UTC) and
            `paper_ids`: files of the dossier's papers that it is shown
        :return: id of the opinion
        :raises UserError: in a sentence
        """
        self.ensure_one()
        return Asking(self).ask(values).id
