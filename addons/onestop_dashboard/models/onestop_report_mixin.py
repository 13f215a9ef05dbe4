from odoo import api, fields, models
from odoo.tools import SQL


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
    # The field of the record that a row counts.
    _counted = "dossier_id"

    number = fields.Integer(readonly=True, aggregator="sum")
    procedure_id = fields.Many2one("onestop.procedure", readonly=True)
    department_id = fields.Many2one("onestop.department", readonly=True)
    received_department_id = fields.Many2one(
        "onestop.department", "Received at", readonly=True
    )
    standing = fields.Selection(
        lambda self: self._selection_of("onestop.dossier", "standing"), readonly=True
    )
    on_time_rate = fields.Float(
        "On-time rate (%)",
        readonly=True,
        aggregator="avg",
        help="Of what has ended and had a term: the share that ended by the due date.",
    )

    def action_open_counted(self):
        """What the row counts, for those who may read it: their number's last step."""
        self.ensure_one()
        counted = self[self._counted]
        counted.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": counted._name,
            "res_id": counted.id,
            "views": [(False, "form")],
        }

    @api.model
    def _selection_of(self, model, name):
        """The choices of a field of the model that is reported on."""
        return self.env[model]._fields[name]._description_selection(self.env)

    def _standing(self, due, ended, running, silent=None):
        """SQL of the standing, as `onestop.standing` has it."""
        standing = self.env["onestop.standing"]
        return standing._standing_sql(due, ended, running, silent)

    def _now(self):
        return SQL("%s::timestamp", fields.Datetime.now())

    def _rate(self, due, ended):
        """SQL of 100 for what ended by its due date, 0 for what ended later."""
        return SQL(
            "CASE WHEN %(ended)s <= %(due)s THEN 100 WHEN %(ended)s > %(due)s THEN 0 "
            "END",
            due=due,
            ended=SQL("date_trunc('minute', %s)", ended),
        )
