"""The short number of guidance: typed, told, or scanned with the address before it."""

import pytest
from onestop_dossier_core.guidance_number import (
    guidance_link,
    guidance_number,
    read_guidance_number,
)


def test_it_is_short_and_never_the_same():
    numbers = {guidance_number() for _time in range(200)}
    assert len(numbers) == 200
    assert {len(number) for number in numbers} == {8}


def test_what_was_typed_or_scanned_is_read():
    number = guidance_number()
    link = guidance_link("https://h.example", "9.902711", "TH 01", number)
    assert link == f"https://h.example/procedures/9.902711?case=TH+01#{number}"
    for typed in (number, number.lower(), number.replace("-", " "), link):
        assert read_guidance_number(f" {typed} ") == number


@pytest.mark.parametrize(
    "typed", ["", "7KQ3", "001090000017", "https://h.example/track", "http://[", "ÀÁ"]
)
def test_what_is_none_is_none(typed):
    assert read_guidance_number(typed) is None


def test_a_slip_is_found():
    number = guidance_number()
    other = "2" if number[0] != "2" else "3"
    assert read_guidance_number(other + number[1:]) is None
