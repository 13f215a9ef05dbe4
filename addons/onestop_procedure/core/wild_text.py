"""Reading of terms, fees, counts, dates and numbers as people write them.

Every reader takes one text and gives an immutable value that keeps the text in
``raw``; none raises for any text. What a reader was unsure of, or could not
read, stands in ``flags``: stable codes, whose sentences are in ``FLAGS``. A term
or an amount is never guessed: a wrong promise is worse than an unread one.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .translatable import _

WORKING_DAYS = "working_days"
CALENDAR_DAYS = "calendar_days"
WORKING_HOURS = "working_hours"
MONTHS = "months"
NO_UNIT = "none"

#: Code of each doubt and its sentence, to be filled with the remark's parameters.
FLAGS = {
    "term_missing": _("No term is given."),
    "term_not_understood": _(
        "The term could not be read as a number of days, hours or months; its words are kept."
    ),
    "term_words": _(
        "Words stand beside the number of the term; they are kept, not read."
    ),
    "term_several": _(
        "The term names more than one duration; only the first was read."
    ),
    "term_zero": _(
        "The term is zero; it was read as 'at once', or 'the same day' for days."
    ),
    "fee_not_understood": _(
        "The fee could not be read as an amount; its words are kept as its condition."
    ),
    "fee_amount_missing": _("The fee has no amount."),
    "fee_missing": _("Nothing is said of a fee; it was read as none."),
    "fee_currency_assumed": _("The fee names no currency; it was read as VND."),
    "fee_kind_assumed": _(
        "The text says neither fee nor charge; it was read as a fee."
    ),
    "fee_words": _("Words stand after the amount; they are kept as its condition."),
    "fee_other_amounts": _(
        "The condition of the fee names other amounts, which were not read as fees."
    ),
    "counts_not_understood": _("The number of originals and copies could not be read."),
    "counts_words": _(
        "Words stand beside the number of originals and copies; they are kept as a note."
    ),
    "level_unknown": _(
        "A level of administration is not known; it was read as 'other'."
    ),
    "list_joined": _(
        "A comma is followed by a small letter; it was not read as the end of an item."
    ),
    "number_missing": _("No number of a legal document was found."),
    "number_incomplete": _(
        "The number of the legal document lacks its year or issuer."
    ),
}

_NOTHING = re.compile(r"(?:không có thông tin\.?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """How long the agency may take.

    ``kind``: ``number`` (value and unit are set), ``same_day`` (0 days),
    ``immediate`` (0 working hours), ``no_term`` (the law sets none), ``words``
    (not read) or ``missing``. ``value`` is in ``unit``, which is ``none`` when
    there is no value. ``words`` is what stood around the number.
    """

    raw: str
    kind: str
    value: float | None = None
    unit: str = NO_UNIT
    words: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fee:
    """One line of a fee (phí) or charge (lệ phí).

    ``amount`` is in whole units of ``currency`` (ISO 4217, "" when unknown): an
    int, or a float for the parts of a foreign currency ("0.5 USD"); 0 is free,
    None is not known. ``channel`` is filled by who knows it.
    """

    raw: str
    kind: str = "fee"
    amount: int | float | None = None
    currency: str = ""
    unit: str = ""
    condition: str = ""
    attachments: tuple[str, ...] = ()
    channel: str = ""
    flags: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Counts:
    """Originals and copies of one paper; None when not said."""

    raw: str
    originals: int | None = None
    copies: int | None = None
    words: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentNumber:
    """Number of a legal document, without its kind ("131/2021/NĐ-CP")."""

    raw: str
    number: str = ""
    flags: tuple[str, ...] = ()


def tidy(text):
    """Text in NFC with plain line ends and no blanks around it."""
    text = unicodedata.normalize("NFC", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def flat(text):
    """Text on one line with single blanks.

    The patterns below run on such text: on long runs of blanks, which a hostile
    file may hold, they would take quadratic time.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_nothing(text):
    """Whether a text says that there is nothing ("", "Không có thông tin")."""
    return bool(_NOTHING.fullmatch(tidy(text)))


# --- terms -----------------------------------------------------------------

_UNITS = {
    "phút": (WORKING_HOURS, 1 / 60),
    "giờ": (WORKING_HOURS, 1),
    "h": (WORKING_HOURS, 1),
    "tiếng": (WORKING_HOURS, 1),
    "tuần": (CALENDAR_DAYS, 7),
    "tháng": (MONTHS, 1),
    "năm": (MONTHS, 12),
}
# "ngày 25 tháng 4" is a date and "17 giờ 30" a time of day, not a duration.
_DURATION = re.compile(
    r"""(?<![0-9.,/-])(?<!ngày\s)
    (?P<number>½|1/2|nửa|[0-9]{1,4}(?:[.,][0-9]{1,2})?)
    \s*(?:\(\s*[^\W\d]+(?:\s[^\W\d]+){0,4}\s*\))?\s*
    (?P<unit>ngày|giờ|h|tiếng|phút|tuần|tháng|năm)
    (?P<working>\s*\(?\s*làm\s+việc\b\s*\)?)?
    (?P<calendar>\s+(?:dương\s+)?lịch\b)?
    (?!\w)(?!\s*[0-9])""",
    re.IGNORECASE | re.VERBOSE,
)
_LEAD = re.compile(
    r"""(?:thời\s+(?:hạn|gian)(?:\s+(?:giải\s+quyết|xử\s+lý|thực\s+hiện))?)?[\s:]*
    (?:là\s+)?(?:không\s+quá|tối\s+đa|chậm\s+nhất|trong(?:\s+(?:vòng|thời\s+(?:hạn|gian)))?)?
    (?:\s+(?:là|không\s+quá))?[\s:]*""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER_IN_BRACKETS = re.compile(
    r"\b(?:(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mươi|lăm|mốt|tư)\s?){1,4}"
    r"\(\s?([0-9]{1,4})\s?\)",
    re.IGNORECASE,
)
_NO_TERM = re.compile(
    r"không\s+(?:quy|qui|xác)\s+định(?:\s+(?:về\s+)?thời\s+(?:hạn|gian)(?:\s+giải\s+quyết)?)?",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"(?:(?:giải\s+quyết|trả(?:\s+kết\s+quả)?)\s+)?"
    r"(?:(?P<day>(?:ngay\s+)?trong\s+ngày(?:\s+làm\s+việc)?)|ngay(?:\s+lập\s+tức)?)"
    r"(?P<words>(?:\s*[.;,(].*)?)",
    re.IGNORECASE | re.DOTALL,
)


def parse_term(text, bare_day=CALENDAR_DAYS):
    """Read a term such as "20 Ngày làm việc", "01 Giờ" or "Ngay trong ngày".

    ``bare_day`` is the unit of "N Ngày" when nothing else is said. Hours are
    working hours, a week is 7 calendar days, a year 12 months. Ranges, times of
    day and anything behind unknown words are not read. Returns a ``Term``.
    """
    clean = _digits(text).strip(" .;")
    if is_nothing(clean):
        return Term(text, "missing", flags=("term_missing",))
    if _NO_TERM.fullmatch(clean):
        return Term(text, "no_term")
    if at_once := _AT_ONCE.fullmatch(clean):
        return _at_once(text, at_once)
    match = _DURATION.search(clean)
    lead = clean[: match.start()] if match else ""
    if not match or len(lead) > 80 or not _LEAD.fullmatch(lead):
        return Term(text, "words", words=clean, flags=("term_not_understood",))
    return _counted(text, match, clean[match.end() :], bare_day)


def _digits(text):
    """One line, "Mười (10) ngày" turned to "10 ngày"."""
    return _NUMBER_IN_BRACKETS.sub(r"\1", flat(text))


def _at_once(text, match):
    words = match["words"].strip(" .;,")
    flags = ("term_words",) if words else ()
    if match["day"]:
        return Term(text, "same_day", 0.0, WORKING_DAYS, words, flags)
    return Term(text, "immediate", 0.0, WORKING_HOURS, words, flags)


def _counted(text, match, tail, bare_day):
    words = tail.strip(" .;,:")
    # "15 ngày - 20 ngày" is a range, so neither end is the promise.
    if re.match(r"(?:-|–|đến\b|tới\b)\s*[0-9]", words, re.IGNORECASE):
        return Term(text, "words", words=tidy(text), flags=("term_not_understood",))
    value, unit = _duration(match, bare_day)
    flags = []
    if words:
        flags.append("term_several" if _DURATION.search(tail) else "term_words")
    if value:
        return Term(text, "number", value, unit, words, tuple(flags))
    kind = "immediate" if unit == WORKING_HOURS else "same_day"
    return Term(text, kind, 0.0, unit, words, ("term_zero", *flags))


def _duration(match, bare_day):
    number, unit = match["number"].lower(), match["unit"].lower()
    value = 0.5 if number in ("½", "1/2", "nửa") else float(number.replace(",", "."))
    if unit == "ngày":
        if match["working"]:
            return value, WORKING_DAYS
        return value, CALENDAR_DAYS if match["calendar"] else bare_day
    unit, factor = _UNITS[unit]
    return value * factor, unit


def find_durations(text, bare_day=CALENDAR_DAYS):
    """All durations named in a text, as a list of ``(value, unit)``."""
    return [_duration(match, bare_day) for match in _DURATION.finditer(_digits(text))]


# --- fees ------------------------------------------------------------------

_CURRENCIES = {
    "đồng": "VND",
    "vnđ": "VND",
    "vnd": "VND",
    "đ": "VND",
    "usd": "USD",
    "$": "USD",
    "đô la mỹ": "USD",
    "eur": "EUR",
    "euro": "EUR",
}
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000}
_AMOUNT = r"(?<![0-9.,])[0-9][0-9.,]*(?: [0-9]{3}(?![0-9]))*(?:\s*(?P<scale>nghìn|ngàn|triệu|tỷ)\b)?"
_CURRENCY = (
    r"(?:(?P<currency>đồng|đô\s+la\s+mỹ|vnđ|vnd|usd|euro|eur|đ)(?!\w)|(?P<sign>\$))"
)
_FEE_START = re.compile(
    r"(?:^|;)[^\S\n]*(?P<kind>lệ[^\S\n]+phí|phí)[^\S\n]*:", re.IGNORECASE | re.MULTILINE
)
_ATTACHMENT = re.compile(
    r"^[^\S\n]*file\s+đính\s+kèm[^\S\n]*:[^\S\n]*(.*)$", re.IGNORECASE | re.MULTILINE
)
_FREE = re.compile(
    r"(?:không(?:\s+(?:có|thu|mất))?(?:\s+(?:phí|lệ\s+phí))?|miễn(?:\s+(?:phí|lệ\s+phí))?)"
    rf"(?:\s+{_CURRENCY})?(?P<rest>\s*(?:[.(].*)?)",
    re.IGNORECASE | re.DOTALL,
)
_PRICE = re.compile(
    rf"(?P<amount>{_AMOUNT})?\s*{_CURRENCY}?"
    r"(?:\s*/\s*(?P<unit>[^(\n;,]+?)(?=\s*(?:$|[(\n;,]|\b(?:đối\s+với|nếu|khi|cho|áp\s+dụng)\b)))?"
    r"\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED_AMOUNT = re.compile(rf"{_AMOUNT}\s*{_CURRENCY}", re.IGNORECASE)
_RANGE = re.compile(r"(?:-|–|đến\b|tới\b|hoặc\b|%)", re.IGNORECASE)


def parse_fees(text):
    """Read the fee lines of one cell, as a tuple of ``Fee``.

    Lines begin with "Phí :" or "Lệ phí :" (else a fee is assumed); the amount,
    its currency, "/unit" and a condition in brackets follow. A line "File đính
    kèm: x" belongs to the fee before it. Nothing to read gives an empty tuple.
    """
    clean = tidy(text)
    if is_nothing(clean):
        return ()
    starts = [match.start() for match in _FEE_START.finditer(clean)]
    if not starts or clean[: starts[0]].strip():
        starts.insert(0, 0)
    ends = [*starts[1:], len(clean)]
    return tuple(_fee(clean[a:b]) for a, b in zip(starts, ends, strict=True))


def _fee(line):
    raw = line.strip(" ;\n")
    attachments = tuple(name.strip() for name in _ATTACHMENT.findall(raw))
    body = flat(_ATTACHMENT.sub("", raw))
    start = _FEE_START.match(body)
    kind = "charge" if start and start["kind"].lower().startswith("lệ") else "fee"
    values = _price(body[start.end() :].strip() if start else body)
    if not start and values.get("amount") != 0:
        values["flags"] = ("fee_kind_assumed", *values["flags"])
    return Fee(raw=raw, kind=kind, attachments=attachments, **values)


def _price(body):
    """Amount, currency, unit, condition and flags of the text after "Phí :"."""
    if free := _FREE.fullmatch(body):
        condition, flags = _condition(free["rest"], 0)
        return {"amount": 0, "currency": "VND", "condition": condition, "flags": flags}
    match = _PRICE.fullmatch(body)
    rest = match["rest"]
    amount = _amount(match["amount"], match["scale"]) if match["amount"] else None
    currency = _CURRENCIES.get((match["currency"] or match["sign"] or "").lower(), "")
    bare = not match["amount"] and (not rest or rest.startswith("("))
    if not bare and (
        amount is None
        or _RANGE.match(rest)
        or (not currency and rest and not rest.startswith("("))
        or (currency == "VND" and isinstance(amount, float))
    ):
        return {"condition": body, "flags": ("fee_not_understood",)}
    condition, flags = _condition(rest, amount)
    if bare:
        flags = ("fee_amount_missing", *flags)
    elif not currency:
        currency = "VND"
        flags = ("fee_currency_assumed", *flags) if amount else flags
    return {
        "amount": amount,
        "currency": currency,
        "unit": (match["unit"] or "").strip(),
        "condition": condition,
        "flags": flags,
    }


def _condition(rest, amount):
    rest = rest.strip()
    if not rest.strip(".;, "):
        return "", ()
    flags = []
    inner = rest.rstrip(".; ")
    if inner.startswith("(") and inner.endswith(")"):
        rest = inner[1:-1].strip()
    else:
        flags.append("fee_words")
    named = {
        _amount(match[0][: match.start("currency") - match.start()], match["scale"])
        for match in _NAMED_AMOUNT.finditer(rest)
        if match["currency"]
    }
    if named - {amount}:
        flags.append("fee_other_amounts")
    return rest, tuple(flags)


def _amount(text, scale=None):
    return parse_amount(text, _SCALES[scale.lower()] if scale else 1)


def parse_amount(text, scale=1):
    """Number of a sum of money, or None: "150.000" is 150000, "0,5" is 0.5.

    Groups of three digits are thousands, whichever mark parts them.
    """
    digits = re.match(r"[0-9.,\s]*", text)[0].strip("., ")
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:([.,\s])[0-9]{3})(?:\1[0-9]{3}){0,3}", digits):
        value = Decimal(re.sub(r"[^0-9]", "", digits))
    elif re.fullmatch(r"[0-9]{1,15}(?:[.,][0-9]{1,3})?", digits):
        value = Decimal(digits.replace(",", "."))
    else:
        return None
    value *= scale
    return int(value) if value == value.to_integral_value() else float(value)


# --- counts, lists, levels, dates, numbers -----------------------------------

_LABELLED = re.compile(
    r"bản\s+(?P<what>chính|gốc|sao|chụp)(?:\s+có)?(?:\s+(?:chứng\s+thực|công\s+chứng))?"
    r"\s*:\s*(?P<n>[0-9]{1,3})(?![0-9])",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?<![0-9])(?P<n>[0-9]{1,3})\s*(?:\(\s*[^\W\d]+(?:\s[^\W\d]+){0,3}\s*\)\s*)?"
    r"(?:bản\s+(?P<what>chính|gốc|sao|chụp)(?:\s+có)?(?:\s+(?:chứng\s+thực|công\s+chứng))?"
    r"|bản|bộ)\b",
    re.IGNORECASE,
)


def parse_counts(text):
    """Read "Bản chính: 1\\nBản sao: 0", "01 bản chính, 02 bản sao", "1 bộ", "01".

    A number without a kind counts originals. Returns ``Counts``.
    """
    clean = flat(text)
    if re.fullmatch(r"[0-9]{1,3}", clean):
        return Counts(text, originals=int(clean))
    pattern = _LABELLED if _LABELLED.search(clean) else _COUNTED
    found = {}
    for match in pattern.finditer(clean):
        key = (
            "copies"
            if (match["what"] or "").lower() in ("sao", "chụp")
            else "originals"
        )
        found.setdefault(key, set()).add(int(match["n"]))
    words = flat(pattern.sub(" ", clean))
    words = re.sub(r"^(?:[\s.,;+&]|và\b)+|(?:[\s.,;+&]|\bvà)+$", "", words)
    if not found or any(len(values) > 1 for values in found.values()):
        flags = () if is_nothing(clean) else ("counts_not_understood",)
        return Counts(text, words=tidy(text), flags=flags)
    flags = ("counts_words",) if words else ()
    values = {key: values.pop() for key, values in found.items()}
    return Counts(text, words=words, flags=flags, **values)


_LIST_SIGN = re.compile(r"[();\n]|,\s?(?P<after>.?)")


def split_list(text):
    """Items of a list written with commas, semicolons or lines.

    A comma inside brackets, or before a small letter ("kiểm dịch động, thực
    vật"), does not part items. Returns ``(items, flags)``.
    """
    if is_nothing(text):
        return (), ()
    items, flags, depth, start = [], (), 0, 0
    clean = tidy(text)
    for match in _LIST_SIGN.finditer(clean):
        sign = match[0][0]
        if sign == "\n":
            depth = 0
        elif sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
            continue
        elif sign == "," and depth == 0 and match["after"].islower():
            flags = ("list_joined",)
            continue
        if depth == 0:
            items.append(clean[start : match.start()])
            start = match.start() + 1
    items.append(clean[start:])
    return tuple(item.strip() for item in items if item.strip()), flags


_LEVELS = {
    "cấp bộ": "ministry",
    "bộ": "ministry",
    "cấp trung ương": "ministry",
    "cấp tỉnh": "province",
    "tỉnh": "province",
    "cấp xã": "commune",
    "xã": "commune",
    "cơ quan khác": "other",
    "khác": "other",
}


_BETWEEN_LEVELS = re.compile(r"[,;\n]|\bvà\b", re.IGNORECASE)


def parse_levels(text):
    """Levels of administration as codes: ministry, province, commune, other.

    Returns ``(codes, flags)``; the codes stand in the order of the text, once.
    """
    names = filter(None, map(flat, _BETWEEN_LEVELS.split(tidy(text))))
    codes = [_LEVELS.get(name.lower()) for name in names]
    flags = ("level_unknown",) if None in codes else ()
    return tuple(dict.fromkeys(code or "other" for code in codes)), flags


_DATE = re.compile(
    r"(?<![0-9])(?:(?P<d>[0-9]{1,2})(?:\s*[-/.]\s*|\s+tháng\s+)(?P<m>[0-9]{1,2})"
    r"(?:\s*[-/.]\s*|\s+năm\s+)(?P<y>[0-9]{4})|(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2}))(?![0-9])",
    re.IGNORECASE,
)


def find_date(text):
    """First date of a text ("24-03-2021", "06 tháng 5 năm 2025"), or None."""
    match = _DATE.search(unicodedata.normalize("NFC", text))
    if not match:
        return None
    try:
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def parse_date(text):
    """Date of a text that holds nothing else, as a ``date``, or None."""
    clean = re.sub(r"^ngày\s+", "", tidy(text), flags=re.IGNORECASE)
    return find_date(clean) if _DATE.fullmatch(clean) else None


_DOCUMENT = re.compile(
    r"(?<![\w/])[0-9]{1,5}[a-z]?(?:/[0-9]{4})?/[A-ZĐ][\w]*(?:[-/][A-ZĐ]\w*)*"
)
_KIND_OF_DOCUMENT = re.compile(
    r"(?:(?:bộ\s+luật|luật|pháp\s+lệnh|nghị\s+định|nghị\s+quyết|thông\s+tư(?:\s+liên\s+tịch)?"
    r"|quyết\s+định|chỉ\s+thị)\s*)?(?:số\s*:?\s*)?",
    re.IGNORECASE,
)


def parse_document_number(text):
    """Number of a legal document or decision, without its kind.

    "Thông tư số 104/2024/TT-BQP" gives "104/2024/TT-BQP". Returns
    ``DocumentNumber``; "12" is kept and flagged as incomplete.
    """
    clean = re.sub(r"\s?([/-])\s?", r"\1", flat(text))
    rest = clean[_KIND_OF_DOCUMENT.match(clean).end() :]
    if match := _DOCUMENT.match(rest):
        return DocumentNumber(text, match[0])
    if re.fullmatch(r"[0-9]{1,5}(?:/[0-9]{4})?", rest):
        return DocumentNumber(text, rest, ("number_incomplete",))
    return DocumentNumber(text, flags=() if is_nothing(clean) else ("number_missing",))


def find_document_numbers(text):
    """All numbers of legal documents named in a text, in order."""
    clean = re.sub(r"(?<=\w)\s?([/-])\s?(?=[A-ZĐ])", r"\1", flat(text))
    return _DOCUMENT.findall(clean)
