"""What of a grievance has a term: which rule gives it, from when, and what fulfils it.

Pure, and without a term: each phase names the key of a rule, whose row in the rule set
holds number, unit and article. All terms are in days and counted from a day on which
something happened. Several phases may run at once.
"""

from dataclasses import dataclass

from .complaint_kind import COMPLAINT, DENUNCIATION, PETITION, REFLECTION

_REFLECTIONS = frozenset({REFLECTION, PETITION})
_COMPLAINT = frozenset({COMPLAINT})
_DENUNCIATION = frozenset({DENUNCIATION})

# What a term is counted from: that it came in the form of its kind, and the actions.
IN_FORM = "in_form"
EVENTS = (IN_FORM, "accept", "resolve", "suspend", "discontinue")
# Done, without another state: sent, published, acted upon.
RECORD = "record"
# How complex a denunciation is, and which rule says how often it is extended then.
COMPLEXITIES = {
    "complex": "denunciation_extensions_complex",
    "special": "denunciation_extensions_special",
}
# On what ground a complaint is complex; which grounds there are is a rule of its own.
GROUNDS = (
    *("places", "matters", "complainants", "abroad", "agencies"),
    *("disagreement", "evidence"),
)
GROUNDS_RULE = "complaint_complex_grounds"
# What the law has to know before it is done.
LAW_OF = {
    ("suspend", COMPLAINT): "complaint_suspension_notice_days",
    ("discontinue", COMPLAINT): "complaint_discontinuance_notice_days",
}


@dataclass(frozen=True)
class Traits:
    """What of a grievance decides which of its phases run, and how long."""

    kind: str
    state: str
    classification: str | None = None
    second: bool = False
    remote: bool = False

    @property
    def is_outside(self):
        """Whether it is outside competence; None where nobody has said so yet."""
        if self.classification:
            return self.classification == "outside"
        return None if self.state == "registered" else False


@dataclass(frozen=True)
class Phase:
    """Something that is to be done within a term.

    - `since`: what it is counted from, one of EVENTS, and begins with
    - `states`: those in which it goes on
    - `fulfilled_by`: the actions by which it is done; any other end is none
    - `rule`: key of the rule that gives the term; `{instance}` and `{remote}` are put in
    - `longer`: key of the rule by which it is extended, or None; `adds`: what that rule
      gives comes on top, as often as another rule says; else it stands instead, once
    - `if_outside`: only where the matter is outside competence
    - `second_only`: only of a second complaint
    """

    code: str
    kinds: frozenset[str]
    since: str
    states: frozenset[str]
    fulfilled_by: frozenset[str]
    rule: str
    longer: str | None = None
    adds: bool = False
    if_outside: bool = False
    second_only: bool = False

    def rule_of(self, traits):
        """The key of the rule that gives its term."""
        return self.rule.format(**_words(traits))

    def longer_of(self, traits):
        """The key of the rule that makes it longer; None where none does."""
        return self.longer and self.longer.format(**_words(traits))

    def runs(self, traits):
        """Whether it goes on where a grievance is such."""
        return (
            traits.kind in self.kinds
            and traits.state in self.states
            and (traits.second or not self.second_only)
            and (not self.if_outside or traits.is_outside is not False)
        )

    def is_provisional(self, traits):
        """Whether it is not known yet that it has to be done at all."""
        return self.if_outside and traits.is_outside is None


def _words(traits):
    return {
        "instance": "second" if traits.second else "first",
        "remote": "_remote" if traits.remote else "",
    }


def _row(code, kinds, since, states, fulfilled_by, rule, **rest):
    """Write a row of the table in words separated by spaces."""
    return Phase(
        code,
        kinds,
        since,
        frozenset(states.split()),
        frozenset(fulfilled_by.split()),
        rule,
        **rest,
    )


PHASES = (
    # Decree 20/2008. Whether it belongs here has to be found out in the same days.
    _row(
        "transfer",
        _REFLECTIONS,
        IN_FORM,
        "registered accepted",
        "transfer",
        "reflection_transfer_days",
        if_outside=True,
    ),
    # A refusal that says why is an answer, too.
    _row(
        "answer",
        _REFLECTIONS,
        IN_FORM,
        "registered accepted resolved",
        "close refuse",
        "reflection_answer_days",
    ),
    # Decree 124/2020, art. 16.1; outside competence: guided in writing in that time.
    _row(
        "acceptance",
        _COMPLAINT,
        IN_FORM,
        "registered",
        "accept refuse guide",
        "complaint_acceptance_days",
    ),
    # Law on Complaints, art. 28, 37.
    _row(
        "resolution",
        _COMPLAINT,
        "accept",
        "accepted suspended",
        "resolve",
        "complaint_{instance}{remote}_days",
        longer="complaint_{instance}{remote}_complex_days",
    ),
    # Law on Complaints, art. 32, 41.
    _row(
        "decision",
        _COMPLAINT,
        "resolve",
        "resolved",
        f"{RECORD} close",
        "complaint_{instance}_decision_days",
    ),
    _row(
        "publication",
        _COMPLAINT,
        "resolve",
        "resolved",
        RECORD,
        "complaint_publication_days",
        second_only=True,
    ),
    # Decree 124/2020, art. 28a, 28b.
    _row(
        "suspension_notice",
        _COMPLAINT,
        "suspend",
        "accepted suspended",
        RECORD,
        "complaint_suspension_notice_days",
    ),
    _row(
        "discontinuance_notice",
        _COMPLAINT,
        "discontinue",
        "discontinued",
        RECORD,
        "complaint_discontinuance_notice_days",
    ),
    # Law on Denunciations, art. 24.
    _row(
        "verification",
        _DENUNCIATION,
        IN_FORM,
        "registered",
        "accept refuse guide transfer",
        "denunciation_verification_days",
        longer="denunciation_verification_places_days",
    ),
    _row(
        "transfer",
        _DENUNCIATION,
        IN_FORM,
        "registered accepted",
        "transfer",
        "denunciation_transfer_days",
        if_outside=True,
    ),
    # Law on Denunciations, art. 29.
    _row(
        "acceptance_notice",
        _DENUNCIATION,
        "accept",
        "accepted suspended",
        RECORD,
        "denunciation_acceptance_notice_days",
    ),
    # Law on Denunciations, art. 30.
    _row(
        "resolution",
        _DENUNCIATION,
        "accept",
        "accepted suspended",
        "resolve",
        "denunciation_days",
        longer="denunciation_extension_days",
        adds=True,
    ),
    _row(
        "conclusion",
        _DENUNCIATION,
        "resolve",
        "resolved",
        f"{RECORD} close",
        "denunciation_conclusion_days",
    ),
    _row(
        "handling",
        _DENUNCIATION,
        "resolve",
        "resolved",
        RECORD,
        "denunciation_handling_days",
    ),
    _row(
        "publication",
        _DENUNCIATION,
        "resolve",
        "resolved",
        RECORD,
        "denunciation_publication_days",
    ),
)
CODES = tuple(dict.fromkeys(phase.code for phase in PHASES))
# Stands still while the case is suspended.
PAUSED = frozenset({"resolution"})
_BY_CODE = {(phase.code, kind): phase for phase in PHASES for kind in phase.kinds}


def find(code, kind):
    """The phase of a code and a kind. Raises KeyError where there is none."""
    return _BY_CODE[code, kind]


def begun(action, before, after):
    """The phases that begin with an action.

    :param Traits before: None where it is registered
    Another kind is counted anew; what turns out to be outside competence, from the day
    on which it came.
    """
    anew = before is None or before.kind != after.kind
    event = IN_FORM if anew else action
    return [
        phase
        for phase in PHASES
        if phase.runs(after)
        and (phase.since == event or (phase.if_outside and not phase.runs(before)))
    ]


def extensions_allowed(phase, complexity):
    """How often a phase may be extended: a number, or the key of the rule that says so.

    `complexity`: one of COMPLEXITIES, for a phase of which the rule `adds`.
    """
    return COMPLEXITIES[complexity] if phase.adds else 1


def result(fulfilled, moot, due, ended):
    """How a phase ended: `on_time`, `late`, or `void` where it had not to be done.

    What ends without having been done, by a withdrawal for example, is late only where
    its day had passed before.

    :param bool moot: it was not known to be due, or is counted anew as another kind
    :param due: an instant, or None where it stood still
    """
    if moot and not fulfilled:
        return "void"
    if due is not None and ended > due:
        return "late"
    return "on_time" if fulfilled else "void"


def current(dates):
    """The code and date of what is due first: (None, None) where nothing is.

    :param dates: (code, due or None, provisional) of each phase that runs
    What may not have to be done at all is never what a grievance is late by.
    """
    certain = [
        (due, code) for code, due, provisional in dates if due and not provisional
    ]
    due, code = min(certain, default=(None, None))
    return code, due
