from odoo.exceptions import UserError
from odoo.http import request

from ..models.onestop_filing_draft import PARTS
from .page import render, say, whole_number

# How the names of a form say what they are.
ANSWER, PAPER, EVIDENCE, REUSE = "a_", "paper_", "evidence", "reuse_"
MOST_FILES = 20


class FilingSteps:
    """From page to page of a filing, of one procedure or of a group: every page is a
    plain form. What is typed is kept on every button, right or wrong, and the page that
    follows is asked for anew: nothing is lost by going back, closing the window, or
    changing to another device.
    """

    def _show(self, form, page, check, **values):
        """Answer with a page of the form.

        :param form: an `engine.filing_form.FilingForm` or `GroupForm`
        """
        pages = form.pages()
        page = page if page in pages else pages[0]
        part, own_page = form.of(page)
        wrong = form.wrong(page) if check else {}
        return render(
            "onestop_portal.filing",
            {
                "form": form,
                "part": part,
                "draft": part.draft,
                "page": page,
                "own_page": own_page,
                "pages": pages,
                "titles": form.titles(),
                "wrong": wrong,
                "named": form.named(page, wrong),
                "unfinished": form.unfinished() if page == "check" else {},
                "visible": part.visible() if own_page.startswith("form-") else set(),
                **values,
            },
        )

    def _go(self, address, page=None, check=False):
        query = {"page": page} if page else {}
        if check:
            query["check"] = 1
        return request.redirect_query(address, query)

    # ------------------------------------------------------------------- one page

    def _keep(self, form, page, do):
        """Keep what one page says, and lead on."""
        if page not in form.pages():
            return self._go(form.address)
        part, own_page = form.of(page)
        before = part.visible()
        self._keep_texts(form, part, own_page)
        refused = self._keep_files(form, part, own_page)
        if (attached := whole_number(do.removeprefix("remove-"), None)) is not None:
            form.detach(attached)
            return self._go(form.address, page)
        if do == "back":
            return self._go(form.address, form.beside(page, -1))
        if do == "leave":
            say("info", request.env._("Saved. You can go on any time, on any device."))
            return request.redirect("/my/dossiers")
        if refused or do == "add":
            return self._go(form.address, page)
        if form.wrong(page):
            return self._go(form.address, page, check=True)
        if own_page.startswith("form-") and self._is_asked_more(part, own_page, before):
            say("info", request.env._("There are more questions for you below."))
            return self._go(form.address, page)
        return self._go(form.address, form.beside(page, 1))

    def _keep_texts(self, form, part, page):
        sent = self._sent()
        if page == "people":
            for name in ("owner", "submitter"):
                part.draft._keep(
                    name, {key: sent.get(f"{name}_{key}") for key in PARTS[name]}
                )
        elif page in ("place", "matter", "return"):
            part.draft._keep(page, sent)
        elif page.startswith("form-"):
            names = [
                field.name
                for field in part.questions(page)
                if field.type != "file" and ANSWER + field.name in sent
            ]
            part.draft._keep("answers", {name: sent[ANSWER + name] for name in names})
        elif page == "papers":
            form.keep_reuse(
                {
                    name.removeprefix(REUSE): text
                    for name, text in sent.items()
                    if name.startswith(REUSE)
                }
            )

    def _sent(self):
        """The texts of the form; of a name that came twice, the last: a box that is
        ticked follows the blank that stands in for one that is not."""
        form = request.httprequest.form
        return {name: form.getlist(name)[-1] for name in form}

    def _keep_files(self, form, part, page):
        """Keep the files of a page; say which were refused. Whether any was."""
        places = []
        if page == "papers":
            places = [
                (f"{PAPER}{paper.id}", form, {"component": paper})
                for paper in form.papers()
            ]
            if form.shows_right():
                places.append((EVIDENCE, form, {"is_evidence": True}))
        elif page.startswith("form-"):
            places = [
                (ANSWER + field.name, part, {"field_name": field.name})
                for field in part.questions(page)
                if field.type == "file"
            ]
        refused = False
        for name, keeper, place in places:
            for file in request.httprequest.files.getlist(name)[:MOST_FILES]:
                if not file.filename:
                    continue
                try:
                    keeper.attach(file.filename, file.read(), **place)
                except UserError as error:
                    refused = True
                    say("danger", str(error))
        return refused

    def _is_asked_more(self, part, page, before):
        """Whether an answer of this page calls for questions that it did not show."""
        names = set(part.questions(page).mapped("name"))
        sent = set(request.httprequest.form) | set(request.httprequest.files)
        return any(
            ANSWER + name not in sent for name in (part.visible() - before) & names
        )

    # ----------------------------------------------------------------- sending

    def _refuse_unready(self, form):
        """Lead back to the last page where something is missing; else None."""
        if form.unfinished():
            return self._go(form.address, "check")
        if request.params.get("declared") != "1":
            say("danger", request.env._("Tick that what you say is true."))
            return self._go(form.address, "check")
        return None

    def _draft(self, draft_id):
        """The draft that a page names, if it is the person's own; sent or not."""
        if not (draft_id or "").isdecimal() or len(draft_id) > 9:
            return None
        return request.env["onestop.filing.draft"].search(
            [("id", "=", int(draft_id)), ("user_id", "=", request.env.uid)]
        )
