from odoo import fields, models


class OnestopDenouncerReading(models.TransientModel):
    """Asks a custodian why; what is read then is shown, and kept nowhere."""

    _name = "onestop.denouncer.reading"
    _description = "Reading of an identity, or opening of an envelope"

    complaint_id = fields.Many2one(
        "onestop.complaint", "Matter", readonly=True, ondelete="cascade"
    )
    envelope_id = fields.Many2one(
        "onestop.denouncer.envelope", readonly=True, ondelete="cascade"
    )
    reason = fields.Char("Why", required=True)
    handed_to = fields.Char("Handed to")

    def action_read(self):
        """Show the identity in a message that is gone with its window."""
        self.ensure_one()
        complaint, reason = self.complaint_id, self.reason
        identity = complaint.read_identity(reason)
        # sudo: the caller's own form, which is done with.
        self.sudo().unlink()
        lines = [text for text in identity.values() if text]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": complaint.code,
                "message": " · ".join(lines)
                or self.env._("The system holds no identity."),
                "type": "warning",
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_open(self):
        """Enter the opening of the envelope."""
        self.ensure_one()
        envelope, reason, handed_to = self.envelope_id, self.reason, self.handed_to
        envelope.open_envelope(reason, handed_to)
        # sudo: the caller's own form, which is done with.
        self.sudo().unlink()
        return {"type": "ir.actions.act_window_close"}
