from odoo import api, models

from ..engine.printed_procedure import PrintedProcedure


class ProcedureNotice(models.AbstractModel):
    """The notice of a version, as it is posted: all that Decree 63/2010, art. 8, wants."""

    _name = "report.onestop_procedure.procedure_notice"
    _inherit = "onestop.print"
    _description = "Notice of a Version"

    #: What is said of a version, and how.
    _printed = PrintedProcedure

    @api.model
    def _get_report_values(self, docids, data=None):
        versions = self._versions(docids)
        centre = self._centre().with_env(versions.env)
        return {
            "sheets": [
                {**self._printed(version).sheet(), "centre": centre}
                for version in versions
            ],
        }

    @api.model
    def _versions(self, docids):
        """What is printed for the records that were chosen."""
        return self._to_print("onestop.procedure.version", docids)
