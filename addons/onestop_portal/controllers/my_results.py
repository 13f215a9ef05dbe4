from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..engine.result_page import ResultPage
from .dossier_files import OnestopDossierFiles
from .page import PER_PAGE, pager_of, render, say

LONGEST = 1000


class OnestopMyResults(OnestopDossierFiles):
    """What a citizen was given: their results in force and those that are not any more,
    and what they say is wrong with one."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "result_count" in counters:
            values["result_count"] = request.env["onestop.dossier.result"].search_count(
                self._onestop_results_domain()
            )
        return values

    @http.route(
        ["/my/results", "/my/results/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_results(self, page=1, **kw):
        results = request.env["onestop.dossier.result"]
        domain = self._onestop_results_domain()
        total = results.search_count(domain)
        pages = pager_of("/my/results", total, page)
        shown = results.search(
            domain, order="date desc, id desc", limit=PER_PAGE, offset=pages["offset"]
        )
        return render(
            "onestop_portal.my_results",
            {
                "title": request.env._("My results"),
                "page_name": "results",
                # sudo: bounded to what the person's own search found; names of kinds and
                # departments are not theirs to read.
                "results": [ResultPage(one).values() for one in shown.sudo()],
                "pager": pages,
            },
        )

    @http.route(
        "/my/results/<int:result_id>/correct",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def correct(self, result_id, words="", **kw):
        """Say what is wrong with a result of one's own."""
        result = request.env["onestop.dossier.result"].search(
            [("id", "=", result_id), *self._onestop_results_domain()]
        )
        if not result:
            raise request.not_found()
        try:
            # What was refused leaves nothing behind.
            with request.env.cr.savepoint():
                request.env["onestop.correction"]._ask(
                    result.dossier_id, "wrong_result", words.strip()[:LONGEST], result
                )
        except UserError as error:
            say("danger", str(error))
        else:
            say(
                "success",
                request.env._(
                    "Thank you. The agency looks into it and tells you until when it is "
                    "made good."
                ),
            )
        return request.redirect(f"/my/results#result_{result_id}")

    @staticmethod
    def _onestop_results_domain():
        """Of one's own dossiers alone, whatever else the account may read."""
        return [
            ("dossier_id.partner_id", "=", request.env.user.partner_id.id),
            ("dossier_id.state", "in", ("resolved", "returned")),
            ("state", "!=", "draft"),
        ]
