from odoo import http
from odoo.http import request

from ..engine.my_group_page import MyGroupPage
from .dossier_files import OnestopDossierFiles
from .page import render


class OnestopMyGroups(OnestopDossierFiles):
    """A group of procedures that a citizen filed as one."""

    @http.route(
        "/my/groups/<int:dossier_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_group(self, dossier_id, **kw):
        head = self._onestop_dossier(dossier_id)
        # Another part, a single dossier, and another's group are answered alike.
        if not head.bundle_part_id or head.first_id != head:
            raise request.not_found()
        values = MyGroupPage(head).values()
        return render(
            "onestop_portal.my_group",
            {"title": values["bundle"].name, "page_name": "group", **values},
        )
