from odoo import fields

from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core.linked import WAITED_FOR, is_granted
from ..core.workflow import SYSTEM
from .lead import Lead
from .right import ENGINE
from .transition import Transition

# Of which the lead agency has something to do.
ASKED = ("supplement_requested", "supplement_reminder")


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

    def remind(self, event):
        """What its applicant would be told: the lead agency finds what is asked for in
        its worklist, and is reminded of it.

        :param str event: as of a notice
        """
        parent, run = self.dossier.parent_id, self.dossier.linked_step_id
        with ENGINE.held():
            parent.date_look = fields.Datetime.now()
        if event in ASKED:
            run._mark_unread()

    def tell(self):
        """Bring what a linked dossier came to, to the dossier that it is linked to: its
        results are papers there, and the step that waited for it is done. What a fee
        holds back is told of and stays where it is."""
        child, parent = self.dossier, self.dossier.parent_id
        parent._wait_for()
        granted = is_granted(child.state, child.outcome)
        code = "linked_granted" if granted else "linked_ended"
        if child._waits_for_fee():
            row = self._note("linked_unpaid" if granted else code)
            # The person filed the first one, and hears of that.
            self._first()._notify("linked_fee", row)
        else:
            self._note(code)
            self._bring()

    def let_go(self):
        """A fee of a linked dossier is paid, or nobody has to: what it held back goes
        where it was asked for, and from there to the person."""
        child, parent = self.dossier, self.dossier.parent_id
        if child.state != "resolved" or child._waits_for_fee():
            return
        parent._wait_for()
        if is_granted(child.state, child.outcome):
            self._note("linked_granted")
        self._bring()
        parent.with_env(self.env)._fee_settled()

    def _first(self):
        first = self.dossier.parent_id
        while first.parent_id:
            first = first.parent_id
        return first

    def _note(self, code):
        """Write what it came to into the journal of the dossier behind it, whose step has
        news; give back the row."""
        child, parent = self.dossier, self.dossier.parent_id
        child.linked_step_id._mark_unread()
        return self.env["onestop.journal"]._append(
            *(parent, code, SYSTEM, parent.state, parent.state),
            data={
                "linked": child.id,
                "state": child.state,
                "outcome": child.outcome or None,
            },
            actor=SYSTEM,
        )

    def _bring(self):
        child, parent = self.dossier, self.dossier.parent_id
        if is_granted(child.state, child.outcome):
            for result in child.result_ids.filtered(lambda one: one.state == "issued"):
                parent._take_result(result)
            if child.linked_step_id.state == "open":
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
