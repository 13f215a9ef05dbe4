"""The tracking number: random, easy to read out, and hard to get wrong."""

import re
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core import tracking_number as tn

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
numbers = st.builds(lambda _: tn.tracking_number(), st.integers())


def test_a_number_has_three_groups_without_letters_that_look_alike():
    for _ in range(200):
        number = tn.tracking_number()
        assert re.fullmatch(
            f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}-[{ALPHABET}]{{5}}", number
        )
        assert tn.normalise_tracking(number) == number


def test_a_number_holds_sixty_random_bits(monkeypatch):
    asked = []
    monkeypatch.setattr(
        secrets, "randbits", lambda bits: asked.append(bits) or (1 << bits) - 1
    )
    assert tn.tracking_number()[:13] == "ZZZZ-ZZZZ-ZZZ"
    assert asked == [60]
    monkeypatch.setattr(secrets, "randbits", lambda bits: 1 << 55)
    assert tn.tracking_number().startswith("1000-0000-000")


def test_the_check_character_is_worked_out_by_hand(monkeypatch):
    # …0001 × x = 2; 16 is x⁴, and x⁵ = x² + 1 = 5; 31 = x⁴+x³+x²+x+1 gives 62 ^ 37 = 27.
    for value, check in ((0, "0"), (1, "2"), (16, "5"), (31, "V")):
        monkeypatch.setattr(secrets, "randbits", lambda _bits, value=value: value)
        assert tn.tracking_number() == f"0000-0000-000{ALPHABET[value]}{check}"


def test_numbers_do_not_repeat():
    assert len({tn.tracking_number() for _ in range(10_000)}) == 10_000


def test_what_a_citizen_types_is_mended(monkeypatch):
    monkeypatch.setattr(secrets, "randbits", lambda _bits: 1 << 5)
    number = tn.tracking_number()
    assert number == "0000-0000-00104"
    for typed in (
        "0000000000104",
        "oooo-OOOO-ooIo4",
        " 0000 0000 00l04 ",
        "0000–0000–00104",
        "000000-0000-104",
    ):
        assert tn.normalise_tracking(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        None,
        "",
        "0000-0000-0010",
        "0000-0000-001044",
        "0000-0000-0010U",
        "0000-0000-00105",
        "H15.50.05.13-261008-0975",
        "x" * 10_000,
        1234567890123,
    ],
)
def test_what_is_no_number_is_refused(typed):
    assert tn.normalise_tracking(typed) is None


@given(numbers, st.integers(0, 12), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(number, place, character):
    text = number.replace("-", "")
    wrong = text[:place] + character + text[place + 1 :]
    assert (tn.normalise_tracking(wrong) is None) == (wrong != text)


@given(numbers, st.integers(0, 12), st.integers(0, 12))
def test_two_characters_that_changed_places_are_always_found(number, one, other):
    text = list(number.replace("-", ""))
    swapped = list(text)
    swapped[one], swapped[other] = text[other], text[one]
    wrong = "".join(swapped)
    assert (tn.normalise_tracking(wrong) is None) == (swapped != text)


@pytest.mark.parametrize(
    "bits, groups", [(40, "4-5"), (50, "4-4-3"), (100, "4-4-4-4-5")]
)
def test_a_number_may_hold_more_or_fewer_bits(bits, groups):
    number = tn.tracking_number(bits)
    assert "-".join(str(len(group)) for group in number.split("-")) == groups
    assert tn.normalise_tracking(number.lower(), bits) == number
    assert tn.normalise_tracking(number) is None
