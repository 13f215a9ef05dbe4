from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..engine.dossier_page import form_reports, issued_receipts, sealed_form

# Saved, never opened in the site's own name: whatever a file holds runs nowhere.
DOWNLOAD_POLICY = "sandbox; default-src 'none'"


class OnestopDossierFiles(CustomerPortal):
    """The only way in which a citizen gets a file of their own dossier."""

    @http.route(
        "/my/dossiers/<int:dossier_id>/files/<int:file_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        multilang=False,
        readonly=True,
    )
    def paper(self, dossier_id, file_id, **kw):
        """A file that the citizen handed in."""
        dossier = self._onestop_dossier(dossier_id)
        return self._send(dossier.component_ids.attachment_ids, file_id)

    @http.route(
        "/my/dossiers/<int:dossier_id>/results/<int:result_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        multilang=False,
        readonly=True,
    )
    def result(self, dossier_id, result_id, **kw):
        """An issued result, once it was returned."""
        results = self._given(dossier_id, result_id)
        sealed = results.sealed_paper_ids.filtered(lambda one: one.state == "sealed")
        # The file that was sealed is the same, with its seal.
        file = sealed.attachment_id or results.attachment_id
        return self._send(file, file.id)

    @http.route(
        "/my/dossiers/<int:dossier_id>/receipts/<int:receipt_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        multilang=False,
        readonly=True,
    )
    def receipt(self, dossier_id, receipt_id, **kw):
        """An electronic receipt of fees of the dossier, as its provider issued it."""
        dossier = self._onestop_dossier(dossier_id)
        receipts = issued_receipts(dossier).filtered(lambda one: one.id == receipt_id)
        file = receipts.attachment_id
        return self._send(file, file.id)

    # Not by GET: every print makes a check token.
    @http.route(
        "/my/dossiers/<int:dossier_id>/results/<int:result_id>/sheet",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def result_sheet(self, dossier_id, result_id, **kw):
        """The sheet with which a result is checked that carries no code itself."""
        result = self._given(dossier_id, result_id)
        if not result or not result._wants_sheet():
            raise request.not_found()
        report = result.env.ref("onestop_dossier.report_result_sheet")
        return self._answer_pdf(self._print(report, result), "phieu-kiem-tra")

    def _given(self, dossier_id, result_id):
        """An issued result that was returned, read by the system; may be empty."""
        dossier = self._onestop_dossier(dossier_id)
        # An unpaid fee holds the return, so what is only ready is not given out here.
        if dossier.state != "returned":
            raise request.not_found()
        return dossier.result_ids.filtered(
            lambda one: one.id == result_id and one.state == "issued"
        )

    # Not by GET, as above.
    @http.route(
        "/my/dossiers/<int:dossier_id>/forms/<string:form>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def form(self, dossier_id, form, **kw):
        """A printed form of the law, once the dossier has come to it."""
        dossier = self._onestop_dossier(dossier_id)
        report = form_reports(dossier).get(form)
        if not report:
            raise request.not_found()
        sealed = sealed_form(dossier, form).attachment_id
        return self._answer_pdf(sealed.raw or self._print(report, dossier), form)

    @staticmethod
    def _answer_pdf(pdf, name):
        return request.make_response(
            pdf,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(f"{name}.pdf")),
                ("Content-Security-Policy", DOWNLOAD_POLICY),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

    @staticmethod
    def _print(report, record):
        pdf, _kind = report._render_qweb_pdf(report.report_name, record.ids)
        return pdf

    def _onestop_dossier(self, dossier_id):
        return self._own("onestop.dossier", dossier_id)

    def _own(self, model, record_id):
        """The citizen's own record, read by the system once access was checked."""
        try:
            record = self._document_check_access(model, record_id)
        except (AccessError, MissingError):
            # Another's and none at all are answered alike.
            raise request.not_found()
        if record.partner_id != request.env.user.partner_id:
            raise request.not_found()
        return record

    def _send(self, files, file_id):
        file = files.filtered(lambda one: one.id == file_id)
        if not file:
            raise request.not_found()
        stream = request.env["ir.binary"]._get_stream_from(file)
        response = stream.get_response(
            as_attachment=True, content_security_policy=DOWNLOAD_POLICY
        )
        response.headers["Cache-Control"] = "no-store"
        return response
