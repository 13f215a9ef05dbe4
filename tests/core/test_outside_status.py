"""What another system says counts by its own moment, however it arrives."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.outside_status import (
    CONFIRMED,
    DIFFERS,
    OLDER,
    STATUSES,
    TAKEN,
    OutsideStatus,
    effect,
    lies_ahead,
    normalise_outside,
)

NINE = datetime(2026, 3, 9, 9)
LATER = NINE + timedelta(hours=1)
EARLIER = NINE - timedelta(hours=1)


def status(state, moment=NINE, typed=False):
    return OutsideStatus(state, moment, typed=typed)


@pytest.mark.article("National Public Service Portal", "statuses")
def test_there_are_ten_statuses():
    assert STATUSES == {
        1: "submitted",
        2: "accepted",
        3: "rejected",
        4: "processing",
        5: "supplement",
        6: "payment",
        7: "withdrawal",
        8: "stopped",
        9: "resolved",
        10: "returned",
    }


@pytest.mark.parametrize(
    ("known", "said", "follows"),
    [
        (status("accepted"), status("processing", LATER), TAKEN),
        (status("accepted"), status("processing", EARLIER), OLDER),
        (status("accepted"), status("processing"), DIFFERS),
        (status("accepted"), status("accepted"), OLDER),
        (status("accepted"), status("accepted", LATER), CONFIRMED),
        (status("accepted", typed=True), status("accepted", EARLIER), CONFIRMED),
        (status("accepted", typed=True), status("processing"), TAKEN),
        (status("accepted", typed=True), status("processing", typed=True), DIFFERS),
        (status("returned"), status("processing", LATER), DIFFERS),
        (status("returned"), status("resolved", EARLIER), OLDER),
        (status("stopped"), status("processing", LATER), TAKEN),
    ],
)
def test_what_follows(known, said, follows):
    assert effect(known, said) == follows


LINE = sorted(set(STATUSES.values()) - {"returned"})
MESSAGES = st.lists(
    st.tuples(st.integers(1, 10**6), st.sampled_from(LINE)),
    unique_by=lambda one: one[0],
    min_size=1,
    max_size=8,
)


def live(messages):
    known = status("submitted")
    for minutes, state in messages:
        said = status(state, NINE + timedelta(minutes=minutes))
        if effect(known, said) in (TAKEN, CONFIRMED):
            known = said
    return known


@given(MESSAGES, st.randoms(use_true_random=False), st.data())
def test_in_any_order_and_any_number_of_times_the_latest_is_true(
    messages, chance, data
):
    again = data.draw(st.lists(st.sampled_from(messages), max_size=5))
    shuffled = [*messages, *again]
    chance.shuffle(shuffled)
    minutes, state = max(messages)
    assert live(shuffled) == status(state, NINE + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" g22.99-260309-0001 ", "G22.99-260309-0001"),
        ("H 15/50", "H15/50"),
        ("short", None),
        ("", None),
        (None, None),
        ("-BEGINS", None),
        ("A" * 41, None),
        ("A<SCRIPT>B", None),
    ],
)
def test_codes_of_others(typed, code):
    assert normalise_outside(typed) == code


def test_a_clock_may_be_ten_minutes_ahead():
    assert not lies_ahead(NINE + timedelta(minutes=10), NINE)
    assert lies_ahead(NINE + timedelta(minutes=10, seconds=1), NINE)
