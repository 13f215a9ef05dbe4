from odoo import fields, models

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import aware


class OnestopDossierClockEvent(models.Model):
    """What moved a dossier's date: a pause, after which its term may be counted again,
    or an apology.

    The dates before and after stay with it, so that the way of a date can be told.
    """

    _name = "onestop.dossier.clock.event"
    _description = "Event of a dossier's term"
    _order = "start, id"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("pause", "Pause"),
            ("apology", "Apology and new date"),
        ],
        required=True,
    )
    ground = fields.Selection(
        [
            ("supplement", "Supplement"),
            ("financial_obligation", "Financial obligation"),
            ("other", "Other ground"),
        ],
    )
    start = fields.Datetime(required=True)
    end = fields.Datetime()
    restarts = fields.Boolean("Counted again at its end")
    until = fields.Datetime("New date")
    reason = fields.Char()
    legal_basis = fields.Char(help="The article that lets the term stand still.")
    words = fields.Text("Apology", help="As it stands on the form.")
    responsible_id = fields.Many2one(
        "res.users",
        "Answers for it",
        ondelete="restrict",
        help="Who sees to it that the new date is kept.",
    )
    date_before = fields.Datetime("Date before")
    date_after = fields.Datetime("Date after")

    def _to_core(self):
        """The event as `core.clock` reads it."""
        self.ensure_one()
        reason = self.reason or ""
        if self.legal_basis:
            reason = f"{reason.rstrip('. ')}; {self.legal_basis}"
        start = aware(self.start)
        if self.kind == "pause":
            return clock.Pause(
                self.ground,
                start,
                aware(self.end) or None,
                restarts=self.restarts,
                reason=reason,
                citation=self._citation(),
            )
        return clock.Apology(until=aware(self.until), at=start, reason=reason)

    def _citation(self):
        """The rule of law behind a pause; what sector law says is typed with it."""
        if self.ground != "supplement":
            return None
        return self.dossier_id.rule_set_id._citation("supplement_restarts")
