from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..engine.group_form import GroupForm
from ..engine.group_page import GroupPage
from .filing_steps import FilingSteps
from .page import render, say


class OnestopGroups(FilingSteps, http.Controller):
    """A group of procedures that are filed as one: its page, and its filing."""

    @http.route(
        "/groups/<int:number>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        readonly=True,
    )
    def group(self, number, **kw):
        bundle = request.env["onestop.bundle"]._public_one(number)
        if not bundle:
            raise request.not_found()
        values = {"title": bundle.name, **GroupPage(bundle).values()}
        return render("onestop_portal.group", values, private=False)

    @http.route(
        "/groups/<int:number>/file",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show(self, number, page=None, check=None, **kw):
        bundle, drafts = self._group(number)
        values = {"title": bundle.name, "bundle": bundle}
        if reason := bundle._why_not_online():
            stopped = {**values, "why_not": reason, "drafts": drafts}
            return render("onestop_portal.group_stopped", stopped)
        papers = GroupPage(bundle).papers()
        intro = {**values, "drafts": drafts, "papers": papers}
        if not request.env.user._is_portal() or not self._are_current(bundle, drafts):
            return render("onestop_portal.group_intro", intro)
        return self._show(
            GroupForm(bundle, drafts), page, check, **values, above=bundle.name
        )

    @http.route(
        "/groups/<int:number>/file",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def act(self, number, page=None, do="next", draft=None, **kw):
        if not request.env.user._is_portal():
            raise request.not_found()
        # A second click comes when nothing is left to fill in.
        if do == "send" and (dossier := self._sent_already(number, draft)):
            return request.redirect(f"/my/groups/{dossier.id}")
        bundle, drafts = self._group(number)
        address = f"/groups/{bundle.id}/file"
        if do == "discard":
            drafts._discard()
            say("info", request.env._("What you had filled in was deleted."))
            return request.redirect("/my/dossiers")
        if bundle._why_not_online():
            return self._go(address)
        if do == "start":
            request.env["onestop.filing.draft"]._start_group(bundle)
            return self._go(address)
        if not self._are_current(bundle, drafts):
            return self._go(address)
        form = GroupForm(bundle, drafts)
        return self._send(form, drafts) if do == "send" else self._keep(form, page, do)

    def _group(self, number):
        """A group, and what the person has begun of it: one in force, or one that they
        began while it was."""
        groups = request.env["onestop.bundle"]
        drafts = request.env["onestop.filing.draft"]
        bundle = groups._public_one(number)
        if request.env.user._is_portal():
            bundle = bundle or drafts._bundle_begun(number)
            drafts = drafts._mine_of(bundle)
        if not bundle:
            raise request.not_found()
        return bundle, drafts

    @staticmethod
    def _are_current(bundle, drafts):
        """Whether all parts are begun, under the versions in force."""
        versions = bundle._versions().values()
        return [one._own().version_id for one in drafts] == list(versions)

    def _sent_already(self, number, draft_id):
        """The head of the group that a draft of one's own became."""
        draft = self._draft(draft_id)
        if not draft or draft._own().bundle_part_id.bundle_id.id != number:
            return None
        return draft._lock()

    def _send(self, form, drafts):
        if dossier := drafts[:1]._lock():
            return request.redirect(f"/my/groups/{dossier.id}")
        if unready := self._refuse_unready(form):
            return unready
        try:
            with request.env.cr.savepoint():
                dossiers = drafts._submit_group(form.values())
        except UserError as error:
            say("danger", str(error))
            return self._go(form.address, "check")
        say(
            "success",
            request.env._(
                "All %(count)s parts were filed. The number of the first is %(number)s.",
                count=len(dossiers),
                number=dossiers[:1].tracking_number,
            ),
        )
        return request.redirect(f"/my/groups/{dossiers[:1].id}")
