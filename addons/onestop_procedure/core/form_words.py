"""How dates, amounts and terms read on a form: Vietnamese, as the circular's models do;
terms in English too."""

from .clock_sentences import language_of, render

AMOUNT = dict.fromkeys(("vi", "en"), "{amount:amount}")
NO_TERM = {"vi": "Không quy định", "en": "No term laid down"}
AT_ONCE = {"vi": "Giải quyết ngay", "en": "At once"}
SAME_DAY = {"vi": "Trong ngày làm việc", "en": "Within the working day"}


def at_moment(at):
    """'07 giờ 30 phút, ngày 24/11/2026' of a datetime in legal time."""
    return f"{at:%H} giờ {at:%M} phút, ngày {at:%d/%m/%Y}"


def on_day(day):
    """'ngày 24 tháng 11 năm 2026' of a date."""
    return f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"


def in_dong(value):
    """'150.000 đ' of an amount in đồng."""
    return in_money(value, "VND")


def in_money(value, currency):
    """'150.000 đ', '1.234,50 USD' of an amount; parts stand only where there are some.

    :param currency: as ISO 4217 names it
    """
    if currency == "VND":
        return f"{_grouped(round(value))} đ"
    whole, parts = divmod(round(value * 100), 100)
    return f"{_grouped(whole)}{parts and f',{parts:02d}' or ''} {currency}"


def _grouped(number):
    return f"{number:,}".replace(",", ".")


def whole_address(address, commune):
    """An address with its commune, once: many people write it themselves."""
    address, commune = address or "", commune or ""
    if commune.casefold() in address.casefold():
        return address
    return ", ".join(filter(None, [address, commune]))


def term_in_words(value, unit, language="vi"):
    """'5 ngày làm việc' of a term; 0 is the same day, or at once where hours count.

    :param unit: a key of `term.Unit`, or empty where the term is not known
    :param language: 'vi', 'vi_VN'; English when it is neither
    """
    if unit in (None, False, "", "none"):
        return NO_TERM[language_of(language)]
    if not value:
        at_once = AT_ONCE if unit == "working_hours" else SAME_DAY
        return at_once[language_of(language)]
    return render(AMOUNT, language, {"amount": (value, unit)})


def as_lines(text):
    """The lines of a text that say something, without the blanks around them."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def short_day(day):
    """'24/11/2026' of a date; "" for none."""
    return f"{day:%d/%m/%Y}" if day else ""
