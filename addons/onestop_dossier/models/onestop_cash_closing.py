from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.onestop_procedure.core.database_time import legal_date, legal_text
from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for
from odoo.addons.onestop_procedure.legal_day import legal_today
from odoo.addons.onestop_procedure.models.onestop_counter_group import COUNTER_ROLES

from ..core.cash_book import by_way
from ..engine.right import ENGINE

# What whoever counts types, until they say that it is counted.
TYPED = frozenset({"count_ids", "card_counted", "reason"})
# A commune has no director: its head stands there.
CONFIRM = ("treasurer", "director", "department_head")


class OnestopCashClosing(models.Model):
    """A day of the cash book at a counter, for one agency: what the books say against
    what was counted.

    It begins where the one before ended and ends when it is closed: what is taken a
    moment later is of the next. Who counts is not who confirms.
    """

    _name = "onestop.cash.closing"
    _description = "Day Closing"
    _inherit = ["onestop.money"]
    _order = "id desc"

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
    state = fields.Selection(
        [
            ("counting", "To be counted"),
            ("counted", "Counted"),
            ("confirmed", "Confirmed"),
        ],
        default="counting",
        required=True,
        readonly=True,
    )
    closed_at = fields.Datetime("Closed on", required=True, readonly=True)
    closed_by = fields.Char(required=True, readonly=True)
    # Of the last line: a day that is closed next morning is still the day before.
    day = fields.Date(required=True, readonly=True)
    entry_ids = fields.One2many(
        "onestop.cash.entry", "closing_id", "Lines of the book", readonly=True
    )
    # What the books say, when the day was closed.
    expected_cash = fields.Monetary("Cash by the books", readonly=True)
    refunded_cash = fields.Monetary(
        "Given back in cash", readonly=True, help="Is taken off the cash by the books."
    )
    expected_card = fields.Monetary("Cards by the books", readonly=True)
    transferred = fields.Monetary(
        "Seen in the account", readonly=True, help="Transfers that arrived that day."
    )
    count_ids = fields.One2many("onestop.cash.count", "closing_id", "Notes")
    counted_cash = fields.Monetary("Cash counted", compute="_compute_counted")
    card_counted = fields.Monetary(
        "Total of the terminal", help="As the terminal's slip of the day has it."
    )
    difference = fields.Monetary(
        compute="_compute_counted", help="What is more, or less, than the books say."
    )
    card_difference = fields.Monetary("Difference of cards", compute="_compute_counted")
    reason = fields.Char("Reason of the difference")
    counted_at = fields.Datetime("Counted on", readonly=True)
    counted_user_id = fields.Many2one(
        "res.users", "Counted by", readonly=True, ondelete="restrict"
    )
    confirmed_at = fields.Datetime("Confirmed on", readonly=True)
    confirmed_user_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, ondelete="restrict"
    )
    slip_id = fields.Many2one(
        "onestop.cash.slip",
        "Paying-in slip",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    settlement_id = fields.Many2one(
        "onestop.fee.settlement",
        "Settled in",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    overdue = fields.Boolean(
        "Late to pay in",
        compute="_compute_overdue",
        help="Cash that was not paid in within the days that the law gives.",
    )
    may_count = fields.Boolean(compute="_compute_may")
    may_confirm = fields.Boolean(compute="_compute_may")

    _to_pay_in_index = models.Index(
        "(department_id) WHERE state = 'confirmed' AND slip_id IS NULL"
    )

    # ------------------------------------------------------------------- computes

    @api.depends("counter_group_id", "department_id", "closed_at")
    def _compute_display_name(self):
        for closing in self:
            moment = closing.closed_at and legal_text(closing.closed_at)
            closing.display_name = " · ".join(
                filter(
                    None,
                    [
                        moment,
                        closing.counter_group_id.name,
                        closing.department_id.short_name or closing.department_id.name,
                    ],
                )
            )

    @api.depends(
        *("count_ids.denomination", "count_ids.pieces", "card_counted"),
        *("expected_cash", "expected_card"),
    )
    def _compute_counted(self):
        for closing in self:
            closing.counted_cash = sum(closing.count_ids.mapped("amount"))
            closing.difference = closing.counted_cash - closing.expected_cash
            closing.card_difference = closing.card_counted - closing.expected_card

    @api.depends("day", "slip_id.state", "counted_cash")
    def _compute_overdue(self):
        today = legal_today()
        days = self._rule("paying_in_days") if self else 0
        for closing in self:
            waits = closing.counted_cash > 0 and closing.slip_id.state != "paid_in"
            closing.overdue = waits and (today - closing.day).days > days

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may(self):
        for closing in self:
            closing.may_count = closing.state == "counting" and closing._may_count()
            closing.may_confirm = closing.state == "counted" and closing._may_confirm()

    # ------------------------------------------------------------------ who may act

    def _roles(self):
        return self.env.user._onestop_roles_at(self.counter_group_id.department_id)

    def _may_count(self):
        """Whoever sits at the counter counts; the treasurer where nobody does."""
        seated = self.env.user in self.counter_group_id.user_ids
        roles = self._roles()
        return "treasurer" in roles or bool(seated and roles & set(COUNTER_ROLES))

    def _may_confirm(self):
        if not self._roles() & set(CONFIRM):
            return False
        return self.counted_user_id != self.env.user or not self._rule(
            "money_two_people"
        )

    @api.model
    def _rule(self, key):
        """What the law of today says of money."""
        return self.env["onestop.rule.set"]._for_date(legal_today())._value(key)

    def _locked(self, state, allowed):
        """The day in sudo, locked, where it is in `state`.

        :param allowed: what `_may_count` or `_may_confirm` said
        """
        self.check_access("read")
        if not allowed:
            raise AccessError(
                self.env._(
                    "Whoever sits at the counter counts; the treasurer confirms, or "
                    "who leads the centre, and never who counted."
                )
            )
        # sudo: bounded to this day, of which the user may do this.
        day = self.sudo()
        wait_for(day)
        if day.state != state:
            raise UserError(
                self.env._("Somebody was here before: look at the day once more.")
            )
        return day

    # ---------------------------------------------------------------------- its life

    @api.model
    def action_close(self):
        """Close the day at the counters where the user sits: a closing for each agency
        for which something was taken.

        :raises UserError: where nothing was
        """
        counters = self.env["onestop.counter.group"].search(
            [("user_ids", "in", self.env.user.id)]
        )
        made = self.browse()
        for counter in counters:
            made |= self._close(counter)
        if not made:
            raise UserError(
                self.env._("Nothing was taken at your counter since the last closing.")
            )
        return self._open_these(made)

    @api.model
    def _close(self, counter):
        """The closings of one counter, which the user was found to serve.

        Of two that close at once the second finds nothing left.
        """
        probe = self.new({"counter_group_id": counter.id})
        if not probe._may_count():
            raise AccessError(self.env._("You do not sit at this counter."))
        # sudo: bounded to the lines of a counter at which the user sits.
        entries = self.env["onestop.cash.entry"].sudo()
        wait_for(counter.sudo())  # sudo: bounded to its lock, as above
        left = entries.search(
            [("counter_group_id", "=", counter.id), ("closing_id", "=", False)]
        )
        made = self.browse()
        for agency, lines in left.grouped("department_id").items():
            made |= self.sudo()._make(counter, agency, lines)  # sudo: as above
        return made.with_env(self.env)

    @api.model
    def _make(self, counter, agency, lines):
        sums = by_way((line.way, line.amount) for line in lines)
        with ENGINE.held():
            closing = self.create(
                {
                    "counter_group_id": counter.id,
                    "department_id": agency.id,
                    "currency_id": lines.currency_id.id,
                    "closed_at": fields.Datetime.now(),
                    "closed_by": self.env.user.name,
                    "day": max(legal_date(line.taken_at) for line in lines),
                    "expected_cash": sums["cash"],
                    "refunded_cash": -sum(lines.filtered("refund_id").mapped("amount")),
                    "expected_card": sums["card"],
                    "transferred": sums["transfer"],
                    "count_ids": [
                        (0, 0, {"denomination": value})
                        for value in self._rule("denominations")
                    ],
                }
            )
            lines.write({"closing_id": closing.id})
        return closing

    def action_counted(self):
        """It is counted: who confirms is asked.

        :raises UserError: where the count is not what the books say, and no reason given
        """
        self.ensure_one()
        day = self._locked("counting", self._may_count())
        differs = day.difference or day.card_difference
        if differs and not (day.reason or "").strip():
            raise UserError(
                self.env._("What was counted is not what the books say. Say why.")
            )
        check_reason(self.env, day.reason)
        day._write_ours(
            state="counted",
            counted_at=fields.Datetime.now(),
            counted_user_id=self.env.user.id,
        )

    def action_count_again(self):
        """Sent back by who confirms: it is to be counted once more."""
        self.ensure_one()
        day = self._locked("counted", bool(self._roles() & set(CONFIRM)))
        day._write_ours(state="counting", counted_at=False, counted_user_id=False)

    def action_confirm(self):
        """The count is right: the money is the treasurer's to pay in."""
        self.ensure_one()
        day = self._locked("counted", self._may_confirm())
        day._write_ours(
            state="confirmed",
            confirmed_at=fields.Datetime.now(),
            confirmed_user_id=self.env.user.id,
        )

    def action_pay_in(self):
        """Begin a slip for these days; of one agency and one centre."""
        return self.env["onestop.cash.slip"]._begin(self)

    # -------------------------------------------------------------------- guarding

    def write(self, vals):
        if not ENGINE and vals.keys() & TYPED:
            for closing in self:
                closing._locked("counting", closing._may_count())
        return super().write(vals)

    def _typed(self):
        return TYPED

    def _open_these(self, closings):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "onestop_dossier.onestop_cash_closing_action"
        )
        if len(closings) == 1:
            return {**action, "views": [(False, "form")], "res_id": closings.id}
        return {**action, "domain": [("id", "in", closings.ids)], "context": {}}
