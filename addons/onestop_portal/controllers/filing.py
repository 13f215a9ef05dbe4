from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..engine.filing_form import FilingForm
from ..models.onestop_filing_draft import PARTS
from .page import render, say, version_in_force

# How the names of a form say what they are.
ANSWER, PAPER = "a_", "paper_"
MOST_FILES = 20


class OnestopFiling(http.Controller):
    """Filing a dossier: one address a procedure, one page a question group.

    Every page is a plain form. What is typed is kept on every button, right or wrong,
    and the page that follows is asked for anew: nothing is lost by going back, closing
    the window, or changing to another device.
    """

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
        form = FilingForm(draft)
        pages = form.pages()
        page = page if page in pages else pages[0]
        return render(
            "onestop_portal.filing",
            {
                **values,
                "draft": draft,
                "form": form,
                "page": page,
                "pages": pages,
                "titles": form.titles(),
                "wrong": form.wrong(page) if check else {},
                "unfinished": form.unfinished() if page == "check" else {},
                "visible": form.visible() if page.startswith("form-") else set(),
            },
        )

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
        if do == "start":
            drafts._start(version)
            return self._go(version)
        if do == "send":
            return self._send(version, draft)
        own = drafts._mine(version)
        if not own:
            return self._go(version)
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

    def _go(self, version, page=None, check=False):
        query = {"page": page} if page else {}
        if check:
            query["check"] = 1
        return request.redirect_query(f"/procedures/{version.code}/file", query)

    # ------------------------------------------------------------------- one page

    def _keep(self, form, page, do):
        """Keep what one page says, and lead on."""
        version = form.version
        if page not in form.pages():
            return self._go(version)
        before = form.visible()
        self._keep_texts(form, page)
        refused = self._keep_files(form, page)
        if do.startswith("remove-") and do[7:].isdecimal():
            form.draft._detach(int(do[7:]))
            return self._go(version, page)
        if do == "back":
            return self._go(version, form.beside(page, -1))
        if do == "leave":
            say("info", request.env._("Saved. You can go on any time, on any device."))
            return request.redirect("/my/dossiers")
        if refused or do == "add":
            return self._go(version, page)
        if form.wrong(page):
            return self._go(version, page, check=True)
        if page.startswith("form-") and self._has_new_questions(form, page, before):
            say("info", request.env._("There are more questions for you below."))
            return self._go(version, page)
        return self._go(version, form.beside(page, 1))

    def _keep_texts(self, form, page):
        sent = self._sent()
        if page == "people":
            for part in ("owner", "submitter"):
                form.draft._keep(
                    part, {key: sent.get(f"{part}_{key}") for key in PARTS[part]}
                )
        elif page in ("place", "matter", "return"):
            form.draft._keep(page, sent)
        elif page.startswith("form-"):
            names = [
                field.name
                for field in form.questions(page)
                if field.type != "file" and ANSWER + field.name in sent
            ]
            form.draft._keep("answers", {name: sent[ANSWER + name] for name in names})

    def _sent(self):
        """The texts of the form; of a name that came twice, the last: a box that is
        ticked follows the blank that stands in for one that is not."""
        form = request.httprequest.form
        return {name: form.getlist(name)[-1] for name in form}

    def _keep_files(self, form, page):
        """Keep the files of a page; say which were refused. Whether any was."""
        places = []
        if page == "papers":
            places = [
                (f"{PAPER}{paper.id}", {"component": paper}) for paper in form.papers()
            ]
        elif page.startswith("form-"):
            places = [
                (ANSWER + field.name, {"field_name": field.name})
                for field in form.questions(page)
                if field.type == "file"
            ]
        refused = False
        for name, place in places:
            for file in request.httprequest.files.getlist(name)[:MOST_FILES]:
                if not file.filename:
                    continue
                try:
                    form.draft._attach(file.filename, file.read(), **place)
                except UserError as error:
                    refused = True
                    say("danger", str(error))
        return refused

    def _has_new_questions(self, form, page, before):
        """Whether an answer of this page calls for questions that it did not show."""
        names = set(form.questions(page).mapped("name"))
        sent = set(request.httprequest.form) | set(request.httprequest.files)
        return any(
            ANSWER + name not in sent for name in (form.visible() - before) & names
        )

    # ----------------------------------------------------------------- sending

    def _send(self, version, draft_id):
        draft = self._draft(draft_id)
        if not draft:
            return self._go(version)
        if dossier := draft._lock():
            return request.redirect(f"/my/dossiers/{dossier.id}")
        form = FilingForm(draft)
        if form.version != version:
            return self._go(version)
        if form.unfinished():
            return self._go(version, "check")
        if request.params.get("declared") != "1":
            say("danger", request.env._("Tick that what you say is true."))
            return self._go(version, "check")
        try:
            with request.env.cr.savepoint():
                dossier = draft._submit(form.values())
        except UserError as error:
            say("danger", str(error))
            return self._go(version, "check")
        say(
            "success",
            request.env._(
                "Your dossier was filed. Its number is %s.", dossier.tracking_number
            ),
        )
        return request.redirect(f"/my/dossiers/{dossier.id}")

    def _draft(self, draft_id):
        """The draft that a page names, if it is the person's own; sent or not."""
        if not (draft_id or "").isdecimal() or len(draft_id) > 9:
            return None
        return request.env["onestop.filing.draft"].search(
            [("id", "=", int(draft_id)), ("user_id", "=", request.env.uid)]
        )
