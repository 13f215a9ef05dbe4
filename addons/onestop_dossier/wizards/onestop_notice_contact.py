from odoo import api, fields, models

from ..core.notice_contacts import put_first, read_order


class OnestopNoticeContact(models.TransientModel):
    """Asks how a person is told: by which channel first, and by what other contact.

    Opened from a notice, it tells them of that anew.
    """

    _name = "onestop.notice.contact"
    _description = "How a person is told"

    dossier_id = fields.Many2one("onestop.dossier", required=True, readonly=True)
    notice_id = fields.Many2one("onestop.notice", readonly=True)
    known = fields.Text("Known so far", compute="_compute_known")
    email = fields.Char("E-mail")
    phone = fields.Char("Telephone")
    address = fields.Char()
    first = fields.Selection(lambda self: self._channels(), "Told first by")
    second = fields.Selection(lambda self: self._channels(), "If that fails, by")

    @api.model
    def _channels(self):
        return self.env["onestop.dossier"]._notice_choices()

    @api.depends("dossier_id")
    def _compute_known(self):
        for form in self:
            dossier = form.dossier_id
            dossier.check_access("read")
            # sudo: bounded to the contacts of a dossier that the user may read.
            contacts = dossier.sudo()._notice_contacts()
            form.known = "\n".join(
                filter(None, (contacts.email, contacts.phone, contacts.address))
            )

    @api.model
    def _open(self, dossier, notice=None):
        dossier.check_access("read")
        first, second = dossier._notice_first_two()
        form = self.create(
            {
                "dossier_id": dossier.id,
                "notice_id": notice and notice.id,
                "first": first,
                "second": second,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send to another contact")
            if notice
            else self.env._("How the person is told"),
            "res_model": self._name,
            "res_id": form.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_confirm(self):
        self.ensure_one()
        contacts = {
            name: self[name] for name in ("email", "phone", "address") if self[name]
        }
        if self.notice_id:
            return self._say_sent(self.notice_id.send_to(contacts))
        if contacts:
            self.dossier_id.give_contacts(contacts)
        chosen = (self.first or "", self.second or "")
        if any(chosen) and chosen != self.dossier_id._notice_first_two():
            order = read_order(self.dossier_id._notice_wanted())
            self.dossier_id.set_notice_channels(list(put_first(chosen, order)))
        return {"type": "ir.actions.act_window_close"}

    def _say_sent(self, channel):
        """Tell the officer by which channel the person is told now."""
        labels = dict(self.env["onestop.dossier"]._notice_channel_labels())
        message = (
            self.env._("The person is told again: %s.", labels[channel])
            if channel
            else self.env._(
                "The contact is kept. Of this, people are told by e-mail and SMS only."
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if channel else "warning",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
