from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..engine.filing_form import FilingForm
from .filing_steps import FilingSteps
from .page import render, say, version_in_force


class OnestopFiling(FilingSteps, http.Controller):
    """Filing a dossier: one address a procedure, one page a question group."""

    @http.route(
        "/procedures/<string:code>/file",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show(self, code, page=None, check=None, **kw):
        version = self._version(code)
        values = {"title": version.name, "version": version}
        if not request.env.user._is_portal():
            return render("onestop_portal.filing_intro", values)
        draft = request.env["onestop.filing.draft"]._mine(version)
        if not draft or draft._own().version_id != version:
            return render("onestop_portal.filing_intro", {**values, "draft": draft})
        return self._show(FilingForm(draft), page, check, **values, above=version.name)

    @http.route(
        "/procedures/<string:code>/file",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def act(self, code, page=None, do="next", draft=None, **kw):
        version = self._version(code)
        if not request.env.user._is_portal():
            raise request.not_found()
        drafts = request.env["onestop.filing.draft"]
        address = f"/procedures/{version.code}/file"
        if do == "start":
            drafts._start(version)
            return self._go(address)
        if do == "send":
            return self._send(version, draft, address)
        own = drafts._mine(version)
        if not own:
            return self._go(address)
        if do == "discard":
            own._discard()
            say("info", request.env._("What you had filled in was deleted."))
            return request.redirect(f"/procedures/{version.code}")
        return self._keep(FilingForm(own), page, do)

    def _version(self, code):
        """The version in force, if its dossiers are filed here."""
        version = version_in_force(code)
        if not version._can_be_filed_here():
            raise request.not_found()
        return version

    def _send(self, version, draft_id, address):
        draft = self._draft(draft_id)
        if not draft or draft.bundle_part_id:
            return self._go(address)
        if dossier := draft._lock():
            return request.redirect(f"/my/dossiers/{dossier.id}")
        form = FilingForm(draft)
        if form.version != version:
            return self._go(address)
        if unready := self._refuse_unready(form):
            return unready
        try:
            with request.env.cr.savepoint():
                dossier = draft._submit(form.values())
        except UserError as error:
            say("danger", str(error))
            return self._go(address, "check")
        say(
            "success",
            request.env._(
                "Your dossier was filed. Its number is %s.", dossier.tracking_number
            ),
        )
        return request.redirect(f"/my/dossiers/{dossier.id}")
