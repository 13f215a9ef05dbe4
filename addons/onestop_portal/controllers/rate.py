from datetime import timedelta

from odoo import http
from odoo.http import request

from odoo.addons.rating.controllers.main import MAPPED_RATES, Rating

from .held_back import address, count, is_spent
from .page import render, say, version_in_force

WINDOW = timedelta(minutes=30)
# A family, or the screen at the centre, is not held back; who fills a whole evening is.
MOST_ANSWERS = 20


class OnestopRate(Rating):
    """The questionnaire to which the forms handed out lead: nobody logs in, and the
    address says a procedure and a department, no dossier and no person."""

    @http.route(
        "/rate/<string:procedure>/<string:department>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def rate(self, procedure, department, done=None, **kw):
        version, place = version_in_force(procedure), self._place(department)
        return self._render(version, place, done=bool(done))

    @http.route(
        "/rate/<string:procedure>/<string:department>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
    )
    def answer(self, procedure, department, score="", comment="", **kw):
        version, place = version_in_force(procedure), self._place(department)
        if is_spent("rate", address(), MOST_ANSWERS, WINDOW):
            return self._render(version, place, held_back=True, status=429)
        answers = request.env["onestop.satisfaction"]
        if score not in dict(answers._fields["score"].selection):
            say("danger", request.env._("Choose how satisfied you are."))
            return self._render(version, place, comment=comment)
        count("rate", address())
        answers._answer(version.procedure_id, place, score, comment, source="form")
        # To another address: read anew, the page sends nothing a second time.
        return request.redirect(f"{request.httprequest.path}?done=1", 303)

    @http.route()
    def action_open_rating(self, token, rate, **kwargs):
        """Odoo's own address for an answer by e-mail; ours looks alike where the code of
        a department is a number."""
        if request.env["onestop.procedure"]._public_version(token):
            return self.rate(token, str(rate))
        if rate not in MAPPED_RATES.values():
            raise request.not_found()
        return super().action_open_rating(token, rate, **kwargs)

    def _place(self, code):
        # sudo: bounded to one department by its public code, of which the name is shown.
        places = request.env["onestop.department"].sudo()
        place = places.search([("code", "=", code)], limit=1)
        if not place:
            raise request.not_found()
        return place

    def _render(self, version, place, status=200, **values):
        answers = request.env["onestop.satisfaction"]
        return render(
            "onestop_portal.rate",
            {
                "title": request.env._("How satisfied are you?"),
                "procedure": version.name,
                "department": place.name,
                "scores": answers._fields["score"]._description_selection(request.env),
                "comment": "",
                "done": False,
                "held_back": False,
                **values,
            },
            by_token=True,
            status=status,
        )
