from odoo import fields, models
from odoo.exceptions import UserError


class OnestopTransferRemark(models.TransientModel):
    """What is missing, wrong or damaged of a list that is taken over, and why."""

    _name = "onestop.transfer.remark"
    _description = "Remark on paper that was handed over"

    item_ids = fields.Many2many("onestop.transfer.item", string="Dossiers")
    codes = fields.Char(compute="_compute_codes")
    state = fields.Selection(
        [
            ("missing", "Missing"),
            ("wrong", "Wrong"),
            ("damaged", "Damaged"),
            ("good", "Found after all"),
        ],
        "How it is",
        required=True,
        default="missing",
    )
    note = fields.Char("What is wrong")
    finish = fields.Boolean(help="Nothing else is to be found: the list is done.")

    def _compute_codes(self):
        for remark in self:
            remark.codes = ", ".join(remark.item_ids.mapped("code"))

    def _open(self, items):
        """The form for these items; for all that were not found, it ends the list."""
        left = items.transfer_id.item_ids.filtered(lambda one: one.state == "under_way")
        remark = self.create(
            {"item_ids": items.ids, "finish": bool(left) and items == left}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What is wrong"),
            "res_model": self._name,
            "res_id": remark.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_record(self):
        """Keep it; where nothing else is to be found, the list is done."""
        self.ensure_one()
        if not self.item_ids:
            raise UserError(self.env._("Choose a dossier of the list."))
        self.item_ids.record(self.state, self.note)
        if self.finish:
            for transfer in self.item_ids.transfer_id:
                transfer.action_finish()
        return {"type": "ir.actions.act_window_close"}
