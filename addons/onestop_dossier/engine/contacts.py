from odoo.addons.onestop_procedure.core.eform_values import (
    CLEANERS,
    Circumstances,
    Field,
    Wrong,
)
from odoo.addons.onestop_procedure.core.form_words import whole_address
from odoo.addons.onestop_procedure.legal_day import legal_today

from ..core.notice_contacts import NoticeContacts


def contacts_of(read, account=None):
    """How to reach whoever deals with us: what they gave later before what was filed,
    the submitter before the owner.

    :param read: value of a field of the dossier by its name
    :param account: the contact of the portal account, which says what they left out
    """

    def given(*names):
        return next((value for name in names if (value := read(name))), "")

    email = given("notice_email", "submitter_email", "owner_email")
    phone = given("notice_phone", "submitter_phone", "owner_phone")
    email = email or (account and account.email_normalized) or ""
    phone = phone or (account and account.phone) or ""
    return NoticeContacts(
        email=_sound("email", email),
        phone=phone,
        number=_sound("phone", phone),
        address=_address(given),
    )


def _address(given):
    """Where a letter goes: where they said later, where the result goes by post, else
    where the owner lives."""
    if later := given("notice_address"):
        return later
    if given("delivery") == "post" and given("delivery_address"):
        return given("delivery_address")
    # A commune alone is no address.
    address = given("owner_address")
    return whole_address(address, given("owner_commune")) if address else ""


def clean_contact(kind, text):
    """A contact of kind `email`, `phone` or `address` as it is kept.

    :raises Wrong: for what is none
    """
    kind = "char" if kind == "address" else kind
    return CLEANERS[kind](Field(kind, kind), text, Circumstances(legal_today()))


def _sound(kind, text):
    """The same, and empty for what is none: who files by program may send anything, and
    more than one address, or a line that ends, is no address."""
    try:
        return clean_contact(kind, text) if text else ""
    except Wrong:
        return ""
