from odoo import fields, models


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
