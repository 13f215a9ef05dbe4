from odoo import fields, models
from odoo.tools import SQL


class OnestopStepReport(models.Model):
    """A run of a step as a row to count: which department, how long, in its time?

    Of what was void in the end only the delay counts that it made.
    """

    _name = "onestop.step.report"
    _description = "Report on steps"
    _inherit = ["onestop.report.mixin"]
    _auto = False
    _order = "date_opened desc, id desc"
    _rec_name = "dossier_code"

    number = fields.Integer("Number of steps")
    dossier_id = fields.Many2one("onestop.dossier", readonly=True)
    dossier_code = fields.Char("Dossier code", readonly=True)
    step_id = fields.Many2one("onestop.process.step", readonly=True)
    kind = fields.Selection(
        lambda self: self._selection_of("onestop.process.step", "kind"), readonly=True
    )
    date_opened = fields.Datetime("Opened", readonly=True)
    date_due = fields.Datetime("Due", readonly=True)
    date_ended = fields.Datetime("Ended", readonly=True)
    hours_open = fields.Float(
        "Hours open",
        readonly=True,
        aggregator="avg",
        help="From its opening to its end, or to now; every hour counted.",
    )

    hours_late = fields.Float(
        "Working hours late",
        readonly=True,
        help="Working time beyond the due date of what has ended, without what stood "
        "still: the delay that is charged to the department.",
    )

    @property
    def _table_query(self):
        due, ended = SQL("r.date_due"), SQL("r.date_ended")
        still = self.env["onestop.dossier.step"]._still_sql(SQL("r.kind"))
        running = SQL("(r.state = 'open' AND NOT %s)", still)
        standing = self._standing(due, ended, running, SQL("r.date_silent"))
        return SQL(
            """
            SELECT 1 AS number, r.id, r.dossier_id, d.code AS dossier_code, r.step_id,
                   r.kind,
                   d.procedure_id, r.department_id, d.received_department_id,
                   r.date_opened, r.date_due, r.date_ended,
                   extract(
                       epoch FROM coalesce(r.date_ended, %(now)s) - r.date_opened
                   ) / 3600 AS hours_open,
                   r.minutes_late / 60.0 AS hours_late,
                   CASE WHEN r.state != 'void' THEN %(standing)s END AS standing,
                   CASE WHEN r.state = 'void' OR r.date_ended IS NULL THEN NULL
                        WHEN r.date_silent IS NOT NULL THEN 0
                        ELSE %(rate)s END AS on_time_rate
              FROM onestop_dossier_step AS r
              JOIN onestop_dossier AS d ON d.id = r.dossier_id
             WHERE r.state != 'void' OR r.minutes_late > 0
            """,
            now=self._now(),
            standing=standing,
            rate=self._rate(due, ended),
        )
