"""Whether a result holds on a day."""

from datetime import date

import pytest
from onestop_dossier_core.result_standing import standing

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("state", "first", "last", "expected"),
    [
        ("draft", None, None, "draft"),
        ("issued", None, None, "in_force"),
        ("issued", DAY, DAY, "in_force"),
        ("issued", date(2026, 3, 10), None, "to_come"),
        ("issued", date(2026, 1, 1), date(2026, 3, 8), "expired"),
        # What ended by a decision stays so, whatever its dates say.
        ("revoked", date(2026, 1, 1), date(2026, 3, 8), "revoked"),
        ("replaced", None, date(2027, 1, 1), "replaced"),
    ],
)
def test_it_stands_as_its_state_and_its_days_say(state, first, last, expected):
    assert standing(state, DAY, first, last) == expected
