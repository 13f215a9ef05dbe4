import base64
from datetime import timedelta

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..engine.complaint_form import ComplaintForm
from ..engine.complaint_page import ComplaintPage
from .held_back import address, count, is_spent
from .page import render

# Forms handed out to one address: each is one grievance, so that nothing has to be
# counted, and so told, when one is sent.
MOST_FORMS, FORM_WINDOW = 60, timedelta(hours=1)
# Look-ups from one address, and wrong ones. A receipt code has 100 random bits: what is
# held back is noise, so that the people of a village who mistype lock nobody out.
MOST_ASKED, MOST_WRONG, WINDOW = 120, 30, timedelta(minutes=10)


class OnestopComplaints(http.Controller):
    """Bringing a reflection, a complaint or a denunciation, and following it.

    For whoever comes: no account is needed. One address and one form serve all kinds,
    and what was chosen travels in the body alone, so that no log tells it. Whoever
    asks is counted by address and never by account: a denouncer may be logged in
    (docs/decisions/0008).
    """

    # ------------------------------------------------------------------ bringing

    @http.route(
        "/complaints/new", type="http", auth="public", methods=["GET"], website=True
    )
    def new(self, dossier=None, **kw):
        if request.env.user._is_internal():
            return self._render("complaint_staff")
        form = ComplaintForm.blank(request.env, dossier)
        return self._hand_out(form)

    @http.route(
        "/complaints/new", type="http", auth="public", methods=["POST"], website=True
    )
    def send(self, form=None, **typed):
        if request.env.user._is_internal():
            raise request.not_found()
        filled = ComplaintForm(request.env, typed)
        complaints = request.env["onestop.complaint"]
        if not complaints._is_form(form):
            return self._hand_out(filled, again=True)
        if wrong := filled.wrong():
            return self._show(filled, form, wrong)
        try:
            # What was begun is undone: nothing is registered by halves.
            with request.env.cr.savepoint():
                receipt = complaints._file_once(form, filled.values(self._files()))
        except UserError as error:
            return self._show(filled, form, trouble=str(error))
        return self._render("complaint_receipt", receipt=receipt)

    def _hand_out(self, filled, again=False):
        """The form with a token of its own.

        :param bool again: it was sent with one that was too old, or not ours
        """
        if is_spent("complaint_form", address(), MOST_FORMS, FORM_WINDOW):
            return self._render("complaint_held_back", status=429)
        count("complaint_form", address())
        trouble = again and request.env._(
            "This page had been open for too long. What you wrote is still here: look it "
            "through, and send it again."
        )
        form = request.env["onestop.complaint"]._new_form()
        return self._show(filled, form, trouble=trouble)

    def _show(self, filled, form, wrong=None, trouble=None):
        sent = request.httprequest.files.getlist("files")
        return self._render(
            "complaint_form",
            filled=filled,
            typed=filled.typed,
            form=form,
            wrong=wrong or {},
            trouble=trouble,
            # No browser keeps them: whoever does not hear of it sends none.
            files_lost=any(file.filename for file in sent),
        )

    def _files(self):
        return [
            {"name": file.filename, "content": base64.b64encode(file.read())}
            for file in request.httprequest.files.getlist("files")
            if file.filename
        ]

    # ----------------------------------------------------------------- following

    @http.route(
        "/complaints/track", type="http", auth="public", methods=["GET"], website=True
    )
    def track(self, **kw):
        return self._render("complaint_track")

    @http.route(
        "/complaints/track", type="http", auth="public", methods=["POST"], website=True
    )
    def look_up(self, code="", **kw):
        if self._is_held_back():
            return self._hold_back()
        return self._answer(request.env["onestop.complaint"]._by_receipt(code), code)

    @http.route(
        "/complaints/track/rate",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def rate(self, code="", helped="", comment="", **kw):
        """What the holder of a receipt code says of the answer."""
        if self._is_held_back():
            return self._hold_back()
        complaints = request.env["onestop.complaint"]
        values = {"helped": helped, "comment": comment}
        try:
            with request.env.cr.savepoint():
                complaint = complaints._act_by_receipt(code, "rate", values)
        except UserError as error:
            return self._answer(complaints._by_receipt(code), code, trouble=str(error))
        return self._answer(complaint, code, thanks=bool(complaint))

    def _answer(self, complaint, code, **said):
        count("complaint_asked", address())
        if not complaint:
            count("complaint_wrong", address())
            return self._render("complaint_track", missing=True)
        return self._render(
            "complaint_track",
            **ComplaintPage(complaint).values(),
            receipt_code=code.strip(),
            **said,
        )

    def _is_held_back(self):
        return is_spent("complaint_asked", address(), MOST_ASKED, WINDOW) or is_spent(
            "complaint_wrong", address(), MOST_WRONG, WINDOW
        )

    def _hold_back(self):
        return self._render("complaint_track", held_back=True, status=429)

    def _render(self, template, status=200, **values):
        title = {
            "complaint_track": request.env._("Follow what you sent"),
            "complaint_receipt": request.env._("Received"),
        }.get(template) or request.env._("Reflection, complaint, denunciation")
        return render(
            f"onestop_portal.{template}",
            # Without what was sent along.
            {
                "title": title,
                "language_path": "/complaints/track"
                if template == "complaint_track"
                else "/complaints/new",
                **values,
            },
            by_token=True,
            status=status,
        )
