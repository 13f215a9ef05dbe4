"""A label is read as the post prints it, and one that was misread is not taken."""

import pytest
from onestop_dossier_core.postal_number import read

# Serial numbers with their check digits, reckoned by hand by the rule of the standard:
# 1·8+2·6+3·4+4·2+5·3+6·5+7·9+8·7 = 204, 204 mod 11 = 6, 11 − 6 = 5; all noughts: 5;
# 00000006: 6·7 = 42, 42 mod 11 = 9, 2; 00000008: 56 mod 11 = 1, and 10 counts as 0.
GOOD = ("RB123456785VN", "RR000000005VN", "EE000000062VN", "CP000000080VN")


@pytest.mark.parametrize("number", GOOD)
def test_a_number_of_the_standard_is_taken_with_the_digit_that_checks_it(number):
    assert read(number) == number
    assert read(f" {number[:2].lower()} {number[2:6]} {number[6:]}\t") == number


# The last digit; two digits in each other's place: 202 mod 11 = 4, and 7 is not 5; the
# digit before the last: 7, and 4 is not 5.
@pytest.mark.parametrize("number", ["RB123456789VN", "RB123465785VN", "RR000000015VN"])
def test_what_was_misread_is_found(number):
    with pytest.raises(ValueError, match="do not agree"):
        read(number)


@pytest.mark.parametrize("text", ["VN1234567890", "84012345678", "SPXVN0123456789"])
def test_numbers_of_other_carriers_are_taken_as_they_are(text):
    assert read(text) == text


@pytest.mark.parametrize(
    "text", ["", None, "ABCDEFGH", "1234567", "A" * 25 + "123456", "H99.01-260309-0001"]
)
def test_what_is_no_number_of_an_item_is_refused(text):
    with pytest.raises(ValueError, match="number"):
        read(text)
