from odoo import fields, models

STAFF = "onestop_procedure.group_onestop_staff"


class OnestopMailed(models.AbstractModel):
    """What the post makes of the result of a dossier."""

    _name = "onestop.mailed"
    _description = "Whose result the post brings"

    mailing_item_ids = fields.One2many(
        "onestop.mailing.item", "dossier_id", "Sent by post", groups=STAFF
    )

    def _last_mailing(self):
        """What was sent last of this dossier; may be empty."""
        self.ensure_one()
        return self.mailing_item_ids.filtered(lambda one: one.state != "listed").sorted(
            "id"
        )[-1:]
