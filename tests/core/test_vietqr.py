"""The code of a transfer, against codes that other programs made and banks' apps read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.vietqr import carried, checksum, payload


def read(code):
    """{number: value} of the objects of a code, as a bank's app goes through it."""
    found = {}
    while code:
        length = int(code[2:4])
        found[code[:2]], code = code[4 : 4 + length], code[4 + length :]
    return found


def test_the_checksum_is_that_of_the_standard():
    assert checksum(b"123456789") == 0x29B1
    # The example of the standard's annex begins with an empty register of ones.
    assert checksum(b"") == 0xFFFF


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (
            ("970416", "257678859", 10000, "Chuyen tien"),
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
            "53037045405100005802VN62150811Chuyen tien630453E6",
        ),
        (
            ("970436", "1234567890", 50000, "TEST MEMO"),
            "00020101021238540010A00000072701240006970436011012345678900208QRIBFTTA"
            "53037045405500005802VN62130809TEST MEMO6304DBA4",
        ),
    ],
)
def test_a_code_is_the_one_that_others_make(given, code):
    assert payload(*given) == code


def test_a_code_says_bank_account_amount_and_dossier():
    code = read(payload("970415", "0123456789", 150000, "H99.01-260309-0001"))
    beneficiary = read(read(code["38"])["01"])
    assert beneficiary == {"00": "970415", "01": "0123456789"}
    assert code["54"] == "150000"
    assert read(code["62"]) == {"08": "H99.01-260309-0001"}


def test_a_purpose_keeps_the_signs_that_banks_carry():
    assert carried("Nộp phí: Đất đai #7!") == "Nop phi Dat dai 7"
    assert carried("x" * 40) == "x" * 25


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("97041", "1", 1, "x"), "bank"),
        (("970415", "12 34", 1, "x"), "account"),
        (("970415", "1" * 20, 1, "x"), "account"),
        (("970415", "1", 0, "x"), "amount"),
        (("970415", "1", -5, "x"), "amount"),
        (("970415", "1", 10**13, "x"), "amount"),
    ],
)
def test_what_is_no_transfer_makes_no_code(given, named):
    with pytest.raises(ValueError, match=named):
        payload(*given)


@given(
    st.text("0123456789", min_size=6, max_size=6),
    st.text("0123456789ABCxyz", min_size=1, max_size=19),
    st.integers(1, 10**13 - 1),
    st.text(max_size=60),
)
def test_whatever_is_asked_can_be_read_again(bank, account, amount, purpose):
    whole = payload(bank, account, amount, purpose)
    code = read(whole)
    assert read(read(code["38"])["01"]) == {"00": bank, "01": account}
    assert int(code["54"]) == amount
    assert whole.isascii()
    assert int(code["63"], 16) == checksum(whole[:-4].encode())
