from odoo import http
from odoo.http import request

KEPT = 600  # seconds that a cache may keep the file without asking again


class OnestopJournalRoots(http.Controller):
    """The roots of the journal for everybody: whoever keeps a copy can tell later whether
    the journal is still the one of that day."""

    @http.route(
        "/journal/roots.json",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def roots(self, **kw):
        # sudo: bounded to what is published; it says of no row anything.
        roots = request.env["onestop.journal.root"].sudo()._all()
        return request.make_json_response(
            {
                "format": "onestop-journal-roots-1",
                "roots": [root._asdict() for root in roots._published()],
            },
            headers={
                "Cache-Control": f"public, max-age={KEPT}",
                "Access-Control-Allow-Origin": "*",
            },
        )
