"""How much of what was paid may be given back."""

from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.refund import by_way, fits, left_to_give


def test_what_is_spoken_for_is_not_given_twice():
    assert left_to_give(70000, 20000) == 50000
    assert left_to_give(70000, 70000) == 0
    # What went out after it was called off is more than was paid.
    assert left_to_give(70000, 90000) == 0


def test_whole_amounts_go_back_and_no_more_than_is_left():
    assert [fits(one, 50000) for one in (1, 50000)] == [True, True]
    refused = (0, -1, 0.5, 50000.5, 50001, float("inf"), float("nan"))
    assert not any(fits(one, 50000) for one in refused)


@given(st.lists(st.integers(1, 100)), st.integers(1, 300))
def test_however_it_is_cut_no_more_goes_back_than_was_paid(asked, paid):
    given_back = 0
    for amount in asked:
        if fits(amount, left_to_give(paid, given_back)):
            given_back += amount
    assert given_back <= paid


def test_sums_have_every_way():
    sums = by_way([("cash", 5), ("cash", 7), ("provider", 1)])
    assert sums == {"cash": 12, "transfer": 0, "provider": 1}
