"""When an online payment is given up."""

from datetime import datetime

import pytest
from onestop_dossier_core.online_payment import lapses

BEGUN = datetime(2026, 3, 9, 2, 0)


@pytest.mark.parametrize(
    ("now", "given_up"),
    [
        (datetime(2026, 3, 9, 2, 15), False),
        (datetime(2026, 3, 12, 1, 59, 59), False),
        (datetime(2026, 3, 12, 2, 0), True),
    ],
)
def test_after_three_days_one_may_pay_again(now, given_up):
    assert lapses(BEGUN, now) is given_up
