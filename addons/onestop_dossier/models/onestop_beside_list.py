from odoo import api, fields, models


class OnestopBesideList(models.AbstractModel):
    """A dossier whose applicant is asked for what the procedure's list does not name.

    The law has officers ask for what it names and was published, and for nothing else
    (Decree 61/2018, art. 5.1): such a request says by which rule, and is shown to who
    leads the agency and to the centre, which passes it on.
    """

    _name = "onestop.beside.list"
    _description = "Asked beside the list"

    asked_beside = fields.Char(
        "Asked for beside the list",
        compute="_compute_asked_beside",
        groups="onestop_procedure.group_onestop_staff",
    )

    @api.depends(
        "supplement_ids.line_ids.outside",
        *("supplement_ids.answered_at", "supplement_ids.taken_back_at"),
    )
    def _compute_asked_beside(self):
        for dossier in self:
            lines = dossier._requests_not_answered().line_ids.filtered("outside")
            dossier.asked_beside = "; ".join(line._beside_in_words() for line in lines)

    def _requests_not_answered(self):
        return self.supplement_ids.filtered(
            lambda one: not (one.answered_at or one.taken_back_at)
        )
