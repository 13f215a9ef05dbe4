"""Reasons stay in the journal for good: a name in one is found however it is written."""

import pytest
from onestop_procedure_core.named import names

PERSON = ("Đỗ Thị Thử", "0999 000 001", "thu@congdan.invalid")


@pytest.mark.parametrize(
    "text",
    [
        "Đỗ Thị Thử đã gọi.",
        "đỗ thị thử",
        "DO THI THU gọi lại",
        "(Đỗ  Thị-Thử)",
        "gọi 0999000001",
        "gọi 0999.000.001 sáng mai",
        "gửi thu@congdan.invalid",
    ],
)
def test_a_name_a_number_and_an_address_are_found(text):
    assert names(text, *PERSON)


@pytest.mark.parametrize(
    "text",
    [None, "", "Hồ sơ chậm 3 ngày.", "Đỗ Thị Thửa", "0999000002", "thử thị đỗ"],
)
def test_what_names_nobody_passes(text):
    assert not names(text, *PERSON)


def test_no_detail_is_in_no_text():
    assert not names("Đỗ Thị Thử", None, "", "–")
