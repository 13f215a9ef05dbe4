"""The QR code of a bank transfer that every bank's app in the country reads.

VietQR is EMVCo's merchant-presented code with the account in object 38, as NAPAS lays it
down: objects of two digits of number, two of length, and the value.
"""

import re
import unicodedata

# Objects of the code, and of those that hold others.
FORMAT, ONCE, ACCOUNT, CURRENCY = "00", "01", "38", "53"
AMOUNT, COUNTRY, MORE, CHECKSUM = "54", "58", "62", "63"
NAPAS, BENEFICIARY, SERVICE, PURPOSE = "00", "01", "02", "08"
BANK, NUMBER = "00", "01"

DONG = "704"
TO_ACCOUNT = "QRIBFTTA"
# As NAPAS bounds them.
BANK_CODE = re.compile(r"\d{6}")
ACCOUNT_NUMBER = re.compile(r"[0-9A-Za-z]{1,19}")
PURPOSE_LENGTH = 25
MOST = 10**13


def payload(bank: str, account: str, amount: int, purpose: str) -> str:
    """What the QR code of one transfer says.

    :param bank: the six digits by which NAPAS knows the bank
    :param account: number of the account
    :param amount: in đồng, above zero
    :param purpose: what stands in the statement; signs that banks do not carry are
        left out, and it is cut to 25
    :raises ValueError: naming what cannot stand in a code
    """
    if not BANK_CODE.fullmatch(bank):
        raise ValueError("bank")
    if not ACCOUNT_NUMBER.fullmatch(account):
        raise ValueError("account")
    if not 0 < amount < MOST:
        raise ValueError("amount")
    beneficiary = _object(BANK, bank) + _object(NUMBER, account)
    code = (
        _object(FORMAT, "01")
        + _object(ONCE, "12")
        + _object(
            ACCOUNT,
            _object(NAPAS, "A000000727")
            + _object(BENEFICIARY, beneficiary)
            + _object(SERVICE, TO_ACCOUNT),
        )
        + _object(CURRENCY, DONG)
        + _object(AMOUNT, str(amount))
        + _object(COUNTRY, "VN")
        + _object(MORE, _object(PURPOSE, carried(purpose)))
        + CHECKSUM
        + "04"
    )
    return f"{code}{checksum(code.encode()):04X}"


def carried(purpose: str) -> str:
    """A purpose in the signs that every bank carries: letters without marks, digits,
    points, dashes and blanks."""
    bare = unicodedata.normalize("NFD", purpose.replace("đ", "d").replace("Đ", "D"))
    return " ".join(re.sub(r"[^0-9A-Za-z .-]", "", bare).split())[:PURPOSE_LENGTH]


def checksum(data: bytes) -> int:
    """CRC-16 with polynomial 1021 from FFFF on (ISO/IEC 13239), as EMVCo wants it."""
    value = 0xFFFF
    for byte in data:
        value ^= byte << 8
        for _bit in range(8):
            value = (value << 1) ^ 0x1021 if value & 0x8000 else value << 1
            value &= 0xFFFF
    return value


def _object(number: str, value: str) -> str:
    return f"{number}{len(value):02d}{value}"
