"""One answer of an e-form: from what a browser or a program sends to a clean value.

Each kind of field has a function that takes the raw answer and returns a value that
can be written as JSON, or raises `Wrong`. Answers come as JSON (numbers, booleans) or
from a form without JavaScript (always text), so that both are understood; nothing is
taken for what it is not: True is no number, and a list is no text.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from stdnum.vn import mst

MAX_CHAR = 255
MAX_TEXT = 10_000
MAX_NUMBER = 10**15
MAX_EMAIL = 254
YEARS = (1800, 2200)


class Wrong(Exception):
    """An answer that is refused: a code of `MESSAGES` in `eform` and its values."""

    def __init__(self, code: str, **params: Any):
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Circumstances:
    """What the checks need to know beside the answers.

    `today` in legal time; `old_identity` accepts the 9-digit number of old cards,
    for records of the past; the limits are bytes of one file and files of one field.
    """

    today: date
    old_identity: bool = False
    file_bytes: int = 25 * 1024 * 1024
    files: int = 20


@dataclass(frozen=True)
class Field:
    """A field of an e-form, as the version of the procedure defines it.

    `min` and `max` bound the value of a number, the value of a date (ISO text), the
    length of a text, or the number of files. `options` are the values of a selection
    or the content types that a file may have (none: all). `pattern` (of a `char`) is
    in the language of `safe_pattern`. `visible_if`: see `eform_condition`. A required
    boolean is a box that must be ticked, as in HTML.
    """

    name: str
    type: str
    required: bool = False
    pattern: str | None = None
    options: tuple[str, ...] = ()
    min: Any = None
    max: Any = None
    visible_if: dict | None = field(default=None, hash=False)


def _text(value, longest=MAX_CHAR):
    if not isinstance(value, str):
        raise Wrong("wrong_type")
    # Before anything reads the text: what is far too long is not worked on.
    if len(value) > MAX_TEXT:
        raise Wrong("too_long", max=longest)
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if len(text) > longest:
        raise Wrong("too_long", max=longest)
    return text


def _refuse_characters(text, allowed=""):
    # Controls, and halves of surrogate pairs, which PostgreSQL cannot keep.
    for character in text:
        if character not in allowed and unicodedata.category(character) in ("Cc", "Cs"):
            raise Wrong("invalid_character")
    return text


def clean_char(field, value, circumstances):
    """Return one line of text."""
    return _refuse_characters(_text(value))


def clean_text(field, value, circumstances):
    """Return text of several lines, with LF between them."""
    return _refuse_characters(_text(value, MAX_TEXT), "\n\t")


def _number(value, pattern, read):
    if isinstance(value, str):
        if not re.fullmatch(pattern, _text(value), re.ASCII):
            raise Wrong("invalid_number")
        value = read(_text(value))
    # NaN is not below anything, and so refused too.
    if not abs(value) <= MAX_NUMBER:
        raise Wrong("number_too_large")
    return value


def clean_integer(field, value, circumstances):
    """Return a whole number; text is plain digits with a sign."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Wrong("wrong_type")
    return _number(value, r"[+-]?\d+", int)


def clean_float(field, value, circumstances):
    """Return a number; text has a point or, as in Vietnam, a comma before decimals.

    "1.500" is refused: it is one and a half to a program, and 1500 to the citizen.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Wrong("wrong_type")
    if isinstance(value, str) and re.fullmatch(
        r"\s*[+-]?[1-9]\d{0,2}\.\d{3}\s*", value
    ):
        raise Wrong("ambiguous_number")
    read = _number(
        value, r"[+-]?\d+([.,]\d+)?", lambda text: float(text.replace(",", "."))
    )
    return float(read)


def clean_amount(field, value, circumstances):
    """Return whole đồng, from 0; text may be grouped and name the currency."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Wrong("wrong_type")
    if isinstance(value, str):
        # A no-break space is what programs put between the groups.
        text = _text(value).replace("\N{NO-BREAK SPACE}", " ")
        text = re.sub(r" ?(đ|₫|đồng|vnd|vnđ)$", "", text, flags=re.I)
        grouped = re.fullmatch(r"\d{1,3}(?:([., ])\d{3}(?:\1\d{3})*)", text, re.ASCII)
        value = re.sub("[., ]", "", text) if grouped else text
    amount = _number(value, r"\d+", int)
    if amount < 0:
        raise Wrong("invalid_number")
    return amount


def clean_date(field, value, circumstances):
    """Return an ISO date; text is ISO or dd/mm/yyyy."""
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    text = _text(value)
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII)
    if match:
        text = "{2}-{1:0>2}-{0:0>2}".format(*match.groups())
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise Wrong("invalid_date")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Wrong("invalid_date") from None
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise Wrong("invalid_date")
    return text


def clean_boolean(field, value, circumstances):
    """Return True or False; text is what an HTML form or a program sends."""
    words = {"true": True, "on": True, "1": True, "false": False, "0": False}
    if isinstance(value, str):
        value = words.get(value.strip().lower())
    if not isinstance(value, bool):
        raise Wrong("wrong_type")
    return value


def clean_selection(field, value, circumstances):
    """Return one of the options."""
    text = _text(value)
    if text not in field.options:
        raise Wrong("invalid_option")
    return text


def clean_phone(field, value, circumstances):
    """Return a Vietnamese number as 0…, or a foreign one as +…, digits only."""
    digits = re.sub(r"[\s.()-]", "", _text(value))
    home = re.fullmatch(r"(?:\+|00)?840?([1-9]\d{8,9})", digits, re.ASCII)
    if home:
        digits = "0" + home[1]
    if not re.fullmatch(
        r"0[35789]\d{8}|02\d{9}|\+(?!84)[1-9]\d{6,14}", digits, re.ASCII
    ):
        raise Wrong("invalid_phone")
    return digits


def clean_email(field, value, circumstances):
    """Return an address with its domain in lower case."""
    local, _at, domain = _text(value, MAX_EMAIL).rpartition("@")
    labels = domain.lower().split(".")
    sound = (
        re.fullmatch(r"[\w!#$%&'*+/=?^`{|}~.-]{1,64}", local, re.ASCII)
        and not re.search(r"^\.|\.\.|\.$", local)
        and len(labels) > 1
        and all(re.fullmatch(r"(?!-)[a-z0-9-]{1,63}(?<!-)", label) for label in labels)
    )
    if not sound:
        raise Wrong("invalid_email")
    return f"{local}@{domain.lower()}"


# Circular 07/2016/TT-BCA, annex 1: where a birth was registered. The codes outlive
# the provinces that were merged in 2025. Births registered abroad have codes from
# 100 (annex 2), which are not listed here.
_PROVINCES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 "
    "033 034 035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 "
    "064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 "
    "094 095 096"
)
PROVINCES = frozenset(_PROVINCES.split())


def clean_identity_number(field, value, circumstances):
    """Return a personal identity number: 12 digits, or 9 where old ones are accepted.

    The first three are the province of birth, the fourth century and sex (0 and 1:
    1900 to 1999, 2 and 3: 2000 to 2099 …), the next two the year of birth.
    """
    digits = re.sub(r"[\s.-]", "", _text(value))
    if re.fullmatch(r"\d{9}", digits, re.ASCII):
        if circumstances.old_identity:
            return digits
        raise Wrong("old_identity_number")
    if not re.fullmatch(r"\d{12}", digits, re.ASCII):
        raise Wrong("invalid_identity_number")
    born = 1900 + int(digits[3]) // 2 * 100 + int(digits[4:6])
    known = digits[:3] in PROVINCES or digits[0] != "0"
    if not known or born > circumstances.today.year:
        raise Wrong("invalid_identity_number")
    return digits


def clean_tax_code(field, value, circumstances):
    """Return a tax code: 10 digits with a check digit, a branch of it, or a person's.

    A branch is `0100233488-001`; since 2025 a person's is the identity number.
    """
    digits = re.sub(r"[\s.-]", "", _text(value))
    if re.fullmatch(r"\d{12}", digits, re.ASCII):
        try:
            return clean_identity_number(field, digits, circumstances)
        except Wrong:
            raise Wrong("invalid_tax_code") from None
    if not mst.is_valid(digits):
        raise Wrong("invalid_tax_code")
    return digits[:10] + (f"-{digits[10:]}" if digits[10:] else "")


def clean_file(field, value, circumstances):
    """Return the list of files that answer a field.

    The server describes what it has stored, `{id, name, size, mimetype}` each, size
    in bytes, the type read from the content; a browser never sends these itself.
    """
    files = [value] if isinstance(value, dict) else value
    if not isinstance(files, list):
        raise Wrong("wrong_type")
    if len(files) > circumstances.files:
        raise Wrong("too_many_files", max=circumstances.files)
    return [_clean_one_file(field, file, circumstances) for file in files]


def _clean_one_file(field, file, circumstances):
    kinds = {"id": int, "name": str, "size": int, "mimetype": str}
    if not isinstance(file, dict) or set(file) != set(kinds):
        raise Wrong("wrong_type")
    for key, kind in kinds.items():
        if type(file[key]) is not kind:
            raise Wrong("wrong_type")
    name = _refuse_characters(_text(file["name"]))
    if not name or re.search(r"[/\\]", name):
        raise Wrong("invalid_file_name")
    if not 0 < file["size"] <= circumstances.file_bytes:
        raise Wrong("file_size", name=name, max=circumstances.file_bytes)
    if field.options and file["mimetype"] not in field.options:
        raise Wrong("file_type", name=name, allowed=", ".join(field.options))
    return {**file, "name": name}


CLEANERS: dict[str, Callable[[Field, Any, Circumstances], Any]] = {
    "char": clean_char,
    "text": clean_text,
    "integer": clean_integer,
    "float": clean_float,
    "date": clean_date,
    "boolean": clean_boolean,
    "selection": clean_selection,
    "phone": clean_phone,
    "email": clean_email,
    "identity_number": clean_identity_number,
    "tax_code": clean_tax_code,
    "amount": clean_amount,
    "file": clean_file,
}
NUMBERS = ("integer", "float", "amount")
# Kinds whose values have an order, so that a condition may compare them.
ORDERED = (*NUMBERS, "date")
# Kinds for which `min` and `max` bound a length.
MEASURED = ("char", "text", "file")


def is_empty(value: Any) -> bool:
    """Tell whether a field was left out: None, blank text, or no file."""
    return (
        value is None or value == [] or (isinstance(value, str) and not value.strip())
    )
