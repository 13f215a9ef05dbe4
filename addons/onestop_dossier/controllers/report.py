from odoo import http

from odoo.addons.web.controllers.report import ReportController as WebReportController


class ReportController(WebReportController):
    """Odoo's route of reports, on a connection that may write."""

    # A form that is printed gets its check token: on a connection that only reads, the
    # whole request would fail and run a second time.
    @http.route(readonly=False)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        return super().report_routes(
            reportname, docids=docids, converter=converter, **data
        )
