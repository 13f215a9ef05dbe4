from odoo import fields, models


class OnestopMailingAgain(models.TransientModel):
    """Asks for the address to which a result is sent that came back."""

    _name = "onestop.mailing.again"
    _description = "Result sent once more"

    item_id = fields.Many2one("onestop.mailing.item", required=True)
    code = fields.Char(related="item_id.code")
    address = fields.Char("Delivery address", required=True)

    def _open(self, item):
        form = self.create({"item_id": item.id, "address": item.address})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send once more"),
            "res_model": self._name,
            "res_id": form.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_send(self):
        self.ensure_one()
        self.item_id.send_again(self.address)
        return {"type": "ir.actions.act_window_close"}
