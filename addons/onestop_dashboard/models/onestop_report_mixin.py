from odoo import api, fields, models
from odoo.tools import SQL

# What of a file's standing counts as on time, and what as late.
ON_TIME = ("early", "on_time")
LATE = ("late",)


class OnestopReportMixin(models.AbstractModel):
    """Rows to count, one for each record of the model that is reported on.

    A report is a view of the database: nothing is stored twice, and lateness is that
    of the moment of asking. It names no applicant. Each report gives its rows as
    `_table_query`, with what is here.
    """

    _name = "onestop.report.mixin"
    _description = "Report"
    _auto = False
    _log_access = False

    procedure_id = fields.Many2one("onestop.procedure", readonly=True)
    department_id = fields.Many2one("onestop.department", readonly=True)
    standing = fields.Selection(
        [
            ("early", "Early"),
            ("on_time", "On time"),
            ("late", "Late"),
            ("undue", "Open, within its term"),
            ("overdue", "Open, overdue"),
        ],
        readonly=True,
    )
    on_time_rate = fields.Float(
        "On-time rate (%)",
        readonly=True,
        aggregator="avg",
        help="Of what has ended and had a term: the share that ended by the due date.",
    )

    @api.model
    def _selection_of(self, model, name):
        """The choices of a field of the model that is reported on."""
        return self.env[model]._fields[name]._description_selection(self.env)

    def _standing(self, due, ended, running):
        """SQL of the standing: how what ended, or still runs, stands to its due date.

        What has no due date (no term, not yet begun) stands nowhere: NULL. Early is
        before the day of the due date, in legal time.

        :param SQL due: the due date (UTC)
        :param SQL ended: when it ended (UTC), NULL while it runs
        :param SQL running: whether its term runs
        """
        return SQL(
            """CASE
                WHEN %(due)s IS NULL THEN NULL
                WHEN %(ended)s > %(due)s THEN 'late'
                WHEN %(ended_day)s < %(due_day)s THEN 'early'
                WHEN %(ended)s IS NOT NULL THEN 'on_time'
                WHEN NOT %(running)s THEN NULL
                WHEN %(now)s > %(due)s THEN 'overdue'
                ELSE 'undue'
            END""",
            due=due,
            ended=ended,
            ended_day=self._legal_day(ended),
            due_day=self._legal_day(due),
            running=running,
            now=self._now(),
        )

    def _now(self):
        return SQL("%s::timestamp", fields.Datetime.now())

    def _legal_day(self, moment):
        """SQL of the day in Việt Nam of a moment in UTC."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Ho_Chi_Minh')::date", moment
        )

    def _rate(self, due, ended):
        """SQL of 100 for what ended by its due date, 0 for what ended later."""
        return SQL(
            "CASE WHEN %(ended)s <= %(due)s THEN 100 WHEN %(ended)s > %(due)s THEN 0 "
            "END",
            due=due,
            ended=ended,
        )
