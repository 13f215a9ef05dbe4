from odoo import api, models


class NoticeOfProcedure(models.AbstractModel):
    """The notice of a procedure: of what is in force, else of what is to come."""

    _name = "report.onestop_procedure.notice_of_procedure"
    _inherit = "report.onestop_procedure.procedure_notice"
    _description = "Notice of a Procedure"

    @api.model
    def _versions(self, docids):
        procedures = self._to_print("onestop.procedure", docids)
        versions = [self._version(procedure) for procedure in procedures]
        return procedures.version_ids.browse(version.id for version in versions)

    @api.model
    def _version(self, procedure):
        """:raises UserError: where nothing was ever written of it"""
        versions = procedure.version_ids.sorted("number")
        version = (
            procedure._current_version()
            or versions.filtered(lambda one: one.state != "draft")[-1:]
            or versions.with_user(self.env.user)._filtered_access("read")[-1:]
        )
        if not version:
            raise self._nothing_to_print(procedure)
        return version
