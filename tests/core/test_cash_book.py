"""A cash book adds up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.cash_book import (
    WAYS,
    Quarter,
    by_way,
    counted_of,
    left,
    missing,
    ranges,
)


def test_a_day_is_added_up_by_way():
    entries = [("cash", 50000), ("card", 20000), ("cash", 70000), ("cash", -50000)]
    assert by_way(entries) == {"cash": 70000, "card": 20000, "transfer": 0, "online": 0}


@given(st.lists(st.tuples(st.sampled_from(WAYS), st.integers(-(10**9), 10**9))))
def test_nothing_is_lost_between_ways(entries):
    assert sum(by_way(entries).values()) == sum(amount for _way, amount in entries)


def test_notes_make_money():
    assert counted_of({500000: 2, 20000: 3, 1000: 0}) == 1060000


@pytest.mark.parametrize(
    ("day", "quarter", "first", "after"),
    [
        (date(2026, 1, 1), (2026, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 3, 31), (2026, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 4, 1), (2026, 2), date(2026, 4, 1), date(2026, 7, 1)),
        (date(2026, 12, 31), (2026, 4), date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_day_lies_in_its_quarter(day, quarter, first, after):
    found = Quarter.of(day)
    assert (found.year, found.number) == quarter
    assert (found.first, found.after) == (first, after)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_quarters_follow_one_another_without_a_gap(day):
    quarter = Quarter.of(day)
    assert quarter.first <= day < quarter.after
    assert Quarter.of(quarter.after - timedelta(days=1)) == quarter


@given(st.sets(st.integers(1, 60)))
def test_runs_hold_the_numbers_and_no_other(numbers):
    runs = ranges(numbers)
    assert {one for first, last in runs for one in range(first, last + 1)} == numbers
    assert all(a[1] + 1 < b[0] for a, b in zip(runs, runs[1:], strict=False))


def test_a_number_of_which_nothing_became_known_is_found():
    assert missing(1, 6, [1, 2, 4, 5]) == [3]
    assert missing(1, 1, []) == []


def test_what_was_not_paid_in_is_in_hand():
    assert left(30000, 70000, 60000) == 40000
