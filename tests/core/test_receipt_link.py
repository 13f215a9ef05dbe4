"""What a scanner reads off a receipt leads to its dossier, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.receipt_link import token_of

TOKEN = "Ab3_-" + 27 * "x"


@pytest.mark.parametrize(
    "link",
    [
        f"https://mot-cua.example/check/{TOKEN}",
        f"http://127.0.0.1:8069/check/{TOKEN}",
        f"https://mot-cua.example/vi/check/{TOKEN}\r\n",
    ],
)
def test_the_address_on_a_form_holds_its_token(link):
    assert token_of(link) == TOKEN


@pytest.mark.parametrize(
    "text",
    [
        "",
        TOKEN,
        f"/check/{TOKEN}",
        f"https://mot-cua.example/check/{TOKEN[1:]}",
        f"https://mot-cua.example/check/{TOKEN}x",
        f"https://mot-cua.example/check/{TOKEN}?next=//evil.example",
        f"javascript://x/check/{TOKEN}",
        "H99.01-261129-0001",
    ],
)
def test_what_is_no_address_of_a_form_holds_none(text):
    assert token_of(text) is None


@given(st.text())
def test_any_text_is_read_without_an_error(text):
    assert token_of(text) is None or len(token_of(text)) == 32
