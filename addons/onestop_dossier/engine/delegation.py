from functools import cached_property

from ..core.workflow import Refusal


class Delegation:
    """Whether whoever acts may resolve a dossier of a delegated procedure in the place of
    the authority (Decree 61/2018, art. 17.5), and by which decision."""

    def __init__(self, dossier, actor):
        self.dossier = dossier
        self.actor = actor

    @cached_property
    def _decisions(self):
        """Of whatever day, to a department of the dossier: the latest first."""
        dossier = self.dossier
        places = dossier.received_department_id | dossier.department_id
        delegations = dossier.env["onestop.delegation"]
        return delegations._of_procedure(dossier.procedure_id, places)

    @cached_property
    def _in_force(self):
        return self._decisions.filtered(lambda one: one.phase == "in_force")

    @cached_property
    def decision(self):
        """The decision in force today that names whoever acts; empty where none does."""
        return self._in_force.filtered(self._names_actor)[:1]

    def _names_actor(self, decision):
        roles = self.actor.roles_at(decision.department_id)
        # The user of whoever acts; a job acts in nobody's place.
        return bool(roles) and decision._names(self.actor.env.user, roles)

    def refusal(self):
        """Why there is none, as a `Refusal`; None where there is one."""
        if self.decision:
            return None
        if self._in_force:
            return self._of("delegation_of_others", self._in_force[0])
        ended = self._decisions.filtered(lambda one: one.phase == "ended")
        if ended:
            last = max(ended, key=lambda one: one.valid_to)
            return self._of("delegation_ended", last, day=last.valid_to)
        if self._decisions:
            first = min(self._decisions, key=lambda one: one.valid_from)
            return self._of("delegation_to_come", first, day=first.valid_from)
        code = self.dossier.procedure_id.code
        return Refusal("delegation_missing", {"procedure": code})

    def _of(self, code, decision, day=None):
        params = {
            "decision": decision.number,
            "procedure": self.dossier.procedure_id.code,
        }
        if day:
            params["day"] = f"{day:%d/%m/%Y}"
        return Refusal(code, params)
