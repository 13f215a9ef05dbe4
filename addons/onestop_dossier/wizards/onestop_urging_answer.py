from odoo import fields, models


class OnestopUrgingAnswer(models.TransientModel):
    """What a department says to a letter of urging."""

    _name = "onestop.urging.answer"
    _description = "Answer to a letter of urging"

    urging_id = fields.Many2one("onestop.urging", required=True, ondelete="cascade")
    text = fields.Text("Explanation")
    date_follow = fields.Date("Promised for")

    def _open(self, letter):
        answer = self.create({"urging_id": letter.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": self._name,
            "res_id": answer.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_record(self):
        self.ensure_one()
        self.urging_id.record_answer(self.text, self.date_follow)
        return {"type": "ir.actions.act_window_close"}
