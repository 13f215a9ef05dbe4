"""Random people do random things with money, and each time the books add up."""

from collections import Counter

from money_machine import BEGINNING, MoneyMachine
from random_lives import live

from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common_money import MoneyCase

# Lives from each beginning, and what happens in each: some seconds, or some minutes
# with --all.
SHORT, LONG = (3, 20), (20, 40)
# What comes about in a few lives already.
USUAL = {
    *("pay_cash", "pay_by_card", "ask_transfer", "paid", "spoil"),
    *("close", "count", "confirm", "begin_slip", "pay_in", "settle"),
    *("begin_online", "online_paid"),
    *("propose_refund", "decide_refund", "pay_refund"),
}


@tagged("post_install", "-at_install")
class TestMoneyMachine(MoneyCase):
    def test_whatever_is_done_the_books_add_up(self):
        self.done = Counter()
        self.book.last_number = 500
        live(
            lambda acts: MoneyMachine(self, BEGINNING[:acts]),
            (0, 3, 5, 6, len(BEGINNING)),
            SHORT,
            LONG,
        )
        # Where all is refused nothing was tried.
        self.assertFalse(USUAL - set(self.done))
