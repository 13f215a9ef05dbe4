from odoo import api, fields, models

# What can be read elsewhere of a dossier: all but the draft, which is ours alone.
HIDDEN = ("draft",)


class OnestopOutsideStatus(models.TransientModel):
    """Enters by hand what the system that runs a dossier says of it, while the line to
    it is down. `follow` checks and writes, in the name of the officer."""

    _name = "onestop.outside.status"
    _description = "Status from outside"

    dossier_id = fields.Many2one("onestop.dossier", required=True, readonly=True)
    source = fields.Char(related="dossier_id.outside_source", related_sudo=False)
    status = fields.Selection(lambda self: self._selection_status(), required=True)
    moment = fields.Datetime("Since", default=fields.Datetime.now, required=True)
    due = fields.Datetime("Due, as told there")
    outside_code = fields.Char("Code there")
    reason = fields.Char("How it is known", required=True)

    def _selection_status(self):
        field = self.env["onestop.dossier"]._fields["state"]
        labels = field._description_selection(self.env)
        return [one for one in labels if one[0] not in HIDDEN]

    @api.model
    def _open(self, dossier):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Enter the outside status"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_dossier_id": dossier.id,
                "default_outside_code": dossier.outside_code,
            },
        }

    def action_confirm(self):
        self.ensure_one()
        names = ("status", "moment", "due", "outside_code", "reason")
        self.dossier_id.follow({name: self[name] for name in names})
        return {"type": "ir.actions.act_window_close"}
