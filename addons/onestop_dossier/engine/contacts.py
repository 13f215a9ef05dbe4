from odoo.addons.onestop_procedure.core.eform_values import (
    Circumstances,
    Field,
    Wrong,
    clean_phone,
)
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.notice_contacts import NoticeContacts

PHONE = Field("phone", "phone")


def contacts_of(read, account=None):
    """How to reach whoever deals with us: the submitter before the owner.

    :param read: value of a field of the dossier by its name
    :param account: the contact of the portal account, which says what they left out
    """

    def given(*names):
        return next((value for name in names if (value := read(name))), "")

    email = given("submitter_email", "owner_email") or (account and account.email)
    phone = given("submitter_phone", "owner_phone") or (account and account.phone)
    return NoticeContacts(
        email=email or "",
        phone=phone or "",
        number=_number(phone),
        address=_address(given),
    )


def _address(given):
    """Where a letter goes: where the result goes by post, else where the owner lives."""
    if given("delivery") == "post" and given("delivery_address"):
        return given("delivery_address")
    parts = (given("owner_address"), given("owner_commune"))
    # A commune alone is no address.
    return ", ".join(part for part in parts if part) if parts[0] else ""


def _number(phone):
    try:
        return clean_phone(PHONE, phone, Circumstances(legal_today())) if phone else ""
    except Wrong:
        return ""
