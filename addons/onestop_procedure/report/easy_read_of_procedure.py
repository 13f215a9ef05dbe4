from odoo import models


class EasyReadOfProcedure(models.AbstractModel):
    _name = "report.onestop_procedure.easy_read_of_procedure"
    _inherit = [
        "report.onestop_procedure.procedure_easy_read",
        "report.onestop_procedure.notice_of_procedure",
    ]
    _description = "Easy-Read Sheet of a Procedure"
