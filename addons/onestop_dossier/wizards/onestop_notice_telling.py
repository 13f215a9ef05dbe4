from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.legal_day import legal_today


class OnestopNoticeTelling(models.TransientModel):
    """Asks how people were told by the staff: in a call, or by letters posted together."""

    _name = "onestop.notice.telling"
    _description = "Telling by telephone or post"

    notice_ids = fields.Many2many("onestop.notice", string="Notices", readonly=True)
    channel = fields.Selection(
        [("phone", "Telephone"), ("post", "Post")], readonly=True
    )
    reached = fields.Selection(
        [("yes", "Reached, and told"), ("no", "Not reached")], "Outcome of the call"
    )
    said = fields.Char("What was said")
    number = fields.Char(
        "Number of the posting",
        help="Of the letter, or of the list that the letters stood on.",
    )

    @api.model
    def _open(self, notices):
        """:raises UserError: where these cannot be told together"""
        channels = set(notices.mapped("channel"))
        if channels != {"post"} and (channels != {"phone"} or len(notices) > 1):
            raise UserError(
                self.env._("Choose letters to be posted, or one call at a time.")
            )
        wizard = self.create({"notice_ids": notices.ids, "channel": notices[0].channel})
        if wizard.channel == "post":
            wizard.number = wizard._list_number()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Telling people"),
            "res_model": self._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _list_number(self):
        """A number of its own for the list (bảng kê) of the letters, as it is printed;
        where the post office gives one, that is written over it."""
        return f"BK-{legal_today():%y%m%d}-{self.id}"

    def action_print_letters(self):
        self.ensure_one()
        report = self.env.ref("onestop_dossier.report_form_letter")
        return report.report_action(self.notice_ids)

    def action_print_list(self):
        self.ensure_one()
        return self.env.ref("onestop_dossier.report_letter_list").report_action(self)

    def action_confirm(self):
        self.ensure_one()
        if self.channel == "post":
            self.notice_ids.mark_posted(self.number)
        else:
            self.notice_ids.log_call(self.reached == "yes", self.said or "")
        return {"type": "ir.actions.act_window_close"}
