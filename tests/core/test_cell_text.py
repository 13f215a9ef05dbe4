"""A text in a cell is a text, and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.cell_text import meant, neutral


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+84 291", "'+84 291"),
        ("- Tờ khai", "'- Tờ khai"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("Tờ khai = 1", "Tờ khai = 1"),
        ("'quoted'", "'quoted'"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_reckon_is_marked(text, cell):
    assert neutral(text) == cell
    assert meant(cell) == text


@given(st.text(alphabet="'=+-@\t\r\nab", max_size=6))
def test_every_text_comes_back(text):
    assert meant(neutral(text)) == text
    assert neutral(text)[:1] not in set("=+-@\t\r\n")
