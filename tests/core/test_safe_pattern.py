"""Patterns of the catalogue: they say what `re` says, and never hang."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from onestop_procedure_core.safe_pattern import SafePattern, UnsafePattern


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        (r"\d{4}-TCVN", "1234-TCVN", "123-TCVN"),
        (r"^\d+$", "0123", ""),
        (r"[A-Z]{2}[0-9]{1,3}", "AB12", "AB1234"),
        (r"(TCVN|ISO) ?\d*", "ISO9001", "ISOX"),
        (r"(?:ab)+", "abab", "aba"),
        (r"[^0-9]+", "Cà Mau", "Cà Mau 2"),
        (r"\w+ \w+", "Nguyễn Văn", "Nguyễn"),
        (r"a{2,}", "aaaa", "a"),
        (r"a\.b\\c\$", "a.b\\c$", "aXb\\c$"),
        (r"[\]\-x]+", "]-x", "y"),
        (r"[a-]+", "a-a", "b"),
        (r"", "", "a"),
        (r"a|", "", "b"),
        (r".\s\S\D\W", "x yz-", "x yz1"),
        (r"x{0}y", "y", "xy"),
    ],
)
def test_a_pattern_matches_the_whole_text(source, right, wrong):
    assert SafePattern(source).matches(right)
    assert not SafePattern(source).matches(wrong)


def test_a_digit_is_one_of_the_ten():
    assert not SafePattern(r"\d").matches("٣")


@pytest.mark.parametrize(
    "source",
    [
        r"(a)\1",
        r"(?=a)a",
        r"(?P<x>a)",
        r"a*?",
        r"a**",
        r"a{1}{2}",
        r"a{x}",
        r"a{2,1}",
        r"a{,3}",
        r"a{1000}",
        r"a{",
        r"*a",
        r"(a",
        r"a)",
        r"[a",
        r"[]",
        r"[z-a]",
        r"[[a]]",
        r"a^b",
        r"a$b",
        "a\\",
        r"\bword",
        r"\x41",
        "a" * 201,
        "(" * 11 + ")" * 11,
        r"(a{100}){11}",
        r".{0,501}",
        r"((a{11}){10}){10}",
        r"((((){999}){999}){999}){999}",
    ],
)
def test_what_is_outside_the_language_is_refused(source):
    with pytest.raises(UnsafePattern):
        SafePattern(source)


@pytest.mark.parametrize(
    "source",
    [
        "(a+)+b",
        "(a|a)*b",
        "(a*)*b",
        "(a|aa)+b",
        "a*a*a*a*a*a*a*a*b",
        "(a?){90}a{90}b",
        "((a*)*)*b",
        "(.*a){20}b",
        "()*()*b",
    ],
)
def test_a_pattern_that_hangs_others_is_answered_at_once(source):
    start = time.perf_counter()
    assert not SafePattern(source).matches("a" * 1000)
    # Python's own `re` needs more than the age of the world for most of these; the
    # bound only has to tell the two apart on the slowest machine.
    assert time.perf_counter() - start < 5


def test_the_largest_pattern_on_the_longest_text_is_answered_in_time():
    pattern = SafePattern(".{0,499}x{2}")
    start = time.perf_counter()
    assert not pattern.matches("a" * 1000)
    assert time.perf_counter() - start < 5


def test_a_text_that_is_too_long_matches_nothing():
    assert SafePattern("a*").matches("a" * 1000)
    assert not SafePattern("a*").matches("a" * 1001)


atoms = st.sampled_from(
    [
        "a",
        "b",
        "ạ",
        ".",
        r"\d",
        r"\w",
        r"\s",
        r"\D",
        "[ab]",
        "[^a]",
        "[a-c0]",
        r"\.",
        "",
    ]
)
sources = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("({0[0]}|{0[1]})".format),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{1,3}", "{1,}"])).map(
            "(?:{0[0]}){0[1]}".format
        ),
    ),
    max_leaves=6,
)


@given(sources, st.text("ab.ạ1 \nc", max_size=6))
@example("(?:)*", "")
def test_it_says_what_the_regular_expressions_of_python_say(source, text):
    assert SafePattern(source).matches(text) == bool(re.fullmatch(source, text))


@given(st.text("ab()[]{}|?*+^$\\1,.-:", max_size=12))
def test_any_text_is_a_pattern_or_refused_and_never_breaks(source):
    try:
        pattern = SafePattern(source)
    except UnsafePattern:
        return
    assert pattern.matches("ab") in (True, False)
