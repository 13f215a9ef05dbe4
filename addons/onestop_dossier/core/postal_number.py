"""The number on the label of a postal item, as a scanner reads it."""

import re

# What posts and couriers use here: letters and digits, most of them digits.
_NUMBER = re.compile(r"(?=(?:[A-Z]*\d){6})[A-Z0-9]{8,24}")
# Two letters, eight digits, a digit that checks them, the country (UPU, standard S10).
_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def read(text: str) -> str:
    """Return the number as it is kept: capitals, without blanks.

    :raises ValueError: for what is none, or was misread: then its digits do not agree
    """
    number = "".join((text or "").split()).upper()
    if not _NUMBER.fullmatch(number):
        raise ValueError("no number of a postal item")
    if (found := _S10.fullmatch(number)) and _check_digit(found[1]) != found[2]:
        raise ValueError("its digits do not agree")
    return number


def _check_digit(serial):
    total = sum(
        int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True)
    )
    rest = 11 - total % 11
    return str({10: 0, 11: 5}.get(rest, rest))
