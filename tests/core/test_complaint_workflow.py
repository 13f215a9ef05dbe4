"""Which action which kind of grievance takes, and by whom."""

import pathlib
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_complaint_core import complaint_workflow as wf
from onestop_complaint_core.complaint_kind import KINDS
from onestop_complaint_core.complaint_workflow import Facts

REFLECTION = Facts("registered", "reflection", {"supervisor"}, classification="conduct")
ACCEPTED = Facts(
    "accepted",
    "reflection",
    {"supervisor", "department_head"},
    classification="conduct",
)
DENUNCIATION = Facts(
    "registered", "denunciation", is_custodian=True, custodian_only=True
)


def refused(code, facts, **changes):
    return [one.code for one in wf.check(code, replace(facts, **changes))]


# Written out by hand from domain, §4.
OFFERED = {
    ("registered", "reflection"): "classify accept refuse transfer withdraw",
    ("registered", "petition"): "classify accept refuse transfer withdraw",
    ("registered", "complaint"): "classify accept refuse guide withdraw",
    ("registered", "denunciation"): "classify accept refuse transfer guide extend "
    "withdraw",
    ("registered", "information"): "classify transfer close withdraw",
    ("accepted", "reflection"): "classify transfer forward ask_explanation "
    "give_explanation forward_explanation resolve withdraw",
    ("accepted", "petition"): "classify transfer forward ask_explanation "
    "give_explanation forward_explanation resolve withdraw",
    ("accepted", "complaint"): "classify forward ask_explanation give_explanation "
    "forward_explanation suspend discontinue extend record resolve withdraw",
    ("accepted", "denunciation"): "classify transfer suspend discontinue extend "
    "record resolve withdraw",
    ("accepted", "information"): "classify transfer withdraw",
    ("suspended", "complaint"): "resume discontinue record withdraw",
    ("suspended", "denunciation"): "resume discontinue record withdraw",
    ("resolved", "reflection"): "forward_explanation close",
    ("resolved", "petition"): "forward_explanation close",
    ("resolved", "complaint"): "forward_explanation record close",
    ("resolved", "denunciation"): "record close",
    ("closed", "reflection"): "rate",
    ("closed", "petition"): "rate",
    ("closed", "complaint"): "rate",
    ("discontinued", "complaint"): "record",
    ("discontinued", "denunciation"): "record",
}


@pytest.mark.parametrize("state", wf.STATES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_state_and_kind_offers_exactly_these_transitions(state, kind):
    offered = {code for code in wf.CODES if wf.find(code, state, kind)}
    assert offered == set(OFFERED.get((state, kind), "").split())


def test_open_are_the_states_in_which_something_is_to_be_done():
    assert wf.OPEN_STATES == ("registered", "accepted", "suspended", "resolved")


def test_what_the_custodians_keep_is_moved_by_no_other_role():
    others = {
        *("applicant", "counter_officer", "department_officer", "department_head"),
        *("supervisor", "director"),
    }
    for code in wf.CODES:
        for state in wf.STATES:
            facts = replace(
                DENUNCIATION, state=state, is_custodian=False, desk_roles=others
            )
            assert "wrong_role" in refused(code, facts) or not wf.find(
                code, state, "denunciation"
            )


def test_a_custodian_does_not_sit_at_the_desk_of_the_others():
    facts = replace(REFLECTION, desk_roles={"custodian"}, is_custodian=True)
    assert refused("accept", facts, department_given=True) == ["wrong_role"]


def test_a_complaint_outside_competence_is_guided_and_a_reflection_transferred():
    complaint = replace(REFLECTION, kind="complaint")
    assert refused("transfer", complaint) == ["wrong_kind"]
    assert refused("guide", REFLECTION) == ["wrong_kind"]
    given = {"reason_given": True, "authority_given": True}
    assert refused("guide", complaint, **given) == []
    assert refused("transfer", REFLECTION, **given) == []


def test_a_reflection_is_classified_before_it_is_accepted():
    assert refused("accept", REFLECTION, department_given=True) == []
    assert refused("accept", REFLECTION) == ["department_missing"]
    for class_, refusal in (
        (None, "class_missing"),
        ("outside", "class_outside"),
        ("not_accepted", "class_outside"),
    ):
        facts = replace(REFLECTION, classification=class_, department_given=True)
        assert refused("accept", facts) == [refusal]


def test_information_is_neither_accepted_nor_refused():
    information = replace(REFLECTION, kind="information", classification=None)
    assert refused("accept", information) == ["wrong_kind"]
    assert refused("refuse", information) == ["wrong_kind"]
    assert refused("close", information) == ["reason_missing"]


def test_it_becomes_a_denunciation_when_it_has_the_form_and_the_identity_is_sealed():
    facts = replace(REFLECTION, new_kind="denunciation", reason_given=True)
    assert refused("classify", facts) == []
    assert refused("classify", facts, in_form=False) == ["form_missing"]
    assert refused("classify", facts, identity_kept=False) == ["identity_not_kept"]
    assert wf.outcome("classify", replace(facts, state="accepted")) == "registered"


def test_another_class_does_not_begin_again():
    facts = replace(ACCEPTED, new_classification="within", reason_given=True)
    assert refused("classify", facts) == []
    assert wf.outcome("classify", facts) == "accepted"
    assert refused("classify", ACCEPTED, reason_given=True) == ["nothing_changes"]
    wrong = replace(facts, new_kind="complaint")
    assert refused("classify", wrong) == ["class_wrong"]


def test_nothing_goes_to_whom_it_is_about():
    for code in ("accept", "forward"):
        facts = REFLECTION if code == "accept" else ACCEPTED
        closed = replace(facts, department_given=True, department_closed=True)
        assert refused(code, closed) == ["department_closed"]


def test_an_explanation_is_asked_given_and_forwarded_with_proof_before_the_end():
    asked = replace(ACCEPTED, explanation_state="asked")
    given = replace(ACCEPTED, explanation_state="given", state="resolved")
    assert refused("ask_explanation", ACCEPTED) == ["reason_missing"]
    assert refused("give_explanation", ACCEPTED) == [
        "explanation_state",
        "explanation_missing",
    ]
    assert refused("give_explanation", asked, explanation_given=True) == []
    assert refused("forward_explanation", given, proof_given=True) == ["way_missing"]
    assert refused("forward_explanation", given, way="post") == ["proof_missing"]
    assert refused("forward_explanation", given, way="post", proof_given=True) == []
    # It stands on the person's page: that is its proof.
    assert refused("forward_explanation", given, way="portal") == []
    ahead = replace(given, way="portal", told_in_future=True)
    assert refused("forward_explanation", ahead) == ["told_in_future"]
    assert refused("close", given) == ["explanation_open"]
    assert refused("close", replace(given, explanation_state="forwarded")) == []


def test_a_reflection_is_resolved_with_an_answer_for_the_person():
    given = {"reason_given": True, "outcome": "founded"}
    assert refused("resolve", ACCEPTED, **given) == ["answer_missing"]
    assert refused("resolve", ACCEPTED, **given, answer_given=True) == []
    # The decision on a complaint is a paper.
    assert refused("resolve", replace(ACCEPTED, kind="complaint"), **given) == []


def test_the_person_says_once_and_at_the_end_whether_it_helped():
    closed = replace(ACCEPTED, state="closed", desk_roles={"applicant"})
    assert refused("rate", closed) == ["helped_missing"]
    assert refused("rate", closed, helped="partly") == []
    assert refused("rate", closed, helped="no", rated=True) == ["rated_before"]
    for role in ("supervisor", "director", "department_head"):
        others = replace(closed, desk_roles={role}, helped="yes")
        assert refused("rate", others) == ["wrong_role"]
    assert refused("rate", replace(closed, state="resolved")) == ["wrong_state"]
    # About the head of the centre, and kept by the custodians: theirs to say, too.
    kept = replace(closed, custodian_only=True, helped="yes")
    assert refused("rate", kept) == []
    assert refused("rate", replace(kept, desk_roles=set(), is_custodian=True)) == [
        "wrong_role"
    ]


@pytest.mark.article("Law on Complaints", "10")
def test_a_complaint_is_withdrawn_by_a_signed_letter():
    complaint = replace(ACCEPTED, kind="complaint")
    assert refused("withdraw", complaint) == ["signature_missing"]
    assert refused("withdraw", complaint, signed=True) == []
    applicant = replace(complaint, desk_roles={"applicant"}, signed=True)
    assert refused("withdraw", applicant) == ["wrong_role"]
    assert refused("withdraw", replace(ACCEPTED, desk_roles={"applicant"})) == []


def test_what_the_law_does_not_know_is_not_done():
    complaint = replace(ACCEPTED, kind="complaint", reason_given=True, in_law=False)
    assert refused("suspend", complaint) == ["not_in_law"]
    assert refused("discontinue", complaint) == ["not_in_law"]
    assert refused("suspend", complaint, in_law=True) == []


def test_what_has_a_term_and_no_state_of_its_own_is_recorded_before_the_end():
    resolved = replace(ACCEPTED, state="resolved", kind="complaint")
    assert refused("record", resolved) == ["nothing_to_record"]
    duties = replace(resolved, recordable=("publication",), duties_open=("handling",))
    assert refused("record", duties) == ["phase_missing"]
    assert refused("record", duties, phase="decision") == ["phase_missing"]
    assert refused("record", duties, phase="publication") == []
    assert refused("close", duties) == ["duties_open"]
    assert refused("close", resolved) == []


@pytest.mark.article("Law on Denunciations", "30")
def test_a_term_is_extended_in_time_and_as_often_as_the_law_says():
    accepted = replace(
        ACCEPTED,
        kind="complaint",
        reason_given=True,
        extendable=True,
        extensions_left=1,
    )
    head, desk = {"department_head"}, {"supervisor"}
    assert refused("extend", accepted, desk_roles=head) == []
    assert refused("extend", accepted, desk_roles=desk) == ["wrong_role"]
    assert refused("extend", accepted, reason_given=False) == ["reason_missing"]
    assert refused("extend", accepted, extendable=False) == ["not_extendable"]
    assert refused("extend", accepted, term_over=True) == ["term_over"]
    assert refused("extend", accepted, extensions_left=0) == ["extended_enough"]
    missing = {"complexity_missing": True, "ground_missing": True}
    assert refused("extend", accepted, **missing) == [
        "complexity_missing",
        "ground_missing",
    ]


def test_a_reason_that_names_the_person_is_refused():
    facts = replace(REFLECTION, reason_given=True, reason_names_person=True)
    assert refused("refuse", facts) == ["reason_names_person"]


def test_an_unknown_action_is_named():
    (refusal,) = wf.check("vanish", REFLECTION)
    assert str(refusal) == "There is no action “vanish”."
    with pytest.raises(ValueError, match="vanish"):
        wf.outcome("vanish", REFLECTION)


def test_every_refusal_has_its_sentence_and_every_sentence_a_refusal():
    source = pathlib.Path(wf.__file__).read_text()
    body = source.partition("FORM_REFUSALS = ")[2]
    used = set(re.findall(r'Refusal\(\s*"(\w+)"', body))
    used |= set(re.findall(r'_simple\("\w+", "(\w+)"\)', body))
    assert used == set(wf.SENTENCES)
    assert set(wf.SENTENCES) > wf.FORM_REFUSALS


facts = st.builds(
    Facts,
    state=st.sampled_from(wf.STATES),
    kind=st.sampled_from(KINDS),
    desk_roles=st.frozensets(
        st.sampled_from(
            [
                *("applicant", "department_head", "department_officer"),
                *("supervisor", "director"),
            ]
        )
    ),
    is_custodian=st.booleans(),
    custodian_only=st.booleans(),
    reason_given=st.booleans(),
    signed=st.booleans(),
    classification=st.sampled_from([None, *wf.CLASSIFICATIONS]),
    department_given=st.booleans(),
    explanation_state=st.sampled_from(wf.EXPLANATION_STATES),
    way=st.sampled_from([None, *wf.WAYS]),
    proof_given=st.booleans(),
    answer_given=st.booleans(),
    helped=st.sampled_from([None, *wf.HELPED]),
    rated=st.booleans(),
    outcome=st.sampled_from([None, *wf.OUTCOMES]),
)


@given(facts, st.sampled_from(wf.CODES))
def test_whatever_is_let_through_ends_in_a_state_and_was_somebodys_to_do(facts, code):
    if not wf.check(code, facts):
        assert wf.outcome(code, facts) in wf.STATES
        row = wf.find(code, facts.state, facts.kind)
        assert wf.held_roles(row, facts)
        if facts.custodian_only:
            assert facts.is_custodian or "applicant" in facts.desk_roles
