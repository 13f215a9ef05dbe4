from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.right import ENGINE


class OnestopUrgingLine(models.Model):
    """A dossier that a letter urges to resolve, as it stood on the day of the letter."""

    _name = "onestop.urging.line"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Dossier urged"
    _written_with = ENGINE
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

    def write(self, vals):
        if not ENGINE:
            self.urging_id._check_draft()
        return super().write(vals)

    def _typed(self):
        return {"reason"}

    def _refusal(self):
        return self.urging_id._refusal()

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
