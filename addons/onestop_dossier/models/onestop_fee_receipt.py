from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..engine.right import ENGINE


class OnestopFeeReceipt(models.Model):
    """A sheet of a book that was used: issued for fees, or spoiled."""

    _name = "onestop.fee.receipt"
    _description = "Fee Receipt"
    _inherit = ["onestop.numbered.sheet"]
    _order = "id desc"

    book_id = fields.Many2one(
        "onestop.fee.book",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    # Beside the book: no number of an agency's series comes twice, whatever books say.
    series = fields.Char(
        "Symbol", related="book_id.series", store=True, precompute=True
    )
    department_id = fields.Many2one(
        related="book_id.department_id", store=True, precompute=True
    )
    label = fields.Char("Receipt")
    state = fields.Selection(
        [("issued", "Issued"), ("void", "Spoiled")],
        default="issued",
        required=True,
        readonly=True,
    )
    # Of the parts of a group that are paid on one sheet: the first. The others are those
    # of the lines that name this receipt.
    dossier_id = fields.Many2one(
        "onestop.dossier", index=True, readonly=True, ondelete="restrict"
    )
    payer = fields.Char(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(readonly=True)
    taken_at = fields.Datetime("Taken on", required=True, readonly=True)
    # Names, not links: the receipt outlives the account of who took the money.
    taken_by = fields.Char(required=True, readonly=True)
    # The money that it stands for; none of a spoiled sheet.
    entry_ids = fields.One2many("onestop.cash.entry", "receipt_id", readonly=True)
    way = fields.Selection(
        related="entry_ids.way", string="Way to pay", related_sudo=False
    )
    void_reason = fields.Char("Why it is spoiled", readonly=True)
    voided_at = fields.Datetime("Spoiled on", readonly=True)
    voided_by = fields.Char("Accounted for by", readonly=True)

    _number_unique = models.UniqueIndex(
        "(department_id, series, number)", "This receipt was used before."
    )
    _issued_for_something = models.Constraint(
        "CHECK (state = 'void' OR (dossier_id IS NOT NULL AND amount > 0))",
        "A receipt is issued for the fee of a dossier.",
    )
    _void_for_a_reason = models.Constraint(
        "CHECK (state = 'issued' OR void_reason IS NOT NULL)",
        "Say why the sheet is spoiled.",
    )

    def unlink(self):
        raise AccessError(
            self.env._("A receipt is never deleted: it is accounted for.")
        )

    @api.model
    def _issue(self, book, fees):
        """The receipt of the fees of one dossier, or of the parts of a group, on the next
        sheet of a book; in sudo."""
        dossier = fees.dossier_id.sorted("id")[:1]
        return self._use_sheet(
            book,
            {
                "dossier_id": dossier.id,
                "payer": dossier.submitter_name or dossier.owner_name,
                "currency_id": fees.currency_id.id,
                "amount": sum(fees.mapped("amount")),
                "taken_at": fields.Datetime.now(),
                "taken_by": self.env.user.name,
            },
        )

    @api.model
    def _use_sheet(self, book, vals):
        number = book._take_sheet()
        with ENGINE.held():
            return self.create({"book_id": book.id, "number": number, **vals})

    def _replace(self, reason):
        """Account for a sheet that is wrong, and issue the next one for the same fees.

        :return: the new receipt
        """
        self.ensure_one()
        wait_for(self)
        if self.state != "issued":
            raise UserError(self.env._("This sheet is accounted for already."))
        # sudo: bounded to the lines of this receipt; the caller may use its book.
        fees = (
            self.env["onestop.dossier.fee"]
            .sudo()
            .search([("receipt_id", "=", self.id)])
        )
        with ENGINE.held():
            self.write({"state": "void", **self._prepare_void_vals(reason)})
        replaced = self._issue(self.book_id, fees)
        fees._note_receipt(replaced)
        # sudo: bounded to the money of this receipt; the caller may use its book.
        self.sudo().entry_ids._follow(replaced)
        return replaced

    @api.model
    def _spoil(self, book, reason):
        """Account for the next sheet of a book, which nobody can use; in sudo."""
        return self._use_sheet(
            book,
            {
                "state": "void",
                "taken_at": fields.Datetime.now(),
                "taken_by": self.env.user.name,
                **self._prepare_void_vals(reason),
            },
        )

    def _prepare_void_vals(self, reason):
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the sheet is spoiled."))
        check_reason(self.env, reason)
        return {
            "void_reason": reason,
            "voided_at": fields.Datetime.now(),
            "voided_by": self.env.user.name,
        }

    def action_print(self):
        return self.env.ref("onestop_dossier.report_fee_receipt").report_action(self)

    def action_replace(self):
        """Open the form that accounts for a wrong sheet and issues the next one."""
        self.ensure_one()
        return self.env["onestop.fee.void"]._open(
            book_id=self.book_id.id, receipt_id=self.id
        )
