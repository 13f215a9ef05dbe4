from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from ..engine.complaint_page import ComplaintPage, tasks
from .my_dossiers import OnestopMyDossiers
from .page import PER_PAGE, pager_of, render, say

MOST_TASKS = 100


class OnestopMyComplaints(OnestopMyDossiers):
    """What a citizen brought with their account; never what is sealed, which has none."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "complaint_count" in counters:
            values["complaint_count"] = request.env["onestop.complaint"].search_count(
                self._own_complaints()
            )
        return values

    @http.route()
    def home(self, **kw):
        response = super().home(**kw)
        response.qcontext["tasks"] += self._complaint_tasks()
        return response

    @http.route(
        ["/my/complaints", "/my/complaints/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_complaints(self, page=1, **kw):
        complaints = request.env["onestop.complaint"]
        domain = self._own_complaints()
        total = complaints.search_count(domain)
        pages = pager_of("/my/complaints", total, page)
        shown = complaints.search(domain, limit=PER_PAGE, offset=pages["offset"])
        return render(
            "onestop_portal.my_complaints",
            {
                "title": request.env._("What I sent"),
                "page_name": "complaints",
                # sudo: bounded to what the person's own search found.
                "rows": [ComplaintPage(one).row() for one in shown.sudo()],
                "tasks": self._complaint_tasks(),
                "pager": pages,
            },
        )

    @http.route(
        "/my/complaints/<int:complaint_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_complaint(self, complaint_id, **kw):
        complaint = self._own("onestop.complaint", complaint_id)
        # What the person may do is asked as the person.
        allowed = complaint.with_user(request.env.user).available_transitions()
        page = ComplaintPage(complaint, {row["code"] for row in allowed})
        return render(
            "onestop_portal.my_complaint",
            {
                "title": complaint.subject,
                "page_name": "complaint",
                **page.own_values(),
            },
        )

    @http.route(
        "/my/complaints/<int:complaint_id>/files/<int:file_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        multilang=False,
        readonly=True,
    )
    def complaint_file(self, complaint_id, file_id, **kw):
        """A file that the person sent along."""
        return self._send(
            self._own("onestop.complaint", complaint_id).attachment_ids, file_id
        )

    @http.route(
        "/my/complaints/<int:complaint_id>/rate",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def rate_answer(self, complaint_id, helped="", comment="", **kw):
        return self._do(
            complaint_id,
            "rate",
            request.env._("Thank you. The centre reads what you said."),
            {"helped": helped, "comment": comment},
        )

    @http.route(
        "/my/complaints/<int:complaint_id>/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def withdraw_complaint(self, complaint_id, **kw):
        return self._do(
            complaint_id, "withdraw", request.env._("You took it back."), {}
        )

    def _do(self, complaint_id, code, done, values):
        """Do one action of the workflow as the person, and say how it went."""
        complaint = self._own("onestop.complaint", complaint_id)
        try:
            # What a refused action had begun is undone.
            with request.env.cr.savepoint():
                request.env["onestop.complaint"].browse(complaint.id).action_transition(
                    code, values=values
                )
        except UserError as error:
            say("danger", str(error))
        else:
            say("success", done)
        return request.redirect(f"/my/complaints/{complaint.id}")

    def _own_complaints(self):
        return Domain("partner_id", "=", request.env.user.partner_id.id)

    def _complaint_tasks(self):
        waiting = request.env["onestop.complaint"].search(
            self._own_complaints()
            & Domain("state", "=", "closed")
            & Domain("helped", "=", False),
            limit=MOST_TASKS,
        )
        # sudo: bounded to what the person's own search found.
        return [task for complaint in waiting.sudo() for task in tasks(complaint)]
