from odoo import fields, models


class OnestopMailingBack(models.TransientModel):
    """Asks why results came back with the post."""

    _name = "onestop.mailing.back"
    _description = "Result that came back"

    item_ids = fields.Many2many("onestop.mailing.item", string="Results")
    codes = fields.Char(compute="_compute_codes")
    reason = fields.Char("Why it came back")

    def _compute_codes(self):
        for form in self:
            form.codes = ", ".join(form.item_ids.mapped("code"))

    def _open(self, items):
        form = self.create({"item_ids": items.ids})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Came back with the post"),
            "res_model": self._name,
            "res_id": form.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_record(self):
        self.ensure_one()
        self.item_ids.come_back(self.reason)
        return {"type": "ir.actions.act_window_close"}
