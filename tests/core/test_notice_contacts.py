"""By which channels a person is told, in which order."""

import pytest
from onestop_dossier_core.notice_contacts import NoticeContacts, put_first, read_order

EVERYTHING = NoticeContacts(
    "a@example.invalid", "0912 345 678", "0912345678", "Số 7, Phường Mẫu"
)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], ()),
        ("", ()),
        (["post"], ("post",)),
        ("phone,email", ("phone", "email")),
        (("sms", "sms", "email"), ("sms", "email")),
    ],
)
def test_an_order_is_read_with_each_channel_once(wanted, expected):
    assert read_order(wanted) == expected


@pytest.mark.parametrize(
    "wanted", ["fax", ["email", "portal"], ["email,sms"], 7, {"email": 1}, [None]]
)
def test_what_is_no_order_is_refused_without_repeating_it(wanted):
    with pytest.raises(ValueError, match="^not a list of channels$"):
        read_order(wanted)


def test_without_a_wish_machines_come_before_people():
    assert EVERYTHING.order() == ("email", "sms", "phone", "post")


def test_a_wish_comes_first_and_the_rest_behind_it():
    assert EVERYTHING.order(("post",)) == ("post", "email", "sms", "phone")
    assert EVERYTHING.order(("phone", "sms")) == ("phone", "sms", "email", "post")


def test_a_channel_without_a_contact_is_left_out_though_it_was_wished_for():
    assert NoticeContacts(email="a@example.invalid").order(("sms",)) == ("email",)
    assert NoticeContacts().order(("email", "sms")) == ()


@pytest.mark.parametrize(
    ("number", "mobile"),
    [
        ("0912345678", "0912345678"),
        # A land line, a foreign number, and no number at all take no SMS.
        ("02913824175", ""),
        ("+442079460000", ""),
        ("", ""),
    ],
)
def test_short_messages_go_to_vietnamese_mobile_numbers(number, mobile):
    assert NoticeContacts(phone="as typed", number=number).mobile == mobile


def test_whoever_has_a_land_line_is_telephoned():
    contacts = NoticeContacts(phone="02913 824 175", number="02913824175")
    assert contacts.order() == ("phone",)


def test_what_somebody_chose_comes_before_what_stood_there():
    assert put_first(("post", "sms"), ("email", "sms", "phone")) == (
        *("post", "sms"),
        *("email", "phone"),
    )
    assert put_first((False, "phone")) == ("phone",)
    assert put_first((None, "", False), ("email",)) == ("email",)
