from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.masked import masked_number
from ..core.refund import STOPPABLE, fits
from ..core.workflow import SYSTEM
from ..engine.actor import Actor
from ..engine.right import ENGINE
from .onestop_dossier_fee import TAKES_FEES

# Who proposes: where the money came in, and at the agency that collected it.
AT_CENTRE = ("counter_officer", "postal_clerk", "treasurer", "supervisor")
AT_AGENCY = ("department_officer", "department_head", "clerk")
DECIDES = "department_head"
# What whoever decides writes down, and whoever pays out.
DECISION = frozenset({"decision_number", "decision_date", "signer"})
PAYMENT = frozenset({"reference", "given_to", "shown"})
KINDS = [
    ("too_much", "Paid twice, or too much"),
    ("not_done", "Refused, stopped or withdrawn"),
    ("exempt", "Exempt or reduced, as was shown later"),
    ("fault", "The agency was at fault"),
    ("other", "As the decision says"),
]
WAYS = [
    ("cash", "In cash, at the counter"),
    ("transfer", "By transfer"),
    ("provider", "The way it was paid online"),
]


class OnestopRefund(models.Model):
    """Money that goes back to whoever paid it, by a decision of the agency that collected
    it: proposed, decided by another, paid out once.

    In cash it is a line of the counter's cash book, below zero; by transfer or through
    the online provider no counter has it, and the quarter takes account of it here.
    """

    _name = "onestop.refund"
    _description = "Refund"
    _inherit = ["onestop.money"]
    _order = "id desc"

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
        index=True,
        ondelete="restrict",
    )
    line_ids = fields.One2many("onestop.refund.line", "refund_id", "What for")
    amount = fields.Monetary(required=True, readonly=True)
    kind = fields.Selection(KINDS, "Why", required=True, readonly=True)
    reason = fields.Char("In words", required=True, readonly=True)
    payee = fields.Char("Given back to", required=True, readonly=True)
    way = fields.Selection(WAYS, "How", required=True, readonly=True)
    bank_name = fields.Char("Bank", readonly=True)
    # A person's: whoever transfers reads it, others see its end.
    account_number = fields.Char(
        readonly=True, groups="onestop_procedure.group_onestop_treasurer"
    )
    account_masked = fields.Char("Account", compute="_compute_account_masked")
    account_holder = fields.Char(
        readonly=True, groups="onestop_procedure.group_onestop_treasurer"
    )
    state = fields.Selection(
        [
            ("proposed", "To be decided"),
            ("decided", "To be paid out"),
            ("sent", "At the provider"),
            ("paid", "Given back"),
            ("turned_down", "Turned down"),
            ("called_off", "Called off"),
        ],
        default="proposed",
        required=True,
        readonly=True,
    )
    # Names beside the number: they outlive the account.
    proposed_by_id = fields.Integer("User number", readonly=True, aggregator=None)
    proposed_by = fields.Char(required=True, readonly=True)
    proposed_at = fields.Datetime("Proposed on", required=True, readonly=True)
    decide_by = fields.Date("To be decided by", required=True, readonly=True)
    overdue = fields.Boolean(
        "Not decided in time", compute="_compute_overdue", search="_search_overdue"
    )
    decision_number = fields.Char("Number of the decision")
    decision_date = fields.Date("Date of the decision")
    signer = fields.Char("Signed by", help="Capacity and name, as under the decision.")
    decided_by = fields.Char(readonly=True)
    decided_at = fields.Datetime("Decided on", readonly=True)
    ended_for = fields.Char("Why nothing is given back", readonly=True)
    reference = fields.Char("Number at the bank")
    given_to = fields.Char(help="Who took the cash: whoever paid, or for them.")
    shown = fields.Char("What was shown", help="Identity card, authorisation …")
    paid_at = fields.Datetime("Given back on", readonly=True)
    paid_by = fields.Char("Paid out by", readonly=True)
    # What the provider said last, where it did not give the money back.
    problem = fields.Char(readonly=True)
    entry_ids = fields.One2many(
        "onestop.cash.entry", "refund_id", "Line of the cash book", readonly=True
    )
    settlement_id = fields.Many2one(
        "onestop.fee.settlement",
        "Settled in",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    may_decide = fields.Boolean(compute="_compute_may")
    may_pay = fields.Boolean(compute="_compute_may")
    may_call_off = fields.Boolean(compute="_compute_may")

    _something = models.Constraint("CHECK (amount > 0)", "Nothing is no money.")
    _decided_before_paid = models.Constraint(
        "CHECK (state NOT IN ('decided', 'sent', 'paid')"
        " OR (decision_number IS NOT NULL AND decision_date IS NOT NULL))",
        "Money is given back by a decision.",
    )
    # One line of the bank's statement is one refund.
    _reference_unique = models.UniqueIndex(
        "(department_id, reference) WHERE state = 'paid' AND way = 'transfer'",
        "This transfer was noted for another refund.",
    )
    _open_index = models.Index(
        "(decide_by) WHERE state IN ('proposed', 'decided', 'sent')"
    )
    # What a quarter has still to take.
    _to_settle_index = models.Index(
        "(department_id) WHERE state = 'paid' AND settlement_id IS NULL"
    )

    # -------------------------------------------------------------------- computes

    @api.depends("dossier_id", "decision_number")
    def _compute_display_name(self):
        for one in self:
            # sudo: bounded to the code of a dossier whose refund the user reads.
            code = one.sudo().dossier_id.display_name
            one.display_name = " · ".join(filter(None, [one.decision_number, code]))

    @api.depends("bank_name")
    def _compute_account_masked(self):
        for one in self:
            # sudo: bounded to the end of the number, for whoever reads the refund.
            number = one.sudo().account_number
            parts = [number and masked_number(number), one.bank_name]
            one.account_masked = ", ".join(filter(None, parts))

    @api.depends("state", "decide_by")
    def _compute_overdue(self):
        today = legal_today()
        for one in self:
            one.overdue = one.state == "proposed" and one.decide_by < today

    def _search_overdue(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        return Domain("state", "=", "proposed") & Domain(
            "decide_by", "<", legal_today()
        )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_may(self):
        for one in self:
            one.may_decide = one.state == "proposed" and one._may_decide()
            one.may_pay = one.state == "decided" and one._may_pay()
            one.may_call_off = one.state in STOPPABLE and one._may_call_off()

    # ---------------------------------------------------------------- who may act

    def _may_decide(self):
        """Whoever leads the agency, and never who proposed it, nor in their stead."""
        actor = Actor(self.env)
        if DECIDES not in actor.roles_at(self.department_id):
            return False
        absent = actor.on_behalf_of(DECIDES, self.department_id)
        return self.proposed_by_id not in {self.env.uid, *absent.ids}

    def _roles_at_centre(self):
        return self.env.user._onestop_roles_at(self.counter_group_id.department_id)

    def _may_pay(self):
        """Cash is paid out by whoever sits at the counter, the rest by the treasurer."""
        roles = self._roles_at_centre()
        if self.way == "cash":
            seated = self.env.user in self.counter_group_id.user_ids
            return "treasurer" in roles or bool(seated and roles & set(TAKES_FEES))
        return "treasurer" in roles

    def _may_call_off(self):
        """Whoever proposed it, and the treasurer."""
        proposed = self.proposed_by_id == self.env.uid
        return proposed or "treasurer" in self._roles_at_centre()

    def _locked(self, states, allowed):
        """It in sudo, nobody else's meanwhile, in one of `states`.

        :param allowed: what `_may_decide`, `_may_pay` or `_may_call_off` said
        """
        self.ensure_one()
        self.check_access("read")
        if not allowed:
            raise AccessError(
                self.env._(
                    "Whoever leads the agency decides on a refund, and never who proposed "
                    "it; the counter pays cash out, the treasurer transfers."
                )
            )
        # sudo: bounded to a refund that the user reads, and may act on.
        one = self.sudo()
        one.dossier_id._wait_for()
        wait_for(one)
        one.invalidate_recordset()
        if one.state not in states:
            raise UserError(
                self.env._("Somebody went on with this refund in the meantime.")
            )
        return one

    # ------------------------------------------------------------------- proposing

    @api.model
    def _sources(self, dossier):
        """What was paid for a dossier and may be given back, the surplus first: a list of
        records in sudo."""
        orders = self.env["onestop.fee.order"].sudo()  # sudo: bounded to the dossier
        lines = self.env["onestop.online.payment.line"].sudo()  # sudo: as above
        of_it = Domain("dossier_id", "=", dossier.id)
        sources = [
            *lines.search(of_it & Domain("arrived_at", "!=", False)),
            *orders.search(of_it & Domain("state", "=", "surplus")),
            *dossier.sudo().fee_ids,  # sudo: as above
        ]
        return [one for one in sources if one._came_in()]

    @api.model
    def _check_may_propose(self, dossier, agencies):
        """The role in which the user proposes to give money of a dossier back.

        :raises AccessError: where they have none
        """
        at, reads = self.env.user._onestop_roles_at, dossier.has_access("read")
        # sudo: bounded to the centre where it was paid.
        roles = at(dossier.sudo().counter_group_id.department_id)
        # The money of a centre is its treasurer's business, also of dossiers that they
        # do not read.
        held = [x for x in AT_CENTRE if x in roles and (reads or x == "treasurer")]
        held += [
            x
            for x in AT_AGENCY
            if reads and all(x in at(agency) for agency in agencies)
        ]
        if not held:
            raise AccessError(
                self.env._(
                    "The centre where it was paid, or the agency that collected it, "
                    "proposes to give money back."
                )
            )
        return held[0]

    @api.model
    def _propose(self, dossier, lines, values):
        """Propose to give back; one refund for each agency that collected.

        :param dossier: of the user's environment
        :param lines: [(field of a refund's line that names what was paid, id, amount)]
        :param dict values: `kind`, `reason`, `payee`, `way`, and of a transfer
            `bank_name`, `account_number`, `account_holder`
        :return: the refunds, in the user's environment
        :raises AccessError, UserError: in a sentence
        """
        dossier.ensure_one()
        # sudo: bounded to one dossier, and to what was paid for it.
        ours = dossier.sudo()
        ours._wait_for()
        chosen = self._chosen(ours, lines)
        if not chosen:
            raise UserError(self.env._("Say how much of what is given back."))
        by_agency = {}
        for source, amount in chosen:
            by_agency.setdefault(source._refund_agency(), []).append((source, amount))
        role = self._check_may_propose(dossier, list(by_agency))
        vals = self._clean(values)
        made = self.browse()
        for agency, some in by_agency.items():
            self._check_way(vals["way"], [source for source, _amount in some])
            made |= ours.env[self._name]._make(ours, agency, some, vals, role)
        return made.with_env(self.env)

    @api.model
    def _chosen(self, dossier, lines):
        """[(what was paid, amount to give back of it)] of a dossier, in sudo."""
        known = {
            (source._refund_source, source.id): source
            for source in self._sources(dossier)
        }
        chosen, seen = [], set()
        for name, number, amount in lines:
            if not amount:
                continue
            source = known.get((name, number))
            if not source or (name, number) in seen:
                raise UserError(
                    self.env._("Only what was paid for this dossier is given back.")
                )
            seen.add((name, number))
            # What another took of it a moment ago.
            source.refund_line_ids.invalidate_recordset()
            left = source._refund_left()
            if not fits(amount, left):
                raise UserError(
                    self.env._(
                        "“%(name)s”: at most %(left)s can be given back, in whole đồng.",
                        name=source._refund_name(),
                        left=source.currency_id.format(left),
                    )
                )
            chosen.append((source, amount))
        return chosen

    @api.model
    def _clean(self, values):
        """The values as they are kept. :raises UserError: where one is missing"""
        vals = {
            name: " ".join(str(values.get(name) or "").split())
            for name in ("kind", "reason", "payee", "way")
        }
        if vals["kind"] not in dict(KINDS) or vals["way"] not in dict(WAYS):
            raise UserError(self.env._("Say why, and how it is given back."))
        if not vals["reason"] or not vals["payee"]:
            raise UserError(
                self.env._("Say in words why, and to whom it is given back.")
            )
        check_reason(self.env, vals["reason"])
        if vals["way"] == "transfer":
            vals |= self._clean_account(values)
        return vals

    @api.model
    def _clean_account(self, values):
        names = ("bank_name", "account_number", "account_holder")
        account = {
            name: " ".join(str(values.get(name) or "").split()) for name in names
        }
        account["account_number"] = account["account_number"].replace(" ", "")
        number = account["account_number"]
        if not all(account.values()) or not (number.isalnum() and len(number) <= 19):
            raise UserError(
                self.env._(
                    "For a transfer enter bank, account number (up to 19 digits or "
                    "letters) and holder."
                )
            )
        return account

    @api.model
    def _check_way(self, way, sources):
        if way != "provider":
            return
        payments = {
            source.payment_id if source._refund_source == "payment_line_id" else None
            for source in sources
        }
        if len(payments) != 1 or None in payments or not payments.pop()._takes_back():
            raise UserError(
                self.env._(
                    "Only one online payment, whose provider can do so, is given back the "
                    "way it was paid. Choose cash or transfer for the rest."
                )
            )

    @api.model
    def _make(self, dossier, agency, chosen, vals, role):
        days = self._rule("refund_decision_days")
        with ENGINE.held():
            made = self.create(
                {
                    **vals,
                    "dossier_id": dossier.id,
                    "counter_group_id": dossier.counter_group_id.id,
                    "department_id": agency.id,
                    "currency_id": chosen[0][0].currency_id.id,
                    "amount": sum(amount for _source, amount in chosen),
                    "proposed_by_id": self.env.uid,
                    "proposed_by": self.env.user.name,
                    "proposed_at": fields.Datetime.now(),
                    "decide_by": legal_today() + timedelta(days=days),
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                source._refund_source: source.id,
                                "name": source._refund_name(),
                                "paid": source._came_in(),
                                "amount": amount,
                                "currency_id": source.currency_id.id,
                            },
                        )
                        for source, amount in chosen
                    ],
                }
            )
        made._journal("refund_proposed", role)
        return made

    @api.model
    def _rule(self, key):
        """What the law of today says of money."""
        return self.env["onestop.rule.set"]._for_date(legal_today())._value(key)

    @api.model
    def _open(self, dossier):
        """The form on which it is proposed to give back what was paid for a dossier."""
        return self.env["onestop.refund.asking"]._open(dossier)

    # -------------------------------------------------------------------- deciding

    def action_decide(self):
        """The agency decides that it is given back; whoever paid is told.

        :raises UserError: where number or date of the decision is missing
        """
        actor = Actor(self.env)
        one = self._locked(("proposed",), self._may_decide())
        number = (one.decision_number or "").strip()
        if not number or not one.decision_date:
            raise UserError(self.env._("Enter number and date of the decision."))
        if one.decision_date > legal_today():
            raise UserError(self.env._("The date of the decision lies ahead."))
        one._write_ours(
            state="decided",
            decision_number=number,
            signer=one.signer or actor.signature(one.department_id),
            decided_by=self.env.user.name,
            decided_at=fields.Datetime.now(),
        )
        row = one._journal("refund_decided", DECIDES, actor)
        one.dossier_id._notify("refund_decided", row)

    def action_turn_down(self):
        """Open the form that asks why nothing is given back."""
        self.ensure_one()
        return self.env["onestop.turning.down"]._open(self)

    def turn_down(self, reason):
        """The agency gives nothing back; whoever paid reads why.

        :param str reason: for the person; no personal data
        """
        actor = Actor(self.env)
        one = self._locked(("proposed",), self._may_decide())
        reason = one._end("turned_down", reason)
        row = one._journal("refund_turned_down", DECIDES, actor, reason)
        one.dossier_id._notify("refund_turned_down", row)

    def action_call_off(self):
        """Open the form that asks why it is called off."""
        self.ensure_one()
        return self.env["onestop.turning.down"]._open(self, calls_off=True)

    def call_off(self, reason):
        """It was proposed by mistake, or is done otherwise: no money leaves."""
        one = self._locked(STOPPABLE, self._may_call_off())
        told = one.state == "decided"
        treasurer = "treasurer" in self._roles_at_centre()
        if one.way == "provider" and one.problem and not treasurer:
            # An answer that was lost may have been a yes.
            raise UserError(
                self.env._(
                    "The provider was asked for it already. The treasurer looks there "
                    "whether the money went out, and calls it off."
                )
            )
        reason = one._end("called_off", reason)
        role = "treasurer" if treasurer else self._proposer_role()
        row = one._journal("refund_called_off", role, reason=reason)
        if told:
            # Who was told that it comes is told that it does not.
            one.dossier_id._notify("refund_turned_down", row)

    def _proposer_role(self):
        at = self.env.user._onestop_roles_at
        roles = at(self.counter_group_id.department_id) | at(self.department_id)
        return next((one for one in (*AT_CENTRE, *AT_AGENCY) if one in roles), "")

    def _end(self, state, reason):
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("A reason must be given."))
        check_reason(self.env, reason)
        self._write_ours(state=state, ended_for=reason)
        return reason

    # ------------------------------------------------------------------ paying out

    def action_pay(self):
        """The money goes back, once.

        :raises UserError: where what is to be written down is missing, or the counter
            has not so much cash of the agency
        """
        one = self._locked(("decided",), self._may_pay())
        if one.way == "provider":
            one._write_ours(state="sent", problem=False)
            payment = one.line_ids.payment_line_id.payment_id
            return payment._give_back(one)
        if one.way == "cash":
            one._take_from_counter()
        elif not (one.reference or "").strip():
            raise UserError(self.env._("Say what the bank calls the transfer."))
        elif one._is_noted():
            raise UserError(self.env._("This transfer was noted for another refund."))
        role = next(
            x for x in ("treasurer", *TAKES_FEES) if x in self._roles_at_centre()
        )
        return one._paid_out(self.env.user.name, role)

    def _given(self, reference):
        """The provider gave the money back: what went out went out, whatever was noted
        before. Said again, nothing happens; in sudo, by the system."""
        self.dossier_id._wait_for()
        wait_for(self)
        if self.state != "paid":
            self._paid_out(SYSTEM, SYSTEM, reference)

    def _not_given(self, said):
        """The provider did not give the money back: it waits to be paid out again, or is
        called off and proposed in another way; in sudo, by the system.

        :param said: what the provider says, which names nobody
        """
        waiting = self.filtered(lambda one: one.state == "sent")
        waiting._write_ours(
            state="decided", problem=said or self.env._("It gave no reason.")
        )

    def _is_noted(self):
        return bool(
            self.search_count(
                Domain("department_id", "=", self.department_id.id)
                & Domain("reference", "=", (self.reference or "").strip())
                & Domain("way", "=", "transfer")
                & Domain("state", "=", "paid"),
                limit=1,
            )
        )

    def _take_from_counter(self):
        """A line of the cash book below zero, where the counter has the cash."""
        if not (self.given_to or "").strip() or not (self.shown or "").strip():
            raise UserError(self.env._("Say who took the cash, and what they showed."))
        entries = self.env["onestop.cash.entry"]
        there = entries._hold_cash(self.counter_group_id, self.department_id)
        if there < self.amount:
            raise UserError(
                self.env._(
                    "%(counter)s has %(there)s in cash of %(agency)s since the last "
                    "closing: too little. Give it back later, or call this off and "
                    "propose a transfer.",
                    counter=self.counter_group_id.name,
                    there=self.currency_id.format(there),
                    agency=self.department_id.name,
                )
            )
        entries._note(
            [
                {
                    "counter_group_id": self.counter_group_id.id,
                    "department_id": self.department_id.id,
                    "way": "cash",
                    "amount": -self.amount,
                    "currency_id": self.currency_id.id,
                    "refund_id": self.id,
                }
            ]
        )

    def _paid_out(self, name, role, reference=None):
        vals = {"reference": reference} if reference else {}
        self._write_ours(
            state="paid", paid_at=fields.Datetime.now(), paid_by=name, **vals
        )
        row = self._journal("refund_paid", role)
        self.dossier_id._notify("refund_paid", row)

    def _journal(self, code, role, actor=None, reason=None):
        dossier = self.dossier_id
        data = {"refund": self.id, "amount": round(self.amount), "way": self.way}
        if self.decision_number:
            data["decision"] = self.decision_number
        return self.env["onestop.journal"]._append(
            *(dossier, code, role, dossier.state, dossier.state),
            reason=reason,
            data=data,
            on_behalf_of=actor and actor.on_behalf_of(role, self.department_id),
        )

    # -------------------------------------------------------------------- guarding

    def write(self, vals):
        if not ENGINE:
            for one in self:
                if vals.keys() & DECISION:
                    one._locked(("proposed",), one._may_decide())
                if vals.keys() & PAYMENT:
                    one._locked(("decided",), one._may_pay())
        return super().write(vals)

    def _typed(self):
        return DECISION | PAYMENT

    def action_print(self):
        return self.env.ref("onestop_dossier.report_refund_slip").report_action(self)

    def _open_these(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_refund_action"
        )
        if len(self) == 1:
            return {**action, "views": [(False, "form")], "res_id": self.id}
        return {**action, "domain": [("id", "in", self.ids)], "context": {}}
