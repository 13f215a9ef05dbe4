from odoo import api, fields, models


class OnestopFeeVoid(models.TransientModel):
    """Asks why a sheet of a book of receipts is spoiled."""

    _name = "onestop.fee.void"
    _description = "Spoiled Fee Receipt"

    book_id = fields.Many2one("onestop.fee.book", required=True, readonly=True)
    receipt_id = fields.Many2one("onestop.fee.receipt", readonly=True)
    sheet = fields.Char(compute="_compute_sheet")
    reason = fields.Char(required=True)

    @api.depends("book_id", "receipt_id")
    def _compute_sheet(self):
        for form in self:
            form.sheet = form.receipt_id.label or form.book_id._next_label()

    @api.model
    def _open(self, **vals):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Spoiled sheet"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": value for name, value in vals.items()},
        }

    def action_confirm(self):
        """Account for the sheet; the sheet after it takes its place where money was
        taken with it."""
        self.ensure_one()
        book, receipt = self.book_id, self.receipt_id
        if receipt:
            receipt.check_access("read")
            book = receipt.book_id
        book._check_may_use()
        # sudo: bounded to this sheet of a book that the user was found to hold.
        receipt, book = receipt.sudo(), book.sudo()
        if receipt:
            receipt._replace(self.reason)
        else:
            receipt._spoil(book, self.reason)
        return {"type": "ir.actions.act_window_close"}
