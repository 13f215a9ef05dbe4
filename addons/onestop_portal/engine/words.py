"""How amounts, dates and terms are written in Việt Nam, in either language."""

from odoo import fields
from odoo.tools import format_date

ZONE = "Asia/Ho_Chi_Minh"


def amount(number):
    """150000.0 → "150.000 đ"."""
    return f"{number:,.0f}".replace(",", ".") + " đ"


def moment(record, value):
    """A UTC datetime as legal time, "24/11/2026 15:04"; "" for none."""
    if not value:
        return ""
    local = fields.Datetime.context_timestamp(record.with_context(tz=ZONE), value)
    return local.strftime("%d/%m/%Y %H:%M")


def day(record, value):
    """A date as "24/11/2026"; "" for none."""
    return format_date(record.env, value, date_format="dd/MM/yyyy") if value else ""


def of_result(record, facts):
    """The facts of a result, as `_facts` of it, with its days in words; None of none."""
    if not facts:
        return None
    days = ("date", "valid_from", "valid_to", "ended_on", "replaced_date")
    return {**facts, **{name: day(record, facts[name]) for name in days}}


def answer(field, value):
    """An answer of the e-form as its person reads it.

    :param field: the `onestop.eform.field`
    :param value: the clean answer
    """
    _ = field.env._
    if field.type == "boolean":
        return _("Yes") if value else _("No")
    if field.type == "selection":
        return dict(field._options()).get(value, value)
    if field.type == "amount":
        return amount(value)
    if field.type == "date":
        return day(field, value)
    if field.type == "file":
        return ", ".join(file["name"] for file in value)
    return str(value)
