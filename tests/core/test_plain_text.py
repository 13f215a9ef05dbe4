"""Vietnamese without accents, as people type it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.plain_text import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đăng ký Khai sinh", "dang ky khai sinh"),
        ("ĐƯỜNG THỦY nội địa", "duong thuy noi dia"),
        ("  Sự cố\n tràn\tdầu ", "su co tran dau"),
        ("1.013126", "1.013126"),
        ("a\x00b", "a b"),
        ("", ""),
    ],
)
def test_plain(text, expected):
    assert plain(text) == expected


@given(st.text())
def test_plain_text_is_plain_already_and_composition_does_not_matter(text):
    once = plain(text)
    assert plain(once) == once
    assert plain(unicodedata.normalize("NFD", text)) == plain(
        unicodedata.normalize("NFC", text)
    )
    assert "\x00" not in once
