"""Numbers of results are what the pattern of their book says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.result_number import ResultPattern

USUAL = "{number:02d}/[{kind}-]{symbol}"


@pytest.mark.parametrize(
    ("pattern", "number", "kind", "expected"),
    [
        (USUAL, 7, "GP", "07/GP-SXD"),
        (USUAL, 7, "", "07/SXD"),
        (USUAL, 1234, "GCN", "1234/GCN-SXD"),
        ("{number}/{year}/{symbol}", 7, "GP", "7/2026/SXD"),
        ("GP {number:05d}", 7, "", "GP 00007"),
    ],
)
def test_a_number_is_what_the_pattern_says(pattern, number, kind, expected):
    rendered = ResultPattern(pattern).render(number, kind=kind, symbol="SXD", year=2026)
    assert rendered == expected


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        None,
        "12/GP",
        "{number}{number}",
        "{number.__class__}",
        "{number!r}",
        "{number:>9999999999}",
        "{number}/{owner}",
        "{number}/{kind:02d}",
        "[{number}/]{symbol}",
        "{number}/[{kind}",
        "{number}/{kind",
        "{number}\n{symbol}",
        "{number}" + 60 * "x",
    ],
)
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(ValueError):
        ResultPattern(pattern)


@given(st.integers(1, 99999), st.integers(1, 99999))
def test_two_numbers_of_a_book_never_look_alike(one, other):
    pattern = ResultPattern(USUAL)
    labels = {
        pattern.render(number, kind="GP", symbol="SXD", year=2026)
        for number in (one, other)
    }
    assert len(labels) == len({one, other})
