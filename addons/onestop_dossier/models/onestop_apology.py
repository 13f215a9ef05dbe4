from odoo import api, fields, models

from ..core.workflow import OPEN_STATES

# Who is waited for in these states. An apology names a new date (Decree 61/2018, art.
# 19.9), and while somebody outside is waited for none can be promised: once a supplement
# is complete, the law counts the term again from its start (art. 19.4), and an apology
# given before would be void and have used up the one re-appointment.
WAITING = {"supplement": "applicant", "payment": "payment", "withdrawal": "withdrawal"}


class OnestopApology(models.AbstractModel):
    """A dossier past its date: whether an apology was given, can be, or why not yet."""

    _name = "onestop.apology"
    _description = "What is apologised for"

    apologised = fields.Boolean(
        compute="_compute_apologised", groups="onestop_procedure.group_onestop_staff"
    )
    apology = fields.Selection(
        [
            ("possible", "To be given by the department now"),
            ("applicant", "Once the applicant has answered"),
            ("payment", "Once the obligation is fulfilled"),
            ("withdrawal", "The applicant wants to withdraw"),
            ("given", "Given; the law grants no other"),
        ],
        compute="_compute_apology",
        groups="onestop_procedure.group_onestop_staff",
        help="Of a dossier that is past the date that its applicant was told last.",
    )

    @api.depends("clock_event_ids.kind")
    def _compute_apologised(self):
        for dossier in self:
            dossier.apologised = "apology" in dossier.clock_event_ids.mapped("kind")

    @api.depends("state", "suspended", "date_due", "clock_event_ids.kind")
    def _compute_apology(self):
        now = fields.Datetime.now()
        for dossier in self:
            past = dossier.date_due and dossier.date_due < now
            dossier.apology = past and dossier._apology_standing()

    def _apology_standing(self):
        """Whether an apology can be given: a value of `apology`, or False where no date
        runs out."""
        self.ensure_one()
        if self.state not in OPEN_STATES or not self.date_due or self.suspended:
            return False
        if not self._may_apologise_again():
            return "given"
        return WAITING.get(self.state, "possible")

    def _may_apologise_again(self):
        """Whether the law grants another re-appointment."""
        made = self.clock_event_ids.filtered(lambda one: one.kind == "apology")
        # sudo: bounded to a rule of the law, which is no secret.
        rules = self.sudo().rule_set_id
        return bool(rules) and len(made) < rules._value("reappointments")

    def _apology_lead(self):
        """Days before expiry on which an apology is due; None where none is owed."""
        if not self._may_apologise_again():
            return None
        # sudo: as above.
        return self.sudo().rule_set_id._value("apology_lead_days")
