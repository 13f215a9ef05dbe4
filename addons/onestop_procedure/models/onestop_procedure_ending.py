from odoo import api, fields, models
from odoo.tools import format_date

from ..legal_day import legal_today


class OnestopProcedureEnding(models.Model):
    """That a decision ends a procedure: abolishes it, or has another take its place; or
    that it withdraws one version of it before its first day."""

    _name = "onestop.procedure.ending"
    _description = "Ending of a Procedure"
    _inherit = ["onestop.frozen.mixin"]
    _order = "decision_id, procedure_id, id"
    _rec_name = "procedure_id"

    decision_id = fields.Many2one(
        "onestop.publication.decision", required=True, index=True, ondelete="cascade"
    )
    procedure_id = fields.Many2one(
        "onestop.procedure", required=True, index=True, ondelete="restrict"
    )
    successor_id = fields.Many2one(
        "onestop.procedure",
        string="Replaced by",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: it is abolished, and nothing takes its place.",
    )
    version_id = fields.Many2one(
        "onestop.procedure.version",
        string="Only the Version",
        index="btree_not_null",
        ondelete="restrict",
        help="Published and not yet in effect: it never takes effect, and the one before "
        "stays in force. Empty: the procedure ends.",
    )
    kind = fields.Selection(
        [
            ("replaced", "Replaced"),
            ("abolished", "Abolished"),
            ("withdrawn", "Withdrawn"),
        ],
        compute="_compute_kind",
        store=True,
    )
    published_at = fields.Datetime(readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(decision_id, procedure_id)", "The decision ends this procedure already."
    )
    _withdrawn_has_no_successor = models.Constraint(
        "CHECK (version_id IS NULL OR successor_id IS NULL)",
        "A version that is withdrawn is replaced by no other procedure.",
    )
    _successor_is_another = models.Constraint(
        "CHECK (successor_id != procedure_id)", "A procedure does not replace itself."
    )

    @api.depends("successor_id", "version_id")
    def _compute_kind(self):
        for ending in self:
            if ending.version_id:
                ending.kind = "withdrawn"
            else:
                ending.kind = "replaced" if ending.successor_id else "abolished"

    def _is_frozen(self):
        return bool(self.published_at)

    def _obstacles(self):
        """What keeps the procedure from ending by this decision, as sentences."""
        _ = self.env._
        if self.version_id:
            return self._obstacles_of_withdrawal()
        day, obstacles = self.decision_id.effect_date, []
        if not self.procedure_id._may_end_on(day):
            obstacles.append(_("It is not in force by then: there is nothing to end."))
        if self.successor_id and not self._successor_is_there(day):
            obstacles.append(
                _(
                    "%(procedure)s, which replaces it, is not in force on that day.",
                    procedure=self.successor_id.display_name,
                )
            )
        return obstacles

    def _obstacles_of_withdrawal(self):
        _ = self.env._
        version = self.version_id
        if version.procedure_id != self.procedure_id:
            return [
                _(
                    "%(version)s is of another procedure.",
                    version=version.display_name,
                )
            ]
        if not version._is_upcoming(legal_today()):
            return [
                _(
                    "%(version)s is not waiting for its first day: only then can it be "
                    "withdrawn.",
                    version=version.display_name,
                )
            ]
        if self.decision_id.effect_date > version.valid_from:
            return [
                _(
                    "%(version)s takes effect on %(day)s, before the decision does.",
                    version=version.display_name,
                    day=format_date(self.env, version.valid_from),
                )
            ]
        return []

    def _successor_is_there(self, day):
        """Whether it is in force on the day, or comes into force by this decision."""
        coming = self.decision_id.version_ids.procedure_id
        return self.successor_id in coming or bool(
            self.successor_id._current_version(day)
        )
