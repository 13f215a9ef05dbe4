from datetime import timedelta

from odoo import http
from odoo.http import request

from odoo.addons.onestop_procedure.engine.easy_read import EasyRead

from ..models.onestop_printed_sheet import REPORTS
from .held_back import asker, count, is_spent
from .page import render, version_in_force

KEPT = 600  # seconds that a cache may keep a sheet without asking again
# Setting a sheet takes a second of the machine: so many may have one set for them.
WINDOW = timedelta(minutes=10)
MOST_PRINTED = 20


class OnestopPrinted(http.Controller):
    """What hangs at the office, for whoever wants it at home; and in easy words."""

    @http.route(
        "/procedures/<string:code>/easy-read",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        readonly=True,
    )
    def easy_read(self, code, **kw):
        # In the language that its words are written in, whatever the site's is.
        version = version_in_force(code)._in_catalogue_language()
        centre = request.env["onestop.print"]._centre().with_env(version.env)
        sheet = {**EasyRead(version).sheet(), "centre": centre}
        return render(
            "onestop_portal.easy_read",
            {"title": version.name, "version": version, "sheet": sheet},
            private=False,
        )

    @http.route(
        [f"/procedures/<string:code>/{kind}.pdf" for kind in REPORTS],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        multilang=False,
        sitemap=False,
    )
    def sheet(self, code, **kw):
        version = version_in_force(code)
        kind = request.httprequest.path.rpartition("/")[2].removesuffix(".pdf")
        sheets = request.env["onestop.printed.sheet"]
        html, digest = sheets._said(version, kind)
        sheet = sheets._kept(version, kind, digest)
        if not sheet:
            if is_spent("print", asker(), MOST_PRINTED, WINDOW):
                return self._hold_back(version)
            count("print", asker())
            sheet = sheets._print(version, kind, html, digest)
        stream = request.env["ir.binary"]._get_stream_from(
            sheet, "file", filename=f"{kind}-{code}.pdf", mimetype="application/pdf"
        )
        stream.public = True
        return stream.get_response(as_attachment=False, max_age=KEPT)

    def _hold_back(self, version):
        return render(
            "onestop_portal.printed_later",
            {"title": request.env._("A little later"), "version": version},
            private=False,
            status=429,
        )
