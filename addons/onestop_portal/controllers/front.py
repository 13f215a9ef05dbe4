from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.web import Home

from .page import render

MOST_SHOWN = 6


class OnestopFront(Home):
    """The front page: find a procedure, follow a dossier."""

    @http.route("/", type="http", auth="public", website=True, sitemap=True)
    def index(self, *args, **kw):
        # A centre that has a website of its own keeps its own front page.
        if "website" in request.env:
            return super().index(*args, **kw)
        procedures = request.env["onestop.procedure"]
        return render(
            "onestop_portal.front",
            {
                "versions": procedures._public_versions(limit=MOST_SHOWN),
                "total": procedures._public_count(),
                "fields": procedures._public_fields(),
                "events": procedures._public_events(),
            },
            private=False,
        )

    # As a page of the site, so that it is there in both languages.
    @http.route(website=True, auth="public", sitemap=False)
    def web_login(self, *args, **kw):
        return super().web_login(*args, **kw)
