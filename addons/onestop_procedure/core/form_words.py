"""How dates and amounts read on a form: Vietnamese, as the circular's models do."""

from .clock_sentences import render

AMOUNT = {"vi": "{amount:amount}"}


def at_moment(at):
    """'07 giờ 30 phút, ngày 24/11/2026' of a datetime in legal time."""
    return f"{at:%H} giờ {at:%M} phút, ngày {at:%d/%m/%Y}"


def on_day(day):
    """'ngày 24 tháng 11 năm 2026' of a date."""
    return f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"


def in_dong(value):
    """'150.000 đ' of an amount in đồng."""
    return f"{round(value):,} đ".replace(",", ".")


def whole_address(address, commune):
    """An address with its commune, once: many people write it themselves."""
    address, commune = address or "", commune or ""
    if commune.casefold() in address.casefold():
        return address
    return ", ".join(filter(None, [address, commune]))


def term_in_words(value, unit):
    """'5 ngày làm việc' of a term; 0 is the same day, or at once where hours count.

    :param unit: a key of `term.Unit`, or empty where the term is not known
    """
    if unit in (None, False, "", "none"):
        return "Không quy định"
    if not value:
        at_once = unit == "working_hours"
        return "Giải quyết ngay" if at_once else "Trong ngày làm việc"
    return render(AMOUNT, "vi", {"amount": (value, unit)})


def as_lines(text):
    """The lines of a text that say something, without the blanks around them."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def short_day(day):
    """'24/11/2026' of a date; "" for none."""
    return f"{day:%d/%m/%Y}" if day else ""
