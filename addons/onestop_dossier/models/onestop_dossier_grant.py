from odoo import fields, models


class OnestopDossierGrant(models.Model):
    """Lets another department than the competent one read a dossier, for a time."""

    _name = "onestop.dossier.grant"
    _description = "Grant to read a dossier"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(
        "onestop.department", required=True, ondelete="restrict"
    )
    date_until = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.to_datetime("9999-12-31")
    )
    automatic = fields.Boolean(help="Came with a step of the department.")
    reason = fields.Char()

    _department_index = models.Index("(department_id, dossier_id)")
    _automatic_unique = models.UniqueIndex(
        "(dossier_id, department_id) WHERE automatic"
    )
