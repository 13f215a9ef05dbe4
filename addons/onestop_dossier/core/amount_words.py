"""An amount in Vietnamese words, as receipts have it beside the figure."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu")
BILLION = 1_000_000_000


def in_words(amount: float) -> str:
    """'Một trăm năm mươi nghìn đồng' of 150000.0 (đồng, not negative)."""
    words = f"{_number(round(amount))} đồng"
    return words[0].upper() + words[1:]


def _number(value: int) -> str:
    if value == 0:
        return DIGITS[0]
    billions, rest = divmod(value, BILLION)
    words = [f"{_number(billions)} tỷ"] if billions else []
    for power in (2, 1, 0):
        three, rest = divmod(rest, 1000**power)
        if three:
            words.append(f"{_three(three, bool(words))} {SCALES[power]}".strip())
    return " ".join(words)


def _three(value: int, follows: bool) -> str:
    """A group of up to three digits; `follows`: others stand before it."""
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = [f"{DIGITS[hundreds]} trăm"] if hundreds or follows else []
    if tens > 1:
        words.append(f"{DIGITS[tens]} mươi")
    elif tens:
        words.append("mười")
    elif ones and words:
        words.append("lẻ")
    if ones:
        words.append(_one(ones, tens))
    return " ".join(words)


def _one(ones: int, tens: int) -> str:
    """The last digit, which some tens change."""
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 4 and tens > 1:
        return "tư"
    if ones == 5 and tens:
        return "lăm"
    return DIGITS[ones]
