import base64
import http.server
import json
import os
import pathlib
import tempfile
import threading
from unittest.mock import patch

from ..models.onestop_electronic_receipt import FOLDER_VARIABLE

FILE = b"%PDF-1.7 electronic receipt"


class ReceiptStub:
    """A provider of electronic receipts on this machine.

    It issues under each reference once, and numbers one after the other. `changes` are
    of its answers; `status` is what it answers with; where `loses`, it does what it is
    asked and its answer is lost.
    """

    def __init__(self, case, code):
        self.issued, self.got, self.changes = {}, [], {}
        self.status, self.loses = 200, False
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_PUT(self):
                length = int(self.headers.get("Content-Length", 0))
                asked = json.loads(self.rfile.read(length))
                secret = self.headers.get("X-Key")
                stub.got.append((self.path, asked, secret))
                reference = self.path.split("/")[2]
                if stub.status == 200:
                    stub.issued.setdefault(reference, len(stub.issued) + 1)
                if stub.loses:
                    self.close_connection = True
                    return
                said = {
                    "reference": reference,
                    "amount": asked.get("amount"),
                    "symbol": "BL/26E",
                    "number": stub.issued.get(reference),
                    "code": "TRA-CUU-1",
                    "file": base64.b64encode(FILE).decode(),
                    **stub.changes,
                }
                self.send_response(stub.status)
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            def log_message(self, *_args):
                """Nothing on the standard error of the tests."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        case.addCleanup(thread.join)
        case.addCleanup(server.server_close)
        case.addCleanup(server.shutdown)
        folder = tempfile.TemporaryDirectory()
        case.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name, f"{code}.receipts")
        url = f"http://127.0.0.1:{server.server_port}"
        self.file.write_text(json.dumps({"url": url, "headers": {"X-Key": "secret"}}))
        self.file.chmod(0o600)
        variable = patch.dict(os.environ, {FOLDER_VARIABLE: folder.name})
        variable.start()
        case.addCleanup(variable.stop)
