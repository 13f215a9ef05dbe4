from odoo import http
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import SQL

from odoo.addons.onestop_dossier.core.workflow import OPEN_STATES

from ..engine.dossier_page import DossierPage, tasks
from ..engine.my_group_page import MyGroupPage
from .dossier_files import OnestopDossierFiles
from .page import PER_PAGE, pager_of, render


class OnestopMyDossiers(OnestopDossierFiles):
    """A citizen's own dossiers: the list, and the page of each."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "dossier_count" in counters:
            values["dossier_count"] = request.env["onestop.dossier"].search_count(
                self._onestop_domain()
            )
        return values

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        response.qcontext.update(tasks=self._onestop_tasks())
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route(
        ["/my/dossiers", "/my/dossiers/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_dossiers(self, page=1, **kw):
        dossiers = request.env["onestop.dossier"]
        # Of a group the first stands for all.
        domain = self._onestop_domain() & Domain.custom(to_sql=self._is_first)
        total = dossiers.search_count(domain)
        pages = pager_of("/my/dossiers", total, page)
        shown = dossiers.search(
            domain,
            order="date_submitted desc, id desc",
            limit=PER_PAGE,
            offset=pages["offset"],
        )
        drafts = request.env["onestop.filing.draft"]._mine_open()
        return render(
            "onestop_portal.my_dossiers",
            {
                "title": request.env._("My dossiers"),
                "page_name": "dossiers",
                # sudo: bounded to what the person's own search found; the names of
                # procedures and departments are not theirs to read.
                "rows": [self._onestop_row(one) for one in shown.sudo()],
                "drafts": drafts.sudo(),
                "tasks": self._onestop_tasks(),
                "pager": pages,
            },
        )

    @http.route(
        "/my/dossiers/<int:dossier_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_dossier(self, dossier_id, **kw):
        dossier = self._onestop_dossier(dossier_id)
        # What the person may do is asked as the person.
        allowed = dossier.with_user(request.env.user).available_transitions()
        page = DossierPage(dossier, {row["code"] for row in allowed})
        return render(
            "onestop_portal.my_dossier",
            {
                "title": page.name(),
                "page_name": "dossier",
                **page.values(),
            },
        )

    @staticmethod
    def _is_first(dossiers, alias, query):
        """SQL: no part of a group, or the first of them."""
        part = dossiers._field_to_sql(alias, "bundle_part_id", query)
        first = dossiers._field_to_sql(alias, "first_id", query)
        return SQL("(%s IS NULL OR %s = %s)", part, first, SQL.identifier(alias, "id"))

    @staticmethod
    def _onestop_row(dossier):
        page = MyGroupPage if dossier.bundle_part_id else DossierPage
        return page(dossier).row()

    def _onestop_domain(self):
        partner = request.env.user.partner_id
        return Domain("partner_id", "=", partner.id) & Domain("state", "!=", "draft")

    def _onestop_tasks(self):
        """What the person has to do now, in all of their dossiers."""
        waiting = request.env["onestop.dossier"].search(
            self._onestop_domain()
            & (
                Domain("state", "in", [*OPEN_STATES, "resolved"])
                | (Domain("state", "=", "returned") & Domain("rated", "=", False))
            ),
            limit=100,
        )
        # sudo: bounded to what the person's own search found.
        found = [task for dossier in waiting.sudo() for task in tasks(dossier)]
        return sorted(found, key=lambda task: not task["urgent"])
