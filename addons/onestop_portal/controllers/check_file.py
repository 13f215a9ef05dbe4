import hashlib
from datetime import timedelta

from odoo import http
from odoo.http import request

from ..engine import words
from ..engine.seal_words import told_of_seal
from .held_back import asker, count, is_spent
from .page import render

WINDOW = timedelta(minutes=10)
MOST_ASKED = 60
# More than any paper of ours has; what is longer is none.
LARGEST = 20 * 1024 * 1024
PIECE = 256 * 1024


class OnestopCheckFile(http.Controller):
    """Whether a file is one that was sealed here, for whoever was given it.

    What a stranger sends is not opened: it is one of ours to the last bit, or it is not.
    What is said then is read from our own copy.
    """

    @http.route(
        "/check",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def ask(self, **kw):
        return self._answer({})

    @http.route("/check", type="http", auth="public", methods=["POST"], website=True)
    def check(self, file=None, **kw):
        if is_spent("track_asked", asker(), MOST_ASKED, WINDOW):
            return self._answer({"held_back": True}, status=429)
        count("track_asked", asker())
        papers = request.env["onestop.sealed.paper"]
        paper = papers._of_checksum(self._checksum(file))
        return self._answer(
            {
                "checked": True,
                "paper": paper and paper._kind(),
                "sealed": told_of_seal(papers, paper._facts()),
                # A seal that is whole says nothing of whether the result still holds.
                "result": words.of_result(
                    papers, paper.result_id and paper.result_id._facts()
                ),
            }
        )

    @staticmethod
    def _checksum(file):
        """SHA-256 of what was sent, in hexadecimal; None where it is no file of ours."""
        if not hasattr(file, "read"):
            return None
        digest, left = hashlib.sha256(), LARGEST
        while piece := file.read(PIECE):
            left -= len(piece)
            if left < 0:
                return None
            digest.update(piece)
        return digest.hexdigest()

    @staticmethod
    def _answer(values, status=200):
        title = request.env._("Check a sealed paper")
        return render(
            "onestop_portal.check_file", {"title": title, **values}, status=status
        )
