from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.sharing_out import share_out
from .actor import Actor
from .sentences import role_label
from .steps import StepRuns

HEAD = "department_head"
# Whoever comes to the counter for a result is met by whoever sits there.
NOT_BY_RULE = ("return",)


class Assigning:
    """Whose an open step is: given by the head, taken, given back, or found by rule.

    Everything is checked before anything is written, and each change has its row in
    the journal of the dossier.
    """

    def __init__(self, runs):
        runs.check_access("read")
        self.env = runs.env
        self.actor = Actor(runs.env)
        # sudo: bounded to steps that the user reads, in each method to what their roles
        # at the department of the step let them do, and to who works there.
        self.runs = runs.sudo()
        self.users = self.runs.env["res.users"]
        self.user = self.users.browse(self.env.uid)
        self._holders_at, self._absent_at = {}, {}

    # ------------------------------------------------------------------ by a person

    def assign(self, officers, reason=None, seen=None):
        """The head gives steps to officers of the department.

        :param officers: {step: user}
        :param dict seen: whose each step was when the head looked, ids by id: refused
            where that is another by now
        :raises UserError: with every reason why not, each a sentence
        """
        check_reason(self.env, reason)
        self._lock(seen)
        self._raise(map(self._not_the_head, self.runs))
        self._raise(self._problem(run, one) for run, one in officers.items())
        for run, officer in officers.items():
            if run.assigned_id != officer:
                self._give(run, officer, "assign", HEAD, reason)

    def take(self):
        """The officer takes what is nobody's.

        :raises UserError: where a colleague was faster, or it is not for this officer
        """
        self._lock()
        for run in self.runs:
            if run.assigned_id == self.user:
                continue
            if run.assigned_id:
                self._raise([self._taken(run)])
            self._raise([self.refusal(run, self.user)])
            self._give(run, self.user, "take", run.role)

    def release(self, reason, seen=None):
        """The officer gives back what is theirs; the head, what is anybody's.

        :raises UserError: without a reason, or where it is not theirs to give back
        """
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why it is given back."))
        check_reason(self.env, reason)
        self._lock(seen)
        for run in self.runs.filtered("assigned_id"):
            mine = run.assigned_id == self.user
            if not mine:
                self._raise([self._not_the_head(run)])
            self._give(run, None, "release", run.role if mine else HEAD, reason)

    def _lock(self, seen=None):
        wait_for(self.runs.dossier_id)
        self.runs.invalidate_recordset()
        self._raise(map(self._has_ended, self.runs))
        if seen is not None:
            changed = self.runs.filtered(
                lambda run: (run.assigned_id.id or 0) != (seen.get(run.id) or 0)
            )
            self._raise(map(self._taken, changed))

    def _give(self, run, officer, code, role, reason=None, actor=None):
        """Write it, and the row of the journal."""
        before = run.assigned_id
        run.write({"assigned_id": officer and officer.id, "came_back": False})
        dossier = run.dossier_id
        self.env["onestop.journal"]._append(
            dossier,
            code,
            role,
            dossier.state,
            dossier.state,
            reason=reason,
            data={
                "step": run.step_id.id,
                "officer": (officer or before).name,
                "officer_id": (officer or before).id,
            },
            actor=actor,
            on_behalf_of=None
            if actor
            else self.actor.on_behalf_of(role, run.department_id),
        )

    # ---------------------------------------------------------------------- by rule

    @classmethod
    def by_rule(cls, runs):
        """Give steps that have just opened to whom the process names, or else to whoever
        has fewest open steps, where the department wants it so."""
        for run in runs:
            if run.kind in NOT_BY_RULE or run.assigned_id:
                continue
            named = run._named_officer()
            if not named and run.department_id.assign_rule != "balanced":
                continue
            assigning = cls(run)
            officer = assigning._by_rule(run, named)
            if officer:
                assigning._give(run, officer, "assign", "system", actor="system")

    @classmethod
    def by_leaving(cls, runs):
        """Give back what is in the hands of people who left; the head sees which."""
        assigning = cls(runs)
        for run in assigning.runs:
            assigning._give(run, None, "came_back", "system", actor="system")
            run.came_back = True

    def _by_rule(self, run, named):
        if named and named in self.eligible(run, named):
            return named
        if run.department_id.assign_rule != "balanced":
            return named.browse()
        return self.balanced()[run]

    def balanced(self, among=None):
        """{step: whoever of those who may do it has fewest open steps, or nobody}.

        :param among: the officers to choose from; None: all who hold its role
        """
        eligible = [(run, self.eligible(run, among)) for run in self.runs]
        users = self.users.union(*(them for _run, them in eligible))
        load = self.load(users)
        for run in self.runs:
            # What is shared out anew counts with whoever gets it.
            if run.assigned_id in load:
                load[run.assigned_id] -= 1
        given = share_out(((run, list(them)) for run, them in eligible), load)
        return {run: officer or users.browse() for run, officer in given.items()}

    def preview(self, officers, to_all):
        """What handing out would do, for a table.

        :param officers: {step: user, or nobody}
        :param bool to_all: whether a step that goes to nobody is a problem
        :return: dict `rows`: dicts of `officer`, `absent` (today), `now` (open steps),
            `gets`, `gives`, `then`; `problems`: sentences on steps that cannot be given
            so
        """
        before, after = self.runs.assigned_id, self.users.union(*officers.values())
        load = self.load(before | after)
        rows = []
        for officer in (before | after).sorted("name"):
            gets = [run for run, one in officers.items() if one == officer]
            gives = self.runs.filtered(lambda run, one=officer: run.assigned_id == one)
            kept = [run for run in gets if run.assigned_id == officer]
            then = load[officer] + len(gets) - len(gives)
            rows.append(
                {
                    "officer": officer.name,
                    "absent": any(
                        officer in self._absent(one) for one in self.runs.department_id
                    ),
                    "now": load[officer],
                    "gets": len(gets) - len(kept),
                    "gives": len(gives) - len(kept),
                    "then": then,
                }
            )
        problems = [
            self._problem(run, officer)
            for run, officer in officers.items()
            if officer or to_all
        ]
        return {"rows": rows, "problems": [one for one in problems if one]}

    def is_head(self):
        """Whether the user says whose each of these steps is."""
        return not any(map(self._not_the_head, self.runs))

    def officers(self):
        """Whoever may be given one of these steps, as far as its role goes."""
        return self.users.union(
            *(self._holders(run.department_id, run.role) for run in self.runs)
        )

    def eligible(self, run, among=None):
        """The officers who may be given a step and are there, in a lasting order."""
        people = self._holders(run.department_id, run.role)
        people -= self._absent(run.department_id)
        if among is not None:
            people &= among
        return people.filtered(lambda one: not self.refusal(run, one)).sorted("id")

    def load(self, users):
        """{user: how many open steps are theirs}"""
        counts = self.runs._read_group(
            [("state", "=", "open"), ("assigned_id", "in", users.ids)],
            ["assigned_id"],
            ["__count"],
        )
        return {**dict.fromkeys(users, 0), **dict(counts)}

    def _absent(self, department):
        """Whoever of a department is away today."""
        if department not in self._absent_at:
            absences = self.runs.env["onestop.absence"]
            away = [("department_id", "=", department.id), ("in_force", "=", True)]
            self._absent_at[department] = absences.search(away).user_id
        return self._absent_at[department]

    def _holders(self, department, role):
        key = department, role
        if key not in self._holders_at:
            self._holders_at[key] = department._holders(role)
        return self._holders_at[key]

    # ------------------------------------------------------------------ why not

    def refusal(self, run, officer):
        """Why a step cannot be an officer's, as a sentence; None where it can."""
        if officer not in self._holders(run.department_id, run.role):
            return self._say(run, self._no_holder(run, officer))
        _ = self.env._
        filed_by = run.dossier_id.partner_id
        if filed_by and filed_by == officer.partner_id:
            return self._say(
                run, _("%s filed the dossier: another one has to do it.", officer.name)
            )
        if self._has_worked(run, officer):
            return self._say(
                run,
                _("%s did a step before it: another one has to do it.", officer.name),
            )
        return None

    def _problem(self, run, officer):
        """The same, and where nobody was found for it."""
        if officer:
            return self.refusal(run, officer)
        return self._say(run, self.env._("nobody is there who may do it."))

    def _no_holder(self, run, officer):
        _, department = self.env._, run.department_id
        words = {
            "officer": officer.name,
            "role": role_label(self.env, run.role),
            "department": department.name,
        }
        held = officer.assignment_ids.filtered(lambda one: one.role == run.role)
        if not officer.active:
            return _("the account of %(officer)s is closed.", **words)
        if department in held.department_id:
            return _("%(officer)s is not %(role)s at %(department)s today.", **words)
        if officer.assignment_ids.filtered("in_force").department_id - department:
            return _(
                "%(officer)s works elsewhere and is not %(role)s at %(department)s.",
                **words,
            )
        return _("%(officer)s is not %(role)s at %(department)s.", **words)

    def _has_worked(self, run, officer):
        """Whether the step wants other eyes than this officer's."""
        steps = StepRuns(run.dossier_id)
        step, version = steps.plan.steps[run.step_id.id], run.dossier_id.version_id
        if step.four_eyes and steps.acted({officer.id}):
            return True
        decides = run.kind == "decision" and version.four_eyes
        return decides and steps.acted({officer.id}, ("work",))

    def _has_ended(self, run):
        if run.state == "open":
            return None
        return self._say(run, self.env._("the step has ended in the meantime."))

    def _taken(self, run):
        if not run.assigned_id:
            return self._say(run, self.env._("it was given back in the meantime."))
        return self._say(
            run,
            self.env._("it is in the hands of %s by now.", run.assigned_id.name),
        )

    def _not_the_head(self, run):
        if HEAD in self.actor.roles_at(run.department_id):
            return None
        return self._say(
            run,
            self.env._(
                "only the head of %s says whose step it is.", run.department_id.name
            ),
        )

    def _say(self, run, words):
        return f"{run.dossier_id.display_name}, {run.name}: {words}"

    def _raise(self, sentences):
        if found := [one for one in sentences if one]:
            raise UserError("\n".join(dict.fromkeys(found)))
