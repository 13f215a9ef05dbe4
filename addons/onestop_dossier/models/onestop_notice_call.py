from odoo import fields, models


class OnestopNoticeCall(models.Model):
    """A call in which somebody of the staff told a person, or tried to: the proof of it.

    Rows are written by `onestop.notice.log_call` and stay as they are.
    """

    _name = "onestop.notice.call"
    _description = "Telephone call about a notice"
    _order = "id desc"
    _rec_name = "date"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="cascade"
    )
    notice_id = fields.Many2one(
        "onestop.notice", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date = fields.Datetime("Called on", required=True, readonly=True)
    # A name, not a link: it outlives the account.
    called_by = fields.Char(required=True, readonly=True)
    reached = fields.Boolean(readonly=True)
    said = fields.Char("What was said", readonly=True)
