from odoo import fields, models


class OnestopLinkedOpeningLine(models.TransientModel):
    """A paper of a dossier that another agency may be given, and what it is there."""

    _name = "onestop.linked.opening.line"
    _description = "Paper for a linked dossier"
    _order = "id"

    opening_id = fields.Many2one(
        "onestop.linked.opening", required=True, ondelete="cascade"
    )
    version_id = fields.Many2one(related="opening_id.version_id", related_sudo=False)
    paper_id = fields.Many2one("onestop.dossier.component", required=True)
    name = fields.Char(
        "Paper of this dossier", related="paper_id.name", related_sudo=False
    )
    given = fields.Boolean("Give")
    component_id = fields.Many2one(
        "onestop.procedure.component",
        "There it is",
        domain="[('version_id', '=', version_id)]",
        help="Which paper of the other procedure it is; empty: one more.",
    )
