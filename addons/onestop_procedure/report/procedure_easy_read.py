from odoo import models

from ..engine.easy_read import EasyRead


class ProcedureEasyRead(models.AbstractModel):
    """A procedure in short sentences and pictures, for whoever reads little."""

    _name = "report.onestop_procedure.procedure_easy_read"
    _inherit = "report.onestop_procedure.procedure_notice"
    _description = "Easy-Read Sheet of a Version"
    _printed = EasyRead
