from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.right import ENGINE


class OnestopUrgingLine(models.Model):
    """A dossier that a letter urges to resolve, as it stood on the day of the letter."""

    _name = "onestop.urging.line"
    _description = "Dossier urged"
    _order = "date_due, id"
    _rec_name = "code"

    urging_id = fields.Many2one(
        "onestop.urging", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="urging_id.state", store=True)
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    code = fields.Char("Dossier code", required=True, readonly=True)
    procedure_id = fields.Many2one(
        "onestop.procedure", readonly=True, ondelete="restrict"
    )
    date_due = fields.Datetime("Legal due date", readonly=True)
    lateness = fields.Char("Time kept", readonly=True)
    steps = fields.Char("Where it is", readonly=True)
    times = fields.Integer(
        "Time it is urged", readonly=True, help="1: for the first time."
    )
    running = fields.Char(
        "Urged already",
        readonly=True,
        help="By a letter whose term is not over: say why it is urged again.",
    )
    reason = fields.Char("Why again")

    _once = models.UniqueIndex(
        "(urging_id, dossier_id)", "This dossier is in the letter already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not ENGINE:
            raise AccessError(self.env._("Letters are made of dossiers that are late."))
        return super().create(vals_list)

    def write(self, vals):
        if not ENGINE:
            if vals.keys() - {"reason"}:
                raise AccessError(
                    self.env._("Of a line only the reason is written by hand.")
                )
            self.urging_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_of_draft(self):
        self.urging_id._check_draft()

    def _check_reasons(self):
        """:raises UserError: where one is urged twice in a term without a word"""
        for line in self:
            if line.running and not (line.reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(code)s was urged already: %(running)s. Say why it is urged "
                        "again, or take it out of the letter.",
                        code=line.code,
                        running=line.running,
                    )
                )
