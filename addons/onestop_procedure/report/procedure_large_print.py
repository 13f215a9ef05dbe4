from odoo import models


class ProcedureLargePrint(models.AbstractModel):
    """The notice in large letters and without tables, for whoever sees little."""

    _name = "report.onestop_procedure.procedure_large_print"
    _inherit = "report.onestop_procedure.procedure_notice"
    _description = "Large-Print Notice of a Version"
