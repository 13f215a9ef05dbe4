import base64
import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from ..engine import exchange_http
from ..engine.exchange_http import ExchangeHttp
from ..engine.exchange_line import LineDown

PIECE = 100_000


class Stub(BaseHTTPRequestHandler):
    """Another system: answers with `server.answer`, and keeps what it was asked.

    It waits `pause` seconds before it answers, and `drops` between the bytes.
    """

    def _reply(self):
        time.sleep(self.server.pause)
        size = int(self.headers.get("Content-Length") or 0)
        self.server.asked.append(
            (
                self.command,
                self.path,
                self.headers.get("Authorization"),
                self.rfile.read(size),
            )
        )
        status, body = self.server.answer
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        size = 1 if self.server.drops else PIECE
        # Whoever asked may have gone.
        with contextlib.suppress(OSError):
            for start in range(0, len(body), size):
                time.sleep(self.server.drops)
                self.wfile.write(body[start : start + size])
                self.server.sent += size

    do_GET = do_POST = do_PUT = _reply

    def log_message(self, *args):
        """Nothing in the log of the tests."""


@tagged("post_install", "-at_install")
class TestExchangeHttp(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    def setUp(self):
        super().setUp()
        self.server.asked, self.server.sent = [], 0
        self.server.pause = self.server.drops = 0
        self.server.answer = (200, b"{}")
        url = f"http://127.0.0.1:{self.server.server_port}/api/"
        self.line = ExchangeHttp(url, "secret")

    def test_messages_are_fetched_taken_and_sent(self):
        content = base64.b64encode(b'{"id": "M-1"}').decode()
        rows = [{"name": "m 1", "content": content}] * 3
        self.server.answer = (200, json.dumps({"messages": rows}).encode())
        self.assertEqual(self.line.arrived(2), [("m 1", b'{"id": "M-1"}')] * 2)
        self.line.taken("m 1/..")
        self.line.send("onestop-7", b"{}")
        self.assertEqual(
            self.server.asked,
            [
                ("GET", "/api/messages?limit=2", "Bearer secret", b""),
                ("POST", "/api/messages/m%201%2F../taken", "Bearer secret", b""),
                ("PUT", "/api/messages/onestop-7", "Bearer secret", b"{}"),
            ],
        )

    def test_a_refusal_and_an_error_are_a_line_that_is_down(self):
        for status in (302, 401, 404, 500, 503):
            self.server.answer = (status, b"")
            with self.subTest(status=status):
                with self.assertRaisesRegex(LineDown, str(status)):
                    self.line.send("onestop-7", b"{}")
                with self.assertRaises(LineDown):
                    self.line.arrived(5)

    def test_garbage_is_a_line_that_is_down(self):
        for body in (
            b"",
            b"<html>",
            b"[]",
            b'{"messages": 7}',
            b'{"messages": [{"name": "a"}]}',
            b'{"messages": [{"name": "a", "content": "***"}]}',
            b'{"messages": [{"name": "..", "content": ""}]}',
            b'{"messages": [{"name": 7, "content": ""}]}',
            b"[" * 200_000,
        ):
            self.server.answer = (200, body)
            with self.subTest(body=body), self.assertRaises(LineDown):
                self.line.arrived(5)

    def test_silence_is_a_line_that_is_down(self):
        self.server.pause = 1
        with (
            patch.object(exchange_http, "PATIENCE", 0.2),
            self.assertRaisesRegex(LineDown, "Timeout"),
        ):
            self.line.arrived(5)

    def test_an_answer_is_not_read_to_its_end_where_it_is_too_large(self):
        self.server.answer = (200, b"x" * 50_000_000)
        with (
            patch.object(exchange_http, "MOST", 1_000),
            self.assertRaisesRegex(LineDown, "too large"),
        ):
            self.line.arrived(5)
        self.assertLess(self.server.sent, 50_000_000)

    def test_an_answer_in_drops_does_not_last_for_ever(self):
        self.server.drops = 0.1
        self.server.answer = (200, b"x" * 1_000)
        with (
            patch.object(exchange_http, "LONGEST", 0.3),
            self.assertRaisesRegex(LineDown, "Timeout"),
        ):
            self.line.arrived(5)

    def test_nobody_at_home_is_a_line_that_is_down(self):
        with self.assertRaises(LineDown):
            ExchangeHttp("http://127.0.0.1:1/").arrived(5)
