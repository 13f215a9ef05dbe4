import http.server
import json
import os
import pathlib
import tempfile
import threading
import time
from unittest.mock import patch

from ..engine.notice_sms import GATEWAY_VARIABLE

SECRET = "Bearer of-the-centre"


class SmsStub:
    """A gateway on this machine, which answers as it is told and keeps what it got.

    `answers` are (status, body) of the next requests, the last for all that follow;
    `pause` is how many seconds it waits before it answers.
    """

    def __init__(self, case):
        self.got, self.answers, self.pause = [], [(200, {"data": {"id": "m-1"}})], 0
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length).decode()
                secret = self.headers.get("Authorization")
                stub.got.append((self.command, self.path, body, secret))
                time.sleep(stub.pause)
                status, said = stub.answers[0]
                stub.answers = stub.answers[1:] or stub.answers
                text = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Location", f"{stub.url}/elsewhere")
                self.end_headers()
                self.wfile.write(text)

            do_POST = do_GET = answer

            def log_message(self, *_args):
                """Nothing on the standard error of the tests."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        case.addCleanup(thread.join)
        case.addCleanup(server.server_close)
        case.addCleanup(server.shutdown)
        folder = tempfile.TemporaryDirectory()
        case.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name, "sms_gateway.json")
        self.describe()
        variable = patch.dict(os.environ, {GATEWAY_VARIABLE: str(self.file)})
        variable.start()
        case.addCleanup(variable.stop)

    def describe(self, **changes):
        """Write the file that describes this gateway; its status is told later."""
        described = {
            "url": f"{self.url}/send",
            "headers": {"Authorization": SECRET},
            "body": {
                "to": "{international}",
                "messages": [{"content": "{text}", "request": "{reference}"}],
            },
            "message_id": "data.id",
            "status_url": f"{self.url}/status/{{message_id}}",
            "status": "data.state",
            "delivered": ["DELIVRD"],
            "failed": ["UNDELIV"],
            **changes,
        }
        self.file.write_text(json.dumps(described))
        self.file.chmod(0o600)
