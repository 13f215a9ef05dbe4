"""When an hour of reception that an officer names is believed."""

from datetime import datetime

import pytest
from onestop_dossier_core.outage_hour import (
    BEFORE_BLOCK,
    IN_FUTURE,
    NO_OUTAGE,
    Outage,
    find_outage,
)

MORNING = Outage(1, datetime(2026, 3, 9, 8), datetime(2026, 3, 9, 11, 30))
STILL = Outage(2, datetime(2026, 3, 9, 14))
HANDED_OUT = datetime(2026, 3, 9, 7)
NOW = datetime(2026, 3, 9, 16)


@pytest.mark.parametrize(
    ("hour", "minute", "found"),
    [
        (8, 0, (MORNING, None)),
        (11, 30, (MORNING, None)),
        (11, 31, (None, NO_OUTAGE)),
        (7, 59, (None, NO_OUTAGE)),
        (6, 59, (None, BEFORE_BLOCK)),
        (14, 0, (STILL, None)),
        (16, 0, (STILL, None)),
        (16, 1, (None, IN_FUTURE)),
    ],
)
def test_an_hour_lies_within_an_outage_that_the_counter_had(hour, minute, found):
    moment = datetime(2026, 3, 9, hour, minute)
    assert find_outage(moment, NOW, HANDED_OUT, [MORNING, STILL]) == found


def test_without_an_outage_nothing_was_received_by_hand():
    assert find_outage(NOW, NOW, HANDED_OUT, []) == (None, NO_OUTAGE)
