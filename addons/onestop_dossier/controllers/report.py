from odoo import http

from odoo.addons.web.controllers.report import ReportController as WebReportController


def only_reads(controller, rule, args):
    """Whether a report makes no row.

    A printed form gets its check token: on a connection that only reads, the whole
    request would fail and run a second time.
    """
    return not args.get("reportname", "").startswith("onestop_dossier.form_")


class ReportController(WebReportController):
    """Odoo's route of reports, on a connection that may write where one has to."""

    @http.route(readonly=only_reads)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        return super().report_routes(
            reportname, docids=docids, converter=converter, **data
        )
