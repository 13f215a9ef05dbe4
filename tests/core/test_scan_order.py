"""Scans lie as somebody arranged them, then as they came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.scan_order import in_order, written


@pytest.mark.parametrize(
    "ids, arranged, found",
    [
        ([], None, []),
        # Nobody arranged them: the oldest first.
        ([12, 10, 11], None, [10, 11, 12]),
        ([12, 10, 11], "", [10, 11, 12]),
        ([10, 11, 12], "12,10,11", [12, 10, 11]),
        # What came later follows.
        ([10, 11, 12, 13], "12,10", [12, 10, 11, 13]),
        # What was taken away is not there.
        ([10, 12], "12,11,10", [12, 10]),
        # What is no number is not meant; what stands twice stands once.
        ([10, 11], "11, x,²,,10,11,-3", [11, 10]),
    ],
)
def test_what_was_arranged_comes_first(ids, arranged, found):
    assert in_order(ids, arranged) == found


ids_of_files = st.lists(st.integers(1, 10**6), unique=True, max_size=30)


@given(ids_of_files, ids_of_files, st.text(max_size=20))
def test_nothing_is_lost_and_nothing_comes_twice(ids, arranged, junk):
    for order in (written(arranged), junk):
        assert sorted(in_order(ids, order)) == sorted(ids)


@given(st.permutations(range(1, 8)))
def test_an_order_that_names_all_is_kept(order):
    assert in_order(range(1, 8), written(order)) == order
