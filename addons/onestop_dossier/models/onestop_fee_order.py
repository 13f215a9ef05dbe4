from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.core.form_pdf import qr_svg
from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core import vietqr
from ..engine.right import ENGINE

# What may still arrive: a person scanned the code before it was withdrawn.
AWAITED = ("waiting", "withdrawn")


class OnestopFeeOrder(models.Model):
    """A transfer into the account of an agency that is awaited for the fees of a dossier,
    or of the parts of a group for which that agency collects.

    It is paid when the treasurer has seen it in the account, once. What arrives when
    nothing is due any more is money of whoever paid: it is kept apart.
    """

    _name = "onestop.fee.order"
    _description = "Awaited Transfer"
    _inherit = ["onestop.money", "onestop.refundable"]
    _refund_source = "order_id"
    _order = "id desc"
    _rec_name = "purpose"

    # Of the parts of a group the first for which the agency collects; the lines say of
    # which others.
    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, readonly=True, index=True, ondelete="restrict"
    )
    counter_group_id = fields.Many2one(
        "onestop.counter.group",
        "Counter",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    account_id = fields.Many2one(
        "onestop.bank.account", required=True, readonly=True, ondelete="restrict"
    )
    department_id = fields.Many2one(related="account_id.department_id", store=True)
    fee_ids = fields.Many2many("onestop.dossier.fee", readonly=True, string="Fees")
    amount = fields.Monetary(required=True, readonly=True)
    purpose = fields.Char(
        "What the transfer says", required=True, readonly=True, help="Dossier code."
    )
    state = fields.Selection(
        [
            ("waiting", "Awaited"),
            ("paid", "Arrived"),
            ("surplus", "Arrived when nothing was due"),
            ("withdrawn", "No longer awaited"),
        ],
        default="waiting",
        required=True,
        readonly=True,
    )
    asked_at = fields.Datetime("Asked for on", required=True, readonly=True)
    asked_user_id = fields.Many2one(
        "res.users", "Asked for by", required=True, readonly=True, ondelete="restrict"
    )
    seen_at = fields.Datetime("Seen on", readonly=True)
    seen_by = fields.Char(readonly=True)
    reference = fields.Char("The bank's number", readonly=True)
    refund_line_ids = fields.One2many("onestop.refund.line", "order_id")
    to_give_back = fields.Monetary(
        "Nothing proposed yet",
        compute="_compute_to_give_back",
        store=True,
        help="What came in too much, and nobody has proposed to give back.",
    )
    qr = fields.Html(compute="_compute_qr", sanitize=False)

    _one_waits = models.UniqueIndex(
        "(dossier_id) WHERE state = 'waiting'",
        "A transfer is awaited for this dossier already.",
    )
    # One line of the bank's statement pays one dossier.
    _reference_unique = models.UniqueIndex(
        "(account_id, reference) WHERE reference IS NOT NULL",
        "This transfer was noted for another dossier.",
    )
    _waiting_index = models.Index("(counter_group_id) WHERE state = 'waiting'")

    @api.depends("account_id", "amount", "purpose")
    def _compute_qr(self):
        for order in self:
            # qr_svg draws a matrix; no text of anybody is in it.
            order.qr = Markup(qr_svg(order._code()))

    @api.depends(
        *("amount", "state"),
        *("refund_line_ids.amount", "refund_line_ids.refund_id.state"),
    )
    def _compute_to_give_back(self):
        for order in self:
            order.to_give_back = order._surplus_left()

    def _came_in(self):
        # What fitted is the money of its fees, and of their receipt.
        return self.amount if self.state == "surplus" else 0

    def _too_much(self):
        return self._came_in()

    def _refund_name(self):
        return " · ".join(filter(None, [self.purpose, self.reference]))

    def action_give_back(self):
        """Open the form on which it is proposed to give the money back."""
        self.ensure_one()
        self.check_access("read")
        # sudo: bounded to the dossier of a transfer that the user reads.
        dossier = self.sudo().dossier_id.with_env(self.env)
        return self.env["onestop.refund"]._open(dossier)

    def _code(self):
        """What the QR code says."""
        # sudo: bounded to the account into which this is to be paid.
        account = self.sudo().account_id
        return vietqr.payload(
            account.bank_code, account.number, round(self.amount), self.purpose
        )

    # --------------------------------------------------------------------- asking

    @api.model
    def _ask(self, fees):
        """The awaited transfers of those of these fees that are due, one for each agency
        that collects; in sudo. Asked for again, they are the same, unless something else
        is due by now.

        :param fees: of one dossier, or of parts of a group at one counter
        :raises UserError: where nothing is due, or an agency has no account
        """
        fees.dossier_id.sorted("id")._wait_for()
        due = fees.filtered(lambda one: one.state == "due")
        if not due:
            raise UserError(self.env._("Nothing is due any more."))
        agencies = {one: one._collecting_agency() for one in due.dossier_id}
        by_agency = due.grouped(lambda one: agencies[one.dossier_id])
        orders = self.browse()
        for agency, mine in by_agency.items():
            orders |= self._ask_for(agency, mine)
        return orders

    @api.model
    def _ask_for(self, agency, due):
        waiting = self.search(
            [
                ("fee_ids.dossier_id", "in", due.dossier_id.ids),
                ("state", "=", "waiting"),
            ]
        )
        if len(waiting) == 1 and waiting._fits(due):
            return waiting
        waiting._write_ours(state="withdrawn")
        # The index looks at what the database has.
        self.flush_model(["state"])
        with ENGINE.held():
            return self.create(self._prepare_vals(agency, due))

    @api.model
    def _prepare_vals(self, agency, due):
        dossier = due.dossier_id.sorted("id")[:1]
        account = self.env["onestop.bank.account"]._of(agency)
        if not account:
            raise UserError(
                self.env._(
                    "No account of %s is entered. The administrator enters it.",
                    agency.name,
                )
            )
        return {
            "dossier_id": dossier.id,
            "counter_group_id": dossier.counter_group_id.id,
            "account_id": account.id,
            "fee_ids": [(6, 0, due.ids)],
            "amount": sum(due.mapped("amount")),
            "currency_id": due.currency_id.id,
            "purpose": vietqr.carried(dossier.code or dossier.tracking_number),
            "asked_at": fields.Datetime.now(),
            "asked_user_id": self.env.user.id,
        }

    def _fits(self, due):
        """Whether it pays these lines, and nothing else."""
        return self.fee_ids == due and self.amount == sum(due.mapped("amount"))

    def _is_of_one_agency(self, due):
        """Whether still one agency collects these: a part may have gone to another."""
        return len({one._collecting_agency() for one in due.dossier_id}) == 1

    # -------------------------------------------------------------------- arriving

    def action_arrived(self):
        """Open the form that asks what the bank calls it."""
        self.ensure_one()
        return self.env["onestop.fee.taking"]._open(order_id=self.id, way="transfer")

    def arrive(self, reference):
        """The treasurer has seen the transfer in the account of the agency.

        :param str reference: what the bank calls it
        :raises AccessError: but for the treasurer of the centre, and, where the law has
            two people, for whoever asked for the transfer
        """
        self.ensure_one()
        self.check_access("read")
        self._check_may_see()
        reference = str(reference or "").strip()
        if not reference:
            raise UserError(self.env._("Say what the bank calls the transfer."))
        # sudo: bounded to this transfer, of the centre whose treasurer the user is.
        self.sudo()._arrive("treasurer", reference)

    def _check_may_see(self):
        roles = self.env.user._onestop_roles_at(self.counter_group_id.department_id)
        if "treasurer" not in roles:
            raise AccessError(
                self.env._("The treasurer says that a transfer has arrived.")
            )
        rules = self.env["onestop.rule.set"]._for_date(legal_today())
        if self.asked_user_id == self.env.user and rules._value("money_two_people"):
            raise AccessError(
                self.env._("Whoever asked for a transfer does not say it arrived.")
            )

    def _arrive(self, role, reference):
        self.fee_ids.dossier_id.sorted("id")._wait_for()
        wait_for(self)
        if self.state not in AWAITED:
            raise UserError(self.env._("This transfer was seen already."))
        if self.search_count(
            [("account_id", "=", self.account_id.id), ("reference", "=", reference)],
            limit=1,
        ):
            raise UserError(self.env._("This transfer was noted for another dossier."))
        due = self.fee_ids.filtered(lambda one: one.state == "due")
        fits = self._fits(due) and self._is_of_one_agency(due)
        self._write_ours(
            state="paid" if fits else "surplus",
            reference=reference,
            seen_at=fields.Datetime.now(),
            seen_by=self.env.user.name,
        )
        if fits:
            due._take(role, "transfer", reference)
            receipts = due.receipt_id.entry_ids | due.electronic_receipt_id.entry_ids
            receipts._write_ours(order_id=self.id)
        else:
            self._note_surplus()

    def _note_surplus(self):
        self.env["onestop.cash.entry"]._note(
            [
                {
                    "counter_group_id": self.counter_group_id.id,
                    "department_id": self.department_id.id,
                    "way": "transfer",
                    "reference": self.reference,
                    "amount": self.amount,
                    "currency_id": self.currency_id.id,
                    "order_id": self.id,
                }
            ]
        )

    def action_withdraw(self):
        """The transfer is no longer awaited; should it arrive, it is noted all the same."""
        self.ensure_one()
        # sudo: bounded to this transfer; the fee's own check says who may.
        fees = self.sudo().fee_ids.with_env(self.env)
        fees._role_that_takes()
        order = self.sudo()  # sudo: bounded to it, by the check above
        wait_for(order)
        if order.state != "waiting":
            raise UserError(self.env._("This transfer was seen already."))
        order._write_ours(state="withdrawn")

    def action_print(self):
        return self.env.ref("onestop_dossier.report_fee_order").report_action(self)

    def action_open(self):
        if len(self) > 1:
            # Each agency has an account of its own.
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "onestop_dossier.onestop_fee_order_action"
            )
            return {**action, "domain": [("id", "in", self.ids)], "context": {}}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pay by transfer"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
