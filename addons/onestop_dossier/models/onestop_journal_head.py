from odoo import fields, models


class OnestopJournalHead(models.Model):
    """How long each file's journal is and where its chain ends: a cut tail shows."""

    _name = "onestop.journal.head"
    _description = "Head of a journal"
    _log_access = False

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    count = fields.Integer(required=True)
    head = fields.Char(required=True)

    _file_unique = models.UniqueIndex("(res_model, res_id)")
