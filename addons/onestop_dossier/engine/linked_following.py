from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.linked import WAITED_FOR, is_granted
from ..core.workflow import SYSTEM
from .lead import Lead
from .transition import Transition


class LinkedFollowing:
    """What happens by itself between a dossier and what is linked to it."""

    def __init__(self, dossier):
        self.env = dossier.env
        # sudo: bounded to a dossier on which an action was just done, and to what is
        # linked to it or what it is linked to.
        self.dossier = dossier.sudo()

    def follow(self, before):
        """Let open linked dossiers know that the dossier, or the step that they were
        opened for, goes on or does not.

        :param str before: the state before the action
        """
        over = self.dossier.state in ("withdrawal", "stopped", "rejected")
        for child in self.dossier.linked_ids.sorted("id"):
            run = child.linked_step_id
            if child.state in WAITED_FOR and (over or run.state == "void"):
                self._try(child, "withdraw")
            elif (
                before == "withdrawal"
                and not over
                and child.state == "withdrawal"
                and run.state == "open"
            ):
                self._try(child, "resume")

    def _try(self, child, code):
        """As its applicant; what was decided there meanwhile stays."""
        wait_for(child)
        run = Transition(child.with_env(self.env), code, actor=Lead(self.env))
        if not run._refusals(run._facts()):
            run._run_locked()

    def tell(self):
        """Bring what a linked dossier came to, to the dossier that it is linked to: its
        results are papers there, and the step that waited for it is done."""
        child, parent = self.dossier, self.dossier.parent_id
        parent._wait_for()
        granted = is_granted(child.state, child.outcome)
        self.env["onestop.journal"]._append(
            parent,
            "linked_granted" if granted else "linked_ended",
            *(SYSTEM, parent.state, parent.state),
            data={
                "linked": child.id,
                "state": child.state,
                "outcome": child.outcome or None,
            },
            actor=SYSTEM,
        )
        child.linked_step_id._mark_unread()
        if granted:
            for result in child.result_ids.filtered(lambda one: one.state == "issued"):
                parent._take_result(result)
            self._complete(parent, child)
        if child.state == "resolved":
            # It was brought to who asked for it.
            self._by_system(child, "return")

    def _complete(self, parent, child):
        """Complete the step that waited, by the way of that outcome where it has some."""
        run = child.linked_step_id
        ways = run.step_id.transition_ids
        chosen = ways.filtered(lambda one: one.outcome == child.outcome)[:1].outcome
        self._by_system(parent, "complete_step", step_id=run.id, outcome=chosen or None)

    def _by_system(self, dossier, code, **values):
        """Where nothing stands against it; else somebody sees to it."""
        run = Transition.by_system(dossier.with_env(self.env), code, **values)
        if not run._refusals(run._facts()):
            run._run_locked()
