from odoo import fields, models

from ..legal_day import legal_today


class OnestopMarkPosted(models.TransientModel):
    """Write down for many versions and offices at once that they were posted."""

    _name = "onestop.mark.posted"
    _description = "Mark as Posted"

    since = fields.Date(
        string="Posted on", required=True, default=lambda self: legal_today()
    )
    place = fields.Char(help="Where at the office: a board, a counter, a shelf.")
    proof = fields.Binary(string="Photo or Minutes")
    proof_name = fields.Char()
    note = fields.Char()
    line_ids = fields.One2many(
        "onestop.mark.posted.line", "wizard_id", string="What Was Posted"
    )

    def action_confirm(self):
        self.ensure_one()
        self.env["onestop.posting"].create(
            [
                {
                    "version_id": line.version_id.id,
                    "department_id": line.department_id.id,
                    "since": self.since,
                    "place": self.place,
                    "proof": self.proof,
                    "proof_name": self.proof_name,
                    "note": self.note,
                }
                for line in self.line_ids
            ]
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}
