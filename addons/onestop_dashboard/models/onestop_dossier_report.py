from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.onestop_dossier.core.workflow import OPEN_STATES


class OnestopDossierReport(models.Model):
    """A dossier as a row to count: once submitted, without a word of whose it is."""

    _name = "onestop.dossier.report"
    _description = "Report on dossiers"
    _inherit = ["onestop.report.mixin"]
    _auto = False
    _order = "date_submitted desc, id desc"
    _rec_name = "code"

    dossier_id = fields.Many2one("onestop.dossier", readonly=True)
    code = fields.Char("Dossier code", readonly=True)
    field_id = fields.Many2one("onestop.field", readonly=True)
    received_department_id = fields.Many2one(
        "onestop.department", "Received at", readonly=True
    )
    department_id = fields.Many2one(string="Competent department")
    channel = fields.Selection(
        lambda self: self._selection_of("onestop.dossier", "channel"), readonly=True
    )
    state = fields.Selection(
        lambda self: self._selection_of("onestop.dossier", "state"), readonly=True
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
    days_to_resolve = fields.Float(
        "Calendar days to resolve",
        readonly=True,
        aggregator="avg",
        help="From reception to the result, every day counted.",
    )

    @property
    def _table_query(self):
        # Lateness is measured on the legal date, never on one moved by an apology
        # (Decree 61/2018, art. 19.9).
        due, resolved = SQL("d.date_due_legal"), SQL("d.date_resolved")
        running = SQL("(d.state IN %s AND d.suspended IS NOT TRUE)", OPEN_STATES)
        return SQL(
            """
            SELECT d.id, d.id AS dossier_id, d.code, d.procedure_id, v.field_id,
                   d.received_department_id, d.department_id, d.channel, d.state,
                   d.outcome, d.date_submitted, d.date_accepted, d.date_due_legal,
                   d.date_resolved, d.date_returned,
                   (SELECT count(*) FROM onestop_dossier_supplement AS s
                     WHERE s.dossier_id = d.id) AS supplements,
                   extract(epoch FROM d.date_resolved - d.date_accepted) / 86400
                       AS days_to_resolve,
                   %(standing)s AS standing, %(rate)s AS on_time_rate
              FROM onestop_dossier AS d
              JOIN onestop_procedure_version AS v ON v.id = d.version_id
             WHERE d.state != 'draft'
            """,
            standing=self._standing(due, resolved, running),
            rate=self._rate(due, resolved),
        )
