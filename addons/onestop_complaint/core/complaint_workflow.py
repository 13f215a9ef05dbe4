"""The states of a grievance, and its transitions as data: states × kinds × roles.

Pure, as the workflow of dossiers is: the caller reads the record, fills in `Facts`,
asks `check()` whether a transition may happen and `outcome()` what it does. Terms are
rows of the rule set and stand nowhere here.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from .complaint_kind import (
    COMPLAINT,
    DENUNCIATION,
    INFORMATION,
    KINDS,
    PETITION,
    REFLECTION,
)

STATES = (
    "registered",
    "accepted",
    "suspended",
    "resolved",
    "closed",
    "refused",
    "transferred",
    "guided",
    "withdrawn",
    "discontinued",
)
# "Open" is this list and nothing else: always searched with `in`.
OPEN_STATES = ("registered", "accepted", "suspended", "resolved")
CLASSIFICATIONS = ("not_accepted", "conduct", "within", "outside")
EXPLANATION_STATES = ("none", "asked", "given", "forwarded")
OUTCOMES = ("founded", "partly", "unfounded", "answered")
# How the person was told, and which of it proves itself: it stands on their page.
WAYS = ("portal", "counter", "post", "email", "phone")
PROVEN_WAYS = frozenset({"portal"})
# What the person says of the answer.
HELPED = ("yes", "partly", "no")

# Where the actor's role has to be held: in the department that received it, or in the
# competent one.
RECEIVED, LEAD = "received", "lead"

_REFLECTIONS = (REFLECTION, PETITION)
_DESK = "supervisor director"


@dataclass(frozen=True)
class Transition:
    """A row of the table.

    `desk`: who may where the custodians do not keep it; `custodian`: whether they may
    where they do. `place` is that of the desk's roles.
    """

    code: str
    from_states: frozenset[str]
    to: str | None
    kinds: frozenset[str]
    desk: frozenset[str]
    place: str = RECEIVED
    custodian: bool = True
    reason: bool = False
    signed: bool = False
    needs: tuple[str, ...] = ()
    explanation: str | None = None
    sets_explanation: str | None = None


def _row(code, from_states, to, kinds, desk, **rest):
    """Write a row of the table in words separated by spaces."""
    return Transition(
        code,
        frozenset(from_states.split()),
        to,
        frozenset(kinds),
        frozenset(desk.split()),
        **rest,
    )


TRANSITIONS = (
    # Another kind, or the class of a reflection. It is checked anew: another clock.
    _row(
        "classify",
        "registered accepted",
        "registered",
        KINDS,
        _DESK,
        reason=True,
        needs=("class_or_kind",),
    ),
    # Information has no clock: it is passed on, or becomes what its letter makes it.
    _row(
        "accept",
        "registered",
        "accepted",
        (*_REFLECTIONS, COMPLAINT, DENUNCIATION),
        _DESK,
        needs=("acceptable", "department"),
    ),
    _row(
        "refuse",
        "registered",
        "refused",
        (*_REFLECTIONS, COMPLAINT, DENUNCIATION),
        _DESK,
        reason=True,
    ),
    # Reflections and denunciations outside competence go on; a complaint does not:
    # its sender is told in writing where to go (Decree 154/2026, art. 15.2).
    _row(
        "transfer",
        "registered accepted",
        "transferred",
        (*_REFLECTIONS, DENUNCIATION, INFORMATION),
        _DESK,
        reason=True,
        needs=("authority",),
    ),
    _row(
        "guide",
        "registered",
        "guided",
        (COMPLAINT, DENUNCIATION),
        _DESK,
        reason=True,
        needs=("authority",),
    ),
    _row(
        "forward",
        "accepted",
        None,
        (*_REFLECTIONS, COMPLAINT),
        _DESK,
        needs=("department",),
    ),
    _row(
        "ask_explanation",
        "accepted",
        None,
        (*_REFLECTIONS, COMPLAINT),
        _DESK,
        custodian=False,
        reason=True,
        explanation="none given forwarded",
        sets_explanation="asked",
    ),
    _row(
        "give_explanation",
        "accepted",
        None,
        (*_REFLECTIONS, COMPLAINT),
        "department_officer department_head",
        place=LEAD,
        custodian=False,
        needs=("explanation",),
        explanation="asked",
        sets_explanation="given",
    ),
    _row(
        "forward_explanation",
        "accepted resolved",
        None,
        (*_REFLECTIONS, COMPLAINT),
        _DESK,
        custodian=False,
        needs=("proof",),
        explanation="given",
        sets_explanation="forwarded",
    ),
    _row(
        "suspend",
        "accepted",
        "suspended",
        (COMPLAINT, DENUNCIATION),
        _DESK,
        reason=True,
        needs=("law",),
    ),
    _row("resume", "suspended", "accepted", (COMPLAINT, DENUNCIATION), _DESK),
    _row(
        "discontinue",
        "accepted suspended",
        "discontinued",
        (COMPLAINT, DENUNCIATION),
        _DESK,
        reason=True,
        needs=("law",),
    ),
    # To be verified in several places; then by whoever resolves it, as it is complex.
    _row(
        "extend",
        "registered",
        None,
        (DENUNCIATION,),
        _DESK,
        reason=True,
        needs=("extension",),
    ),
    _row(
        "extend",
        "accepted",
        None,
        (COMPLAINT, DENUNCIATION),
        "department_head director",
        place=LEAD,
        reason=True,
        needs=("extension",),
    ),
    # Sent, published, acted upon: a term ends, and the state stays.
    _row(
        "record",
        "accepted suspended resolved discontinued",
        None,
        (COMPLAINT, DENUNCIATION),
        _DESK,
        needs=("phase",),
    ),
    _row(
        "resolve",
        "accepted",
        "resolved",
        (*_REFLECTIONS, COMPLAINT, DENUNCIATION),
        "department_head director",
        place=LEAD,
        reason=True,
        needs=("outcome", "answer"),
    ),
    # The person was told: about the outcome, and of an explanation that was asked for.
    _row(
        "close",
        "resolved",
        "closed",
        (*_REFLECTIONS, COMPLAINT, DENUNCIATION),
        _DESK,
        needs=("told", "duties"),
    ),
    # Once, when all is done: whether the answer helped.
    _row(
        "rate",
        "closed",
        None,
        (*_REFLECTIONS, COMPLAINT),
        "applicant",
        custodian=False,
        needs=("helped",),
    ),
    # Information on which nothing can be done is closed with its reason.
    _row("close", "registered", "closed", (INFORMATION,), _DESK, reason=True),
    # Any time (Law on Complaints 10), by a signed letter where the kind needs one.
    _row(
        "withdraw",
        "registered accepted",
        "withdrawn",
        (*_REFLECTIONS, INFORMATION),
        f"applicant {_DESK}",
    ),
    _row(
        "withdraw",
        "registered accepted suspended",
        "withdrawn",
        (COMPLAINT, DENUNCIATION),
        _DESK,
        signed=True,
    ),
)
CODES = tuple(dict.fromkeys(row.code for row in TRANSITIONS))
_ROWS = {
    (row.code, state, kind): row
    for row in TRANSITIONS
    for state in row.from_states
    for kind in row.kinds
}


def find(code, state, kind):
    """Return the row of the table for a code, a state and a kind, or None."""
    return _ROWS.get((code, state, kind))


@dataclass(frozen=True)
class Facts:
    """What is true of a grievance and of the one who acts, as `check()` needs it.

    `desk_roles` are those held today in the department that `find(…).place` names, and
    `applicant` for the account that filed it; `is_custodian`: the actor keeps
    denunciations; `custodian_only`: this one is theirs. `new_kind` and
    `new_classification` are what `classify` gives; `in_form`: what came makes the new
    kind one in law; `identity_kept`: what tells who it is stays where it may, or is
    sealed by the same action. `department_closed`: the department that it would go to
    is the one whose people must not know of it.

    `in_law`: the rules in force know of it; `recordable`: the phases that end by being
    recorded, `phase` the one that was chosen; `duties_open`: those that closing leaves
    undone. `helped`: what the person says of the answer, `rated`: they did before. Of what may be extended (`extendable`): whether its term is over, how often
    more it may be, and whether the rules ask how complex it is, or on what ground.
    """

    state: str
    kind: str
    desk_roles: Collection[str] = frozenset()
    is_custodian: bool = False
    custodian_only: bool = False
    reason_given: bool = False
    reason_names_person: bool = False
    signed: bool = False
    new_kind: str | None = None
    classification: str | None = None
    new_classification: str | None = None
    in_form: bool = True
    identity_kept: bool = True
    department_given: bool = False
    department_closed: bool = False
    authority_given: bool = False
    explanation_state: str = "none"
    explanation_given: bool = False
    way: str | None = None
    proof_given: bool = False
    told_in_future: bool = False
    outcome: str | None = None
    answer_given: bool = False
    helped: str | None = None
    rated: bool = False
    in_law: bool = True
    recordable: Collection[str] = ()
    phase: str | None = None
    duties_open: Collection[str] = ()
    extendable: bool = False
    term_over: bool = False
    extensions_left: int = 0
    complexity_missing: bool = False
    ground_missing: bool = False


# Every sentence that a check may say, by its stable code: what the addon translates.
SENTENCES = {
    "unknown_transition": "There is no action “%(code)s”.",
    "wrong_state": "“%(code)s” is not possible while it is “%(state)s”.",
    "wrong_kind": "“%(code)s” is no action for a %(kind)s.",
    "wrong_role": "“%(code)s” is for: %(roles)s.",
    "reason_missing": "A reason must be given.",
    "reason_names_person": "The reason names the person. Reasons stay in the journal for good: say it without name, telephone or e-mail.",
    "signature_missing": "This needs a signed letter, or a statement that was read back and signed.",
    "nothing_changes": "Choose another kind, or the class of the reflection.",
    "class_missing": "The reflection has to be classified first.",
    "class_outside": "It is classified as not to be accepted here: refuse or transfer it.",
    "class_wrong": "Only reflections and petitions have a class.",
    "form_missing": "It has not the form of a %(kind)s yet: a signed letter with a name, or a statement taken in person. Until then it is information.",
    "identity_not_kept": "First seal what tells who it is in an envelope, and give its number: it is removed from the system.",
    "department_missing": "The competent department must be given.",
    "department_closed": "It is about this department or its head: it cannot go there.",
    "authority_missing": "The authority must be given.",
    "explanation_state": "“%(code)s” is not possible now: the explanation is “%(state)s”.",
    "explanation_missing": "The explanation must be given.",
    "explanation_open": "The explanation that was asked for has not been forwarded to the person.",
    "proof_missing": "Say how and when the explanation reached the person: that is the proof.",
    "way_missing": "Say by which way it reached the person.",
    "told_in_future": "It cannot have reached the person at a time that has not come.",
    "outcome_missing": "The outcome must be given.",
    "answer_missing": "Write the answer that the person will read.",
    "helped_missing": "Choose whether the answer helped.",
    "rated_before": "Whether the answer helped was said before.",
    "not_in_law": "The law in force knows no such step for a %(kind)s.",
    "nothing_to_record": "Nothing is left to be recorded as done.",
    "phase_missing": "Choose what was done.",
    "duties_open": "First record as done: %(phases)s.",
    "not_extendable": "No term that runs here can be extended.",
    "term_over": "The term has passed: what is late is not extended.",
    "extended_enough": "The law allows no further extension.",
    "complexity_missing": "Say how complex it is.",
    "ground_missing": "Choose the ground on which it is complex.",
}
# What the form of the action itself asks for: no ground to hide the action.
FORM_REFUSALS = frozenset(
    {
        "reason_missing",
        "signature_missing",
        "nothing_changes",
        "form_missing",
        "identity_not_kept",
        "department_missing",
        "authority_missing",
        "explanation_missing",
        "way_missing",
        "proof_missing",
        "outcome_missing",
        "answer_missing",
        "helped_missing",
        "phase_missing",
        "complexity_missing",
        "ground_missing",
    }
)


@dataclass(frozen=True)
class Refusal:
    """Why something may not be: a stable code and its values."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self):
        return SENTENCES[self.code] % self.params


def check(code, facts):
    """Return every reason why `code` may not happen now; empty when it may."""
    if code not in CODES:
        return [Refusal("unknown_transition", {"code": code})]
    row = find(code, facts.state, facts.kind)
    if row is None:
        if any(find(code, state, facts.kind) for state in STATES):
            return [Refusal("wrong_state", {"code": code, "state": facts.state})]
        return [Refusal("wrong_kind", {"code": code, "kind": facts.kind})]
    rules = (_check_actor, _check_reason, _check_explanation, _check_needs)
    return [refusal for rule in rules for refusal in rule(row, facts)]


def allowed_roles(row, custodian_only):
    """Return the roles that may do this row.

    The person may do what is theirs wherever it is kept: what is sealed has none.
    """
    if custodian_only:
        custodian = {"custodian"} if row.custodian else set()
        return frozenset(custodian | (row.desk & {"applicant"}))
    return row.desk


def held_roles(row, facts):
    """Return those of the allowed roles that the actor holds where it counts."""
    held = set(facts.desk_roles) - {"custodian"}
    if facts.is_custodian:
        held.add("custodian")
    return allowed_roles(row, facts.custodian_only) & held


def _check_actor(row, facts):
    if not held_roles(row, facts):
        roles = sorted(allowed_roles(row, facts.custodian_only))
        yield Refusal("wrong_role", {"code": row.code, "roles": ", ".join(roles)})


def _check_reason(row, facts):
    if row.reason and not facts.reason_given:
        yield Refusal("reason_missing")
    if facts.reason_names_person:
        yield Refusal("reason_names_person")
    if row.signed and not facts.signed:
        yield Refusal("signature_missing")


def _check_explanation(row, facts):
    if row.explanation and facts.explanation_state not in row.explanation.split():
        params = {"code": row.code, "state": facts.explanation_state}
        yield Refusal("explanation_state", params)


def _check_needs(row, facts):
    for need in row.needs:
        yield from _NEEDS[need](facts)


def _need_class_or_kind(facts):
    kind = facts.new_kind or facts.kind
    changed = kind != facts.kind or (
        facts.new_classification and facts.new_classification != facts.classification
    )
    if not changed:
        yield Refusal("nothing_changes")
    if facts.new_classification and kind not in _REFLECTIONS:
        yield Refusal("class_wrong")
    if kind != facts.kind and not facts.in_form:
        yield Refusal("form_missing", {"kind": kind})
    if not facts.identity_kept:
        yield Refusal("identity_not_kept")


def _need_acceptable(facts):
    if facts.kind not in _REFLECTIONS:
        return
    if not facts.classification:
        yield Refusal("class_missing")
    elif facts.classification in ("not_accepted", "outside"):
        yield Refusal("class_outside")


def _need_department(facts):
    # A denunciation goes to nobody: custodians see to it.
    if facts.custodian_only:
        return
    if not facts.department_given:
        yield Refusal("department_missing")
    elif facts.department_closed:
        yield Refusal("department_closed")


def _need_proof(facts):
    if not facts.way:
        yield Refusal("way_missing")
    elif facts.way not in PROVEN_WAYS and not facts.proof_given:
        yield Refusal("proof_missing")
    if facts.told_in_future:
        yield Refusal("told_in_future")


def _need_answer(facts):
    # The decision on a complaint and the conclusion of a denunciation are papers.
    if facts.kind in _REFLECTIONS and not facts.answer_given:
        yield Refusal("answer_missing")


def _need_helped(facts):
    if facts.rated:
        yield Refusal("rated_before")
    elif not facts.helped:
        yield Refusal("helped_missing")


def _need_told(facts):
    if facts.explanation_state in ("asked", "given"):
        yield Refusal("explanation_open")


def _need_law(facts):
    if not facts.in_law:
        yield Refusal("not_in_law", {"kind": facts.kind})


def _need_phase(facts):
    if not facts.recordable:
        yield Refusal("nothing_to_record")
    elif facts.phase not in facts.recordable:
        yield Refusal("phase_missing")


def _need_duties(facts):
    if facts.duties_open:
        yield Refusal("duties_open", {"phases": ", ".join(facts.duties_open)})


def _need_extension(facts):
    if not facts.extendable:
        yield Refusal("not_extendable")
        return
    if facts.term_over:
        yield Refusal("term_over")
    if facts.extensions_left <= 0:
        yield Refusal("extended_enough")
    if facts.complexity_missing:
        yield Refusal("complexity_missing")
    if facts.ground_missing:
        yield Refusal("ground_missing")


def _simple(attribute, code):
    def need(facts):
        if not getattr(facts, attribute):
            yield Refusal(code)

    return need


_NEEDS = {
    "class_or_kind": _need_class_or_kind,
    "acceptable": _need_acceptable,
    "department": _need_department,
    "authority": _simple("authority_given", "authority_missing"),
    "explanation": _simple("explanation_given", "explanation_missing"),
    "proof": _need_proof,
    "outcome": _simple("outcome", "outcome_missing"),
    "answer": _need_answer,
    "helped": _need_helped,
    "told": _need_told,
    "law": _need_law,
    "phase": _need_phase,
    "duties": _need_duties,
    "extension": _need_extension,
}


def outcome(code, facts):
    """Return the state after a transition for which `check` refused nothing.

    Raises ValueError where the table has no such transition.
    """
    row = find(code, facts.state, facts.kind)
    if row is None:
        raise ValueError(f"no transition {code!r} from {facts.state!r}")
    # The class of what was accepted is refined without beginning again.
    if code == "classify" and (facts.new_kind or facts.kind) == facts.kind:
        return facts.state
    return row.to or facts.state
