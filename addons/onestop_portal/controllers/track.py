import logging
from datetime import timedelta

from odoo import fields, http
from odoo.http import request

from ..engine import progress, words
from ..engine.seal_words import told_of_seal
from .held_back import asker, count, is_spent
from .page import render

_logger = logging.getLogger(__name__)

PROOF_FILE = 'attachment; filename="proof.json"'
# Of an address with a token nothing stays in a cache on the way.
NOT_KEPT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
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
    def check(self, token, journal=None, **kw):
        """The QR of a form: an opaque token, which says nothing by itself.

        :param journal: `check` looks whether the form still stands in the journal as it
            did when the day was closed; `proof` gives what its holder needs to look
            without this house. No link of the page names the token.
        """
        if self._is_held_back():
            return self._hold_back()
        if journal == "proof":
            return self._answer_proof(token)
        if result := request.env["onestop.check.token"]._result(token):
            return self._answer_result(result)
        found = request.env["onestop.dossier"]._by_check_token(token)
        return self._answer(
            found, self._in_journal(token, journal == "check"), self._sealed(token)
        )

    @staticmethod
    def _answer_result(result):
        """Whether a printed result holds, for whoever has it in hand."""
        count("track_asked", asker())
        return render(
            "onestop_portal.check_result",
            {
                "title": request.env._("Check a result"),
                "result": words.of_result(request.env["onestop.dossier"], result),
                # Without the token that was asked for.
                "language_path": "/track",
            },
            by_token=True,
        )

    @staticmethod
    def _sealed(token):
        """What the page of a form says of the seal on its electronic copy."""
        tokens = request.env["onestop.check.token"]
        return told_of_seal(tokens, tokens._sealed(token))

    def _answer_proof(self, token):
        count("track_asked", asker())
        proof = self._proof(token)
        if not proof:
            count("track_wrong", asker())
            return request.make_json_response({}, headers=NOT_KEPT, status=404)
        headers = {**NOT_KEPT, "Content-Disposition": PROOF_FILE}
        return request.make_json_response(proof, headers=headers)

    def _proof(self, token):
        try:
            return request.env["onestop.check.token"]._proof(token)
        except ValueError:
            # `./onestop journal-verify` says which; the token stays out of the log.
            _logger.error("journal: a row of a printed form is not the one published")
            return None

    def _in_journal(self, token, check):
        """What the page of a form says of its row in the journal."""
        tokens = request.env["onestop.check.token"]
        told = tokens._in_journal(token)
        if not told:
            return None
        day = told["root_date"]
        if check and day:
            told["holds"] = bool(self._proof(token))
        return {
            **told,
            "moment": words.moment(tokens, told["moment"]),
            "root_date": words.day(tokens, day),
        }

    def _answer(self, found, journal=None, sealed=None):
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
                "journal": journal,
                "sealed": sealed,
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
