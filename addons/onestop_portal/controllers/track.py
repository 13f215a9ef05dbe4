from datetime import timedelta

from odoo import fields, http
from odoo.http import request

from ..engine import progress, words
from .held_back import asker, count, is_spent
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
        if self._is_held_back() or is_spent("track_row", row, MOST_OF_A_ROW, WINDOW):
            return self._hold_back()
        found = request.env["onestop.dossier"].track(code)
        count("track_row", row)
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
            count("track_asked", asker())
            if not found["found"]:
                count("track_wrong", asker())
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
        return is_spent("track_asked", asker(), MOST_ASKED, WINDOW) or is_spent(
            "track_wrong", asker(), MOST_WRONG, WINDOW
        )

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
