from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.onestop_procedure.legal_day import legal_today

SCORES = [
    ("1", "Very dissatisfied"),
    ("2", "Dissatisfied"),
    ("3", "Neither"),
    ("4", "Satisfied"),
    ("5", "Very satisfied"),
]
LONGEST_COMMENT = 1000


class OnestopSatisfaction(models.Model):
    """What a person said of the service, after the result was returned.

    Those who answer stay confidential (Circular 03/2025/TT-VPCP, art. 27.3): nothing
    here names the person or the dossier, not the author, not the moment, only the
    week. The dossier in turn knows only that it was rated.
    """

    _name = "onestop.satisfaction"
    _description = "Satisfaction"
    _log_access = False
    _order = "week desc, procedure_id, score"
    _rec_name = "score"

    score = fields.Selection(SCORES, required=True, readonly=True)
    value = fields.Integer(
        "Points", compute="_compute_value", store=True, aggregator="avg"
    )
    comment = fields.Text(readonly=True)
    procedure_id = fields.Many2one(
        "onestop.procedure",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    department_id = fields.Many2one(
        "onestop.department", readonly=True, index="btree_not_null", ondelete="set null"
    )
    # How it came in; the questionnaire of the forms asks nobody who they are.
    source = fields.Selection(
        [("dossier", "After logging in"), ("form", "By the code on a form")],
        "Given",
        required=True,
        readonly=True,
        default="dossier",
    )
    week = fields.Date("Week of", required=True, readonly=True, index=True)

    @api.depends("score")
    def _compute_value(self):
        for answer in self:
            answer.value = int(answer.score or 0)

    @api.model
    def _answer(self, procedure, department, score, comment, source="dossier"):
        """Keep one answer.

        :param str score: "1" to "5"
        :param str source: "dossier", or "form" from the code on a form
        :raises ValueError: for another score
        """
        if score not in dict(SCORES):
            raise ValueError(score)
        today = legal_today()
        # sudo: bounded to one new row of these six values; nobody has the right to
        # write answers, and whoever answers must not be written down.
        self.sudo().create(
            {
                "score": score,
                "comment": (comment or "").strip()[:LONGEST_COMMENT] or False,
                "procedure_id": procedure.id,
                "department_id": department.id,
                "source": source,
                "week": today - timedelta(days=today.weekday()),
            }
        )
