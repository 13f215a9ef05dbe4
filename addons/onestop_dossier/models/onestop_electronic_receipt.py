import os
import uuid
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.receipt_provider import ReceiptFiles, ReceiptProblem
from ..engine.receipt_sentences import receipt_sentence
from ..engine.right import ENGINE
from .onestop_numbered_sheet import label_of

FOLDER_VARIABLE = "ONESTOP_RECEIPT_FOLDER"
# What waits for the provider.
WAITING = ("queued", "cancelling")
# After so many minutes what was not answered is asked for again; then every day.
AGAIN = (1, 10, 60, 240, 1440)


class OnestopElectronicReceipt(models.Model):
    """A receipt that the provider of the collecting agency issues, in place of a sheet of
    a book.

    The money is there first: this waits until the provider has issued it, however often
    it has to be asked, under one reference for ever.
    """

    _name = "onestop.electronic.receipt"
    _description = "Electronic Receipt"
    _inherit = ["onestop.money"]
    _order = "id desc"
    _rec_name = "label"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    counter_group_id = fields.Many2one(
        "onestop.counter.group",
        "Counter",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        "onestop.department",
        "Collecting agency",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    fee_ids = fields.One2many(
        "onestop.dossier.fee", "electronic_receipt_id", "Fees", readonly=True
    )
    # What it was asked for, as it was then: lines of [kind, name, amount].
    lines = fields.Json(required=True, readonly=True)
    payer = fields.Char(readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    taken_at = fields.Datetime("Taken on", required=True, readonly=True)
    taken_by = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [
            ("queued", "Waits to be issued"),
            ("issued", "Issued"),
            ("cancelling", "Waits to be cancelled"),
            ("cancelled", "Cancelled"),
        ],
        default="queued",
        required=True,
        readonly=True,
    )
    # Ours, for the provider: whoever asks twice under it asks for one receipt.
    reference = fields.Char(required=True, readonly=True)
    provider = fields.Char(required=True, readonly=True)
    symbol = fields.Char(readonly=True)
    number = fields.Integer(readonly=True, aggregator=None)
    label = fields.Char("Receipt", compute="_compute_label", store=True)
    lookup_code = fields.Char("Look-up code", readonly=True)
    issued_at = fields.Datetime("Issued on", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", "File", readonly=True, ondelete="restrict"
    )
    tries = fields.Integer(readonly=True, aggregator=None)
    date_again = fields.Datetime("Asked for again on", readonly=True)
    problem = fields.Char("Word of the problem", readonly=True)
    said = fields.Char("What is the matter", compute="_compute_said")
    cancelled_for = fields.Char("Why it is cancelled", readonly=True)
    cancelled_by = fields.Char(readonly=True)
    cancelled_at = fields.Datetime("Cancelled on", readonly=True)
    replaced_by_id = fields.Many2one(
        "onestop.electronic.receipt", "Replaced by", readonly=True, ondelete="restrict"
    )
    entry_ids = fields.One2many(
        "onestop.cash.entry", "electronic_receipt_id", readonly=True
    )

    _reference_unique = models.UniqueIndex(
        "(reference)", "Each receipt has a reference of its own."
    )
    # No number of an agency's series comes twice, whatever a provider says.
    _number_unique = models.UniqueIndex(
        "(department_id, symbol, number) WHERE number IS NOT NULL",
        "This receipt was issued before.",
    )
    _waiting_index = models.Index(
        "(date_again) WHERE state IN ('queued', 'cancelling')"
    )
    _issued_has_number = models.Constraint(
        "CHECK (state IN ('queued', 'cancelled')"
        " OR (symbol IS NOT NULL AND number IS NOT NULL))",
        "What is issued has symbol and number.",
    )

    @api.depends("symbol", "number")
    def _compute_label(self):
        for one in self:
            one.label = label_of(one.symbol, one.number) if one.symbol else False

    @api.depends_context("lang")
    @api.depends("problem")
    def _compute_said(self):
        for one in self:
            one.said = one.problem and receipt_sentence(self.env, one.problem)

    # ------------------------------------------------------------------- asking for it

    @api.model
    def _queue(self, agency, fees):
        """The receipt of fees that were just paid, of one agency and of one dossier or of
        the parts of a group; a job has it issued. In sudo."""
        dossier = fees.dossier_id.sorted("id")[:1]
        with ENGINE.held():
            made = self.create(
                {
                    "dossier_id": dossier.id,
                    "counter_group_id": dossier.counter_group_id.id,
                    "department_id": agency.id,
                    "lines": [[one.kind, one.name, round(one.amount)] for one in fees],
                    "payer": dossier.submitter_name or dossier.owner_name,
                    "amount": sum(fees.mapped("amount")),
                    "currency_id": fees.currency_id.id,
                    "taken_at": fields.Datetime.now(),
                    "taken_by": self.env.user.name,
                    "reference": str(uuid.uuid4()),
                    "provider": agency.receipt_provider,
                    "date_again": fields.Datetime.now(),
                }
            )
        fees.write({"electronic_receipt_id": made.id})
        made._call()
        return made

    def _call(self):
        """Have a job ask soon; it asks for whatever waits."""
        for one in self:
            # As the house: a job answers for no person.
            one.with_user(SUPERUSER_ID).with_delay(
                identity_key=f"onestop.electronic.receipt,{one.id}",
                description=self.env._("Electronic receipt"),
            )._go_on()

    @api.model
    def _cron_ask(self):
        """Have asked again what was not answered."""
        waiting = self.search(
            Domain("state", "in", WAITING)
            & Domain("date_again", "<=", fields.Datetime.now())
        )
        waiting._call()

    def _go_on(self):
        """Ask the provider for what this one waits for, once; by a job.

        Whatever goes wrong stays with the row, in words, and is tried again: the money
        was taken, so there will be a receipt.
        """
        self.ensure_one()
        wait_for(self)
        self.invalidate_recordset()
        if self.state not in WAITING:
            return
        try:
            if self.state == "queued":
                self._onestop_issue(self._onestop_provider())
            else:
                self._onestop_cancel(self._onestop_provider())
        except ReceiptProblem as problem:
            wait = AGAIN[min(self.tries, len(AGAIN) - 1)]
            # What would be refused again waits for somebody to mend it.
            minutes = AGAIN[-1] if problem.final else wait
            self._write_ours(
                problem=problem.word,
                tries=self.tries + 1,
                date_again=fields.Datetime.now() + timedelta(minutes=minutes),
            )

    def _onestop_provider(self):
        """Who issues it; a hook: an addon that knows another kind of provider extends
        these three.

        :raises ReceiptProblem: where the file of the provider cannot be used
        """
        files = ReceiptFiles(os.environ.get(FOLDER_VARIABLE))
        return files.provider(self.provider)

    def _onestop_issue(self, provider):
        """Have it issued.

        :raises ReceiptProblem: where it was not
        """
        issued = provider.issue(self.reference, self._prepare_asked())
        taken = self.search_count(
            Domain("department_id", "=", self.department_id.id)
            & Domain("symbol", "=", issued.symbol)
            & Domain("number", "=", issued.number),
            limit=1,
        )
        if taken:
            raise ReceiptProblem("number used before")
        file = self.env["ir.attachment"].create(
            {
                "name": f"{issued.symbol}-{issued.number:07d}.pdf".replace("/", "-"),
                "raw": issued.file,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self._write_ours(
            state="issued",
            symbol=issued.symbol,
            number=issued.number,
            lookup_code=issued.code,
            issued_at=fields.Datetime.now(),
            attachment_id=file.id,
            problem=False,
            date_again=False,
        )
        self.fee_ids.write({"receipt_label": self.label})

    def _prepare_asked(self):
        """What the provider is told: nothing that no receipt shows."""
        kinds = dict(self.env["onestop.dossier.fee"]._fields["kind"].selection)
        return {
            "agency": self.department_id.national_code or self.department_id.code,
            "dossier": self.dossier_id.display_name,
            "payer": self.payer or "",
            "amount": round(self.amount),
            "currency": self.currency_id.name,
            "taken_at": self.taken_at.isoformat() + "Z",
            "lines": [
                {"kind": kind, "name": name, "amount": amount}
                for kind, name, amount in self.lines
                if kind in kinds
            ],
        }

    def _onestop_cancel(self, provider):
        """Have it cancelled.

        :raises ReceiptProblem: where it was not
        """
        provider.cancel(self.reference, self.cancelled_for)
        self._write_ours(
            state="cancelled",
            cancelled_at=fields.Datetime.now(),
            problem=False,
            date_again=False,
        )

    # ------------------------------------------------------------------------- acting

    def _checked(self, states):
        """It in sudo, locked, for the treasurer of the centre.

        :raises AccessError, UserError:
        """
        self.ensure_one()
        self.check_access("read")
        centre = self.counter_group_id.department_id
        if "treasurer" not in self.env.user._onestop_roles_at(centre):
            raise AccessError(
                self.env._("The treasurer of the centre sees to electronic receipts.")
            )
        # sudo: bounded to a receipt of the centre whose treasurer the user is.
        one = self.sudo()
        wait_for(one)
        if one.state not in states:
            raise UserError(
                self.env._("Somebody went on with this receipt in the meantime.")
            )
        return one

    def action_ask(self):
        """Have it asked for now, when what stood in the way is mended."""
        one = self._checked(WAITING)
        one._write_ours(date_again=fields.Datetime.now())
        one._call()

    def replace(self, reason):
        """It is wrong: it is cancelled at the provider, and another is issued for the
        same money.

        :param str reason: for the provider and the books; no personal data
        :return: the new one
        """
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("A reason must be given."))
        check_reason(self.env, reason)
        one = self._checked(("issued",))
        fees, entries = one.fee_ids, one.entry_ids
        new = one._queue(one.department_id, fees)
        entries._write_ours(electronic_receipt_id=new.id)
        fees.write({"receipt_label": False})
        one._write_ours(
            state="cancelling",
            cancelled_for=reason,
            cancelled_by=self.env.user.name,
            replaced_by_id=new.id,
            tries=0,
            date_again=fields.Datetime.now(),
        )
        one._call()
        return new.with_env(self.env)

    def action_replace(self):
        """Open the form that asks why."""
        self.ensure_one()
        return self.env["onestop.turning.down"]._open(self)

    def action_print(self):
        """The file as the provider issued it."""
        self.ensure_one()
        self.check_access("read")
        # sudo: bounded to the file of a receipt that the user reads.
        file = self.sudo().attachment_id
        if not file:
            raise UserError(self.env._("The provider has not issued this receipt yet."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{file.id}?download=true",
            "target": "new",
        }
