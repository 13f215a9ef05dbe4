from odoo import models


class LargePrintOfProcedure(models.AbstractModel):
    _name = "report.onestop_procedure.large_print_of_procedure"
    _inherit = "report.onestop_procedure.notice_of_procedure"
    _description = "Large-Print Notice of a Procedure"
