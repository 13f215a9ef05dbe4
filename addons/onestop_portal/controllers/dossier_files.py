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
        dossier = self._onestop_dossier(dossier_id)
        results = dossier.result_ids.filtered(
            lambda one: one.id == result_id and one.state == "issued"
        )
        # An unpaid fee holds the return, so what is only ready is not given out here.
        if dossier.state != "returned":
            raise request.not_found()
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
        pdf = sealed.raw or self._print(report, dossier)
        return request.make_response(
            pdf,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(f"{form}.pdf")),
                ("Content-Security-Policy", DOWNLOAD_POLICY),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

    @staticmethod
    def _print(report, dossier):
        pdf, _kind = report._render_qweb_pdf(report.report_name, dossier.ids)
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
