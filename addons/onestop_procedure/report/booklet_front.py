from odoo import api, models


class BookletFront(models.AbstractModel):
    _name = "report.onestop_procedure.booklet_front"
    _inherit = "onestop.print"
    _description = "Cover and Contents of a Booklet"

    @api.model
    def _get_report_values(self, docids, data=None):
        booklets = self._to_print("onestop.booklet", docids)
        return {"sheets": [booklet._front() for booklet in booklets]}
