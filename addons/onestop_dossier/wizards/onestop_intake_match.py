from odoo import fields, models


class OnestopIntakeMatch(models.TransientModel):
    """Somebody who may be the owner, found without a card: masked until the officer says
    that it is them."""

    _name = "onestop.intake.match"
    _description = "Person who may be meant"

    intake_id = fields.Many2one("onestop.intake", required=True, ondelete="cascade")
    # A number, so that nobody reads the dossier by it.
    known_by = fields.Integer("Dossier")
    name = fields.Char()
    year = fields.Char("Born in")
    number = fields.Char("Identity number")
    commune = fields.Char()

    def action_take(self):
        """It is them: fill in what is known."""
        self.ensure_one()
        return self.intake_id._take_match(self.known_by)
