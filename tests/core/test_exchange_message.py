"""What another system sends is read whole, or refused in a sentence of two languages."""

import contextlib
import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.exchange_error import ERRORS, ExchangeError
from onestop_dossier_core.exchange_message import Entry, Message, read, write

GOOD = {
    "id": "M-1",
    "kind": "status",
    "moment": "2026-03-09T09:00:00+07:00",
    "code": "g22.99-260309-0001",
    "our_code": "H99.01-260309-0001",
    "status": 4,
    "due": "2026-03-20T10:00:00Z",
}


def sent(**changes):
    return json.dumps({**GOOD, **changes}).encode()


def test_a_status_is_read():
    assert read(sent()) == Message(
        "M-1",
        "status",
        datetime(2026, 3, 9, 2),
        Entry("G22.99-260309-0001", "H99.01-260309-0001", "processing"),
        datetime(2026, 3, 20, 10),
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff", "no_json"),
        (b"[]", "no_json"),
        (b"[" * 100_000, "no_json"),
        (b" " * (20 * 1024 * 1024 + 1), "too_large"),
        (sent(id=""), "id_missing"),
        (sent(id=7), "id_missing"),
        (sent(id="x" * 101), "id_missing"),
        (sent(kind="order"), "kind_unknown"),
        (sent(kind=["status"]), "kind_unknown"),
        (sent(moment="2026-03-09"), "moment_wrong"),
        (sent(moment="2026-03-09T09:00:00"), "moment_wrong"),
        (sent(moment="0001-01-01T00:00:00+07:00"), "moment_wrong"),
        (sent(moment=5), "moment_wrong"),
        (sent(due="tomorrow"), "due_wrong"),
        (sent(code="<b>"), "code_wrong"),
        (sent(code=None, our_code=None), "code_wrong"),
        (sent(code=7), "code_wrong"),
        (sent(moment="1999-12-31T23:59:59+00:00"), "moment_wrong"),
        (sent(due="0001-01-01T00:00:00+00:00"), "due_wrong"),
        (sent(due="9999-12-31T23:59:59+00:00"), "due_wrong"),
        (sent(status=0), "status_wrong"),
        (sent(status=11), "status_wrong"),
        (sent(status=True), "status_wrong"),
        (sent(status="4"), "status_wrong"),
        (sent(status=[4]), "status_wrong"),
        (sent(kind="filed"), "dossier_wrong"),
        (sent(kind="filed", dossier={}, code=None), "code_wrong"),
        (sent(kind="list"), "list_wrong"),
        (sent(kind="list", dossiers=[4]), "list_wrong"),
        (sent(kind="list", dossiers=[{"status": 4}]), "code_wrong"),
    ],
)
def test_what_is_not_as_agreed_says_why(content, code):
    with pytest.raises(ExchangeError) as caught:
        read(content)
    assert caught.value.code == code
    assert caught.value.render("vi_VN") == ERRORS[code]["vi"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.sampled_from(sorted(GOOD)), JSON)
def test_nothing_that_is_sent_breaks_it(name, value):
    with contextlib.suppress(ExchangeError):
        read(sent(**{name: value}))


@given(st.binary(max_size=200))
def test_no_bytes_break_it(content):
    with pytest.raises(ExchangeError):
        read(content)


def test_what_is_written_is_read_again():
    assert read(write(GOOD)) == read(sent())
