from odoo import fields, models


class OnestopSealed(models.AbstractModel):
    """That papers of a dossier leave the house under a seal."""

    _name = "onestop.sealed"
    _description = "Has sealed papers"

    sealed_paper_ids = fields.One2many(
        "onestop.sealed.paper",
        "dossier_id",
        "Sealed papers",
        groups="onestop_procedure.group_onestop_staff",
    )
