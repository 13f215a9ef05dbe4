"""What may stand in the text of a draft, and how it is filled in."""

import pytest
from onestop_procedure_core.draft_text import (
    clean,
    fill,
    is_torn,
    placeholders,
    words,
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<p>Plain &amp; <b>bold</b></p>", "<p>Plain &amp; <b>bold</b></p>"),
        ("<p>A<script>alert(1)</script>B</p>", "<p>AB</p>"),
        ("<style>p {color: red}</style><p>A</p>", "<p>A</p>"),
        ('<p onclick="x()" class="y">A</p>', "<p>A</p>"),
        (
            '<p style="text-align: center; background: url(http://x/)">A</p>',
            '<p style="text-align: center">A</p>',
        ),
        ('<a href="file:///etc/passwd">A</a>', "A"),
        ('<p>A<img src="http://x/y.png"/></p>', "<p>A</p>"),
        ("<p><!-- A -->B</p>", "<p>B</p>"),
        ('<t t-out="env"/>A', "A"),
        ("A < B", "A &lt; B"),
        ("", ""),
        (None, ""),
    ],
)
def test_nothing_is_left_that_loads_runs_or_links(text, left):
    assert clean(text) == left


def test_what_is_filled_in_is_text_whatever_it_holds():
    text = "<p>{{owner}}, {{ answer.area }} m², {{due_on}}</p>"
    values = {"owner": "<script>A & B</script>", "answer.area": 12.5}
    assert fill(text, values) == (
        "<p>&lt;script&gt;A &amp; B&lt;/script&gt;, 12.5 m², …………</p>"
    )


def test_what_is_filled_in_is_not_filled_in_again():
    assert fill("{{owner}}", {"owner": "{{code}}", "code": "H1"}) == "{{code}}"


def test_placeholders_are_named_once_and_not_in_attributes():
    text = '<p title="{{hidden}}">{{ owner }}{{code}}{{owner}}</p>'
    assert placeholders(text) == ["owner", "code"]


@pytest.mark.parametrize("text", ["{{owner", "owner}}", "{{ow<b>ner</b>}}", "{{a{b}}"])
def test_braces_that_are_no_placeholder_are_seen(text):
    assert is_torn(text)


def test_whole_ones_are_not_torn():
    assert not is_torn("<p>{{owner}} {not one}</p>")


def test_lines_are_told_without_markup():
    text = "<h1>Title</h1><p>One<br>two  <b>three</b></p><ul><li>four</li></ul>"
    assert words(text) == ["Title", "One", "two three", "four"]
