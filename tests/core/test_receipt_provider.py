"""A provider of electronic receipts is asked, and its answer is looked at."""

import base64
import http.server
import json
import threading

import pytest
from onestop_dossier_core import receipt_provider
from onestop_dossier_core.receipt_provider import (
    Issued,
    ReceiptFiles,
    ReceiptProblem,
    ReceiptProvider,
)

FILE = b"%PDF-1.7 receipt"
GOOD = {
    "reference": "r1",
    "amount": 70000,
    "symbol": "BL-26E",
    "number": 7,
    "code": "ABC-123",
    "file": base64.b64encode(FILE).decode(),
}
ASKED = {"amount": 70000, "payer": "Người Thử"}


@pytest.fixture
def stub():
    """A provider on this machine: `answer` is (status, body), `got` what it was asked."""

    class Stub:
        answer, got = (200, GOOD), []

    stub = Stub()
    stub.got = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_PUT(self):
            length = int(self.headers.get("Content-Length", 0))
            stub.got.append((self.path, json.loads(self.rfile.read(length))))
            status, said = stub.answer
            self.send_response(status)
            self.send_header("Location", "/receipts/elsewhere")
            self.end_headers()
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            try:
                self.wfile.write(body)
            except OSError:
                """Nobody listens to the end of what is too long."""

        def log_message(self, *_args):
            """Nothing on the standard error of the tests."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stub.url = f"http://127.0.0.1:{server.server_port}"
    yield stub
    server.shutdown()
    server.server_close()


def issue(stub):
    return ReceiptProvider(stub.url, {"X-Key": "k"}).issue("r1", ASKED)


def test_what_is_issued_has_symbol_number_code_and_file(stub):
    assert issue(stub) == Issued("BL-26E", 7, "ABC-123", FILE)
    assert stub.got == [("/receipts/r1", ASKED)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 70001},
        {"amount": "70000"},
        {"reference": "r2"},
        {"number": 0},
        {"number": True},
        {"number": 10**9},
        {"number": "7"},
        {"symbol": "=HYPERLINK(1)"},
        {"symbol": ""},
        {"symbol": None},
        {"code": "<b>"},
        {"code": "x" * 31},
        {"file": "no base64!"},
        {"file": base64.b64encode(b"<html>").decode()},
        {"file": None},
    ],
)
def test_what_was_not_asked_for_is_no_receipt(stub, wrong):
    stub.answer = (200, {**GOOD, **wrong})
    with pytest.raises(ReceiptProblem, match="answer") as caught:
        issue(stub)
    assert not caught.value.final


@pytest.mark.parametrize("name", sorted(GOOD))
def test_an_answer_that_lacks_something_is_no_receipt(stub, name):
    stub.answer = (200, {key: GOOD[key] for key in GOOD if key != name})
    with pytest.raises(ReceiptProblem, match="answer"):
        issue(stub)


@pytest.mark.parametrize(
    "body", [b"", b"<receipt/>", b"[]", b"null", b"7", b"[" * 100_000, b"\xff\xfe"]
)
def test_what_is_no_object_of_json_is_no_receipt(stub, body):
    stub.answer = (200, body)
    with pytest.raises(ReceiptProblem, match="answer not as agreed"):
        issue(stub)


def test_an_answer_without_end_is_not_read_to_its_end(stub):
    stub.answer = (200, b"x" * (receipt_provider.MOST + 1))
    with pytest.raises(ReceiptProblem, match="too long"):
        issue(stub)


@pytest.mark.parametrize(
    ("status", "final"),
    [(400, True), (403, True), (429, False), (500, False), (302, False), (204, False)],
)
def test_what_is_refused_for_good_is_told_from_what_passes(stub, status, final):
    stub.answer = (status, b"")
    with pytest.raises(ReceiptProblem, match=f"refused {status}") as caught:
        issue(stub)
    assert caught.value.final == final
    # Nobody is led elsewhere.
    assert len(stub.got) == 1


def test_who_is_not_there_gives_no_answer():
    with pytest.raises(ReceiptProblem, match="no answer"):
        ReceiptProvider("http://127.0.0.1:9", {}).issue("r1", ASKED)


@pytest.mark.parametrize(
    "url", ["http://receipts.example", "ftp://127.0.0.1", "", "http://127.0.0.1.evil"]
)
def test_nobody_is_asked_in_the_clear(url):
    with pytest.raises(ReceiptProblem, match="not https"):
        ReceiptProvider(url, {})


def test_a_receipt_is_cancelled_by_its_reference(stub):
    ReceiptProvider(stub.url, {}).cancel("r1", "Wrong.")
    assert stub.got == [("/receipts/r1/cancelled", {"reason": "Wrong."})]
    stub.answer = (200, {**GOOD, "reference": "r2"})
    with pytest.raises(ReceiptProblem, match="another"):
        ReceiptProvider(stub.url, {}).cancel("r1", "Wrong.")


def test_its_file_is_read_where_others_cannot(tmp_path):
    tmp_path.chmod(0o700)
    file = tmp_path / "SO-A.receipts"
    file.write_text('{"url": "https://receipts.example/v1/"}')
    file.chmod(0o600)
    assert ReceiptFiles(tmp_path).provider("SO-A").url == "https://receipts.example/v1"
    file.chmod(0o644)
    with pytest.raises(ReceiptProblem, match="file"):
        ReceiptFiles(tmp_path).provider("SO-A")
    for code in ("SO-B", "../SO-A", "", None):
        with pytest.raises(ReceiptProblem, match="file"):
            ReceiptFiles(tmp_path).provider(code)
    file.chmod(0o600)
    for text in ("[]", "{}", "no", '{"url": 1, "headers": 5}'):
        file.write_text(text)
        with pytest.raises(ReceiptProblem):
            ReceiptFiles(tmp_path).provider("SO-A")
    with pytest.raises(ReceiptProblem, match="file"):
        ReceiptFiles(None).provider("SO-A")
