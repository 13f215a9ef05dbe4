from odoo import fields, models
from odoo.tools import SQL


class OnestopComplaintReport(models.Model):
    """A reflection, petition or complaint as a row to count.

    What is sealed, or kept by the custodians for another reason, is no row: no figure
    tells that there is such a thing (docs/decisions/0008). Neither who brought it nor
    which officer it is about is in here: an unfounded reflection does not count against
    an officer (Circular 01/2018, art. 13). A figure is never of more than what its
    reader may open, so that a small one tells nothing new.
    """

    _name = "onestop.complaint.report"
    _description = "Report on reflections and complaints"
    _inherit = ["onestop.report.mixin"]
    _auto = False
    _order = "date_received desc, id desc"
    _rec_name = "code"
    _counted = "complaint_id"

    number = fields.Integer("Number of grievances")
    complaint_id = fields.Many2one("onestop.complaint", "Grievance", readonly=True)
    code = fields.Char(readonly=True)
    kind = fields.Selection(
        lambda self: self._selection_of("onestop.complaint", "kind"), readonly=True
    )
    classification = fields.Selection(
        lambda self: self._selection_of("onestop.complaint", "classification"),
        "Class of the reflection",
        readonly=True,
    )
    channel = fields.Selection(
        lambda self: self._selection_of("onestop.complaint", "channel"), readonly=True
    )
    stage = fields.Selection(
        lambda self: self._selection_of("onestop.complaint", "stage"),
        "About the stage",
        readonly=True,
    )
    state = fields.Selection(
        lambda self: self._selection_of("onestop.complaint", "state"), readonly=True
    )
    outcome = fields.Selection(
        lambda self: self._selection_of("onestop.complaint", "outcome"), readonly=True
    )
    explanation_state = fields.Selection(
        lambda self: self._selection_of("onestop.complaint", "explanation_state"),
        "State of the explanation",
        readonly=True,
    )
    department_id = fields.Many2one(string="Competent department")
    target_department_id = fields.Many2one(
        "onestop.department", "About the department", readonly=True
    )
    standing = fields.Selection(
        help="Of its terms: one that is open and overdue comes first, then what is "
        "still open, then one that was kept late.",
    )
    on_time_rate = fields.Float(
        help="Of what has no open term any more: the share that kept all its terms.",
    )
    terms_late = fields.Integer(
        "Terms not kept", readonly=True, help="Ended late, or open and overdue."
    )
    date_received = fields.Datetime("Received on", readonly=True)
    date_resolved = fields.Datetime("Resolved on", readonly=True)
    days_to_resolve = fields.Float(
        "Calendar days to resolve",
        readonly=True,
        aggregator="avg",
        help="From reception to the result, every day counted.",
    )

    @property
    def _table_query(self):
        # What is only to be done if it is outside competence is no term of ours yet.
        return SQL(
            """
            SELECT 1 AS number, c.id, c.id AS complaint_id, c.code, c.kind,
                   c.classification, c.channel, c.stage, c.state, c.outcome, c.explanation_state,
                   c.procedure_id, c.received_department_id, c.department_id,
                   c.target_department_id, c.date_received, c.date_resolved,
                   extract(epoch FROM c.date_resolved - c.date_received) / 86400
                       AS days_to_resolve,
                   coalesce(t.late + t.overdue, 0) AS terms_late,
                   CASE WHEN t.overdue > 0 THEN 'overdue'
                        WHEN t.running > 0 THEN 'undue'
                        WHEN t.late > 0 THEN 'late'
                        WHEN t.on_time > 0 THEN 'on_time' END AS standing,
                   CASE WHEN t.running > 0 THEN NULL
                        WHEN t.late > 0 THEN 0
                        WHEN t.on_time > 0 THEN 100 END AS on_time_rate
              FROM onestop_complaint AS c
         LEFT JOIN (
                    SELECT complaint_id,
                           count(*) FILTER (WHERE result = 'late') AS late,
                           count(*) FILTER (WHERE result = 'on_time') AS on_time,
                           count(*) FILTER (
                               WHERE date_ended IS NULL AND date_due IS NOT NULL
                           ) AS running,
                           count(*) FILTER (
                               WHERE date_ended IS NULL AND date_due < %(now)s
                           ) AS overdue
                      FROM onestop_complaint_phase
                     WHERE provisional IS NOT TRUE
                     GROUP BY complaint_id
                   ) AS t ON t.complaint_id = c.id
             WHERE c.sealed IS NOT TRUE AND c.custodian_only IS NOT TRUE
            """,
            now=self._now(),
        )
