from odoo import api, models


class BookletNotices(models.AbstractModel):
    """Some notices of a booklet, numbered from the page on that is given."""

    _name = "report.onestop_procedure.booklet_notices"
    _inherit = "report.onestop_procedure.procedure_notice"
    _description = "Notices of a Booklet"

    @api.model
    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data)
        return {**values, "first_page": int(data["first_page"])}
