from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.legal_day import legal_today

from .onestop_form import LEGAL_LANGUAGE


class OutageReceipts(models.AbstractModel):
    """The blank receipts of a block, one a page, to be written by hand: as the form of
    receipt has it, with the number that is entered afterwards."""

    _name = "report.onestop_dossier.outage_receipts"
    _description = "Blank receipts for outages"

    @api.model
    def _get_report_values(self, docids, data=None):
        blocks = self.env["onestop.outage.block"].browse(docids)
        blocks.check_access("read")
        return {
            "sheets": [
                sheet
                for block in blocks.with_context(lang=LEGAL_LANGUAGE)
                for sheet in self._sheets(block)
            ]
        }

    @api.model
    def _sheets(self, block):
        """:raises UserError: where nothing of the block is blank any more"""
        forms = self.env["onestop.form"]
        # sudo: bounded to the form that the law lays down.
        rules = self.env["onestop.rule.set"].sudo()._for_date(legal_today())
        form = rules.with_context(lang=LEGAL_LANGUAGE)._form("receipt")
        # sudo: bounded to the name and address of the centre of the block.
        department = block.sudo().department_id
        blank = block.receipt_ids.filtered(lambda one: one.state == "blank")
        if not blank:
            raise UserError(
                self.env._("No receipt of %s is blank.", block.display_name)
            )
        return [
            {
                "form": form,
                "form_number": forms._form_number(form),
                "department": department,
                "number": one.label,
                "place_and_day": f"{department.commune or department.province or ''}"
                ", ngày …… tháng …… năm 20……",
                "counter": block.counter_group_id.name,
                "contact": forms._contact(department),
                "qr": forms._qr(one.label),
            }
            for one in blank
        ]
