from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core.database_time import legal_date
from odoo.addons.onestop_procedure.core.draft_text import ANSWER, clean, fill
from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for

from .actor import Actor

# As long as a decision with its annexes.
LONGEST = 200_000


class Drafting:
    """The drafts of the results of a dossier, written by whoever works on it.

    Once it is decided, or while it lies with a higher hand of the signing chain, a
    draft stays as it is: it is returned for redrafting, with a reason.

    :param dossier: read by the user; everything else is done in the name of the system
    """

    def __init__(self, dossier):
        dossier.ensure_one()
        dossier.check_access("read")
        self.env = dossier.env
        # sudo: bounded to the drafts of this dossier, each after `_check`.
        self.dossier = dossier.sudo()
        self.actor = Actor(dossier.env)

    def runs(self):
        """The open steps of work that the user may do now."""
        return self.dossier.step_ids.filtered(
            lambda run: (
                run.state == "open"
                and run.kind == "work"
                and run.role in self.actor.roles_at(run.department_id)
                and (
                    not run.department_id.assigned_only
                    or run.assigned_id.id in (False, self.env.uid)
                )
            )
        )

    def may(self):
        return self.dossier.state == "processing" and bool(self.runs())

    def templates(self):
        """The results of the procedure that have a text, and no draft yet."""
        results = self.dossier.version_id.result_ids.filtered("template")
        return results - self.dossier.result_ids.kind_id

    def begin(self):
        """Make the drafts from the texts of the catalogue.

        :return: the drafts
        :raises UserError: in a sentence
        """
        self._lock()
        values, made = self.values(), self.dossier.result_ids.browse()
        for template in self.templates():
            draft = made.create(
                {
                    "dossier_id": self.dossier.id,
                    "name": template.with_context(lang="vi_VN").name,
                    "kind_id": template.id,
                }
            )
            self._keep(draft, fill(template.template, values), None)
            made |= draft
        if not made:
            raise UserError(
                self.env._("The procedure has no text for a draft that is not drafted.")
            )
        self._journal("draft", made)
        return made.with_env(self.env)

    def change(self, draft, body, reason=None, seen=None):
        """Keep a new version of a draft; what does not change it makes none.

        :param int seen: the number of the version that was edited: refused where a
            colleague has written meanwhile
        """
        self._lock()
        # sudo: bounded to a draft of this very dossier, which is looked at below.
        draft = draft.sudo()
        draft.invalidate_recordset()
        if draft.dossier_id != self.dossier or draft.state != "draft":
            raise UserError(self.env._("This is no draft any more."))
        last = draft.version_ids[-1:]
        if seen and last.number != seen:
            raise UserError(
                self.env._(
                    "%s has changed the draft in the meantime. Open it again.",
                    last.user_id.name,
                )
            )
        if len(body or "") > LONGEST:
            raise UserError(self.env._("The text is too long for one draft."))
        check_reason(self.env, reason)
        body = clean(body)
        if body == last.body:
            return
        self._keep(draft, body, reason)
        self._journal("redraft", draft)

    def _lock(self):
        wait_for(self.dossier)
        self.dossier.invalidate_recordset()
        if not self.may():
            raise UserError(
                self.env._(
                    "A draft is written by whoever does the open step of work. Return it "
                    "for redrafting first."
                )
            )

    def _keep(self, draft, body, reason):
        draft.body = body
        draft.version_ids.create(
            {
                "result_id": draft.id,
                "number": len(draft.version_ids) + 1,
                "body": body,
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
                "reason": (reason or "").strip() or self.returned_for(),
            }
        )

    def returned_for(self):
        """Why the draft came back last, where it is being done again."""
        if not self.runs().filtered("redo"):
            return False
        back = self.dossier.step_ids.filtered(
            lambda run: run.state == "void" and run.reason
        )
        return back.sorted("date_ended")[-1:].reason

    def _journal(self, code, drafts):
        run = self.runs()[:1]
        dossier = self.dossier
        self.dossier.env["onestop.journal"]._append(
            *(dossier, code, run.role, dossier.state, dossier.state),
            data={
                "drafts": drafts.ids,
                "versions": [len(d.version_ids) for d in drafts],
            },
            on_behalf_of=self.actor.on_behalf_of(run.role, run.department_id),
        )

    # ------------------------------------------------------------ what is filled in

    def values(self):
        """{placeholder: text} of the dossier."""
        dossier = self.dossier.with_context(lang="vi_VN")
        answers = dossier.answers or {}
        return {
            "code": dossier.code,
            "procedure": dossier.version_id.name,
            "content": dossier.content,
            "department": dossier.department_id.name,
            "received_on": self._day(dossier.date_accepted),
            "due_on": self._day(dossier.date_due),
            "owner": dossier.owner_name,
            "owner_identity_number": dossier.owner_identity_number,
            "owner_birthdate": dossier.owner_birthdate
            and f"{dossier.owner_birthdate:%d/%m/%Y}",
            "owner_address": dossier.owner_address,
            **{
                f"{ANSWER}{one.name}": self._answer(one, answers[one.name])
                for one in dossier.version_id.eform_field_ids
                if answers.get(one.name) not in (None, False, "")
            },
        }

    @staticmethod
    def _day(moment):
        return f"{legal_date(moment):%d/%m/%Y}" if moment else ""

    @staticmethod
    def _answer(question, value):
        if question.type == "boolean":
            return "Có"
        if question.type == "selection":
            return dict(question._options()).get(value, value)
        if question.type == "date":
            return f"{fields.Date.to_date(value):%d/%m/%Y}"
        if question.type == "file":
            return ""
        if question.type in ("float", "amount"):
            return f"{value:g}".replace(".", ",")
        return str(value)
