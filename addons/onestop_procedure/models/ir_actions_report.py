import io

from odoo import fields, models
from odoo.exceptions import UserError

from ..core.form_pdf import to_pdf

# A page costs a tenth of a second or more: nobody waits for more than these.
MOST_AT_ONCE = 200


class IrActionsReport(models.Model):
    """Reports that ask for it are printed by WeasyPrint, where Odoo calls wkhtmltopdf.

    Printing, mailing and attaching stay Odoo's own; other reports keep its converter.
    """

    _inherit = "ir.actions.report"

    onestop_weasyprint = fields.Boolean(
        "Printed by WeasyPrint",
        help="The page's own CSS says its size, margins, running heads and page "
        "numbers. It reaches no file and no address.",
    )

    def _get_readable_fields(self):
        # The web client asks for no wkhtmltopdf where this one is set.
        return super()._get_readable_fields() | {"onestop_weasyprint"}

    def report_action(self, docids, data=None, config=True):
        if not self.onestop_weasyprint:
            return super().report_action(docids, data=data, config=config)
        # Our forms have their own layout: nobody is asked to choose one.
        action = super().report_action(docids, data=data, config=False)
        return {**action, "onestop_weasyprint": True}

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        if not self._get_report(report_ref).onestop_weasyprint:
            return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        # In tests Odoo gives the HTML, to spare wkhtmltopdf; this needs no sparing.
        streams = self._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )
        return streams, "pdf"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if not report.onestop_weasyprint:
            return super()._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids=res_ids
            )
        if len(res_ids) > MOST_AT_ONCE:
            raise UserError(
                self.env._(
                    "%(chosen)s were chosen: at most %(most)s are printed at once.",
                    chosen=len(res_ids),
                    most=MOST_AT_ONCE,
                )
            )
        return {
            record.id: self._weasyprint_stream(report, record, data)
            for record in self.env[report.model].browse(res_ids)
        }

    def _weasyprint_stream(self, report, record, data):
        """One record as Odoo's streams have it: dict `stream`, `attachment`.

        Each record is a document of its own, so its pages count from 1.
        """
        attachment = None
        # The same choice that Odoo makes: keep none where the caller says so.
        if report.attachment and not self.env.context.get("report_pdf_no_attachment"):
            attachment = report.retrieve_attachment(record)
        if attachment and report.attachment_use:
            return {"stream": io.BytesIO(attachment.raw), "attachment": attachment}
        html, _type = self._render_qweb_html(report, record.ids, data=dict(data or {}))
        return {"stream": io.BytesIO(to_pdf(html)), "attachment": attachment}
