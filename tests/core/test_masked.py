"""What is hidden of a number, and what is left to tell people apart."""

from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.masked import masked_number


def test_the_last_three_digits_are_left():
    assert masked_number("001099000017") == "•••••••••017"
    assert masked_number("B1234567") == "•••••567"


@given(st.text("0123456789", min_size=6, max_size=12))
def test_nothing_else_is_told(number):
    masked = masked_number(number)
    assert len(masked) == len(number)
    assert set(masked[:-3]) == {"•"}
