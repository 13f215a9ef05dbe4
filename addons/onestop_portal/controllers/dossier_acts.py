import base64

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.onestop_dossier.core.notice_contacts import (
    CHANNELS,
    OPENS,
    put_first,
    read_order,
)

from .dossier_files import OnestopDossierFiles
from .page import say

MOST_FILES = 20
LONGEST_REASON = 1000
# How the name of a file field says which paper its files are.
PAPER = "paper_"
# And that of an answer, of which question.
ANSWER = "a_"


class OnestopDossierActs(OnestopDossierFiles):
    """What a citizen does to their own dossier; each leads back to its page."""

    @http.route(
        "/my/dossiers/<int:dossier_id>/supplement",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def supplement(self, dossier_id, note="", **kw):
        dossier = self._onestop_dossier(dossier_id)
        papers = self._sent_papers(dossier)
        answers = self._sent_answers(dossier, kw)
        if not papers and not answers and not note.strip():
            say("danger", request.env._("Attach a file or write an answer."))
            return self._back(dossier)
        return self._act(
            dossier,
            "supplement",
            request.env._("Thank you. The centre has received your supplement."),
            reason=note.strip()[:LONGEST_REASON],
            values={"components": papers, "answers": answers},
        )

    @http.route(
        "/my/dossiers/<int:dossier_id>/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def withdraw(self, dossier_id, reason="", **kw):
        return self._act(
            self._onestop_dossier(dossier_id),
            "withdraw",
            request.env._("Your wish to withdraw the dossier was passed on."),
            reason=reason.strip()[:LONGEST_REASON],
        )

    @http.route(
        "/my/dossiers/<int:dossier_id>/resume",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def resume(self, dossier_id, **kw):
        """Take the wish to withdraw back."""
        dossier = self._onestop_dossier(dossier_id)
        if dossier.state != "withdrawal":
            raise request.not_found()
        return self._act(
            dossier, "resume", request.env._("The dossier is being worked on again.")
        )

    @http.route(
        "/my/dossiers/<int:dossier_id>/rate",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def rate(self, dossier_id, score="", comment="", **kw):
        dossier = self._onestop_dossier(dossier_id)
        answers = request.env["onestop.satisfaction"]
        if score not in dict(answers._fields["score"].selection):
            say("danger", request.env._("Choose how satisfied you are."))
            return self._back(dossier)
        if request.env["onestop.dossier"].browse(dossier.id)._mark_rated():
            answers._answer(dossier.procedure_id, dossier.department_id, score, comment)
            say(
                "success",
                request.env._("Thank you. Nobody can see whose answer it is."),
            )
        return self._back(dossier)

    @http.route(
        "/my/dossiers/<int:dossier_id>/told",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
        multilang=False,
    )
    def told(self, dossier_id, notice_first="", notice_second="", **typed):
        """Say how one wants to be told from now on, and by what other contacts."""
        dossier = self._onestop_dossier(dossier_id)
        own = request.env["onestop.dossier"].browse(dossier.id)
        contacts = {
            kind: text
            for kind in OPENS
            if (text := typed.get(f"notice_{kind}", "").strip())
        }
        try:
            # Of two things, one of which is refused, neither is kept.
            with request.env.cr.savepoint():
                if contacts:
                    own.give_contacts(contacts)
                if (notice_first, notice_second) != dossier._notice_first_two():
                    order = read_order(dossier._notice_wanted())
                    chosen = put_first((notice_first, notice_second), order)
                    own.set_notice_channels(list(chosen if notice_first else CHANNELS))
        except UserError as error:
            say("danger", str(error))
        else:
            say("success", request.env._("We tell you so from now on."))
        return request.redirect(f"/my/dossiers/{dossier.id}#told")

    def _act(self, dossier, code, done, reason=None, values=None):
        """Do one action of the workflow as the citizen, and say how it went."""
        try:
            # What a refused action had begun is undone.
            with request.env.cr.savepoint():
                request.env["onestop.dossier"].browse(dossier.id).action_transition(
                    code, reason, values
                )
        except UserError as error:
            say("danger", str(error))
        else:
            say("success", done)
        return self._back(dossier)

    def _back(self, dossier):
        return request.redirect(f"/my/dossiers/{dossier.id}")

    @staticmethod
    def _sent_answers(dossier, sent):
        """What was answered of the questions that are missing."""
        names = dossier._missing_questions().mapped("name")
        typed = {name: (sent.get(f"{ANSWER}{name}") or "").strip() for name in names}
        return {name: answer for name, answer in typed.items() if answer}

    def _sent_papers(self, dossier):
        """The files of the form, by the dossier's own papers; other names are not
        looked at."""
        papers = []
        for component in dossier.component_ids:
            sent = request.httprequest.files.getlist(f"{PAPER}{component.id}")
            files = [
                {"name": file.filename, "content": base64.b64encode(file.read())}
                for file in sent[:MOST_FILES]
                if file.filename
            ]
            if files:
                wanted = component.component_id.id or component.id
                papers.append({"component": wanted, "files": files})
        return papers
