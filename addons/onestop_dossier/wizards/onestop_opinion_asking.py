from odoo import api, fields, models

from ..engine.asking import Asking


class OnestopOpinionAsking(models.TransientModel):
    """What the lead agency asks of another one, and by when it is to be answered."""

    _name = "onestop.opinion.asking"
    _description = "Asking for an opinion"

    dossier_id = fields.Many2one("onestop.dossier", required=True, readonly=True)
    opinion_id = fields.Many2one("onestop.opinion", readonly=True)
    date_due_legal = fields.Datetime(
        related="dossier_id.date_due_legal", related_sudo=False
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Asked",
        domain="[('id', '!=', lead_id), '|', ('valid_to', '=', False), "
        "('valid_to', '>=', 'today')]",
    )
    lead_id = fields.Many2one(related="dossier_id.department_id", related_sudo=False)
    content = fields.Text("What is asked")
    until = fields.Datetime("Answer due")
    paper_ids = fields.Many2many(
        "ir.attachment",
        string="Papers shown",
        domain="[('id', 'in', available_ids)]",
        help="Whoever is asked sees these alone of the dossier.",
    )
    available_ids = fields.Many2many("ir.attachment", compute="_compute_available_ids")

    @api.depends("dossier_id")
    def _compute_available_ids(self):
        for asking in self:
            asking.available_ids = asking.dossier_id.component_ids.attachment_ids

    @api.model
    def _open(self, dossier, opinion=None):
        vals = {"dossier_id": dossier.id}
        if opinion:
            vals |= {
                "opinion_id": opinion.id,
                "department_id": opinion.department_id.id,
                "content": opinion.content,
                "until": opinion.date_due,
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for an opinion"),
            "res_model": self._name,
            "res_id": self.create(vals).id,
            "view_mode": "form",
            "target": "new",
        }

    def action_ask(self):
        self.ensure_one()
        asking = Asking(self.dossier_id)
        values = {
            "content": self.content,
            "until": self.until,
            "paper_ids": self.paper_ids.ids,
        }
        if self.opinion_id:
            asking.change(self.opinion_id, values)
        else:
            asking.ask({**values, "department_id": self.department_id.id})
        return {"type": "ir.actions.act_window_close"}
