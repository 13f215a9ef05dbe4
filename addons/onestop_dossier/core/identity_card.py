"""The text in the QR code of the identity card of a Vietnamese citizen.

Seven fields with a bar between them, in this order: personal number (12 digits), number
of the old card (9 digits, or empty), full name, date of birth, sex, address, date of
issue; dates as ddmmyyyy. Newer cards put further fields behind, which are left alone.
The code says what is printed on the card, and proves nothing: an officer compares the
card with the person.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from .card_error import CardError

SEPARATOR = "|"
FIELDS = 7
NUMBER = re.compile(r"[0-9]{12}")
OLD_NUMBER = re.compile(r"[0-9]{9}")
DAY = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
# Who was registered without day and month has only a year on the card.
YEAR_ALONE = re.compile(r"(0000)?[0-9]{4}")
SEX = {"nam": "male", "nữ": "female"}
# A card holds some 300 characters; what is longer is none.
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """`number`: 12 digits. `old_number`: 9 digits, or None. `birthdate`: None where the
    card knows the year alone. `sex`: "male", "female", or None. `issued`: None where the
    card does not say."""

    number: str
    old_number: str | None
    name: str
    birthdate: date | None
    sex: str | None
    address: str
    issued: date | None

    @classmethod
    def read(cls, scanned: str) -> "IdentityCard":
        """The card behind a scanned text.

        Raises CardError where it is the text of no card, naming the field that is wrong.
        """
        if not looks_like_card(scanned):
            raise CardError("no_card")
        text = unicodedata.normalize("NFC", scanned)
        number, old, name, birth, sex, address, issued, *_more = (
            " ".join(part.split()) for part in text.split(SEPARATOR)
        )
        if not NUMBER.fullmatch(number):
            raise CardError("number_wrong")
        if old and not OLD_NUMBER.fullmatch(old):
            raise CardError("old_number_wrong")
        if not any(map(str.isalpha, name)):
            raise CardError("name_missing")
        return cls(
            number=number,
            old_number=old or None,
            name=name,
            birthdate=None if YEAR_ALONE.fullmatch(birth) else _day(birth, "birthdate"),
            sex=SEX.get(sex.casefold()),
            address=address,
            issued=_day(issued, "issued") if issued else None,
        )


def looks_like_card(scanned: str) -> bool:
    """Whether a scanned text can be that of a card, and not a code or an address."""
    return len(scanned) <= LONGEST and scanned.count(SEPARATOR) >= FIELDS - 1


def _day(text, field):
    match = DAY.fullmatch(text)
    try:
        day, month, year = map(int, match.groups())
        return date(year, month, day)
    except (AttributeError, ValueError):
        raise CardError(f"{field}_wrong") from None
