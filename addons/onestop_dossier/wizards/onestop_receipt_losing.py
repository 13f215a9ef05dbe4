from odoo import api, fields, models

from ..core.card_error import CardError
from ..core.identity_card import IdentityCard, looks_like_card
from ..engine.receipt_loss import ReceiptLoss

SIGNED = ("name", "identity_number", "identity_checked", "unsigned_reason")


class OnestopReceiptLosing(models.TransientModel):
    """The screen on which a receipt is reported lost: the card is scanned, whoever lost
    it signs, and another receipt is printed."""

    _name = "onestop.receipt.losing"
    _description = "Receipt that was lost"
    _inherit = ["barcodes.barcode_events_mixin"]

    # Anybody may name any dossier: what is shown of it is read in their own name.
    dossier_id = fields.Many2one("onestop.dossier", required=True)
    code = fields.Char(related="dossier_id.code", related_sudo=False)
    owner_name = fields.Char(related="dossier_id.owner_name", related_sudo=False)
    submitter_name = fields.Char(
        related="dossier_id.submitter_name", related_sudo=False
    )
    statement = fields.Text("They sign", compute="_compute_statement")
    name = fields.Char("Reported by")
    identity_number = fields.Char()
    identity_checked = fields.Boolean("I compared the card with the person")
    signature = fields.Binary(attachment=False)
    unsigned_reason = fields.Char("Why there is no signature")

    @api.depends("code")
    def _compute_statement(self):
        for screen in self:
            screen.statement = ReceiptLoss.statement(screen.dossier_id)

    @api.model
    def _open(self, dossier):
        """The screen for a dossier, as of whoever filed it."""
        screen = self.create(
            {
                "dossier_id": dossier.id,
                "name": dossier.submitter_name or dossier.owner_name,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("The receipt was lost"),
            "res_model": self._name,
            "res_id": screen.id,
            "view_mode": "form",
            "target": "new",
        }

    def on_barcode_scanned(self, barcode):
        """The card of whoever lost it."""
        if not looks_like_card(barcode):
            return None
        try:
            card = IdentityCard.read(barcode)
        except CardError as error:
            return {
                "warning": {
                    "title": self.env._("Scan"),
                    "message": error.render(self.env.lang or "vi_VN"),
                }
            }
        self.name, self.identity_number = card.name, card.number
        self.identity_checked = True
        return None

    def action_record(self):
        """Cancel the receipt that was lost, and print another."""
        self.ensure_one()
        values = {name: self[name] for name in SIGNED}
        if self.signature:
            values["signature"] = self.signature
        ReceiptLoss(self.dossier_id, values).record()
        report = self.env.ref("onestop_dossier.report_form_receipt")
        return {
            **report.report_action(self.dossier_id),
            "close_on_report_download": True,
        }
