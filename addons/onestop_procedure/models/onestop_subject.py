from odoo import fields, models


class OnestopSubject(models.Model):
    """Whom a procedure is for (đối tượng thực hiện): citizens, companies, …"""

    _name = "onestop.subject"
    _description = "Subject of Procedures"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short code for exchange with other systems.")

    _code_unique = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "Another subject has this code."
    )
