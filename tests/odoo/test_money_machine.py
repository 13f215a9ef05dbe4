"""Random people do random things with money, and each time the books add up."""

from collections import Counter

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from money_machine import BEGINNING, MoneyMachine

from odoo.tests import tagged

from odoo.addons.onestop_dossier.tests.common_money import MoneyCase

# Lives from each beginning, and what happens in each: some seconds, or some minutes
# with --all.
SHORT, LONG = (3, 20), (20, 40)
# What comes about in a few lives already.
USUAL = {
    *("pay_cash", "pay_by_card", "ask_transfer", "paid", "spoil"),
    *("close", "count", "confirm", "begin_slip", "pay_in", "settle"),
}


@tagged("post_install", "-at_install")
class TestMoneyMachine(MoneyCase):
    def test_whatever_is_done_the_books_add_up(self):
        self.done = Counter()
        self.book.last_number = 500
        long = settings().max_examples > settings.get_profile("default").max_examples
        lives, happenings = LONG if long else SHORT
        for acts in (0, 3, 5, 6, len(BEGINNING)):
            run_state_machine_as_test(
                lambda acts=acts: MoneyMachine(self, BEGINNING[:acts]),
                settings=settings(
                    max_examples=lives,
                    stateful_step_count=happenings,
                    derandomize=True,
                    database=None,
                    deadline=None,
                    # To explain a failure costs minutes here.
                    phases=(Phase.generate, Phase.shrink),
                    suppress_health_check=list(HealthCheck),
                ),
            )
        # Where all is refused nothing was tried.
        self.assertFalse(USUAL - set(self.done))
