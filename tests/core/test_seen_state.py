"""What somebody saw goes out with a form and comes back with a change."""

import base64
import re

import pytest
from onestop_dossier_core.seen_state import HIGHEST, LONGEST, SeenState


def test_it_comes_back_as_it_went_out():
    seen = SeenState(7, {"phone": "0911", "name": "Nguyễn “Ba”, 'O''Neil'"})
    token = seen.encode()
    # It stands between quotes of either kind, in an address and in JSON.
    assert re.fullmatch(r"[\w=-]+", token, re.ASCII)
    assert SeenState.decode(token) == seen


def test_what_says_something_else_is_told_in_order():
    seen = SeenState(0, {"a": "1", "b": "2", "c": "3", "gone": "4"})
    present = {"c": "4", "b": "2", "a": "5", "new": "6"}
    assert seen.changed(present) == [("a", "1", "5"), ("c", "3", "4")]
    assert seen.changed(seen.texts) == []


def token_of(text):
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "token",
    [
        *(None, 7, b"W10=", "", "?", "W10", "€"),
        *map(token_of, ("", "{}", "[]", "[1]", "[1, {}, 2]", "null", "7", "[1, []]")),
        *map(token_of, ('["1", {}]', "[true, {}]", "[-1, {}]", "[1.5, {}]")),
        *map(token_of, ('[1, {"a": 1}]', '[1, {"a": null}]', "[NaN, {}]")),
        token_of(f"[{HIGHEST + 1}, {{}}]"),
        token_of("[" * 100_000),
        "A" * (LONGEST + 1),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_what_is_none_is_refused(token):
    with pytest.raises(ValueError):
        SeenState.decode(token)
