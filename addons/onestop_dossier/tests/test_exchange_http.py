import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

import requests

from odoo.tests import TransactionCase, tagged

from ..engine.exchange_http import ExchangeHttp
from ..engine.exchange_line import LineDown


class Stub(BaseHTTPRequestHandler):
    """Another system: answers with `server.answer`, and keeps what it was asked."""

    def _reply(self):
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
        self.wfile.write(body)

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
        self.server.asked = []
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
        ):
            self.server.answer = (200, body)
            with self.subTest(body=body), self.assertRaises(LineDown):
                self.line.arrived(5)

    def test_silence_is_a_line_that_is_down(self):
        with (
            patch.object(requests.Session, "send", side_effect=requests.Timeout),
            self.assertRaisesRegex(LineDown, "Timeout"),
        ):
            self.line.arrived(5)

    def test_nobody_at_home_is_a_line_that_is_down(self):
        with self.assertRaises(LineDown):
            ExchangeHttp("http://127.0.0.1:1/").arrived(5)
