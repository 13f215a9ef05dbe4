from odoo import fields, models


class OnestopResultVoid(models.TransientModel):
    """Asks why the next number of a results book is void."""

    _name = "onestop.result.void"
    _description = "Void number of a result"

    book_id = fields.Many2one("onestop.result.book", required=True, readonly=True)
    label = fields.Char("Number", related="book_id.example", related_sudo=False)
    reason = fields.Char(required=True)

    def _open(self, book):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Void number"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_book_id": book.id},
        }

    def action_confirm(self):
        self.ensure_one()
        self.book_id.void_next(self.reason)
        return {"type": "ir.actions.act_window_close"}
