from odoo import fields, models
from odoo.exceptions import AccessError

from ..engine.right import ENGINE


class OnestopDenouncerOpening(models.Model):
    """One opening of a sealed envelope: written once, never changed."""

    _name = "onestop.denouncer.opening"
    _inherit = ["onestop.guarded.mixin"]
    _description = "Opening of a sealed envelope"
    _written_with = ENGINE
    _order = "moment desc, id desc"
    _rec_name = "moment"

    envelope_id = fields.Many2one(
        "onestop.denouncer.envelope", required=True, index=True, ondelete="restrict"
    )
    opened_by_id = fields.Many2one(
        "res.users", "Opened by", required=True, ondelete="restrict"
    )
    moment = fields.Datetime("When", required=True)
    reason = fields.Char("Why", required=True)
    handed_to = fields.Char("Handed to", required=True)

    def unlink(self):
        raise AccessError(self.env._("An opening stays in the register."))

    def _refusal(self):
        return self.env._("Openings are entered by the action only.")
