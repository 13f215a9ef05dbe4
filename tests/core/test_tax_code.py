"""Tax codes: what the form and the counter take is what an independent reader takes."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.eform_values import Circumstances, Wrong, clean_tax_code
from stdnum.vn import mst

TODAY = Circumstances(date(2026, 3, 9))


def is_taken(code):
    try:
        return bool(clean_tax_code(None, code, TODAY))
    except Wrong:
        return False


@given(st.from_regex(r"[0-9]{2}[1-9][0-9]{7}", fullmatch=True))
def test_the_check_digit_of_an_organisation_is_that_of_stdnum(code):
    assert is_taken(code) == mst.is_valid(code)


@given(st.from_regex(r"[0-9]{2}[1-9][0-9]{6}", fullmatch=True))
def test_of_ten_last_digits_those_that_stdnum_takes_are_taken(code):
    codes = [f"{code}{digit}" for digit in range(10)]
    assert list(filter(is_taken, codes)) == list(filter(mst.is_valid, codes))


def test_a_branch_is_told_by_its_number():
    assert is_taken("0100233488-001") and mst.is_valid("0100233488-001")
    assert not is_taken("0100233488-000") and not mst.is_valid("0100233488-000")
