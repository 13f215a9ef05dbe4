from odoo import fields, models


class OnestopDossierFee(models.Model):
    """A fee (phí) or charge (lệ phí) that a dossier owes."""

    _name = "onestop.dossier.fee"
    _description = "Fee of a dossier"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection([("fee", "Fee"), ("charge", "Charge")], required=True)
    name = fields.Char(required=True)
    currency_id = fields.Many2one("res.currency", required=True)
    amount = fields.Monetary(required=True)
    state = fields.Selection(
        [("due", "Due"), ("paid", "Paid"), ("exempt", "Exempt")],
        default="due",
        required=True,
    )
    # An unpaid fee does not pause the term: it holds acceptance or return.
    holds = fields.Selection(
        [("accept", "Acceptance"), ("return", "Return of the result")],
        default="return",
        required=True,
    )
    paid_at = fields.Datetime()
