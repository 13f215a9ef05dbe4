from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.engine.check_reason import check_reason

from ..engine.right import ENGINE
from ..engine.transition import Transition
from .onestop_stated_fee import MOST, UNPAID_STATES

# What is still to be paid, whether its amount is known or not.
UNPAID = ("open", "due")
# Who takes money at a counter; of several roles the journal names the first.
TAKES_FEES = ("counter_officer", "treasurer", "postal_clerk")


class OnestopDossierFee(models.Model):
    """A fee (phí) or charge (lệ phí) that a dossier owes."""

    _name = "onestop.dossier.fee"
    _description = "Fee of a dossier"
    _inherit = ["onestop.stated.fee", "onestop.refundable"]
    _refund_source = "fee_id"

    dossier_id = fields.Many2one(
        "onestop.dossier", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("fee", "Fee"),
            ("charge", "Charge"),
            ("obligation", "Financial obligation"),
        ],
        required=True,
    )
    name = fields.Char(required=True)
    procedure_fee_id = fields.Many2one(
        "onestop.procedure.fee", "Fee of the procedure", ondelete="restrict"
    )
    amount = fields.Monetary(required=True)
    state = fields.Selection(
        [
            ("open", "Amount to be stated"),
            ("due", "To pay"),
            ("paid", "Paid"),
            ("exempt", "Exempt"),
        ],
        default="due",
        required=True,
    )
    # An unpaid fee does not pause the term: it holds acceptance or return.
    holds = fields.Selection(
        [("accept", "Acceptance"), ("return", "Return of the result")],
        default="return",
        required=True,
    )
    paid_at = fields.Datetime()
    # Of who is exempt, or pays less: what was laid down, why not, what was shown.
    full_amount = fields.Monetary("Laid down")
    ground_id = fields.Many2one("onestop.fee.ground", "Exempt as", ondelete="restrict")
    evidence = fields.Char("What was shown")
    exempted_by = fields.Char()
    exempted_at = fields.Datetime()
    receipt_id = fields.Many2one(
        "onestop.fee.receipt",
        index="btree_not_null",
        ondelete="restrict",
        groups="onestop_procedure.group_onestop_staff",
    )
    receipt_label = fields.Char("Fee receipt")
    electronic_receipt_id = fields.Many2one(
        "onestop.electronic.receipt",
        "Electronic receipt",
        index="btree_not_null",
        ondelete="restrict",
        groups="onestop_procedure.group_onestop_staff",
    )
    online_payment_id = fields.Many2one(
        "onestop.online.payment",
        "Paid online",
        index="btree_not_null",
        ondelete="restrict",
        groups="onestop_procedure.group_onestop_staff",
    )
    refund_line_ids = fields.One2many(
        "onestop.refund.line", "fee_id", groups="onestop_procedure.group_onestop_staff"
    )

    def action_pay_cash(self):
        """Take fees in cash at the counter that received the dossier: one receipt for
        what is due of it, from the book of the agency that collects. The parts of a
        group are paid in one act, on one receipt of each agency."""
        self._take_each("cash")

    def pay_by_card(self, slip):
        """The same by card.

        :param str slip: number of the slip of the terminal
        :raises UserError: without one
        """
        slip = str(slip or "").strip()
        if not slip:
            raise UserError(self.env._("Enter the number of the slip."))
        self._take_each("card", slip)

    def _take_each(self, way, reference=False):
        for fees in self.grouped(lambda one: one.dossier_id._paid_with()).values():
            role = fees._role_that_takes()
            # sudo: bounded by the role checked above, and to these lines.
            fees.sudo()._take(role, way, reference)

    @api.private
    def ask_transfer(self):
        """The `onestop.fee.order` with which what is due of a dossier, or of parts of a
        group, is transferred to the agencies; see its `_ask`."""
        # sudo: bounded by the roles checked below, and to these lines.
        orders = self.env["onestop.fee.order"].sudo()
        for fees in self.grouped(lambda one: one.dossier_id._paid_with()).values():
            fees._role_that_takes()
            orders |= orders._ask(fees.sudo())  # sudo: as above
        return orders.with_env(self.env)

    def _role_that_takes(self):
        """The role in which the user takes the fees of one dossier, or of the parts of a
        group at one counter.

        :raises AccessError: for whoever has none at the counter that received it
        """
        self.check_access("read")
        dossiers = self.dossier_id
        roles = self.env.user._onestop_roles_at(dossiers.received_department_id)
        if not all(version.postal_listed for version in dossiers.version_id):
            roles.discard("postal_clerk")
        role = next((one for one in TAKES_FEES if one in roles), None)
        if not role:
            raise AccessError(
                self.env._("Fees are taken at the counter that received it.")
            )
        return role

    def action_exempt(self):
        """Open the form that asks for the ground."""
        self.ensure_one()
        self._role_that_takes()
        return self.env["onestop.fee.exemption"]._open(self)

    def exempt(self, ground_id, evidence, amount=0):
        """Let lines of a dossier that are due be paid not at all, or one of them less.

        :param int ground_id: an `onestop.fee.ground`
        :param str evidence: what was shown
        :param float amount: what is still to be paid of the one line
        :raises UserError: in a sentence, naming what is not in order
        """
        for fees in self.grouped("dossier_id").values():
            role = fees._role_that_takes()
            # sudo: bounded by the role checked above, and to these lines.
            fees.sudo()._exempt(role, ground_id, evidence, amount)

    def exempt_as(self, ground_id, evidence):
        """Let the lines of a dossier be paid as their procedure lays down for a ground.

        Lines that name other grounds only stay due. Where no line names this one, what
        was shown decides alone: nothing is paid.

        :raises UserError: in a sentence, naming what is not in order
        """
        granted = self._granted(ground_id)
        if not granted:
            return self.exempt(ground_id, evidence)
        for exemption in granted:
            fee = self.filtered(
                lambda one, line=exemption.fee_id: one.procedure_fee_id == line
            )
            left = exemption._left(fee.amount)
            # Of one copy the law may leave as much as it costs.
            if left < fee.amount:
                fee.exempt(ground_id, evidence, left)

    def _granted(self, ground_id=None):
        """The exemptions that the procedure lays down for these lines.

        :param int ground_id: only those on this ground
        """
        exemptions = self.procedure_fee_id.exemption_ids
        if ground_id is None:
            return exemptions
        return exemptions.filtered(lambda one: one.ground_id.id == ground_id)

    def _exempt(self, role, ground_id, evidence, amount):
        self.dossier_id._wait_for()
        ground = self.env["onestop.fee.ground"].search([("id", "=", ground_id)])
        evidence = str(evidence or "").strip()
        if not ground or not evidence:
            raise UserError(
                self.env._("Say on which ground nothing is paid, and what was shown.")
            )
        check_reason(self.env, evidence)
        for fee in self:
            left = fee._read_left(amount)
            fee.write(
                {
                    "state": "due" if left else "exempt",
                    "amount": left or fee.amount,
                    "full_amount": fee.full_amount or fee.amount,
                    "ground_id": ground.id,
                    "evidence": evidence,
                    "exempted_by": self.env.user.name,
                    "exempted_at": fields.Datetime.now(),
                }
            )
        dossier = self.dossier_id
        with ENGINE.held():
            dossier.payment_state = dossier.fee_ids._payment_state()
        self.env["onestop.journal"]._append(
            *(dossier, "exempt", role, dossier.state, dossier.state),
            data={"fees": self.ids},
        )
        dossier._fee_settled()

    def _read_left(self, amount):
        """What is left to pay of this line, as an amount.

        :raises UserError: for what is paid or exempt already, is not the centre's to
            waive, or is no less than what is laid down
        """
        if self.state not in UNPAID:
            raise UserError(self.env._("“%s” is not due any more.", self.name))
        if self.kind == "obligation":
            raise UserError(
                self.env._("Who is exempt from this obligation, its agency decides.")
            )
        try:
            amount = float(amount or 0)
        except (TypeError, ValueError):
            amount = -1
        if not amount and self.state == "open":
            # Whoever pays nothing needs nobody to reckon how much it would be.
            return 0
        if not 0 <= amount < self.amount:
            raise UserError(
                self.env._("What is still to be paid is less than what is laid down.")
            )
        return amount

    def _unpaid(self):
        """Those that are still to be paid, whether their amount is known or not."""
        return self.filtered(lambda one: one.state in UNPAID)

    def _payment_state(self):
        """The state of payment of a dossier with these lines."""
        if self._unpaid():
            return "due"
        return "paid" if "paid" in self.mapped("state") else "none"

    def _take(self, role, way, reference=False):
        """Write the receipts and mark as paid, once; the second time does nothing.

        :param role: in which the user takes the money
        :param way, reference: as `onestop.cash.entry` has them
        """
        # Who paid a moment ago wrote to the dossier too: the request is made anew then.
        self.dossier_id._wait_for()
        due = self.filtered(lambda one: one.state == "due")
        agencies = {one: one._collecting_agency() for one in due.dossier_id}
        by_agency = due.grouped(lambda one: agencies[one.dossier_id])
        for agency, fees in by_agency.items():
            fees._have_receipt(agency)
        for fees in due.grouped("dossier_id").values():
            fees._settle(role)
        self.env["onestop.cash.entry"]._take(due, way, reference)

    def _have_receipt(self, agency):
        """The receipt of lines that an agency collected: electronic, where it has a
        provider of those, or the next sheet of its book."""
        if agency.receipt_provider:
            self.env["onestop.electronic.receipt"]._queue(agency, self)
        else:
            sheets = self.env["onestop.fee.receipt"]
            self._note_receipt(sheets._issue(self._book(agency), self))

    def _book(self, agency):
        """The book of an agency from which the counter of the dossiers issues.

        :raises UserError: where it holds none
        """
        counter = self.dossier_id.counter_group_id
        book = self.env["onestop.fee.book"]._for(counter, agency)
        if not book:
            raise UserError(
                self.env._(
                    "%(counter)s holds no book of fee receipts of %(agency)s with a "
                    "sheet left. The treasurer hands one out.",
                    counter=counter.name,
                    agency=agency.name,
                )
            )
        return book

    def _print_receipts(self):
        """The sheets of these lines; where there is none, the electronic receipt, once it
        is issued."""
        return (self.receipt_id or self.electronic_receipt_id[:1]).action_print()

    def action_print_receipt(self):
        """The receipt of a line that was paid at a counter."""
        self.ensure_one()
        self.check_access("read")
        return (self.receipt_id or self.electronic_receipt_id).action_print()

    def _came_in(self):
        # What was paid online came in with its payment, what is fulfilled elsewhere
        # did not come in here.
        has = (self.receipt_id or self.electronic_receipt_id) and self.state == "paid"
        return self.amount if has and not self.online_payment_id else 0

    def _collected_by(self):
        return (self.receipt_id or self.electronic_receipt_id).department_id

    def _is_owed(self):
        """Whether it is still to be paid: nobody pays for what was refused at intake or
        stopped."""
        dossier = self.dossier_id
        return self.state == "due" and dossier.state not in UNPAID_STATES

    def _write_online(self, payment):
        self.write({"online_payment_id": payment.id})

    def _note_receipt(self, receipt):
        self.write({"receipt_id": receipt.id, "receipt_label": receipt.label})

    def _owe(self, dossier, amount):
        """Note a financial obligation that a sector's law names, where its amount is
        known here.

        :param amount: in the currency of the centre
        :return: dict of the dossier's values that it changes
        :raises UserError: where it is no amount
        """
        try:
            amount = float(amount or 0)
        except (TypeError, ValueError):
            amount = -1
        if not 0 <= amount < MOST:
            raise UserError(self.env._("The amount of the obligation is no amount."))
        if not amount:
            return {}
        self.create(
            {
                "dossier_id": dossier.id,
                "kind": "obligation",
                "name": self.env._("Financial obligation"),
                "currency_id": dossier.company_id.currency_id.id,
                "amount": amount,
            }
        )
        return {"payment_state": "due"}

    def _fulfil(self):
        """Obligations that are due are fulfilled: paid where the agency says.

        :return: dict of the dossier's values that it changes
        """
        due = self.filtered(lambda one: (one.kind, one.state) == ("obligation", "due"))
        if not due:
            return {}
        due.write({"state": "paid", "paid_at": fields.Datetime.now()})
        return {"payment_state": "due" if self._unpaid() else "paid"}

    def _settle(self, role):
        """Lines of one dossier were paid at a counter."""
        self._mark_paid()
        dossier = self.dossier_id
        self.env["onestop.journal"]._append(
            dossier,
            "pay",
            role,
            dossier.state,
            dossier.state,
            data={"receipt": self[:1].receipt_label}
            if self.receipt_id
            else {"electronic_receipt": self.electronic_receipt_id[:1].id},
        )
        self._go_on()

    def _settle_online(self, payment):
        """Lines of one dossier were paid online."""
        self._mark_paid()
        payment._system_journal(
            self.dossier_id, "pay_online", sum(self.mapped("amount"))
        )
        self._go_on()

    def _mark_paid(self):
        """Lines of one dossier that were due are paid, and so may be the dossier."""
        self.write({"state": "paid", "paid_at": fields.Datetime.now()})
        dossier = self.dossier_id
        if not dossier.fee_ids._unpaid():
            with ENGINE.held():
                dossier.payment_state = "paid"

    def _go_on(self):
        """What waited for these lines of a dossier to be paid goes on."""
        dossier = self.dossier_id
        obligations = dossier.fee_ids.filtered(lambda one: one.kind == "obligation")
        waits = dossier.state == "payment" and "obligation" in self.mapped("kind")
        if waits and all(one.state != "due" for one in obligations):
            Transition.by_system(dossier, "resume").run()
        dossier._fee_settled()
