from odoo import fields, models


class OnestopReceiptLoss(models.Model):
    """That the receipt of a dossier was lost: who said so, and signed for it.

    Written by `engine.receipt_loss` alone. Receipts that were printed before are
    cancelled; another is printed.
    """

    _name = "onestop.receipt.loss"
    _description = "Loss of a receipt"
    _order = "id"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char("Reported by", required=True, readonly=True)
    identity_number = fields.Char(readonly=True)
    statement = fields.Text(required=True, readonly=True)
    # In the file store, behind the wall of this row.
    signature = fields.Binary(attachment=True, readonly=True)
    unsigned_reason = fields.Char("Why there is no signature", readonly=True)
    reported_at = fields.Datetime("Reported on", required=True, readonly=True)
    # A name, not a link: it outlives the account.
    recorded_by = fields.Char(required=True, readonly=True)
