from odoo import fields, models


class OnestopRegisterLine(models.Model):
    """That a dossier stands in a register, and under which number.

    Nobody reads or writes it: the number is given when the register is printed, in the
    order of reception, and stays. What is open when a register is closed stands in the
    next one again, without a number there.
    """

    _name = "onestop.register.line"
    _description = "Line of a Register"
    _log_access = False
    _order = "register_id, number, id"
    _rec_name = "number"

    register_id = fields.Many2one(
        "onestop.register", required=True, ondelete="restrict"
    )
    number = fields.Integer(help="None: from the register of the year before.")
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="restrict"
    )
    carried = fields.Boolean(help="It goes on in the register of the next year.")

    _number_unique = models.UniqueIndex(
        "(register_id, number) WHERE number IS NOT NULL"
    )
    _register_unique = models.UniqueIndex("(register_id, dossier_id)")
    # A dossier has one number, in one register.
    _dossier_unique = models.UniqueIndex("(dossier_id) WHERE number IS NOT NULL")
