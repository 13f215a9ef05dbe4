"""How dates and amounts read on a form: Vietnamese, as the circular's models do."""


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
