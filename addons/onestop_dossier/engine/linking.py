from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import hold_new, wait_for

from ..core.linked import WAITED_FOR
from ..core.workflow import Refusal
from .actor import Actor
from .filing import answers_vals, check_rows
from .lead import Lead
from .right import ENGINE
from .sentences import sentence
from .transition import Transition

# What of the owner goes along, as it was filed.
OWNER_FIELDS = (
    *("owner_kind", "owner_name", "owner_identity_kind", "owner_identity_number"),
    *("owner_identity_reason", "owner_tax_code", "owner_birthdate", "owner_address"),
    *("owner_commune", "owner_phone", "owner_email", "lang", "company_id"),
)
# In which a dossier's linked ones are opened: its time may run, or wait for others.
OPENED_IN = ("processing", "supplement", "payment")


class Linking:
    """What the lead agency does with linked dossiers of one of its steps.

    A linked dossier is resolved by another agency under a procedure of its own: with its
    own code, clock and department. The lead agency is its applicant and sees of it what
    an applicant does; the other agency sees what it was given, and nothing else of the
    dossier that it is linked to.
    """

    def __init__(self, run):
        run.ensure_one()
        run.check_access("read")
        self.env = run.env
        self.actor = Actor(self.env)
        # sudo: bounded to one step that the user reads, its dossier, and what is linked
        # to it; `_begin` checks that the user does this step.
        self.run = run.sudo()
        self.dossier = self.run.dossier_id

    # ---------------------------------------------------------------- what people do

    def open(self, values):
        """Open a linked dossier at another agency.

        :param dict values: `papers`: list of dicts {paper: id of a paper of the dossier,
            component: id of what it is there, or nothing}; `answers` to the e-form
            there; `received_department_id` where several one-stops receive it
        :return: the new dossier, in sudo
        :raises AccessError: but for who does the step
        :raises UserError: in a sentence, where it cannot be opened now
        """
        values = values if isinstance(values, dict) else {}
        role = self._begin()
        waiting = self.waiting()
        if waiting:
            raise UserError(
                self.env._("%s is open for this step already.", waiting[0].display_name)
            )
        version = self.version()
        given = self._papers(values, version.component_ids)
        child = self._create(version, values, given)
        place = self.place(version, values.get("received_department_id"))
        self._as_lead(child, "submit", received_department_id=place)
        self._journal("open_linked", role, child, given)
        return child

    def answer(self, values):
        """Give papers and answers that the other agency asks for: `values` as of `open`.

        :raises UserError: where it asks for nothing
        """
        values = values if isinstance(values, dict) else {}
        role = self._begin()
        child = self.asked()
        if not child:
            raise UserError(
                self.env._("No linked dossier of this step asks for anything.")
            )
        wait_for(child)
        given = self._papers(values, child.version_id.component_ids)
        with ENGINE.held():
            for component, papers in given.items():
                self._give(child, component, papers)
        self._as_lead(
            child,
            "supplement",
            values.get("reason"),
            answers=values.get("answers") or {},
            components=[
                {"component": one.id, "received": True} for one in given if one
            ],
        )
        self._journal("answer_linked", role, child, given)

    def withdraw(self, reason):
        """Ask the other agency to stop: it was opened in error, or is needed no more.

        :raises UserError: without a reason, and where none is open
        """
        role, reason = self._begin(), str(reason or "").strip()
        if not reason:
            raise UserError(sentence(self.env, Refusal("reason_missing")))
        check_reason(self.env, reason)
        child = self.waiting()[:1]
        if not child:
            raise UserError(self.env._("No linked dossier of this step is open."))
        wait_for(child)
        self._as_lead(child, "withdraw", reason)
        self._journal("withdraw_linked", role, child, reason=reason)

    # ------------------------------------------------------------------- what is so

    def children(self):
        return self.dossier.linked_ids.filtered(
            lambda one: one.linked_step_id == self.run
        ).sorted("id")

    def waiting(self):
        """Those for which the step waits."""
        return self.children().filtered(lambda one: one.state in WAITED_FOR)

    def asked(self):
        """The one that asks the lead agency for something, or none."""
        return self.waiting().filtered(
            lambda one: one.state == "supplement" and one._open_requests()
        )[:1]

    def offers(self):
        """What the user may do with linked dossiers of this step now: of `open`,
        `answer`, `withdraw`."""
        if self._refusal():
            return set()
        if not self.waiting():
            return {"open"}
        return {"withdraw"} | ({"answer"} if self.asked() else set())

    def version(self):
        """The version under which the other agency resolves it today.

        :raises UserError: where none is in force
        """
        procedure = self.run.step_id.linked_procedure_id
        version = procedure._current_version()
        if not version:
            raise UserError(
                self.env._(
                    "No version of “%s” is in force today, so no linked dossier can be "
                    "opened under it.",
                    procedure.display_name,
                )
            )
        return version

    def place(self, version, wanted=None):
        """Id of the one-stop that receives it: the one that was chosen, else that of the
        dossier where it receives the procedure; None: there is but one."""
        here = self.dossier.received_department_id
        if wanted:
            return wanted
        return here.id if here in version._receiving_departments() else None

    # ------------------------------------------------------------------------ helpers

    def _refusal(self):
        """Why the user does nothing with linked dossiers of this step, as a `Refusal`."""
        run = self.run
        waits = run.state == "open" and self.dossier.state in OPENED_IN
        if not waits or not run.step_id.linked_procedure_id:
            return Refusal("no_open_step", {"code": "open_linked"})
        if run.role not in self.actor.roles_at(run.department_id):
            return Refusal("wrong_role", {"code": "open_linked", "roles": run.role})
        officer = run.assigned_id - self.env.user
        officer -= self.actor.absent_at(run.department_id)
        if officer and run.department_id.assigned_only:
            return Refusal("in_other_hands", {"officer": officer.name})
        return None

    def _begin(self):
        """Lock the dossier for whoever does the step; give back in which role.

        :raises AccessError: to anybody else
        :raises UserError: where the step has ended
        """
        self.dossier._wait_for()
        self.run.invalidate_recordset()
        refusal = self._refusal()
        if refusal:
            kind = AccessError if refusal.code == "wrong_role" else UserError
            raise kind(sentence(self.env, refusal))
        return self.run.role

    def _papers(self, values, components):
        """{component there or none: papers of the dossier} that `values` name.

        :raises UserError: for a paper that is not the dossier's, or has no file, and for
            what the other procedure does not ask for
        """
        mine = {one.id: one for one in self.dossier.component_ids if one.attachment_ids}
        theirs = {one.id: one for one in components}
        given = {}
        for row in check_rows(self.env, "papers", values):
            paper, component = row.get("paper"), row.get("component") or None
            if paper not in mine:
                raise UserError(
                    self.env._("Give scanned papers of this dossier, and no others.")
                )
            if component and component not in theirs:
                raise UserError(
                    self.env._("The dossier has no component “%s”.", component)
                )
            there = theirs.get(component, components[:0])
            given[there] = given.get(there, self.dossier.component_ids[:0])
            given[there] |= mine[paper]
        return given

    def _create(self, version, values, given):
        """The draft with what is given along: values of the owner as filed, chosen
        papers, and answers to questions that both procedures ask."""
        dossier, run = self.dossier, self.run
        answers = values.get("answers")
        answers = {
            **version._answers_kept(dossier.answers or {}),
            **(answers if isinstance(answers, dict) else {}),
        }
        with ENGINE.held():
            # The journal says who opened it when; the chatter is for talk.
            child = dossier.with_context(tracking_disable=True).create(
                {
                    "version_id": version.id,
                    "channel": self._channel(version),
                    "content": version.name,
                    "delivery": "electronic",
                    **{name: self._value(name) for name in OWNER_FIELDS},
                    "submitter_same": False,
                    "submitter_name": run.department_id.name,
                    "submitter_evidence": self.env._(
                        "Dossier %(code)s, step “%(step)s”",
                        code=dossier.code,
                        step=run.name,
                    ),
                    "parent_id": dossier.id,
                    "linked_step_id": run.id,
                    **answers_vals(self.env, version, answers, incomplete=True),
                }
            )
            child._fill_components()
            for component, papers in given.items():
                self._give(child, component, papers)
        hold_new(child)
        return child

    def _value(self, name):
        value = self.dossier[name]
        return value.id if hasattr(value, "id") else value

    @staticmethod
    def _channel(version):
        """Sent electronically where the procedure is filed so, else as it is filed."""
        offered = version.channel_ids.mapped("channel")
        return "online" if "online" in offered or not offered else offered[0]

    def _give(self, child, component, papers):
        """Hand copies of the files over: they are the linked dossier's own, and lie in
        the store but once."""
        scans = papers.attachment_ids.browse(
            [number for paper in papers for number in paper._scans().ids]
        )
        copies = scans.copy({"res_model": child._name, "res_id": child.id})
        files = {
            "received": True,
            # The paper stays where it was handed in.
            "on_paper": False,
            "attachment_ids": [Command.link(f.id) for f in copies],
        }
        listed = child.component_ids.filtered(lambda one: one.component_id == component)
        if component and listed:
            listed.write(files)
            return
        named = child._prepare_component_vals(component) if component else {}
        child.component_ids.create(
            {
                "dossier_id": child.id,
                "name": "; ".join(papers.mapped("name")),
                "sequence": 1000,
                **named,
                **files,
            }
        )

    def _as_lead(self, child, code, reason=None, **values):
        run = Transition(child.with_env(self.env), code, reason, values, Lead(self.env))
        run.check()
        run._run_locked()

    def _journal(self, code, role, child, given=None, reason=None):
        data = {"linked": child.id, "run": self.run.id}
        if given:
            data["papers"] = sorted(
                paper.id for papers in given.values() for paper in papers
            )
        dossier = self.dossier
        self.env["onestop.journal"]._append(
            *(dossier, code, role, dossier.state, dossier.state),
            reason=reason,
            data=data,
            on_behalf_of=self.run._absent_for(self.actor),
        )
