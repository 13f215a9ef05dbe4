"""Texts of a form that a place adjusts: text, and nothing but text."""

from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.form_layout import (
    BLOCKS,
    fill,
    is_too_long,
    order,
    unknown,
)


def test_what_is_known_takes_the_place_of_its_name():
    values = {"department": "Trung tâm T", "telephone": "02993822000"}
    assert fill("Gọi {{ telephone }} ({{department}})", values) == (
        "Gọi 02993822000 (Trung tâm T)"
    )
    assert fill("{{code}}|", values) == "|"
    assert fill(None, values) == ""


def test_what_was_filled_in_is_not_filled_in_again():
    values = {"department": "{{code}}", "code": "H99"}
    assert fill("{{department}}", values) == "{{code}}"


def test_a_name_that_no_form_knows_and_braces_that_make_none_are_named():
    assert unknown("{{code}} {{ code }}") == []
    assert unknown("{{owner.name}} {{7*7}}") == ["owner.name", "7*7"]
    for torn in ("{{code", "code}}", "{{ {code} }}"):
        assert "{{" in unknown(torn)


def test_no_text_is_evaluated():
    text = "{{object.env}} <t t-out='7*7'/> ${7*7} {%x%}"
    assert fill(text, {}) == " <t t-out='7*7'/> ${7*7} {%x%}"
    assert unknown(text) == ["object.env"]


def test_long_texts_are_too_long():
    assert not is_too_long("a" * 400)
    assert is_too_long("a" * 401)
    assert not is_too_long("a\nb\nc\nd\ne")
    assert is_too_long("a\nb\nc\nd\ne\nf")


@given(st.sampled_from(sorted(BLOCKS)), st.lists(st.text(max_size=8)))
def test_whatever_is_chosen_nothing_of_the_law_goes(form, chosen):
    assert sorted(order(form, chosen)) == sorted(BLOCKS[form])


def test_what_is_chosen_comes_first():
    assert order("receipt", ["fees", "due"]) == [
        *("fees", "due", "term", "place", "register", "bring")
    ]
