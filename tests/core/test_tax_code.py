"""Tax codes: the check digit of an organisation is that of Circular 105/2020."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.eform_values import Circumstances, Wrong, clean_tax_code

TODAY = Circumstances(date(2026, 3, 9))
# The tenth digit is what is missing of ten when this sum is divided by eleven.
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def is_taken(code):
    try:
        return bool(clean_tax_code(None, code, TODAY))
    except Wrong:
        return False


@given(st.from_regex(r"[0-9]{2}[1-9][0-9]{6}", fullmatch=True))
def test_of_ten_last_digits_the_one_of_the_formula_is_taken(code):
    digit = 10 - sum(w * int(d) for w, d in zip(WEIGHTS, code, strict=True)) % 11
    taken = [last for last in range(10) if is_taken(f"{code}{last}")]
    assert taken == ([digit] if digit < 10 else [])


def test_codes_of_organisations_that_everybody_knows_are_taken():
    # As their invoices print them.
    for code in ("0100109106", "0101248141", "0300588569", "01001 12437"):
        assert is_taken(code)
    assert not is_taken("0101248142")


def test_a_branch_is_told_by_its_number():
    assert clean_tax_code(None, "0100109106001", TODAY) == "0100109106-001"
    assert is_taken("0100109106-001")
    assert not is_taken("0100109106-000")
    assert not is_taken("0100109106-1")


def test_of_other_digits_none_is_taken():
    assert not is_taken("٠١٠١٢٤٨١٤١")
