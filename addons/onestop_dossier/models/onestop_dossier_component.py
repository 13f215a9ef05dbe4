from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..engine.right import ENGINE

# While the papers are being checked, the counter writes down what it sees.
CHECKED_IN = ("draft", "submitted", "supplement")


class OnestopDossierComponent(models.Model):
    """A paper of a dossier: what was handed in, and what is wrong with it."""

    _name = "onestop.dossier.component"
    _description = "Component of a dossier"
    _order = "sequence, id"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    component_id = fields.Many2one(
        "onestop.procedure.component", "Component of the procedure", ondelete="restrict"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    required = fields.Boolean()
    originals = fields.Integer()
    copies = fields.Integer()
    received = fields.Boolean()
    defect = fields.Char("What is wrong")
    attachment_ids = fields.Many2many(
        "ir.attachment", "onestop_dossier_component_attachment", string="Files"
    )

    @api.model_create_multi
    def create(self, vals_list):
        components = super().create(vals_list)
        components._check_open()
        return components

    def write(self, vals):
        self._check_open()
        if not ENGINE and "dossier_id" in vals:
            raise AccessError(self.env._("A component stays with its dossier."))
        return super().write(vals)

    def unlink(self):
        self._check_open()
        return super().unlink()

    def _check_open(self):
        if ENGINE:
            return
        if any(state not in CHECKED_IN for state in self.dossier_id.mapped("state")):
            raise AccessError(
                self.env._("The papers of a received dossier are changed by none.")
            )
