import logging
from functools import cached_property

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.onestop_procedure.core import clock
from odoo.addons.onestop_procedure.core.database_time import (
    aware,
    legal_date,
    naive,
)
from odoo.addons.onestop_procedure.core.process_plan import choices
from odoo.addons.onestop_procedure.engine.check_reason import check_reason
from odoo.addons.onestop_procedure.engine.patience import wait_for

from ..core import condition, ways, workflow
from ..core.dossier_code import CodePattern
from ..core.notice_contacts import SEPARATOR
from ..core.tracking_number import tracking_number
from .actor import Actor
from .apology import Apology
from .assigning import Assigning
from .collection import Collection
from .facts import FactsOnDemand
from .filing import LONGEST_LINE, attachment_vals, check_papers, check_rows
from .handing_out import hand_out_role
from .issuing import Issuing
from .right import ENGINE
from .sentences import action_label, sentence
from .steps import StepRuns
from .supplement_request import SupplementRequest

_logger = logging.getLogger(__name__)

# What the citizen is told, by what happened.
EVENTS = {
    "submit": "submitted",
    "accept": "accepted",
    "reject": "rejected",
    "request_supplement": "supplement_requested",
    "pass_on": "supplement_requested",
    "supplement": "supplemented",
    "stop": "stopped",
    "withdraw": "withdrawal",
    "apologise": "apology",
    "suspend": "payment_due",
    "resolve": "resolved",
    "return": "returned",
}
# After these nothing may be left to do.
GOES_ON = (
    *("complete_step", "silence", "decide", "refuse", "seal"),
    *("supplement", "resume", "take_back"),
)


# After these the dates that people are reminded of are others.
MOVES = {"state", "date_due", "suspended", "request_due", "date_intake_due"}
# What may follow from silence; of "none" nothing does.
SILENCES = ("agreed", "passed_over", "escalate")


class Transition:
    """One run of one action on one dossier.

    Reads the facts as the user who acts, asks `core.workflow`, and only then writes,
    as the system: the checks are what bounds every sudo() of this class.
    """

    def __init__(self, dossier, code, reason=None, values=None, actor=None):
        dossier.ensure_one()
        self.env = dossier.env
        self.code = code
        self.reason = str(reason or "").strip()
        self.values = values if isinstance(values, dict) else {}
        self.actor = actor or Actor(self.env)
        self.asked = dossier
        # sudo: `run` checks access to the dossier and core.workflow.check the right to
        # do what the code says, before anything is written.
        self.dossier = dossier.sudo()
        self.env_su = self.dossier.env
        self.followed = self.dossier._is_followed()
        self.now = fields.Datetime.now().replace(microsecond=0)
        # From when what it opens counts: a job that was down comes to the same.
        self.since = self.now
        # The receipt of an outage whose hour it approves.
        self.receipt = None
        # Of a return: what was given back with it, {id of the paper: how many}.
        self.originals = {}
        self.steps = StepRuns(self.dossier)
        self.step = self.opened = self.steps.none()
        self.way = None
        # Steps of which a new run opens though the way on led past them.
        self.redone = ()
        self.opened = self.steps.none()
        # In whose stead it is done.
        self.absent = self.env["res.users"]

    @classmethod
    def by_system(cls, dossier, code, reason=None, **values):
        """The action as a job of the system does it."""
        actor = Actor(dossier.env, system=True)
        return cls(dossier, code, reason, values, actor)

    @classmethod
    def accept_as_of(cls, dossier, receipt):
        """Accept a dossier at the hour at which it was received by hand.

        The only way by which something happens earlier than now. Nothing that a caller
        of `action_transition` names leads here: the receipt has seen that the hour was
        proposed by one and is approved by another who leads the counters, and lies
        within a registered outage.

        :param receipt: onestop.outage.receipt, in sudo
        """
        values = {
            "identity_seen": receipt.identity_seen,
            "outside_code": receipt.outside_code,
        }
        run = cls(dossier, "accept", values=values)
        run.receipt, run.since = receipt, receipt.received_at
        wait_for(run.dossier)
        run._run_locked()

    @classmethod
    def try_by_system(cls, dossier, code, reason=None, **values):
        """The same in a job that has more to do: a dossier that cannot go on holds up
        no other, and stays as it is."""
        try:
            with dossier.env.cr.savepoint():
                cls.by_system(dossier, code, reason, **values).run()
        except UserError:
            _logger.warning("dossier %s: “%s” could not be done", dossier.id, code)

    @classmethod
    def return_online(cls, dossier):
        """Return, by the system, a result that is wanted electronically and can be had
        (Decree 61/2018, art. 20). With a fee to pay, or a part of its group to wait for,
        it is returned when that is done; without a document somebody sees to it."""
        for one in dossier._handed_out_together():
            run = cls.by_system(one, "return")
            if run._goes_online() and not run._refusals(run._facts()):
                run.run()

    def _goes_online(self):
        dossier = self.dossier
        results = dossier.result_ids.filtered(lambda one: one.state == "issued")
        # What a linked dossier ends in goes to whom it was asked for.
        return (
            (dossier.state, dossier.delivery) == ("resolved", "electronic")
            and not dossier.parent_id
            and bool(results)
            and all(one.attachment_id for one in results)
        )

    # ----------------------------------------------------------------- what may be

    @classmethod
    def available(cls, dossier):
        """The actions of the user now: list of dicts.

        `code`, `label`, `needs_reason`, `step_id` (the run of the step that it ends, or
        False); `outcomes`: what can be chosen of a step that names its ways, dicts of
        `outcome`, `label`, `needs_reason`, `sends_back` (for redrafting), `step_id` and
        `transition_id`; `sends_back`: nothing but a return for redrafting is possible.
        """
        actor, rows = Actor(dossier.env), []
        for code in workflow.CODES:
            run = cls(dossier, code, actor=actor)
            if not run.followed and workflow.step_kinds(code, dossier.state):
                rows += filter(None, [run._offer_of_steps()])
            elif workflow.find(code, dossier.state) and run._is_possible():
                rows.append(run._offer())
        return rows

    def _needs_reason(self, row):
        """Whether its form asks for a reason; of a wish to withdraw, by what staff knows
        of it."""
        roles = self.actor.roles_on(self.dossier, self.dossier.department_id.browse())
        of_another = row.code == "withdraw" and "applicant" not in roles
        return row.reason or of_another

    def _offer(self, run=None, outcomes=(), sends_back=False):
        row = workflow.find(self.code, self.dossier.state, sends_back)
        needed = [one["needs_reason"] for one in outcomes]
        return {
            "code": self.code,
            "label": action_label(self.env, "send_back" if sends_back else self.code),
            "needs_reason": self._needs_reason(row)
            if run or not needed
            else all(needed),
            "step_id": run.id if run else False,
            "outcomes": list(outcomes),
            "sends_back": sends_back,
        }

    def _offer_of_steps(self):
        """What the open steps offer of this action, or None."""
        plain, back, outcomes = None, None, []
        for run in self._candidates():
            step = self.steps.plan.steps[run.step_id.id]
            if step.ways:
                outcomes += self._outcomes(run, step)
            elif self._like(step_id=run.id)._is_possible():
                plain = plain or run
            elif self._may_send_back(run, step):
                back = back or run
        if outcomes:
            only_back = not plain and all(one["sends_back"] for one in outcomes)
            return self._offer(plain, outcomes, only_back)
        if plain or back:
            return self._offer(plain or back, sends_back=not plain)
        return None

    def _outcomes(self, run, step):
        """The ways out of a step that the user may take now by this action."""
        plan = self.steps.plan
        mine = [way for way in step.ways if way.code == self.code]
        found = []
        for one in choices(mine, self._leads_back(step)):
            tried = self._like(step_id=run.id, outcome=one.outcome)
            if not tried._is_possible():
                continue
            back = plan.leads_back(step.key, tried.way)
            row = workflow.find(self.code, self.dossier.state, back)
            way = self._transitions().browse(tried.way.key)
            found.append(
                {
                    "outcome": one.outcome,
                    "label": way.name,
                    "needs_reason": row.reason or tried.way.state in workflow.ACTION_TO,
                    "sends_back": back,
                    "step_id": run.id,
                    "transition_id": way.id,
                }
            )
        return found

    def _transitions(self):
        # sudo: bounded to the names of ways out of a step on which the user acts.
        return self.env["onestop.process.transition"].sudo()

    def _may_send_back(self, run, step):
        """Whether a step without ways may return the draft to one before it."""
        targets = self.steps.plan.may_send_back_to(self.steps.closed(), step.key)
        return (
            bool(targets)
            and self._like(step_id=run.id, send_back_to=targets[0].key)._is_possible()
        )

    def _like(self, **values):
        """The same action with other values."""
        return Transition(self.asked, self.code, None, values, self.actor)

    def _is_possible(self):
        """Whether nothing stands against it but what its form asks for."""
        refused = {refusal.code for refusal in self._refusals(self._facts())}
        return refused <= workflow.FORM_REFUSALS | workflow.DELEGATION_REFUSALS

    # ----------------------------------------------------------------------- run

    def run(self):
        """Check and do it.

        :raises UserError: with every reason why not, each a sentence
        :raises StaleError: where others changed it since its user saw it (`seen`)
        :raises LockError: where somebody else does not let go of the dossier
        """
        if not self.actor.is_system:
            self.asked.check_access("read")
            check_reason(self.env, self.reason)
        self.dossier._wait_for()
        if seen := self.values.get("seen"):
            self.asked._refuse_unseen(seen)
        self._run_locked()

    def check(self):
        """:raises UserError: with every reason why it may not happen now"""
        self._raise(self._refusals(self._facts()))

    def _run_locked(self):
        facts = self._facts()
        self._raise(self._refusals(facts))
        try:
            self._apply(facts)
        except clock.ClockError as error:
            raise UserError(error.render(self.env.lang or "vi_VN"))

    def _raise(self, refusals):
        if not refusals:
            return
        ways = self._transitions().search([("step_id", "=", self.step.step_id.id)])
        names = {way.outcome: way.name for way in ways if way.code == self.code}
        raise UserError(
            "\n".join(sentence(self.env, refusal, names) for refusal in refusals)
        )

    def _refusals(self, facts):
        """Every reason why not, those against what follows from the way included."""
        refusals = workflow.check(self.code, facts)
        if follow := self._follow_of_way():
            refusals += workflow.check(follow.code, follow._facts())
        return refusals

    def _follow_of_way(self):
        """The action that takes the dossier to the state that the way names."""
        code = self.way and workflow.ACTION_TO.get(self.way.state)
        if not code:
            return None
        values = {
            key: self.values.get(key) for key in ("component_ids", "lines", "apology")
        }
        return Transition(self.asked, code, self.reason, values, self.actor)

    def _apply(self, facts):
        before = self.dossier.state
        due_before = self.dossier.date_due
        lead_before = self.dossier.department_id
        received_before = self.dossier.received_department_id
        outcome = workflow.outcome(self.code, facts)
        row = workflow.find(self.code, before, facts.sends_back)
        breaches = [refusal.code for refusal in workflow.remarks(self.code, facts)]
        self.steps.absent = self.absent
        with ENGINE.held():
            vals = getattr(self, f"_do_{self.code}")(facts, breaches) or {}
            vals.update(self._clock_vals(outcome.clock, vals))
            if outcome.state != before:
                vals["state"] = outcome.state
                vals["state_before"] = before
            if vals.keys() & MOVES:
                vals["date_look"] = self.now
            if self.dossier.reuse_to_weigh and self.code in workflow.WEIGHED_BY:
                vals["reuse_to_weigh"] = False
            if vals:
                self.dossier.write(vals)
            self._after_write(outcome)
        role = self._role(facts)
        data = self._data(breaches, due_before, lead_before)
        if decision := self._decision_used(row, facts, role):
            data["delegation"] = decision.display_name
        if before != "draft" and self.dossier.received_department_id != received_before:
            data["received_from"] = received_before.id
        journal_row = self.env["onestop.journal"]._append(
            self.dossier,
            self.code,
            role,
            before,
            self.dossier.state,
            reason=self.reason,
            data=data,
            actor="system" if self.actor.is_system else None,
            on_behalf_of=self.absent,
        )
        Assigning.by_rule(self.opened)
        if event := self._event(facts):
            self.dossier._notify(event, journal_row)
        if self.followed or self.dossier.filed_line_id:
            moved = outcome.state != before or "due_before" in data
            if moved:
                self.env_su["onestop.exchange.message"]._queue_out(
                    self.dossier, journal_row
                )
        self._go_on()
        self.asked._follow_links(before, outcome.state)

    def _data(self, breaches, due_before, lead_before):
        """What the journal keeps of the action besides."""
        data = {"breaches": breaches} if breaches else {}
        if self.dossier.date_due != due_before:
            data["due_before"] = fields.Datetime.to_string(due_before) or None
            data["due_after"] = fields.Datetime.to_string(self.dossier.date_due)
        if self.dossier.department_id != lead_before:
            # By whose calendar the term is counted from here on.
            data["department"] = self.dossier.department_id.id
            if lead_before:
                data["department_from"] = lead_before.id
        if self.step:
            data["step"] = self.step.step_id.id
            data["run"] = self.step.id
        if self.opened:
            # Whom it was handed on to.
            data["opened"] = self.opened.ids
        if self.way:
            data["way"] = self.way.key
        return {**data, **self._data_of_act()}

    def _data_of_act(self):
        """What the journal keeps of this action alone."""
        data = {"originals": self.originals} if self.originals else {}
        if self.code == "accept":
            # What a receipt is compared by: it names nobody.
            data["code"] = self.dossier.code
        if self.receipt:
            # Who entered it stands in a row before; who approved it did this.
            data["receipt"] = self.receipt.label
            data["entered_by"] = self.receipt.proposed_by
            data["received_at"] = fields.Datetime.to_string(self.since)
        if self.code == "request_supplement":
            data.update(self.request.data())
        return data

    def _event(self, facts):
        """What the citizen is told, or None."""
        if self.code == "suspend" and facts.ground == workflow.OTHER:
            return "suspended"
        if workflow.is_unanswered(self.code, facts.state):
            return "unanswered"
        if self.code == "submit" and self.dossier.channel == "in_person":
            # They stand at the counter, and have a form or a receipt in a moment.
            return None
        if self.code == "forward" and facts.state != "accepted":
            return "transferred"
        online = self.actor.is_system and self.dossier.delivery == "electronic"
        if self.code == "return" and online:
            # "Resolved" has told them where to download it.
            return None
        if self.code == "request_supplement" and self.dossier.request_due:
            # The department has asked; the applicant hears of it from the centre.
            return None
        return EVENTS.get(self.code)

    def _go_on(self):
        """What follows by itself, in the name of the system, each with its own row."""
        dossier = self.dossier
        if self.followed:
            return
        if self.code == "accept" and dossier.date_forward <= self.now:
            Transition.by_system(self.asked, "forward")._run_locked()
        elif self.code == "request_supplement" and dossier.request_due:
            self._pass_on_own()
        elif self.code == "apologise":
            self._change_date()
        elif follow := self._follow_of_way():
            follow.run()
        elif self.code == "resolve":
            Transition.return_online(self.asked)
        elif dossier.state == "processing" and self.code in GOES_ON:
            self._resolve_if_done()

    def _change_date(self):
        """The agency writes to the centre and apologises; the centre changes the date and
        tells the applicant (Decree 61/2018, art. 19.9). It does so at once, by the
        system: it has nothing to decide, and nobody is to wait for it."""
        dossier = self.dossier
        promise = dossier.clock_event_ids.filtered(lambda one: one.kind == "apology")
        self.env["onestop.journal"]._append(
            *(dossier, "change_date", workflow.SYSTEM, dossier.state, dossier.state),
            data={
                "centre": dossier.received_department_id.id,
                "to": fields.Datetime.to_string(promise[-1:].date_after),
            },
            actor=workflow.SYSTEM,
        )

    def _pass_on_own(self):
        """Whoever asks and is the counter too, has nobody to wait for."""
        passing = Transition(self.asked, "pass_on", actor=self.actor)
        if passing._is_possible():
            passing._run_locked()

    def _resolve_if_done(self):
        if self.steps.has_work_left():
            return
        run = Transition.by_system(self.asked, "resolve")
        refusals = workflow.check("resolve", run._facts())
        # A way that says so leads there or is not taken; else somebody sees to it.
        if self.way and self.way.ends:
            self._raise(refusals)
        if not refusals:
            run._run_locked()

    # --------------------------------------------------------------------- facts

    @cached_property
    def _manner(self):
        return self.dossier.version_id._manner()

    def _facts(self):
        dossier = self.dossier
        self.step, self.way, refusal, sends_back, step_roles = self._find_step()
        row = workflow.find(self.code, dossier.state, sends_back)
        # Functions are asked when the workflow wants to know.
        roles = self.actor.roles_on(dossier, self._places(row)) | step_roles
        self.absent = self._absent(row, roles)
        return FactsOnDemand(
            state=dossier.state,
            actor_roles=roles,
            reason_given=bool(self.reason or self.values.get("lines")),
            step_kind=self.step.kind or None,
            step_role=self.step.role or None,
            sends_back=sends_back,
            open_step_kinds=set(self.steps.open().mapped("kind")),
            accepted=bool(dossier.date_accepted),
            withdrawn_from=dossier.state_before or None,
            components_missing=self._missing_components,
            answers_missing=dossier.incomplete,
            supplement_open=lambda: (
                dossier.state == "supplement" and bool(self._open_requests())
            ),
            supplement_lapsed=lambda: any(
                one.deadline and one.deadline < self.now
                for one in self._open_requests()
            ),
            supplement_requests=lambda: len(self._requests_made()),
            supplement_limit=self._supplement_limit,
            supplement_new_items=self._names_new_items,
            supplement_groundless=lambda: (
                self.request.groundless() if self.code == "request_supplement" else ()
            ),
            supplement_restarts=self._restarts,
            apology_given=bool(self.values.get("apology")),
            decision=self._decision,
            results_present=lambda: (
                any(
                    one.attachment_id or one.number or one.body or one.on_paper
                    for one in dossier.result_ids
                )
                or bool(self.values.get("results"))
            ),
            result_expected=not self._manner.no_result_paper,
            unpaid_holds=dossier._unpaid_holds,
            actor_worked=lambda: self.steps.acted(self._eyes(), ("work",)),
            four_eyes=self._manner.four_eyes or self._is_deputy(),
            delegated=self._is_delegated(),
            delegation_refusal=self._delegation_refusal,
            postal_listed=self._manner.postal_listed,
            collector_missing=lambda: (
                dossier.delivery == "counter"
                and not self.actor.is_system
                and not self.values.get("collection")
            ),
            originals_due=lambda: self.asked._originals_in_words_due(),
            originals_given=self._originals_given,
            evidence_missing=lambda: dossier._lacks_evidence() and not self._evidence(),
            wrote_wish_down=self._wrote_wish_down,
            reappointments=lambda: len(
                dossier.clock_event_ids.filtered(lambda one: one.kind == "apology")
            ),
            reappointment_limit=lambda: (
                dossier.rule_set_id._value("reappointments")
                if dossier.rule_set_id
                else 1
            ),
            ground=self._ground(),
            basis_given=bool(self._basis()),
            on_hold=self._on_hold,
            hour_waits=bool(dossier.outage_receipt_id) and not self.receipt,
            hour_approved=bool(self.receipt),
            received_elsewhere=lambda: bool(self._other_one_stops()),
            held=lambda: dossier.state == "withdrawal" and self._is_held(),
            may_stop=lambda: self._rule("applicant_may_stop", True),
            request_waits=bool(dossier.request_due),
            parts_before=dossier._parts_before,
            parts_beside=dossier._parts_beside,
            linked_open=self._linked_open,
            linked_lacks=self._linked_lacks,
            reuse_to_weigh=dossier.reuse_to_weigh,
            followed=self.followed,
            past_supplement_term=self._past_supplement_term,
            past_apology_lead=self._past_apology_lead,
            **self._way_facts(refusal),
        )

    def _originals_given(self):
        """Whether the originals go along: with who signs for the result, or with the post
        that brings it."""
        collection = self.values.get("collection")
        signed = isinstance(collection, dict) and collection.get("originals_given")
        return self.dossier.delivery == "post" or signed is True

    def _linked_open(self):
        """Of the step where one is completed, of all where the dossier is decided."""
        if self.code != "complete_step":
            return self.dossier._linked_open()
        opens = self._opens_linked()
        return self.dossier._linked_open(self.step.step_id) if opens else ()

    def _linked_lacks(self):
        opens = self.code == "complete_step" and self._opens_linked()
        return self.dossier._linked_lacks(self.step.step_id) if opens else None

    def _opens_linked(self):
        step = self.step and self.steps.plan.steps[self.step.step_id.id]
        return bool(step and step.procedure)

    def _on_hold(self):
        """Whether it stands still on a ground for which there is no state. Begun after
        the date had passed, that moved nothing: only the pause tells."""
        dossier = self.dossier
        if dossier.state != "processing":
            return False
        if dossier.suspended:
            return True
        past = dossier.date_due_legal and dossier.date_due_legal < self.now
        return bool(past and self._open_pauses())

    def _is_held(self):
        """Whether a ground that the law names lets the term stand still; a wish to
        withdraw has none."""
        return any(one.legal_basis for one in self._open_pauses())

    def _rule(self, key, without):
        """What the rule set of the dossier says; `without` where it has none yet."""
        rules = self.dossier.rule_set_id
        return rules._value(key) if rules else without

    def _restarts(self):
        """Whether the term is counted again after a supplement: the law says so, and a
        version where its sector law says otherwise. It is so many times only: whoever
        asks again and again would never be late."""
        pauses = self.dossier.clock_event_ids
        most = self._rule("supplement_restarts_at_most", 1)
        # The one that is open is counted too, once it comes to its end.
        again = len(pauses.filtered(lambda one: one.restarts and one.end)) >= most
        restarts = self.dossier.version_id.supplement_rule == "restart"
        return restarts and not again and self._rule("supplement_restarts", True)

    def _open_pauses(self):
        return self.dossier.clock_event_ids.filtered(
            lambda one: one.kind == "pause" and not one.end
        )

    def _ground(self):
        return self.values.get("ground") or workflow.FINANCIAL_OBLIGATION

    def _evidence(self):
        """What the officer writes down of who files for the owner."""
        return str(self.values.get("evidence") or "").strip()[:LONGEST_LINE]

    def _basis(self):
        return str(self.values.get("legal_basis") or "").strip()

    def _decision(self):
        """What was decided; a notification is granted once all its steps are done."""
        if not self.dossier.process_id or not self.steps.is_decided():
            return None
        return self.dossier.outcome or "granted"

    def _wrote_wish_down(self):
        """Whether the actor noted for the applicant that they wish to withdraw."""
        # sudo: bounded to one row of the dossier that is acted on.
        rows = self.env["onestop.journal"].sudo()
        of_it = [
            ("res_model", "=", self.dossier._name),
            ("res_id", "=", self.dossier.id),
        ]
        noted = rows.search(
            [*of_it, ("code", "=", "withdraw")], order="id DESC", limit=1
        )
        return noted.actor_id == self.env.uid and noted.role != "applicant"

    def _is_delegated(self):
        if not self._manner.delegated or self.actor.is_system:
            return self._manner.immediate
        # Decree 61/2018, art. 17.5: by a decision that is in force today.
        return bool(self._delegation().decision)

    def _delegation(self):
        return self.actor.delegation(self.dossier)

    def _delegation_refusal(self):
        asked = self._manner.delegated and not self.actor.is_system
        return self._delegation().refusal() if asked else None

    def _decision_used(self, row, facts, role):
        """The decision by which alone the actor may do this; empty where none was
        needed."""
        own = workflow.allowed_roles(row, facts.way_role or facts.step_role)
        if not self._manner.delegated or role in own or self.receipt:
            return self.env["onestop.delegation"]
        return self._delegation().decision

    def _way_facts(self, refusal):
        if not self.step:
            return {}
        step, way = self.steps.plan.steps[self.step.step_id.id], self.way
        return {
            "actor_acted": self.steps.acted(self._eyes()),
            "in_hands_of": self._in_hands_of(self.step),
            "apart": step.four_eyes or bool(way and way.four_eyes),
            "way_refusal": refusal,
            "way_role": way.role if way else None,
            "way_papers": self._missing_papers(way) if way else (),
            "way_result": bool(way and way.require_result),
        }

    def _in_hands_of(self, run):
        """The name of another officer who alone may do the step, or None."""
        officer = run.assigned_id
        if not officer or officer.id == self.env.uid:
            return None
        if not run.department_id.assigned_only or officer in self._absent_at(run):
            return None
        return officer.name

    def _absent_at(self, run):
        return self.actor.absent_at(run.department_id)

    def _absent(self, row, roles):
        """In whose stead the user acts: of the officer whose step it is, or of whoever
        has the role that the user has for them alone. Nobody: in their own right."""
        run = self.step
        officer = run.assigned_id
        if officer and officer.id != self.env.uid and officer in self._absent_at(run):
            return officer
        step_role = self.way and self.way.role or run.role or None
        delegated = self._is_delegated()
        allowed = row and workflow.allowed_roles(row, step_role, delegated) & roles
        if not allowed or "applicant" in allowed:
            return officer.browse()
        places = self._places(row) | run.department_id
        found = [self.actor.on_behalf_of(one, places) for one in sorted(allowed)]
        return officer.browse() if not all(found) else found[0]

    def _eyes(self):
        """Ids of those whose eyes the user's are: their own, and of whom they stand for."""
        return {self.env.uid, *self.absent.ids}

    def _is_deputy(self):
        """Whether four eyes are asked for even where the version lets two do: what was
        done for somebody absent never makes one person of two."""
        mine = self.dossier.step_ids.filtered(
            lambda run: run.user_id.id == self.env.uid
        )
        return bool(self.absent or mine.on_behalf_id)

    def _missing_papers(self, way):
        """Names of the papers that a way demands, the case asks for, and nobody has."""
        if not way.papers:
            return ()
        received = self._received_component_ids()
        return tuple(
            component.name
            for component in self.dossier.component_ids
            if component.component_id.code in way.papers
            and component.id not in received
        )

    def _places(self, row):
        """Departments in which the actor's roles count, without those of steps."""
        if row is None:
            return self.env["onestop.department"]
        at = {
            workflow.RECEIVED: self.dossier.received_department_id,
            workflow.LEAD: self.dossier.department_id,
        }
        departments = self.env["onestop.department"]
        for place in row.places:
            departments |= at.get(place, self.env["onestop.department"])
        return departments

    def _candidates(self):
        """The open steps on which this action can be done at all."""
        kinds = workflow.step_kinds(self.code, self.dossier.state)
        runs = self.steps.open().filtered(lambda one: one.kind in kinds)
        if self.values.get("step_id"):
            runs = runs.filtered(lambda one: one.id == self.values["step_id"])
        return runs

    def _find_step(self):
        """The open step that is acted on: the actor's own, where one is.

        :return: (run, way or None, refusal of the way or None, whether it sends the
            draft back, the actor's roles at its department)
        """
        found = None
        for run in self._candidates():
            way, refusal, back = self._choose_way(run)
            roles = self.actor.roles_at(run.department_id)
            row = workflow.find(self.code, self.dossier.state, back)
            role = way and way.role or run.role
            allowed = row and workflow.allowed_roles(row, role, self._is_delegated())
            chosen = run, way, refusal, back, roles
            if allowed and allowed & roles and not self._in_hands_of(run):
                return chosen
            found = found or chosen
        return found or (self.steps.none(), None, None, self._wants_back(), set())

    def _wants_back(self):
        return bool(self.values.get("send_back_to"))

    def _choose_way(self, run):
        """By which way the step is left: (way or None, refusal or None, sends back)."""
        if self.code == "silence":
            # Nobody chose: it goes on in the order of the steps.
            return None, None, False
        plan = self.steps.plan
        step, outcome = plan.steps[run.step_id.id], self.values.get("outcome")
        target = self.values.get("send_back_to")
        if not step.ways:
            targets = target and plan.may_send_back_to(self.steps.closed(), step.key)
            keys = [one.key for one in targets or ()]
            refusal = ways.check_plain(self.code, outcome, target, keys)
            return None, refusal, self._wants_back()
        offered, back = step.ways, self._leads_back(step)
        if target:
            # The way that leads back there is meant, whatever its outcome.
            offered = [one for one in step.ways if back(one) and one.target == target]
            if not any(way.code == self.code for way in offered):
                return None, workflow.Refusal("target_unknown"), False
        way, refusal = ways.choose(
            offered,
            self.code,
            outcome,
            lambda one: not target and back(one),
            self._meets,
        )
        return way, refusal, back(way)

    def _leads_back(self, step):
        return lambda way: self.steps.plan.leads_back(step.key, way)

    def _meets(self, way):
        """Whether the dossier meets the condition of a way."""
        if not way.condition:
            return True
        try:
            domain = condition.parse(way.condition)
            return bool(self.dossier.filtered_domain(domain))
        except (condition.ConditionError, TypeError, ValueError):
            # An answer of another type than the condition's: it does not meet it.
            return False

    def _missing_components(self):
        received = self._received_component_ids()
        return sum(
            1
            for component in self.dossier.component_ids
            if component.required and component.id not in received
        )

    def _received_component_ids(self):
        return {
            component.id
            for component in self.dossier.component_ids
            if component._is_there()
        }

    def _open_requests(self):
        return self.dossier._open_requests()

    def _waiting_request(self):
        """The one that the centre has yet to pass on."""
        return self.dossier._waiting_requests()

    def _requests_made(self):
        """Requests to supplement of the stage in which the dossier is."""
        stage = "appraisal" if self.dossier.date_accepted else "intake"
        return self.dossier.supplement_ids.filtered(
            lambda one: one.stage == stage and not one.taken_back_at
        )

    def _supplement_limit(self):
        rules = self.dossier.rule_set_id
        if self.dossier.date_accepted or not rules:
            return 99
        return rules._value("supplement_requests_at_intake")

    @cached_property
    def request(self):
        """What the applicant is asked for, where that is the action."""
        return SupplementRequest(self.dossier, self.values, self.reason)

    def _names_new_items(self):
        return self.request.is_new(self._requests_made())

    def _past_supplement_term(self):
        dossier = self.dossier
        if self.code not in ("request_supplement", "pass_on"):
            return False
        days = dossier.rule_set_id and dossier.rule_set_id._value(
            "appraisal_supplement_days"
        )
        if not dossier.date_accepted or not days:
            return False
        term = clock.Term(days, clock.Unit.WORKING_DAYS)
        timeline = clock.Timeline(
            dossier._calendar(), term, aware(dossier.date_accepted)
        )
        return aware(self.now) > timeline.due_date().due

    def _past_apology_lead(self):
        dossier = self.dossier
        if self.code != "apologise" or not dossier.date_due or not dossier.rule_set_id:
            return False
        lead = dossier.rule_set_id._value("apology_lead_days")
        day = dossier._calendar().apology_day(aware(dossier.date_due), lead)
        return legal_date(self.now) > day

    def _role(self, facts):
        """The role in which the actor did it, for the journal."""
        row = workflow.find(self.code, facts.state, facts.sends_back)
        role = facts.way_role or facts.step_role
        allowed = workflow.allowed_roles(
            row, role, facts.delegated, facts.hour_approved
        )
        return min(allowed & set(facts.actor_roles))

    # -------------------------------------------------------------------- actions

    def _do_submit(self, facts, breaches):
        dossier = self.dossier
        rules = self.env_su["onestop.rule.set"]._for_date(legal_date(self.now))
        dossier.rule_set_id = rules
        wanted = self.values.get("received_department_id")
        if not dossier.counter_group_id:
            dossier.write(dossier._prepare_place_vals(wanted))
        received = dossier.received_department_id
        if wanted and wanted != received.id:
            raise UserError(
                self.env._("A counter receives what is filed at it, and nothing else.")
            )
        return {
            "tracking_number": tracking_number(),
            "date_submitted": self.now,
            "date_intake_due": self._intake_due(rules, received),
            # What arrives from outside says itself since when it is so.
            "date_outside": self.followed and not self.actor.is_system and self.now,
            "payment_state": dossier._make_fees(),
            # What they wished for; without a wish, what they gave to be told by.
            "notice_channels": dossier.notice_channels
            or SEPARATOR.join(dossier._notice_contacts().order()),
        }

    def _intake_due(self, rules, received, since=None):
        """By when it is to be checked; what another system runs has no clock of ours."""
        if self.followed:
            return False
        term = clock.Term(
            rules._value("online_acceptance_hours"), clock.Unit.WORKING_HOURS
        )
        timeline = clock.Timeline(received._clock(), term, aware(since or self.now))
        return naive(timeline.due_date().due)

    def _do_accept(self, facts, breaches):
        if self.followed:
            return self._accept_followed()
        dossier, version = self.dossier, self.dossier.version_id
        department = self._competent_department(version)
        today = legal_date(self.since)
        if self.receipt:
            # By the law of the day on which the person stood there.
            dossier.rule_set_id = self.env_su["onestop.rule.set"]._for_date(today)
        process = version._process_on(today)
        if not process:
            raise UserError(
                self.env._(
                    "The procedure %(code)s has no approved internal process today. "
                    "The catalogue manager has to approve one.",
                    code=version.procedure_id.code,
                )
            )
        received = dossier.received_department_id
        code = self._next_code(received, today)
        dossier.department_id = department
        dossier.date_accepted = self.since
        rule = dossier._start_rule()
        calendar = received._clock()
        forward = naive(rule.transfer_instant(calendar, aware(self.since)))
        return {
            "process_id": process.id,
            "code": code,
            "date_submitted": min(dossier.date_submitted, self.since),
            "date_forward": max(forward, self.since),
            **self._seen_at_the_counter(),
        }

    def _seen_at_the_counter(self):
        """What the officer saw of who files it."""
        seen = {"identity_verified": bool(self.values.get("identity_seen"))}
        if evidence := self._evidence():
            seen["submitter_evidence"] = evidence
        return seen

    def _accept_followed(self):
        """Received here with a code of ours; who resolves it, and by when, is not ours
        to say."""
        received, today = self.dossier.received_department_id, legal_date(self.since)
        version = self.dossier.version_id
        if code := self.values.get("outside_code"):
            self.dossier._take_outside_code(code)
        return {
            "department_id": version._competent_department(received)
            ._in_charge(version.procedure_id)
            .id,
            "code": self._next_code(received, today),
            "date_accepted": self.since,
            "date_submitted": min(self.dossier.date_submitted, self.since),
            "date_outside": self.now,
            **self._seen_at_the_counter(),
        }

    def _next_code(self, received, today):
        if not received.national_code:
            raise UserError(
                self.env._(
                    "%(department)s has no national code, so its dossiers get none. "
                    "The administrator has to enter it.",
                    department=received.name,
                )
            )
        pattern = CodePattern(self.dossier.rule_set_id._value("dossier_code_pattern"))
        sequence = self.env["onestop.code.counter"]._next(received, today)
        try:
            return pattern.render(received.national_code, today, sequence)
        except ValueError:
            raise UserError(
                self.env._(
                    "No dossier code can be made from the national code “%(code)s” of "
                    "%(department)s. The administrator has to correct it; it looks "
                    "like H04.05.",
                    code=received.national_code,
                    department=received.name,
                )
            ) from None

    def _competent_department(self, version):
        chosen = version._competent_department(
            self.dossier.received_department_id, self.values.get("department_id")
        )
        if not chosen:
            raise UserError(
                self.env._(
                    "The procedure %(code)s names no competent department.",
                    code=version.procedure_id.code,
                )
            )
        return chosen._in_charge(version.procedure_id)

    def _do_reject(self, facts, breaches):
        self._give_back_with_form()
        return self._waive_unpaid()

    def _waive_unpaid(self):
        """What is not taken in costs nothing."""
        self.dossier.fee_ids._unpaid().unlink()
        return {} if self.dossier.payment_state == "paid" else {"payment_state": "none"}

    def _give_back_with_form(self):
        """Whoever hears at the counter that nothing comes of it takes their originals
        along, and signs for them on the form that says so."""
        if self.values.get("originals_given") is not True:
            return
        if not hand_out_role(self.asked):
            raise UserError(
                self.env._(
                    "Originals are given back at the counter that received the dossier."
                )
            )
        dossier = self.dossier
        papers = dossier.component_ids.filtered("originals_kept")
        if not papers:
            return
        side = "owner" if dossier.submitter_same else "submitter"
        self.env_su["onestop.dossier.collection"].create(
            {
                "dossier_id": dossier.id,
                "only_originals": True,
                "originals": papers._originals_in_words(),
                "collector": side,
                "name": dossier[f"{side}_name"],
                "identity_number": dossier[f"{side}_identity_number"],
                "unsigned_reason": self.env._("Signed for on the form"),
                "collected_at": self.now,
                "handed_out_by": self.env.user.name,
            }
        )
        self.originals = papers._take_out_originals()

    def _do_request_supplement(self, facts, breaches):
        dossier = self.dossier
        stage = "appraisal" if dossier.date_accepted else "intake"
        self.reason = self.request.reason()
        self.env_su["onestop.dossier.supplement"].create(
            {
                "dossier_id": dossier.id,
                "number": len(dossier.supplement_ids) + 1,
                "stage": stage,
                "requested_at": self.now,
                "breach": "supplement_late" in breaches,
                **self.request.prepare_vals(),
                **(self._told_vals() if stage == "intake" else {}),
            }
        )
        # On appraisal the applicant hears of it from the centre.
        return {"request_due": self._pass_on_due()} if stage == "appraisal" else {}

    def _told_vals(self):
        """Since when the applicant knows, and by when to answer."""
        return {
            "passed_on_at": self.now,
            "passed_on_by": self.env.user.name,
            "deadline": self._supplement_deadline(),
        }

    def _pass_on_due(self):
        """As a dossier is passed on (art. 18): the same working day; after the cut-off
        at the start of the next."""
        calendar = self.dossier.received_department_id._clock()
        now = aware(self.now)
        begins = self.dossier._start_rule().transfer_instant(calendar, now)
        return naive(begins if begins > now else calendar.closing(legal_date(self.now)))

    def _do_pass_on(self, facts, breaches):
        request = self._waiting_request()
        self.reason = request.reason
        request.write(
            {
                **self._told_vals(),
                "breach": request.breach or "supplement_late" in breaches,
            }
        )
        self._open_pause("supplement", self._restarts())
        return {"request_due": False}

    def _do_take_back(self, facts, breaches):
        self._waiting_request().taken_back_at = self.now
        return {"request_due": False}

    def _supplement_deadline(self):
        days = self.dossier.version_id.supplement_term
        return self.dossier._counted_at_counter(days, self.now)

    def _do_supplement(self, facts, breaches):
        dossier = self.dossier
        papers = check_papers(self.env, self.values)
        self._refuse_unanswered(papers)
        at_counter = not (self.actor.is_system or self.env.user._is_portal())
        dossier._take_components(papers, on_paper=at_counter)
        if answers := self.values.get("answers"):
            dossier._take_answers(answers if isinstance(answers, dict) else {})
        self._open_requests().answered_at = self.now
        return {}

    def _refuse_unanswered(self, papers):
        """The term is counted again once the dossier is complete (art. 19.4): whoever
        answers hands in each paper that was asked for, or writes why not.

        :raises UserError: with the names of what is wanting
        """
        if self.reason:
            return
        brought = {
            self.dossier._paper_named(row.get("component"))
            for row in papers
            if any(row.get(key) for key in ("files", "originals", "copies", "received"))
        }
        asked = self._open_requests().line_ids.component_id
        if wanting := asked.filtered(lambda paper: paper not in brought):
            raise UserError(
                self.env._(
                    "Asked for, and not handed in: %s. Hand them in, or write why they "
                    "are not there.",
                    ", ".join(wanting.mapped("name")),
                )
            )
        if not brought and not self.values.get("answers"):
            raise UserError(
                self.env._(
                    "Nothing is handed in. Hand in what was asked for, or write what "
                    "was done about it."
                )
            )

    def _other_one_stops(self):
        here = self.dossier.received_department_id
        return self.dossier.version_id._receiving_departments() - here

    def _transfer_instant(self):
        """When what goes to another authority begins there (art. 18): at once; after the
        cut-off at the start of the next working day."""
        rule = self.dossier._start_rule()
        calendar = self.dossier.received_department_id._clock()
        return max(naive(rule.transfer_instant(calendar, aware(self.now))), self.now)

    def _to_other_one_stop(self):
        """It was filed at the wrong one: the right one receives it, and has its own time
        to check it."""
        places = self._other_one_stops()
        place = places.filtered(lambda one: one.id == self.values.get("department_id"))
        if not place:
            raise UserError(
                self.env._(
                    "Choose the one-stop that receives this procedure: %s.",
                    ", ".join(places.mapped("name")),
                )
            )
        since = self._transfer_instant()
        due = self._intake_due(self.dossier.rule_set_id, place, since)
        return {
            **self.dossier._prepare_place_vals(place.id),
            "date_intake_due": due,
        }

    def _do_forward(self, facts, breaches):
        if facts.state == "submitted":
            return self._to_other_one_stop()
        if facts.state == "processing":
            wanted = self.values.get("department_id")
            department = self.env_su["onestop.department"].browse(wanted).exists()
            department = department._in_charge(self.dossier.procedure_id)
            if not department or department == self.dossier.department_id:
                raise UserError(self.env._("Choose the authority that is competent."))
            self.redone = self.steps.void(self.now, self.reason)
            self.dossier.department_id = department
            # Its result comes back to the one-stop that received it (art. 19.7).
            self.since = self._transfer_instant()
            return {}
        if self.actor.is_system:
            # While its applicant wanted to withdraw it, nobody could take it on.
            ended = self.dossier.clock_event_ids.filtered("end").mapped("end")
            self.since = max([self.dossier.date_forward, *ended])
        return {"date_forward": self.since}

    def _do_complete_step(self, facts, breaches):
        if facts.sends_back:
            target = self.way.target if self.way else self.values["send_back_to"]
            self.steps.send_back(self.step, target, self.now, self.reason, self.way)
            self.redone = (target,)
            # What was decided is void with the run that decided it.
            return {"outcome": False} if not self.steps.is_decided() else {}
        self._attach_results()
        if self.step.kind == "opinion":
            self.step.opinion_ids._take_answer(self.values.get("answer"), self.now)
        # What a linked dossier brought was done by nobody here.
        self._close(None, by=False if self.actor.is_system else None)
        return {}

    def _do_silence(self, facts, breaches):
        rule = self.step.step_id.silence_rule
        # Read after the lock: meanwhile another calendar may have moved the date.
        over = self.step.date_due and self.step.date_due < self.now
        if self.step.date_silent or rule not in SILENCES or not over:
            raise UserError(
                self.env._("Nothing follows from the silence of this step.")
            )
        # At the instant that the rule names, however late the job came.
        self.since = self.step.date_due
        self.step.date_silent = self.step.date_due
        # The lead tells the head of the centre (Decree 61/2018, art. 19.5).
        self.step.opinion_ids._be_late(self.since)
        if rule == "escalate":
            self._tell_of_silence()
        else:
            self.steps.close(self.step, self.since, rule, False, by=False)
        return {}

    def _tell_of_silence(self):
        levels = self.env_su["onestop.reminder.level"]
        level = levels.search([("basis", "=", "silence")], limit=1)
        [date] = self.step._watched()
        due = self.step.date_due
        self.env_su["onestop.reminder"]._tell(date, [(level.id, due)] if level else [])

    def _close(self, outcome, by=None):
        """Close the step by its way, whose outcome goes before that of the action."""
        if self.way and self.way.outcome:
            outcome = self.way.outcome
        self.steps.close(self.step, self.now, outcome, self.reason, self.way, by)

    def _do_decide(self, facts, breaches):
        outcome = (
            (self.way and self.way.outcome)
            or self.values.get("outcome")
            or self.dossier.outcome
            or "granted"
        )
        if outcome not in ways.OUTCOMES["decide"]:
            raise UserError(self.env._("A decision grants in whole or in part."))
        self._attach_results()
        self._sign()
        self._close(outcome)
        return {"outcome": outcome}

    def _sign(self):
        """Keep on the step in which capacity it is decided: later it may be another."""
        self.step.signed_by = self.actor.signature(self.step.department_id)

    def _do_refuse(self, facts, breaches):
        self._attach_results()
        self._sign()
        self._close("refused")
        return {"outcome": "refused"}

    def _do_seal(self, facts, breaches):
        if self.values.get("number"):
            raise UserError(
                self.env._(
                    "Numbers come from the results book of the department: name none."
                )
            )
        self._attach_results()
        # The competent department's clerk numbers and seals its results; each paper
        # is checked by a token of its own.
        signer = self.values.get("signer") or self.steps.signed_by()
        self._issue(self.step.department_id, signer)
        self._close("sealed")
        return {}

    def _issue(self, department, signer):
        """Number what is still a draft, in the book of who issues it."""
        drafts = self.dossier.result_ids.filtered(lambda one: one.state == "draft")
        issuing = Issuing(self.dossier, department, self.now)
        issuing.run(drafts, signer, issuing.read_validity(self.values))

    def _do_resolve(self, facts, breaches):
        self._attach_results()
        if not self.followed:
            # Of what follows intake at once (art. 17.4) nobody seals: it is issued here.
            place = self.dossier.department_id or self.dossier.received_department_id
            self._issue(place, self.steps.signed_by())
        return {
            "outcome": facts.decision,
            "date_resolved": self.now,
            "delivery_state": "ready",
        }

    def _do_return(self, facts, breaches):
        originals = self.dossier._originals_due()
        if not self._originals_given():
            originals = originals.browse()
        if collected := self.values.get("collection"):
            vals = Collection(self.dossier, collected).prepare_vals()
            self.env_su["onestop.dossier.collection"].create(
                {
                    "dossier_id": self.dossier.id,
                    "originals": originals._originals_in_words() or False,
                    "collected_at": self.now,
                    "handed_out_by": self.env.user.name,
                    **vals,
                }
            )
            if vals["without_receipt"]:
                # Whoever finds the one that was lost opens nothing with it.
                self.env["onestop.check.token"]._cancel(self.dossier, "receipt")
        self.originals = originals._take_out_originals()
        self.dossier.mailing_item_ids._returned()
        vals = {"date_returned": self.now, "delivery_state": "done"}
        if self.followed:
            return {**vals, "date_outside": self.now}
        self._close("returned")
        return vals

    def _do_withdraw(self, facts, breaches):
        if facts.state in workflow.RUNNING_STATES and not facts.on_hold:
            self._open_pause("other")
        return {}

    def _do_stop(self, facts, breaches):
        self.steps.void(self.now, self.reason)
        self._waiting_request().taken_back_at = self.now
        self._give_back_with_form()
        # Nobody asked for what was never received to be resolved: it costs nothing.
        owed = {} if facts.accepted else self._waive_unpaid()
        return {**owed, "suspended": False, "request_due": False}

    def _do_apologise(self, facts, breaches):
        apology = Apology(self.dossier, self.now)
        until = apology.read_until(self.values.get("until"))
        self.env_su["onestop.dossier.clock.event"].create(
            {
                "dossier_id": self.dossier.id,
                "kind": "apology",
                "start": self.now,
                "until": until,
                "reason": self.reason,
                "words": str(self.values.get("words") or "").strip(),
                "responsible_id": self._responsible(apology).id,
                "date_before": self.dossier.date_due,
                "date_after": until,
            }
        )
        return {}

    def _responsible(self, apology):
        """Who answers for the new date: whoever apologises, or a colleague named."""
        wanted = self.values.get("responsible_id") or self.env.uid
        # sudo: bounded to the id of whoever acts.
        chosen = (apology.responsible() | self.env.user.sudo()).filtered(
            lambda user: user.id == wanted
        )
        if not chosen:
            raise UserError(
                self.env._(
                    "Who answers for the new date has to have a role at the competent "
                    "department today."
                )
            )
        return chosen

    def _do_suspend(self, facts, breaches):
        owed = {}
        if facts.ground != workflow.OTHER:
            owed = self.dossier.fee_ids._owe(self.dossier, self.values.get("amount"))
        self._open_pause(facts.ground)
        return owed

    def _do_resume(self, facts, breaches):
        # Whoever lets it go on has seen that it is paid, whoever took the money.
        return self.dossier.fee_ids._fulfil() if facts.state == "payment" else {}

    def _attach_results(self):
        """Keep the documents that came with the action as drafts of results.

        `values["results"]`: list of {name, kind, file: {name, content in base64}}; of
        `kind`, a result of the version by its id, the name may be left out; in the place
        of the file `on_paper` says that there is nothing but the paper.
        """
        drafts = self.env_su["onestop.dossier.result"]
        # The file is the result's, not the dossier's: nobody outside reads it before it
        # is issued. All are looked at before anything is written.
        sent = []
        for result in check_rows(self.env, "results", self.values):
            file = result.get("file") or {}
            if not isinstance(file, dict):
                raise UserError(
                    self.env._(
                        "The document of a result is an object of its name and content."
                    )
                )
            on_paper = result.get("on_paper") is True and not file
            kind = self._kind_of(result)
            name = str(result.get("name") or kind.name or file.get("name") or "")[:200]
            vals = {"name": name, "kind_id": kind.id, "on_paper": on_paper}
            if on_paper and not name:
                raise UserError(self.env._("Say which result the paper is."))
            sent.append(
                (vals, not on_paper and attachment_vals(self.env, file, drafts))
            )
        for vals, file in sent:
            draft = drafts.create({"dossier_id": self.dossier.id, **vals})
            if file:
                draft.attachment_id = self.env_su["ir.attachment"].create(
                    {**file, "res_id": draft.id}
                )

    def _kind_of(self, result):
        """Which of the results that the version names it is; may be empty."""
        kinds = self.dossier.version_id.result_ids.with_context(lang="vi_VN")
        if wanted := result.get("kind"):
            kind = kinds.filtered(lambda one: one.id == wanted)
            if not kind:
                raise UserError(
                    self.env._("The procedure has no such result: %s", wanted)
                )
            return kind
        name = str(result.get("name") or "").strip()
        return kinds.filtered(lambda one: one.name == name)[:1]

    # ------------------------------------------------------------------ the clock

    def _open_pause(self, ground, restarts=False):
        self.env_su["onestop.dossier.clock.event"].create(
            {
                "dossier_id": self.dossier.id,
                "kind": "pause",
                "ground": ground,
                "start": self.now,
                "restarts": restarts,
                "reason": self.reason,
                # Of a wish to withdraw none is taken: it would stand still for ever.
                "legal_basis": self._basis() if self.code == "suspend" else False,
                "date_before": self.dossier.date_due_legal,
            }
        )

    def _clock_vals(self, effect, vals):
        """The dates after the action, to be written with the state in one go."""
        if effect is None or effect == workflow.END:
            return {"suspended": False} if effect == workflow.END else {}
        dossier = self.dossier
        pause = self._open_pauses()
        if effect in (workflow.RESUME, workflow.RESTART):
            pause.end = self.now
        timeline = dossier._timeline()
        answer = timeline.due_date()
        told = clock.Derivation.from_list(dossier.due_derivation or [])
        changes = told.calendar_changes()
        legal, after = naive(answer.due), naive(answer.after_apology)
        if effect == workflow.RECOUNT and legal != dossier.date_due_legal:
            changes.append(
                clock.Fact.of(
                    clock.FactCode.TRANSFERRED,
                    before=aware(dossier.date_due_legal),
                    after=answer.due,
                )
            )
        derivation = answer.derivation.with_calendar_changes(changes)
        dates = {"due_derivation": derivation.to_list()}
        if effect == workflow.PAUSE:
            # After expiry no time is left that could stand still.
            return {**dates, "suspended": answer.due is None}
        if effect in (workflow.RESUME, workflow.RESTART):
            pause.date_after = legal
        if effect == workflow.START:
            dates["date_due_promised"] = naive(answer.promised)
        return {
            **dates,
            "suspended": False,
            "date_due_legal": legal or False,
            "date_due": after or False,
        }

    def _after_write(self, outcome):
        """Open the steps that come next; move the dates of those that stood still."""
        dossier = self.dossier
        if outcome.clock in (workflow.RESUME, workflow.RESTART):
            self.steps.move_dates()
            self.steps.open()._mark_unread()
        if outcome.clock in (workflow.PAUSE, workflow.RESUME, workflow.RESTART):
            self.steps.look(self.now)
        # What the way leads to first, such as a request to the applicant, is waited for.
        waits = dossier.request_due or self._follow_of_way()
        if dossier.state in ("processing", "resolved") and not waits:
            self.opened = self.steps.open_next(self.since, self.redone)
