"""A mail server that keeps what it is given: what the citizens find in their mail."""

import contextlib
import email
import email.policy
import socketserver
import threading
import time

PATIENCE = 30  # seconds that a letter may take: a job sends it


class _Delivery(socketserver.StreamRequestHandler):
    """As much of SMTP as Odoo speaks."""

    def handle(self):
        receivers = []
        self._say("220 letterbox")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"RCPT":
                receivers.append(line.decode().partition("<")[2].partition(">")[0])
            if verb == b"DATA":
                self._say("354 go on")
                self.server.letters.append((receivers, self._letter()))
                receivers = []
            self._say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def _say(self, answer):
        self.wfile.write(answer.encode() + b"\r\n")

    def _letter(self):
        lines = iter(self.rfile.readline, b".\r\n")
        text = b"".join(line[1:] if line.startswith(b"..") else line for line in lines)
        return email.message_from_bytes(text, policy=email.policy.default)


class Letterbox(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Delivery)
        self.letters = []

    @property
    def port(self):
        return self.server_address[1]

    @contextlib.contextmanager
    def open(self):
        thread = threading.Thread(target=self.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()

    def letter(self, to, subject):
        """Wait for the letter to an address whose subject is this; its plain text."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for receivers, letter in list(self.letters):
                if to in receivers and letter["Subject"] == subject:
                    text = letter.get_body(("plain",)).get_content()
                    return " ".join(text.split())
            time.sleep(0.1)
        got = [letter["Subject"] for to_, letter in self.letters if to in to_]
        raise AssertionError(f"No letter “{subject}” came to {to}, only {got}.")
