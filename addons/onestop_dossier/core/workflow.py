"""The fixed legal states of a dossier, and its transitions as data.

Everything here is pure: the caller reads the dossier, fills in `Facts`, asks
`check()` whether a transition may happen and `outcome()` what it does. Which steps of
the internal process open next is told by the plan of the process, and by which of its
ways a step is left by `ways`. Nothing here knows a database, a clock or a user.

Article numbers are those of Decree 61/2018 in its first wording unless said
otherwise; which of them were carried over, and under which number, is told by the
rule set that the dossier pins.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

# The state speaks the language of the national portal: its ten statuses, and the
# draft, which the portal never hears of.
NATIONAL_STATUS = {
    "draft": None,
    "submitted": 1,
    "accepted": 2,
    "rejected": 3,
    "processing": 4,
    "supplement": 5,
    "payment": 6,
    "withdrawal": 7,
    "stopped": 8,
    "resolved": 9,
    "returned": 10,
}
STATES = tuple(NATIONAL_STATUS)

# "Open" is this list and nothing else: always searched with `in`.
OPEN_STATES = (
    "submitted",
    "accepted",
    "processing",
    "supplement",
    "payment",
    "withdrawal",
)
# The states in which the legal term is being counted.
RUNNING_STATES = ("accepted", "processing")

ROLES = (
    "applicant",
    # The others are the codes of the selection of onestop.role.assignment.
    "counter_officer",
    "postal_clerk",
    "department_officer",
    "department_head",
    "clerk",
    "treasurer",
    "supervisor",
    "director",
    "catalogue_manager",
    "custodian",
    "it_technician",
    "administrator",
)
# Not a role that a person can hold: a job of the system, such as a payment that
# arrived or a result that was delivered electronically.
SYSTEM = "system"

STEP_KINDS = ("work", "opinion", "decision", "seal", "linked", "return")
# While the applicant or the Treasury is waited for, whoever is asked goes on: their
# time is their own.
ASKED_KINDS = ("opinion", "linked")
# The outcomes of a decision, and thereby of a resolved dossier.
DECISIONS = ("granted", "partly", "refused")

# What is done here on a dossier that another system runs: it is handed in, received, and
# its result handed out. All else is decided there.
DONE_HERE = ("submit", "accept", "return")

# How the counter answers what was filed. What was received by hand during an outage has
# its answer; it waits for the approval of its hour.
ANSWERS = ("accept", "reject", "request_supplement")
# Of a department, and of a centre.
HEADS = frozenset({"department_head", "director"})

# What nobody does while the centre has yet to pass a request on: the department asked
# because it cannot decide.
HELD_BY_REQUEST = frozenset(
    {"request_supplement", "forward", "decide", "refuse", "seal", "resolve"}
)

# What is not done while a linked dossier of it is open at another agency.
AFTER_LINKED = frozenset({"complete_step", "decide", "refuse", "seal", "resolve"})
# What a step needs a reason for: nobody opened the linked dossier that it is there for,
# that one was not granted, or its result waits for a fee.
LINKED_MISSING, LINKED_REFUSED = "linked_missing", "linked_refused"
LINKED_UNPAID = "linked_unpaid"
LINKED_LACKS = (LINKED_MISSING, LINKED_REFUSED, LINKED_UNPAID)
# What is not done in silence once a result that was taken over does not hold any more.
WEIGHED_BY = frozenset({"decide", "refuse", "seal"})

# What a transition does to the clock.
START, PAUSE, RESUME, RESTART, RECOUNT, EXTEND, END = (
    "start",
    "pause",
    "resume",
    "restart",
    "recount",
    "extend",
    "end",
)
# Grounds on which a department lets the term stand still (`suspend`).
FINANCIAL_OBLIGATION, OTHER = "financial_obligation", "other"
# Where the roles of the actor must be held.
RECEIVED, LEAD, STEP = "received", "lead", "step"
# A target that depends on the dossier: the state in which the pause began.
BACK = "back"


@dataclass(frozen=True)
class Transition:
    """One row of the table: what one code does from some states.

    `to` is a state, `BACK`, or None where the state stays. `places` says in which of
    the dossier's departments the actor must hold the role: where it was received, the
    lead department, or the department of the step acted on. `delegated_roles` may do
    it too where the procedure is delegated to the centre's officers (art. 17.5);
    `hour_roles` alone where it approves the hour of what was received by hand.
    `step_kinds`: the transition acts on one open step of these kinds. `stand_in`: the
    role that may do it where the process names the counter. `fee_hold`: the
    unpaid fees that are due at this moment hold it. `before_decision`: only while no
    decision was issued. `on_hold`: only while the term stands still on another ground.
    `request_waits`: only while a request waits to be passed on to the applicant.
    """

    code: str
    from_states: frozenset[str]
    to: str | None
    roles: frozenset[str]
    places: tuple[str, ...]
    delegated_roles: frozenset[str] = frozenset()
    hour_roles: frozenset[str] = frozenset()
    step_kinds: frozenset[str] = frozenset()
    stand_in: str | None = None
    reason: bool = False
    during_supplement: bool = False
    sends_back: bool = False
    four_eyes: bool = False
    fee_hold: str | None = None
    before_decision: bool = False
    after_decision: bool = False
    result: bool = False
    on_hold: bool = False
    request_waits: bool = False
    clock: str | None = None


def _row(code, from_states, to, roles, places, **rest):
    """Write a row of the table in words separated by spaces."""
    for name in ("delegated_roles", "hour_roles", "step_kinds"):
        if name in rest:
            rest[name] = frozenset(rest[name].split())
    return Transition(
        code,
        frozenset(from_states.split()),
        to,
        frozenset(roles.split()),
        tuple(places.split()),
        **rest,
    )


_INTAKE = "counter_officer postal_clerk"
_STAFF = "counter_officer department_officer department_head clerk treasurer director"

TRANSITIONS = (
    # The system files what arrives from the national portal.
    _row("submit", "draft", "submitted", f"applicant {_INTAKE} {SYSTEM}", RECEIVED),
    # Art. 17.1: complete → form 01, incomplete → form 02, not acceptable → form 03.
    _row(
        "accept",
        "submitted",
        "accepted",
        _INTAKE,
        RECEIVED,
        # Whoever leads the counters of the province, or of a commune.
        hour_roles="director department_head",
        fee_hold="accept",
        clock=START,
    ),
    _row("reject", "submitted", "rejected", _INTAKE, RECEIVED, reason=True),
    # The heads are here for the second request, which only a head may make.
    _row(
        "request_supplement",
        "submitted",
        "supplement",
        f"{_INTAKE} department_head director",
        RECEIVED,
        reason=True,
    ),
    # Art. 19.4: only the lead department asks, and through the centre, which passes the
    # request on: from then on the applicant is waited for.
    _row(
        "request_supplement",
        "processing",
        None,
        "department_officer department_head",
        LEAD,
        delegated_roles="counter_officer",
        reason=True,
        before_decision=True,
    ),
    _row(
        "pass_on",
        "processing",
        "supplement",
        _INTAKE,
        RECEIVED,
        before_decision=True,
        request_waits=True,
        clock=PAUSE,
    ),
    # The centre passes on nothing that the law does not ask for (art. 5.1), and the
    # department may think better of it.
    _row(
        "take_back",
        "processing",
        None,
        f"{_INTAKE} department_officer department_head",
        f"{RECEIVED} {LEAD}",
        reason=True,
        request_waits=True,
    ),
    _row(
        "supplement",
        "supplement",
        BACK,
        f"applicant {_INTAKE}",
        RECEIVED,
        during_supplement=True,
        clock=RESTART,
    ),
    # Art. 18: to the competent department; from there, with a transfer paper, to the
    # right one where the first was wrong.
    _row("forward", "accepted", "processing", f"counter_officer {SYSTEM}", RECEIVED),
    # What was filed at the wrong one-stop goes on to the right one.
    _row("forward", "submitted", None, _INTAKE, RECEIVED, reason=True),
    _row(
        "forward",
        "processing",
        "processing",
        "department_officer department_head",
        LEAD,
        reason=True,
        before_decision=True,
        clock=RECOUNT,
    ),
    _row(
        "complete_step",
        "processing",
        None,
        # The system, where a linked dossier has brought what its step waits for.
        f"{_STAFF} {SYSTEM}",
        STEP,
        step_kinds="work opinion linked",
    ),
    _row(
        "complete_step",
        "supplement payment",
        None,
        f"{_STAFF} {SYSTEM}",
        STEP,
        step_kinds=" ".join(ASKED_KINDS),
        during_supplement=True,
    ),
    # Who was asked and let the time of the step pass: its silence rule says what follows.
    _row(
        "silence",
        "processing supplement payment",
        None,
        SYSTEM,
        STEP,
        step_kinds="opinion",
        during_supplement=True,
    ),
    # Each hand of the signing chain may return the draft, with a reason.
    _row(
        "complete_step",
        "processing",
        None,
        _STAFF,
        STEP,
        step_kinds="work decision seal",
        sends_back=True,
        reason=True,
    ),
    _row(
        "decide",
        "processing",
        None,
        "department_head director",
        STEP,
        delegated_roles="counter_officer department_officer",
        step_kinds="decision",
        four_eyes=True,
    ),
    # Art. 19.8: a refusal to resolve is a decision like another, in writing.
    _row(
        "refuse",
        "processing",
        None,
        "department_head director",
        STEP,
        delegated_roles="counter_officer department_officer",
        step_kinds="decision",
        four_eyes=True,
        reason=True,
    ),
    _row("seal", "processing", None, "clerk", STEP, step_kinds="seal", result=True),
    _row(
        "resolve",
        "processing",
        "resolved",
        f"department_officer department_head clerk {SYSTEM}",
        LEAD,
        delegated_roles="counter_officer",
        after_decision=True,
        result=True,
        clock=END,
    ),
    # Art. 20: at the place on the receipt, by post, or electronically.
    _row(
        "return",
        "resolved",
        "returned",
        f"{_INTAKE} {SYSTEM}",
        RECEIVED,
        step_kinds="return",
        # The post returns what it may receive: `_check_actor` asks for the list.
        stand_in="postal_clerk",
        fee_hold="return",
        after_decision=True,
    ),
    # Decree 118/2025, art. 21: the applicant asks, the agency stops; both only while
    # no decision was issued.
    _row(
        "withdraw",
        "accepted processing",
        "withdrawal",
        "applicant counter_officer",
        RECEIVED,
        before_decision=True,
        clock=PAUSE,
    ),
    _row(
        "withdraw",
        "submitted supplement payment",
        "withdrawal",
        "applicant counter_officer",
        RECEIVED,
        before_decision=True,
        during_supplement=True,
    ),
    _row(
        "stop",
        "withdrawal",
        "stopped",
        "counter_officer department_officer department_head",
        f"{RECEIVED} {LEAD}",
        reason=True,
        before_decision=True,
        during_supplement=True,
        clock=END,
    ),
    # A supplement that is never answered is closed, never an endless pause.
    _row(
        "stop",
        "supplement",
        "stopped",
        f"counter_officer department_officer department_head {SYSTEM}",
        f"{RECEIVED} {LEAD}",
        reason=True,
        before_decision=True,
        during_supplement=True,
        clock=END,
    ),
    # Art. 19.9.
    _row(
        "apologise",
        "accepted processing",
        None,
        "department_head director",
        LEAD,
        reason=True,
        clock=EXTEND,
    ),
    # A financial obligation that a sector law names; the reason names the law. An
    # unpaid fee does not pause: it holds acceptance or return.
    _row(
        "suspend",
        "processing",
        "payment",
        "department_officer department_head",
        LEAD,
        delegated_roles="counter_officer",
        reason=True,
        clock=PAUSE,
    ),
    _row(
        "resume",
        "payment",
        BACK,
        f"counter_officer department_officer department_head treasurer {SYSTEM}",
        f"{RECEIVED} {LEAD}",
        clock=RESUME,
    ),
    # The ground on which the term stood still has gone.
    _row(
        "resume",
        "processing",
        None,
        f"department_officer department_head {SYSTEM}",
        LEAD,
        on_hold=True,
        clock=RESUME,
    ),
    # The applicant takes the wish to withdraw back.
    _row(
        "resume",
        "withdrawal",
        BACK,
        "applicant counter_officer",
        RECEIVED,
        during_supplement=True,
        clock=RESUME,
    ),
)
CODES = tuple(dict.fromkeys(row.code for row in TRANSITIONS))
_ROWS = {
    (row.code, state, row.sends_back): row
    for row in TRANSITIONS
    for state in row.from_states
}


# The states to which a way out of a step may take a dossier that is being processed,
# and the action by which it does; `resolved` is reached by itself at the end.
ACTION_TO = {"supplement": "request_supplement", "payment": "suspend"}


# In which the silence of whoever was asked can take effect.
SILENCE_STATES = tuple(
    state for row in TRANSITIONS if row.code == "silence" for state in row.from_states
)


def stands_still(kind: str, state: str, suspended: bool = False) -> bool:
    """Whether the time of an open step of a kind stands still while the dossier is in
    a state, and its term `suspended`."""
    if state in ("supplement", "payment"):
        return kind not in ASKED_KINDS
    return state == "withdrawal" or (state == "processing" and suspended)


def stops(ground: str, kind: str) -> bool:
    """Whether a pause of the dossier on a ground ('supplement', 'financial_obligation',
    'other') is one of a step of a kind too."""
    return kind not in ASKED_KINDS or ground == OTHER


def step_kinds(code: str, state: str) -> frozenset[str]:
    """Return the kinds of open steps on which a code acts in a state."""
    rows = (find(code, state, sends_back) for sends_back in (False, True))
    return frozenset().union(*(row.step_kinds for row in rows if row))


def find(code: str, state: str, sends_back: bool = False) -> Transition | None:
    """Return the row of the table for a code and a state, or None.

    `sends_back`: the row of `complete_step` that returns the draft to an earlier step.
    """
    return _ROWS.get((code, state, sends_back))


@dataclass(frozen=True)
class Facts:
    """What is true of a dossier and of the one who acts, as `check()` needs it.

    `actor_roles` are those held, today, in the departments that `find(…).places`
    names; plus `applicant` for the person who filed and those with a mandate, or
    `SYSTEM` for a job. `step_kind` and `step_role` are those of the open step acted
    on; `open_step_kinds` those of every open step of the dossier. `accepted`: it was
    accepted once. `withdrawn_from`: the state in which the wish to withdraw came.
    `supplement_requests` counts those made before at this stage (intake, or
    appraisal); `supplement_new_items`: the request names an item that none before it
    named; `supplement_groundless`: what it asks for that is not on the list that was
    published, and for which nobody says why. `actor_worked`: the actor did an earlier work step; `actor_acted`: any
    earlier step, and `apart` where the step or its way forbids that. `in_hands_of`: the
    name of the other officer who alone may do the step. `way_refusal`: why
    the step cannot be left by the way that was asked for; `way_role`: the role that the
    way names instead of its step; `way_papers`: names of the papers that it demands and
    that are not there; `way_result`: it demands a result. `unpaid_holds`: the
    moments (`accept`, `return`) that unpaid fees hold. `postal_listed`: the procedure
    is on the list of those that the post may receive and return. `collector_missing`: a
    result is handed out at a counter, and nobody is named who collects it.
    `originals_due`: which originals are kept that go back with it, in words;
    `originals_given`: they go along.
    `evidence_missing`: somebody files for the owner, and nothing says that they may.
    `wrote_wish_down`: the actor noted for the applicant that they wish to withdraw.
    `ground`: on
    which the term is to stand still, and `basis_given`: which article says so;
    `on_hold`: it stands still on another ground than an obligation; `held`: it did when
    its applicant asked to withdraw, and does. `hour_waits`: it was received by hand during
    an outage and nobody has approved its hour; `hour_approved`: this action does so.
    `received_elsewhere`: another one-stop receives the procedure too. `may_stop`: the rule
    set lets the applicant ask to stop the resolution. `request_waits`: the centre has yet
    to pass a request on to the applicant. `delegated`: a decision in force delegates the
    procedure to whoever acts; `delegation_refusal`: why none does, where the version says
    that it is delegated. `linked_open`: the codes of linked dossiers that are open at
    other agencies, of the step where one is acted on; `linked_lacks`: of the step that is
    acted on, None or one of `LINKED_LACKS`. `reuse_to_weigh`: a result that was taken over
    has ended since, and nobody has said why it goes on. `parts_before`: of a part of a
    group, the codes of those whose results it begins with and that are not done;
    `parts_beside`: of those with whose results its own is returned. `followed`: another
    system runs it, and only `DONE_HERE` is done here. Limits come from the
    rule set; `supplement_restarts`, `four_eyes` and `result_expected` from the version.
    """

    state: str
    actor_roles: Collection[str] = frozenset()
    reason_given: bool = False
    step_kind: str | None = None
    step_role: str | None = None
    sends_back: bool = False
    open_step_kinds: Collection[str] = frozenset()
    accepted: bool = False
    withdrawn_from: str | None = None
    components_missing: int = 0
    answers_missing: bool = False
    supplement_open: bool = False
    supplement_lapsed: bool = False
    supplement_requests: int = 0
    supplement_limit: int = 1
    supplement_new_items: bool = True
    supplement_groundless: Collection[str] = ()
    supplement_restarts: bool = True
    apology_given: bool = False
    decision: str | None = None
    results_present: bool = False
    result_expected: bool = True
    unpaid_holds: Collection[str] = frozenset()
    actor_worked: bool = False
    actor_acted: bool = False
    in_hands_of: str | None = None
    apart: bool = False
    way_refusal: "Refusal | None" = None
    way_role: str | None = None
    way_papers: Collection[str] = ()
    way_result: bool = False
    four_eyes: bool = True
    delegated: bool = False
    delegation_refusal: "Refusal | None" = None
    postal_listed: bool = False
    collector_missing: bool = False
    originals_due: str = ""
    originals_given: bool = False
    evidence_missing: bool = False
    wrote_wish_down: bool = False
    reappointments: int = 0
    reappointment_limit: int = 1
    past_supplement_term: bool = False
    past_apology_lead: bool = False
    ground: str = FINANCIAL_OBLIGATION
    basis_given: bool = False
    on_hold: bool = False
    hour_waits: bool = False
    hour_approved: bool = False
    held: bool = False
    received_elsewhere: bool = True
    request_waits: bool = False
    may_stop: bool = True
    linked_open: Collection[str] = ()
    linked_lacks: str | None = None
    reuse_to_weigh: bool = False
    parts_before: Collection[str] = ()
    parts_beside: Collection[str] = ()
    followed: bool = False


# Every sentence that a check may say, by its stable code: what the addon translates.
SENTENCES = {
    "unknown_transition": "There is no action “%(code)s”.",
    "wrong_state": "“%(code)s” is not possible while the dossier is “%(state)s”.",
    "decided_elsewhere": "“%(code)s” is done in the system that runs this dossier; here its status is only followed.",
    "wrong_role": "“%(code)s” is for: %(roles)s.",
    "not_listed_for_post": "The post may not receive or return this procedure.",
    "reason_missing": "A reason must be given.",
    "no_open_step": "No open step of the dossier allows “%(code)s”.",
    "steps_open": "Steps are still open: %(kinds)s.",
    "parts_before": "It begins with the results of parts of its group that are not done yet: %(codes)s.",
    "parts_beside": "The results of this group come back together; not done yet: %(codes)s.",
    "linked_open": "A linked dossier is not resolved yet: %(codes)s.",
    "linked_missing": "No linked dossier was opened for this step. Open it, or say why none is needed.",
    "linked_refused": "The linked dossier was not granted. Say why the step is completed all the same, or open another one.",
    "linked_unpaid": "The fee of the linked dossier is not paid, so its result is not here. Say why the step is completed without it, or wait for the payment.",
    "reuse_ended": "A result that was taken over into this dossier does not hold any more. Say why it goes on all the same, or ask the applicant for the paper.",
    "supplement_open": "The applicant is still asked to supplement the dossier.",
    "request_waits": "A request to the applicant waits for the counter to pass it on.",
    "no_request_waits": "No request waits to be passed on.",
    "supplement_not_lapsed": "The applicant still has time to supplement the dossier.",
    "supplement_groundless": "Not on the list of what the procedure asks for: %(items)s. Write by which rule it is asked for all the same.",
    "supplement_limit": "The applicant was already asked %(made)s of %(limit)s times; only a head may ask for a new item.",
    "apology_missing": "Asking for a new item needs an apology to the applicant.",
    "components_missing": "%(count)s required components are missing.",
    "answers_missing": "Required answers of the e-form are missing: request them first.",
    "may_not_stop": "Under the law that this dossier was received by, its resolution is not stopped at the applicant's wish.",
    "received_nowhere_else": "No other one-stop receives this procedure.",
    "decision_issued": "A decision was already issued.",
    "decision_missing": "No decision was issued yet.",
    "result_missing": "The result is not attached.",
    "fee_unpaid": "Fees that are due now are not paid.",
    "on_hold": "The term stands still on a legal ground. Let it go on first.",
    "not_on_hold": "The term does not stand still.",
    "ground_unknown": "The term stands still for a financial obligation, or on another ground.",
    "basis_missing": "Say which article lets the term stand still.",
    "wish_missing": "Write down by what the applicant asks to withdraw: which paper, of which day.",
    "four_eyes_wish": "Whoever wrote down the applicant's wish does not also stop the dossier: a colleague does.",
    "evidence_missing": "Write down which paper shows that the submitter may file for the owner, or request it.",
    "originals_due": "Originals are kept that go back: %(papers)s. Give them back, or write why they are not.",
    "collector_missing": "Write down who collects the result, and let them sign.",
    "in_other_hands": "The step is assigned to %(officer)s. The head of the department can give it to another.",
    "four_eyes": "Whoever worked on the dossier may not decide on it.",
    "four_eyes_step": "Whoever did an earlier step may not do this one.",
    "outcome_missing": "Choose what comes of the step: %(outcomes)s.",
    "outcome_unknown": "The step does not offer what was chosen. It offers: %(outcomes)s.",
    "no_outcome": "The step offers no outcome to choose.",
    "condition_unmet": "The dossier does not meet the condition of “%(outcomes)s”.",
    "target_unknown": "The draft cannot go back to the step that was chosen.",
    "papers_missing": "These papers are not there: %(papers)s.",
    "way_result_missing": "This needs a result, and none is attached.",
    "reappointment_limit": "The applicant was already given a new date %(made)s of %(limit)s times.",
    "supplement_late": "The supplement was asked for after the term that the law sets.",
    "delegation_missing": "No decision delegates the procedure %(procedure)s to this centre. The catalogue manager enters it, or whoever is competent resolves the dossier.",
    "delegation_ended": "Decision %(decision)s, which delegated the procedure %(procedure)s, ended on %(day)s. Without a new one whoever is competent resolves the dossier.",
    "delegation_to_come": "Decision %(decision)s delegates the procedure %(procedure)s from %(day)s on. Until then whoever is competent resolves the dossier.",
    "delegation_of_others": "Decision %(decision)s delegates the procedure %(procedure)s to others than you.",
    "hour_waits": "It was received by hand during an outage: whoever leads the counters first approves the hour of its reception.",
    "apology_late": "The apology came later than the law demands.",
    "step_kind_unknown": "Its kind “%(kind)s” is not known.",
    "step_role_wrong": "The role “%(role)s” may not do a step of this kind.",
    "way_code_wrong": "“%(code)s” is not done on a step of this kind.",
    "way_back_wrong": "Only “%(code)s” returns a draft, and not from a step of this kind.",
    "way_role_wrong": "The role “%(role)s” may not do “%(code)s”.",
    "way_state_wrong": "From this step no way leads to the state “%(state)s”.",
    "way_outcome_wrong": "The outcome of “%(code)s” is one of: %(outcomes)s.",
}
# Whoever would resolve in the authority's place is told what became of the decision when
# they try: hidden, the action would leave them guessing.
DELEGATION_REFUSALS = frozenset(
    {
        *("delegation_missing", "delegation_ended"),
        *("delegation_to_come", "delegation_of_others"),
    }
)
# What the form of the action itself asks for: no ground to hide the action.
FORM_REFUSALS = frozenset(
    {
        *("reason_missing", "apology_missing", "result_missing"),
        *("way_result_missing", "collector_missing", "originals_due"),
        "basis_missing",
        *LINKED_LACKS,
        *("reuse_ended", "evidence_missing", "wish_missing"),
        # Whether something new is asked for again, or nothing that was published, its
        # lines tell.
        *("supplement_limit", "supplement_groundless"),
    }
)


@dataclass(frozen=True)
class Refusal:
    """Why something may not be, or was not in order: a stable code and its values."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The English source sentence, with `%(name)s` for each of `params`."""
        return SENTENCES[self.code]

    def __str__(self):
        return self.sentence % self.params


def check(code: str, facts: Facts) -> list[Refusal]:
    """Return every reason why `code` may not happen now; empty when it may."""
    if code not in CODES:
        return [Refusal("unknown_transition", {"code": code})]
    if facts.followed and code not in DONE_HERE:
        return [Refusal("decided_elsewhere", {"code": code})]
    row = find(code, facts.state, facts.sends_back)
    if row is None:
        return [Refusal("wrong_state", {"code": code, "state": facts.state})]
    # It has no step and no decision of ours that could be looked at.
    rules = (_check_actor, _check_parts, _check_rest) if facts.followed else RULES
    return [refusal for rule in rules for refusal in rule(row, facts)]


def allowed_roles(
    row: Transition,
    step_role: str | None = None,
    delegated: bool = False,
    hour_approved: bool = False,
) -> frozenset[str]:
    """Return the roles that may do this row, on a step (or way) that names `step_role`."""
    if hour_approved:
        return row.hour_roles
    roles = row.roles | row.delegated_roles if delegated else row.roles
    # The process names the one role that does a step; the table bounds it. A job of
    # the system stands in for nobody on a step that a person does.
    if row.step_kinds and step_role:
        stands_in = row.stand_in if step_role == "counter_officer" else SYSTEM
        roles = roles & {step_role, stands_in, SYSTEM}
    return roles


def _check_actor(row, facts):
    role = facts.way_role or facts.step_role
    allowed = allowed_roles(row, role, facts.delegated, facts.hour_approved)
    held = allowed & set(facts.actor_roles)
    if not held and _lacks_decision(row, role, facts):
        yield facts.delegation_refusal
    elif not held:
        yield Refusal(
            "wrong_role", {"code": row.code, "roles": ", ".join(sorted(allowed))}
        )
    elif held == {"postal_clerk"} and not facts.postal_listed:
        yield Refusal("not_listed_for_post")
    if row.step_kinds and facts.in_hands_of and held != {SYSTEM}:
        yield Refusal("in_other_hands", {"officer": facts.in_hands_of})
    if row.reason and not facts.reason_given:
        yield Refusal("reason_missing")
    if row.four_eyes and facts.four_eyes and facts.actor_worked:
        yield Refusal("four_eyes")
    elif facts.apart and facts.actor_acted:
        yield Refusal("four_eyes_step")


def _lacks_decision(row, role, facts):
    """Whether nothing but the decision stands between the actor and this row."""
    by_decision = allowed_roles(row, role, True) & set(facts.actor_roles)
    return bool(by_decision and facts.delegation_refusal)


def _check_way(row, facts):
    if row.step_kinds and facts.way_refusal:
        yield facts.way_refusal
    if facts.way_papers:
        yield Refusal("papers_missing", {"papers": "; ".join(facts.way_papers)})
    if facts.way_result and not facts.results_present:
        yield Refusal("way_result_missing")


def _check_step(row, facts):
    if row.step_kinds and facts.step_kind not in row.step_kinds:
        yield Refusal("no_open_step", {"code": row.code})
    if row.code == "resolve" and facts.open_step_kinds:
        kinds = ", ".join(sorted(facts.open_step_kinds))
        yield Refusal("steps_open", {"kinds": kinds})


def _check_linked(row, facts):
    if row.code not in AFTER_LINKED or row.sends_back:
        return
    if facts.linked_open:
        yield Refusal("linked_open", {"codes": ", ".join(facts.linked_open)})
    elif facts.reason_given:
        return
    elif facts.linked_lacks == LINKED_MISSING:
        yield Refusal("linked_missing")
    elif facts.linked_lacks == LINKED_REFUSED:
        yield Refusal("linked_refused")
    elif facts.linked_lacks == LINKED_UNPAID:
        yield Refusal("linked_unpaid")


def _check_reuse(row, facts):
    weighs = row.code in WEIGHED_BY and not row.sends_back
    if weighs and facts.reuse_to_weigh and not facts.reason_given:
        yield Refusal("reuse_ended")


def _check_parts(row, facts):
    if row.code == "accept" and facts.parts_before:
        yield Refusal("parts_before", {"codes": ", ".join(facts.parts_before)})
    if row.code == "return" and facts.parts_beside:
        yield Refusal("parts_beside", {"codes": ", ".join(facts.parts_beside)})


def _check_supplement(row, facts):
    if facts.supplement_open and not row.during_supplement:
        yield Refusal("supplement_open")
    if is_unanswered(row.code, facts.state) and not facts.supplement_lapsed:
        yield Refusal("supplement_not_lapsed")
    # One request, complete and exact. Asking again for an item that is still missing
    # is not a second one; a new item needs the head, a reason and an apology.
    again = (
        row.code == "request_supplement"
        and facts.supplement_new_items
        and facts.supplement_requests >= facts.supplement_limit
    )
    if again and not HEADS & set(facts.actor_roles):
        made = {"made": facts.supplement_requests, "limit": facts.supplement_limit}
        yield Refusal("supplement_limit", made)
    if again and not facts.apology_given:
        yield Refusal("apology_missing")
    # Art. 5.1: no papers but what the law asks for.
    if row.code == "request_supplement" and facts.supplement_groundless:
        items = "; ".join(facts.supplement_groundless)
        yield Refusal("supplement_groundless", {"items": items})


def _check_request(row, facts):
    if row.request_waits and not facts.request_waits:
        yield Refusal("no_request_waits")
    if facts.request_waits and row.code in HELD_BY_REQUEST:
        yield Refusal("request_waits")


def _check_decision(row, facts):
    if row.before_decision and facts.decision:
        yield Refusal("decision_issued")
    if row.after_decision and not facts.decision:
        yield Refusal("decision_missing")
    # What a refusal hands over is its written reason, which was demanded with it.
    granted = facts.decision in ("granted", "partly")
    if row.result and granted and facts.result_expected and not facts.results_present:
        yield Refusal("result_missing")


def _check_hold(row, facts):
    # What the term waits for binds the agency; the applicant may leave at any time.
    if facts.on_hold and not row.on_hold and row.code != "withdraw":
        yield Refusal("on_hold")
    if row.on_hold and not facts.on_hold:
        yield Refusal("not_on_hold")
    if row.code == "suspend" and facts.ground not in (FINANCIAL_OBLIGATION, OTHER):
        yield Refusal("ground_unknown")
    elif row.code == "suspend" and facts.ground == OTHER and not facts.basis_given:
        yield Refusal("basis_missing")


def _check_wish(row, facts):
    """What was received is resolved, unless the law lets the applicant stop it; staff
    writes their wish down, and somebody else acts on it."""
    stops = (row.code, facts.state) == ("stop", "withdrawal")
    if row.code != "withdraw" and not stops:
        return
    if facts.accepted and not facts.may_stop:
        yield Refusal("may_not_stop")
    by_applicant = "applicant" in facts.actor_roles
    if not stops and not by_applicant and not facts.reason_given:
        yield Refusal("wish_missing")
    if stops and facts.four_eyes and facts.wrote_wish_down:
        yield Refusal("four_eyes_wish")


def _check_rest(row, facts):
    answers = facts.state == "submitted" and row.code in ANSWERS
    if answers and facts.hour_waits:
        yield Refusal("hour_waits")
    if row.code == "accept" and facts.components_missing:
        yield Refusal("components_missing", {"count": facts.components_missing})
    # Art. 16: somebody else files with an authorisation.
    if row.code == "accept" and facts.evidence_missing:
        yield Refusal("evidence_missing")
    at_intake = (row.code, facts.state) == ("forward", "submitted")
    if at_intake and not facts.received_elsewhere:
        yield Refusal("received_nowhere_else")
    if row.code == "accept" and facts.answers_missing:
        yield Refusal("answers_missing")
    if row.fee_hold and row.fee_hold in facts.unpaid_holds:
        yield Refusal("fee_unpaid")
    # Art. 20: the register says who collected it, with a signature.
    if row.code == "return" and facts.collector_missing:
        yield Refusal("collector_missing")
    # Art. 20: no dossier is closed in silence while originals of it are kept.
    originals = row.code == "return" and facts.originals_due
    if originals and not facts.originals_given and not facts.reason_given:
        yield Refusal("originals_due", {"papers": originals})
    if row.code == "apologise" and facts.reappointments >= facts.reappointment_limit:
        made = {"made": facts.reappointments, "limit": facts.reappointment_limit}
        yield Refusal("reappointment_limit", made)


# What is asked of an action on a dossier that is decided here.
RULES = (
    _check_actor,
    _check_step,
    _check_way,
    _check_linked,
    _check_reuse,
    _check_parts,
    _check_supplement,
    _check_request,
    _check_decision,
    _check_hold,
    _check_wish,
    _check_rest,
)


def remarks(code: str, facts: Facts) -> list[Refusal]:
    """Return the breaches that are recorded in the journal but block nothing.

    A supplement asked for on appraisal after its term (art. 19.4, 3 working days),
    and an apology later than one day before expiry (art. 19.9): forbidding them would
    leave the applicant without the request, and without the apology.
    """
    found = []
    appraisal = code in ("request_supplement", "pass_on")
    if appraisal and facts.state == "processing" and facts.past_supplement_term:
        found.append(Refusal("supplement_late"))
    if code == "apologise" and facts.past_apology_lead:
        found.append(Refusal("apology_late"))
    return found


def is_unanswered(code: str, state: str) -> bool:
    """Whether an action closes a dossier because its applicant never answered, and not
    because they asked for it."""
    return (code, state) == ("stop", "supplement")


@dataclass(frozen=True)
class Outcome:
    """What a transition does: the state after it, and what happens to the clock.

    `clock` is one of START, PAUSE, RESUME, RESTART (counted again from the start),
    RECOUNT (by another calendar), EXTEND (the promised date, never the legal one), END,
    or None.
    """

    state: str
    clock: str | None


def outcome(code: str, facts: Facts) -> Outcome:
    """Return what `code` does to a dossier for which `check` refused nothing.

    Raises ValueError where the table has no such transition.
    """
    row = find(code, facts.state, facts.sends_back)
    if row is None:
        raise ValueError(f"no transition {code!r} from {facts.state!r}")
    if facts.followed:
        # No clock of ours runs.
        return Outcome(row.to or facts.state, None)
    if code == "suspend" and facts.ground == OTHER:
        # The national portal has no state for it.
        return Outcome(facts.state, row.clock)
    if row.to != BACK:
        return Outcome(row.to or facts.state, row.clock)
    state = _state_before_pause(facts)
    if state not in RUNNING_STATES or facts.held:
        return Outcome(state, None)
    # Art. 19.4 counts again from the start; a version may say that it continues.
    if row.clock == RESTART and not facts.supplement_restarts:
        return Outcome(state, RESUME)
    return Outcome(state, row.clock)


def _state_before_pause(facts):
    if facts.state == "withdrawal":
        if facts.withdrawn_from is None:
            raise ValueError("a withdrawal needs the state in which it came")
        return facts.withdrawn_from
    if facts.state == "supplement" and not facts.accepted:
        return "submitted"
    return "processing"
