from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.onestop_dossier.core.workflow import OPEN_STATES

# Resolved is not returned (the ten statuses of the national portal): both have ended.
ENDED = ("resolved", "returned")
# In these the file waits for the applicant, whether it was received or not.
STILL = ("supplement", "payment")


class OnestopDossierReport(models.Model):
    """A dossier as a row to count: once submitted, without a word of whose it is.

    Each is in one `situation`, so that their numbers add up to what was submitted.
    """

    _name = "onestop.dossier.report"
    _description = "Report on dossiers"
    _inherit = ["onestop.report.mixin"]
    _auto = False
    _order = "date_submitted desc, id desc"
    _rec_name = "code"

    number = fields.Integer("Number of dossiers")
    dossier_id = fields.Many2one("onestop.dossier", readonly=True)
    code = fields.Char("Dossier code", readonly=True)
    field_id = fields.Many2one("onestop.field", readonly=True)
    department_id = fields.Many2one(string="Competent department")
    channel = fields.Selection(
        lambda self: self._selection_of("onestop.dossier", "channel"), readonly=True
    )
    run_by = fields.Selection(
        lambda self: self._selection_of("onestop.dossier", "run_by"),
        "Run by",
        readonly=True,
        help="What is decided elsewhere is followed here: it has no term of ours, and "
        "counts in no figure of being on time.",
    )
    state = fields.Selection(
        lambda self: self._selection_of("onestop.dossier", "state"), readonly=True
    )
    situation = fields.Selection(
        [
            ("waiting", "Waiting for intake"),
            ("denied", "Intake refused"),
            ("cancelled", "Stopped"),
            ("pausing", "Term stands still"),
            ("undue", "Open, within its term"),
            ("overdue", "Open, overdue"),
            ("open", "Open, without a term"),
            ("early", "Early"),
            ("on_time", "On time"),
            ("late", "Late"),
            ("ended", "Resolved, without a term"),
        ],
        readonly=True,
        help="Early: before the day of the legal date. An apology moves no date here.",
    )
    charged_department_id = fields.Many2one(
        "onestop.department",
        "Delay charged to",
        readonly=True,
        help="Of what is late or overdue: the department whose steps were late longest, "
        "or whose step is open beyond its time. Empty where no step is to blame.",
    )
    fault = fields.Selection(
        [
            ("inside", "By the competent department"),
            ("outside", "By another department"),
        ],
        "Whose delay",
        readonly=True,
    )
    delivery = fields.Selection(
        lambda self: self._selection_of("onestop.dossier", "delivery"), readonly=True
    )
    outcome = fields.Selection(
        lambda self: self._selection_of("onestop.dossier", "outcome"), readonly=True
    )
    supplements = fields.Integer("Requests to supplement", readonly=True)
    date_submitted = fields.Datetime("Submitted on", readonly=True)
    date_accepted = fields.Datetime("Received on", readonly=True)
    date_due_legal = fields.Datetime("Legal due date", readonly=True)
    date_resolved = fields.Datetime("Resolved on", readonly=True)
    date_returned = fields.Datetime("Returned on", readonly=True)
    on_time_share = fields.Float(
        "On-time share of what was received (%)",
        readonly=True,
        aggregator="avg",
        help="Of all that was received, what is still open included: the share that "
        "was resolved by the legal date.",
    )
    days_to_resolve = fields.Float(
        "Calendar days to resolve",
        readonly=True,
        aggregator="avg",
        help="From reception to the result, every day counted.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT d.*, CASE WHEN d.charged_department_id = d.department_id
                             THEN 'inside'
                             WHEN d.charged_department_id IS NOT NULL
                             THEN 'outside' END AS fault
              FROM (%s) AS d
            """,
            self._rows(),
        )

    def _rows(self):
        # Lateness is measured on the legal date, never on one moved by an apology
        # (Decree 61/2018, art. 19.9).
        due, resolved = SQL("d.date_due_legal"), SQL("d.date_resolved")
        running = SQL("(d.state IN %s AND d.suspended IS NOT TRUE)", OPEN_STATES)
        standing = self._standing(due, resolved, running)
        # What another system decides has no term of ours.
        here = SQL("coalesce(d.run_by, 'here') = 'here'")
        return SQL(
            """
            SELECT 1 AS number, d.id, d.id AS dossier_id, d.code, d.procedure_id,
                   v.field_id, d.received_department_id, d.department_id, d.channel, d.state,
                   d.run_by,
                   d.outcome, d.delivery, d.date_submitted, d.date_accepted,
                   d.date_due_legal, d.date_resolved, d.date_returned,
                   (SELECT count(*) FROM onestop_dossier_supplement AS s
                     WHERE s.dossier_id = d.id) AS supplements,
                   CASE WHEN %(here)s
                        THEN extract(epoch FROM d.date_resolved - d.date_accepted)
                             / 86400 END AS days_to_resolve,
                   %(standing)s AS standing,
                   %(situation)s AS situation,
                   CASE WHEN %(standing)s IN ('late', 'overdue')
                        THEN (%(charged)s) END AS charged_department_id,
                   %(rate)s AS on_time_rate,
                   CASE WHEN d.date_accepted IS NOT NULL AND %(here)s
                        THEN coalesce(%(rate)s, 0) END AS on_time_share
              FROM onestop_dossier AS d
         LEFT JOIN onestop_procedure_version AS v ON v.id = d.version_id
             WHERE d.state != 'draft'
            """,
            here=here,
            standing=standing,
            situation=self._situation(standing),
            charged=self._charged(),
            rate=self._rate(due, resolved),
        )

    def _situation(self, standing):
        """SQL of the one situation in which a dossier is."""
        return SQL(
            """CASE
                WHEN d.state = 'rejected' THEN 'denied'
                WHEN d.state = 'stopped' THEN 'cancelled'
                WHEN d.state IN %(ended)s THEN coalesce(%(standing)s, 'ended')
                WHEN d.suspended THEN 'pausing'
                WHEN d.state IN %(still)s AND %(standing)s IS DISTINCT FROM 'overdue'
                THEN 'pausing'
                WHEN d.date_accepted IS NULL THEN 'waiting'
                ELSE coalesce(%(standing)s, 'open')
            END""",
            ended=ENDED,
            still=STILL,
            standing=standing,
        )

    def _charged(self):
        """SQL of the department that a delay is charged to.

        What has ended counts by its working minutes; an open step beyond its time has
        none yet, and stands first: it is where the dossier waits now.
        """
        return SQL(
            """
            SELECT r.department_id FROM onestop_dossier_step AS r
             WHERE r.dossier_id = d.id
               AND (r.minutes_late > 0 OR r.state = 'open' AND r.date_due < %s)
             GROUP BY r.department_id
             ORDER BY bool_or(r.state = 'open' AND r.date_due < %s) DESC,
                      sum(r.minutes_late) DESC, r.department_id
             LIMIT 1
            """,
            self._now(),
            self._now(),
        )
