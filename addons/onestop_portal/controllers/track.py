from datetime import timedelta

from odoo import fields, http
from odoo.http import request

from ..engine import progress, words
from .page import render

WINDOW = timedelta(minutes=10)
# How often within the window. What is wrong counts by itself, so that a village behind
# one address, or the screen at the centre, is not locked out by reading its own codes.
MOST_ASKED = 60
MOST_WRONG = 10
# Codes of one department and day are numbers in a row: guessing them is held back
# wherever the guesses come from.
MOST_OF_A_ROW = 200
ROW_LENGTH = 64


class OnestopTrack(http.Controller):
    """A dossier's progress for whoever has its code or the QR of its receipt.

    Code and progress only (Circular 01/2018, art. 16), the date and how it is counted
    among it: nothing that names anybody or that anybody typed. Wrong and hidden codes are
    answered byte for byte alike.
    """

    @http.route("/track", type="http", auth="public", methods=["GET"], website=True)
    def track(self, code=None, **kw):
        if code is None:
            return self._answer(None)
        row = code.strip().rpartition("-")[0][:ROW_LENGTH].upper()
        if self._is_held_back() or self._is_spent("track_row", row, MOST_OF_A_ROW):
            return self._hold_back()
        found = request.env["onestop.dossier"].track(code)
        self._count("track_row", row)
        return self._answer(found)

    @http.route(
        "/check/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def check(self, token, **kw):
        """The QR of a receipt: an opaque token, which says nothing by itself."""
        if self._is_held_back():
            return self._hold_back()
        return self._answer(request.env["onestop.dossier"]._by_check_token(token))

    def _answer(self, found):
        if found:
            self._count("track_asked", self._asker())
            if not found["found"]:
                self._count("track_wrong", self._asker())
        state = found and found.get("state")
        dossiers = request.env["onestop.dossier"]
        due = fields.Datetime.to_datetime(found and found.get("due"))
        return render(
            "onestop_portal.track",
            {
                "title": request.env._("Track a dossier"),
                "found": found,
                "stages": progress.stages(request.env, state) if state else [],
                "due": words.moment(dossiers, due) if due else "",
                "why": found,
                # Without the code or the token that was asked for.
                "language_path": "/track",
            },
            by_token=True,
        )

    def _is_held_back(self):
        return self._is_spent(
            "track_asked", self._asker(), MOST_ASKED
        ) or self._is_spent("track_wrong", self._asker(), MOST_WRONG)

    def _hold_back(self):
        return render(
            "onestop_portal.track",
            {
                "title": request.env._("Track a dossier"),
                "held_back": True,
                "language_path": "/track",
            },
            by_token=True,
            status=429,
        )

    def _asker(self):
        user = request.env.user
        return f"user {user.id}" if not user._is_public() else self._address()

    def _address(self):
        return f"address {request.httprequest.remote_addr}"

    def _is_spent(self, kind, key, limit):
        return request.env["onestop.throttle"]._is_spent(kind, key, limit, WINDOW)

    def _count(self, kind, key):
        request.env["onestop.throttle"]._count(kind, key)
