"""Other systems, as they stand at the far end of a line: each says things, hears things,
and may be down."""

import base64
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import unquote, urlsplit


class FolderSystem:
    """One that puts files into a folder, and fetches ours from there."""

    def __init__(self, folder):
        self.folder = folder
        self.numbers = count(1)
        (folder / "in").mkdir(parents=True, mode=0o700)

    def say(self, name=None, **message):
        """Put a message into the folder; told twice under another name, it is the same."""
        name = name or f"{next(self.numbers):04d}"
        path = self.folder / "in" / f"{name}.json"
        path.write_text(json.dumps({"id": f"F-{name}", **message}))

    def heard(self):
        """All that it was told, in the order in which it was said."""
        files = (self.folder / "out").glob("*.json")
        said = [json.loads(path.read_text()) for path in files]
        return sorted(said, key=_number)

    def break_down(self):
        """Its folder is open to everybody, so that nothing in it is believed."""
        os.chmod(self.folder / "in", 0o777)

    def come_back(self):
        os.chmod(self.folder / "in", 0o700)


class HttpSystem:
    """One that speaks HTTP, as `engine/exchange_http.py` has agreed with it."""

    def __init__(self):
        self.waiting, self.told, self.numbers = {}, {}, count(1)
        handler = type("Handler", (_Handler,), {"system": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def say(self, **message):
        name = f"m {next(self.numbers)}"
        message = {"id": f"H-{name[2:]}", **message}
        self.waiting[name] = json.dumps(message).encode()

    def heard(self):
        return sorted(map(json.loads, self.told.values()), key=_number)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        rows = [
            {"name": name, "content": base64.b64encode(content).decode()}
            for name, content in self.system.waiting.items()
        ]
        self._answer({"messages": rows})

    def do_POST(self):
        _, _messages, name, _taken = urlsplit(self.path).path.split("/")
        self.system.waiting.pop(unquote(name))
        self._answer({})

    def do_PUT(self):
        name = unquote(urlsplit(self.path).path.rpartition("/")[2])
        size = int(self.headers["Content-Length"])
        self.system.told[name] = self.rfile.read(size)
        self._answer({})

    def _answer(self, values):
        body = json.dumps(values).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Nothing on the standard error of the tests."""


def _number(message):
    """The row of the journal that a message of ours is said of."""
    return int(message["id"].split("-")[1])
