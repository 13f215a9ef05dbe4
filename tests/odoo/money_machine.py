"""A counter at which everybody does with money whatever they like, at any time."""

from collections import Counter
from datetime import timedelta
from random import Random

from freezegun import freeze_time
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from odoo.exceptions import UserError

from odoo.addons.onestop_dossier.tests.common import MONDAY

# Whoever tries; most may not.
PEOPLE = (
    *("counter_officer", "postal_clerk", "treasurer", "director"),
    *("supervisor", "department_head", "clerk"),
)
# Who is nobody of the office: they are asked nothing of their rights.
CITIZEN, PROVIDER = "citizen", "provider"
NOTE = 10000
FEE = 70000
# Of what an act chooses: drawn one by one, choices would be too much alike.
SEEDS = st.integers(0, 2**32 - 1)
# What is tried, and who mostly does it: else most is refused.
ACTS = {
    "file": ("counter_officer",),
    "pay_cash": ("counter_officer", "postal_clerk"),
    "pay_by_card": ("counter_officer",),
    "ask_transfer": ("counter_officer",),
    "withdraw": ("counter_officer",),
    "arrive": ("treasurer",),
    "begin_online": (CITIZEN,),
    "hear_online": (PROVIDER,),
    "spoil": ("counter_officer", "treasurer"),
    "close": ("counter_officer", "postal_clerk"),
    "count": ("counter_officer", "treasurer"),
    "confirm": ("treasurer", "director"),
    "count_again": ("treasurer",),
    "begin_slip": ("treasurer",),
    "pay_in": ("treasurer",),
    "drop_slip": ("treasurer",),
    "settle": ("treasurer",),
    "propose_refund": ("counter_officer", "treasurer"),
    "decide_refund": ("department_head",),
    "turn_down_refund": ("department_head",),
    "call_off_refund": ("treasurer",),
    "pay_refund": ("counter_officer", "treasurer"),
}
# How far a day has come when everybody begins to try.
BEGINNING = (
    *("pay_cash", "pay_by_card", "close", "count", "confirm"),
    *("begin_slip", "pay_in"),
    *("ask_transfer", "arrive", "begin_online", "hear_online"),
    *("propose_refund", "decide_refund", "pay_cash", "pay_refund"),
)


class MoneyMachine(RuleBasedStateMachine):
    """What is done is written down by hand beside the books, in `came_in` and `went_out`;
    after each act the books must say the same.

    :param world: the test case, a `MoneyCase` with `done`
    :param beginning: acts of BEGINNING, which go before
    """

    def __init__(self, world, beginning=()):
        super().__init__()
        self.beginning = beginning
        self.world, self.env = world, world.env
        self.frozen = freeze_time(MONDAY)
        self.clock = self.frozen.start()
        self.savepoint = self.env.cr.savepoint()
        self.dossiers, self.came_in, self.went_out = [], Counter(), Counter()
        self.seen = 0

    def teardown(self):
        self.savepoint.close(rollback=True)
        self.frozen.stop()

    # ------------------------------------------------------------------- what is tried

    def try_as(self, role, records, act):
        """Do it in that role; whether it was done. A refusal undoes all of it."""
        self.clock.tick(timedelta(minutes=7))
        try:
            with self.env.cr.savepoint():
                user = role and self.world.users[role]
                act(records.with_user(user) if user else records)
                self.env.flush_all()
        except UserError:
            self.env.invalidate_all()
            return False
        self.env.invalidate_all()
        return True

    def pick(self, model, random):
        """One of the rows that there are, the last mostly; or none."""
        rows = self.env[model].search([], order="id")
        return (
            rows[-1:]
            if random.random() < 0.5
            else rows.browse([random.choice(rows.ids)] if rows else [])
        )

    def done(self, name):
        self.world.done[name] += 1

    @initialize()
    def begin(self):
        for act in self.beginning:
            before = self.world.done[act]
            # Whatever is chosen, the first of it: the last row, counted rightly.
            getattr(self, act)(ACTS[act][0], Random(1))
            assert self.world.done[act] == before + 1, act

    @rule(seed=SEEDS)
    def happen(self, seed):
        random = Random(seed)
        act = random.choice(list(ACTS))
        mostly = ACTS[act]
        away = mostly in ((CITIZEN,), (PROVIDER,))
        role = random.choice(mostly if away or random.random() < 0.7 else PEOPLE)
        note(f"{role}: {act}")
        getattr(self, act)(role, random)

    def file(self, role, random):
        self.dossiers.append(self.world.at_counter())

    def dossier(self, role, random):
        """A new one, or any."""
        if not self.dossiers or random.random() < 0.4:
            self.file(role, random)
            return self.dossiers[-1]
        return random.choice(self.dossiers)

    def pay_cash(self, role, random):
        dossier = self.dossier(role, random)
        due = dossier.payment_state == "due"
        act = self.try_as(role, dossier.fee_ids, lambda fees: fees.action_pay_cash())
        if act and due:
            self.came_in["cash"] += FEE
            self.done("pay_cash")

    def pay_by_card(self, role, random):
        dossier = self.dossier(role, random)
        due = dossier.payment_state == "due"
        act = self.try_as(role, dossier.fee_ids, lambda fees: fees.pay_by_card("9"))
        if act and due:
            self.came_in["card"] += FEE
            self.done("pay_by_card")

    def ask_transfer(self, role, random):
        dossier = self.dossier(role, random)
        if self.try_as(role, dossier.fee_ids, lambda fees: fees.ask_transfer()):
            self.done("ask_transfer")

    def withdraw(self, role, random):
        order = self.pick("onestop.fee.order", random)
        if order and self.try_as(role, order, lambda one: one.action_withdraw()):
            self.done("withdraw")

    def arrive(self, role, random):
        order = self.pick("onestop.fee.order", random)
        self.seen += random.random() < 0.8
        name = f"FT{self.seen}"
        if order and self.try_as(role, order, lambda one: one.arrive(name)):
            self.came_in["transfer"] += FEE
            self.done("arrive")
            self.done(order.state)

    def of_itself(self, records, act):
        """What happens outside the office, and may come to nothing; whether it did."""
        return self.try_as(None, records, act)

    def begin_online(self, role, random):
        """In as many windows as one likes."""
        dossier = self.dossier(role, random)
        payments = self.env["onestop.online.payment"]
        if self.of_itself(payments, lambda model: model._begin(dossier.fee_ids)):
            self.done("begin_online")

    def hear_online(self, role, random):
        """The provider says whatever it likes, as often as it likes: that the money is
        there, mostly, that nothing came, or that it does not know."""
        payment = self.pick("onestop.online.payment", random)
        if random.random() < 0.4:
            said = random.choice(("cancelled", "failed", "lapsed"))
            self.of_itself(payment, lambda one: one._note_ended(said))
            self.of_itself(payment, lambda one: one._note_confirming())
            return
        new = payment and not payment.arrived_at
        done = payment and self.of_itself(payment, lambda one: one._arrive("PP1"))
        if new and done:
            self.came_in["online"] += payment.amount
            self.done("hear_online")
            self.done(f"online_{payment.state}")

    def spoil(self, role, random):
        receipt = self.pick("onestop.fee.receipt", random)
        vals = {"book_id": self.world.book.id, "reason": "Torn."}
        if random.random() < 0.7:
            vals["receipt_id"] = receipt.id
        forms = self.env["onestop.fee.void"]
        if self.try_as(role, forms, lambda form: form.create(vals).action_confirm()):
            self.done("spoil")

    def close(self, role, random):
        days = self.env["onestop.cash.closing"]
        if self.try_as(role, days, lambda model: model.action_close()):
            self.done("close")

    def count(self, role, random):
        day = self.pick("onestop.cash.closing", random)
        # Rightly, or not.
        right = int(day.expected_cash) // NOTE if random.random() < 0.9 else 0
        why = random.random() < 0.5

        def act(theirs):
            for kind in theirs.count_ids:
                if kind.denomination == NOTE:
                    kind.pieces = right
            theirs.write(
                {
                    "card_counted": theirs.expected_card,
                    "reason": "Because." if why else False,
                }
            )
            theirs.action_counted()

        if day and self.try_as(role, day, act):
            self.done("count")

    def confirm(self, role, random):
        day = self.pick("onestop.cash.closing", random)
        if day and self.try_as(role, day, lambda one: one.action_confirm()):
            assert day.counted_user_id != day.confirmed_user_id
            self.done("confirm")

    def count_again(self, role, random):
        day = self.pick("onestop.cash.closing", random)
        if day and self.try_as(role, day, lambda one: one.action_count_again()):
            self.done("count_again")

    def begin_slip(self, role, random):
        day = self.pick("onestop.cash.closing", random)
        if day and self.try_as(role, day, lambda one: one.action_pay_in()):
            self.done("begin_slip")

    def pay_in(self, role, random):
        slip = self.pick("onestop.cash.slip", random)

        def act(theirs):
            theirs.write({"number": f"NT{slip.id}", "date": "2026-03-09"})
            theirs.action_paid_in()

        if slip and self.try_as(role, slip, act):
            self.done("pay_in")

    def drop_slip(self, role, random):
        slip = self.pick("onestop.cash.slip", random)
        if slip and self.try_as(role, slip, lambda one: one.action_drop()):
            self.done("drop_slip")

    # ------------------------------------------------------------------ giving back

    def propose_refund(self, role, random):
        """Of a dossier, whatever was paid for it, some of which may be gone already."""
        paid = [one for one in self.dossiers if one.payment_state == "paid"]
        if not paid:
            return
        dossier = random.choice(paid)
        refunds = self.env["onestop.refund"]
        sources = refunds._sources(dossier)
        lines = [
            # Mostly no more than is left of a line, and mostly not all of it.
            (one._refund_source, one.id, random.choice((60000, *(10000,) * 6)))
            for one in sources
            if random.random() < 0.8
        ]
        cash = random.random() < 0.7
        values = {
            "kind": "other",
            "reason": "By law.",
            "payee": "Somebody",
            "way": "cash" if cash else "transfer",
            "bank_name": "Bank P",
            "account_number": "1",
            "account_holder": "SOMEBODY",
        }

        def act(theirs):
            theirs._propose(dossier.with_env(theirs.env), lines, values)

        if self.try_as(role, refunds, act):
            self.done("propose_refund")

    def decide_refund(self, role, random):
        refund = self.pick("onestop.refund", random)

        def act(theirs):
            theirs.write({"decision_number": "1/QD", "decision_date": "2026-03-09"})
            theirs.action_decide()

        if refund and self.try_as(role, refund, act):
            assert refund.proposed_by_id != self.world.users[role].id
            self.done("decide_refund")

    def turn_down_refund(self, role, random):
        refund = self.pick("onestop.refund", random)
        if refund and self.try_as(role, refund, lambda one: one.turn_down("No.")):
            self.done("turn_down_refund")

    def call_off_refund(self, role, random):
        refund = self.pick("onestop.refund", random)
        if refund and self.try_as(role, refund, lambda one: one.call_off("No.")):
            self.done("call_off_refund")

    def pay_refund(self, role, random):
        refund = self.pick("onestop.refund", random)

        def act(theirs):
            if theirs.way == "cash":
                theirs.write({"given_to": "Somebody", "shown": "Card"})
            else:
                theirs.write({"reference": f"R{refund.id}"})
            theirs.action_pay()

        if refund and self.try_as(role, refund, act):
            self.went_out[refund.way] += int(refund.amount)
            self.done("pay_refund")
            self.done(f"refund_{refund.way}")

    def settle(self, role, random):
        """In April; then it is March again, for more to be done."""
        settlements = self.env["onestop.fee.settlement"]
        vals = {
            "department_id": self.world.department.id,
            "centre_id": self.world.centre.id,
        }
        with freeze_time("2026-04-02 02:00:00"):
            done = self.try_as(role, settlements, lambda model: model.create(vals))
        if done:
            self.check_settlement()
            self.done("settle")
            one = settlements.search([], limit=1)
            one.with_user(self.world.users["treasurer"]).action_drop()

    # ------------------------------------------------------------------ what must hold

    def check_settlement(self):
        one = self.env["onestop.fee.settlement"].search([], limit=1)
        assert one.total == self.came_in.total()
        assert one.refunded == self.went_out.total()
        assert one.refunded_cash == self.went_out["cash"]
        assert one.refunded_transfer == self.went_out["transfer"]
        assert one.in_hand == self.counted() - self.paid_in()
        assert one.issued + one.spoiled == self.world.book.next_number - 1

    def counted(self):
        days = self.env["onestop.cash.closing"].search([("state", "=", "confirmed")])
        return sum(days.mapped("counted_cash"))

    def paid_in(self):
        slips = self.env["onestop.cash.slip"].search([("state", "=", "paid_in")])
        return sum(slips.mapped("amount"))

    @invariant()
    def the_book_has_what_came_in(self):
        entries = self.env["onestop.cash.entry"].search([])
        sums = Counter()
        for entry in entries:
            sums[entry.way] += entry.amount
        # What is paid online is in no counter's book.
        sums["online"] = sum(self.online().mapped("amount"))
        sums["cash"] += self.went_out["cash"]
        assert +sums == +self.came_in
        # Nobody gives what they have not.
        assert all(entry.refund_id for entry in entries if entry.amount < 0)

    @invariant()
    def what_is_paid_online_is_for_fees_or_too_much(self):
        for payment in self.online():
            lines = payment.line_ids
            assert payment.paid + payment.surplus == payment.amount
            assert sum(lines.mapped("paid")) == payment.paid
            assert sum(lines.mapped("amount")) == payment.amount
        fees = self.online().line_ids.filtered("paid").mapped("fee_id")
        # No fee was paid by two.
        assert len(fees) == len(self.online().line_ids.filtered("paid"))

    def online(self):
        payments = self.env["onestop.online.payment"]
        return payments.search([("arrived_at", "!=", False)])

    def at_counters(self):
        return self.came_in.total() - self.came_in["online"]

    @invariant()
    def no_more_goes_back_than_came_in(self):
        lines = self.env["onestop.refund.line"].search([])
        live = lines.filtered(
            lambda one: one.refund_id.state not in ("turned_down", "called_off")
        )
        spoken_for = Counter()
        for line in live:
            thing = line.fee_id or line.order_id or line.payment_line_id
            spoken_for[thing] += line.amount
        assert all(total <= thing.amount for thing, total in spoken_for.items())
        paid = live.refund_id.filtered(lambda one: one.state == "paid")
        assert sum(paid.mapped("amount")) == self.went_out.total()
        assert all(one.decision_number for one in paid)

    @invariant()
    def no_counter_gives_what_it_has_not(self):
        days = self.env["onestop.cash.closing"].search([])
        assert all(day.expected_cash >= 0 for day in days)

    @invariant()
    def each_sheet_is_known_and_none_twice(self):
        book = self.world.book
        numbers = book.receipt_ids.mapped("number")
        assert sorted(numbers) == list(range(1, book.next_number))

    @invariant()
    def receipts_are_the_money_that_was_due(self):
        receipts = self.env["onestop.fee.receipt"].search([("state", "=", "issued")])
        surplus = self.env["onestop.fee.order"].search([("state", "=", "surplus")])
        issued, over = sum(receipts.mapped("amount")), sum(surplus.mapped("amount"))
        assert issued + over == self.at_counters()
        paid = [one for one in self.dossiers if one.payment_state == "paid"]
        online = sum(self.online().mapped("paid"))
        assert issued + online == FEE * len(paid)

    @invariant()
    def days_and_what_is_open_are_the_whole(self):
        days = self.env["onestop.cash.closing"].search([])
        for day in days:
            assert sum(day.entry_ids.mapped("amount")) == (
                day.expected_cash + day.expected_card + day.transferred
            )
        entries = self.env["onestop.cash.entry"].search([])
        still = entries.filtered(lambda one: not one.closing_id)
        closed = sum(
            sum(days.mapped(name))
            for name in ("expected_cash", "expected_card", "transferred")
        )
        held = self.at_counters() - self.went_out["cash"]
        assert closed + sum(still.mapped("amount")) == held

    @invariant()
    def confirmed_cash_is_paid_in_or_in_hand(self):
        days = self.env["onestop.cash.closing"].search([("state", "=", "confirmed")])
        at_bank = days.filtered(lambda one: one.slip_id.state == "paid_in")
        assert sum(at_bank.mapped("counted_cash")) == self.paid_in()

    @invariant()
    def a_difference_has_a_reason(self):
        days = self.env["onestop.cash.closing"].search([("state", "!=", "counting")])
        assert all(day.reason for day in days if day.difference or day.card_difference)
