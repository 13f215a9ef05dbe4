"""The legal states of a dossier, and who may move it between them."""

import pathlib
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core import workflow as wf
from onestop_dossier_core.workflow import Facts


def codes(refusals):
    return [refusal.code for refusal in refusals]


def refused(code, facts, **changes):
    return codes(wf.check(code, replace(facts, **changes)))


# One dossier at each stage, with an actor who may do what comes next.
AT_COUNTER = Facts("submitted", {"counter_officer"})
WITH_OFFICER = Facts("processing", {"department_officer"}, accepted=True)
FOR_DECISION = Facts(
    "processing",
    {"department_head"},
    accepted=True,
    step_kind="decision",
    step_role="department_head",
    open_step_kinds={"decision"},
)
DECIDED = Facts(
    "processing",
    {"clerk"},
    accepted=True,
    step_kind="seal",
    step_role="clerk",
    decision="granted",
    results_present=True,
)
FOR_RETURN = Facts(
    "resolved",
    {"counter_officer"},
    accepted=True,
    step_kind="return",
    step_role="counter_officer",
    open_step_kinds={"return"},
    decision="granted",
)
WAITING = Facts("supplement", {"applicant"}, accepted=True, supplement_open=True)
LEAVING = Facts(
    "withdrawal",
    {"counter_officer"},
    accepted=True,
    withdrawn_from="processing",
    reason_given=True,
)


@pytest.mark.article("National Public Service Portal", "statuses")
def test_the_states_are_the_ten_of_the_national_portal_and_the_draft():
    assert wf.NATIONAL_STATUS == {
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
    assert wf.OPEN_STATES == (
        "submitted",
        "accepted",
        "processing",
        "supplement",
        "payment",
        "withdrawal",
    )


def test_the_codes_are_those_of_the_contract():
    contract = (
        "accept reject request_supplement pass_on take_back supplement forward "
        "complete_step decide "
        "refuse seal resolve return withdraw stop apologise suspend resume submit"
    )
    # And what only a job of the system does.
    assert sorted(wf.CODES) == sorted([*contract.split(), "silence"])


def test_each_state_offers_exactly_these_transitions():
    offered = {
        state: {code for code in wf.CODES if wf.find(code, state)}
        for state in wf.STATES
    }
    assert offered == {
        "draft": {"submit"},
        "submitted": {"accept", "reject", "request_supplement", "forward", "withdraw"},
        "accepted": {"forward", "withdraw", "apologise"},
        "rejected": set(),
        "processing": {
            "request_supplement",
            "pass_on",
            "take_back",
            "forward",
            "complete_step",
            "silence",
            "decide",
            "refuse",
            "seal",
            "resolve",
            "withdraw",
            "apologise",
            "suspend",
            "resume",
        },
        "supplement": {"supplement", "complete_step", "silence", "withdraw", "stop"},
        "payment": {"resume", "complete_step", "silence", "withdraw"},
        "withdrawal": {"stop", "resume"},
        "stopped": set(),
        "resolved": {"return"},
        "returned": set(),
    }


def test_the_table_names_only_known_states_roles_kinds_and_one_row_for_each_case():
    seen = set()
    for row in wf.TRANSITIONS:
        assert row.from_states <= set(wf.STATES)
        assert row.to in {*wf.STATES, wf.BACK, None}
        roles = row.roles | row.delegated_roles | row.hour_roles
        assert roles <= {*wf.ROLES, wf.SYSTEM}
        assert row.step_kinds <= set(wf.STEP_KINDS)
        assert set(row.places) <= {wf.RECEIVED, wf.LEAD, wf.STEP} and row.places
        for state in row.from_states:
            assert (row.code, state, row.sends_back) not in seen
            seen.add((row.code, state, row.sends_back))


@pytest.mark.parametrize(
    "role", ["supervisor", "catalogue_manager", "custodian", "it_technician"]
)
def test_who_only_watches_or_configures_moves_nothing(role):
    everything = Facts("draft", {role, "administrator"}, delegated=True)
    for state in wf.STATES:
        for code in wf.CODES:
            assert {"wrong_role", "wrong_state"} & set(
                refused(code, everything, state=state)
            )


def test_a_whole_life_from_draft_to_returned():
    life = [
        ("submit", Facts("draft", {"applicant"}), "submitted", None),
        ("accept", AT_COUNTER, "accepted", "start"),
        ("forward", Facts("accepted", {"counter_officer"}), "processing", None),
        (
            "complete_step",
            replace(WITH_OFFICER, step_kind="work", step_role="department_officer"),
            "processing",
            None,
        ),
        ("decide", FOR_DECISION, "processing", None),
        ("seal", DECIDED, "processing", None),
        ("resolve", DECIDED, "resolved", "end"),
        ("return", FOR_RETURN, "returned", None),
    ]
    for code, facts, state, clock in life:
        assert wf.check(code, facts) == []
        assert wf.outcome(code, facts) == wf.Outcome(state, clock)


def test_an_unknown_action_is_refused_and_says_its_name():
    refusal = wf.check("sell", AT_COUNTER)[0]
    assert (refusal.code, str(refusal)) == (
        "unknown_transition",
        "There is no action “sell”.",
    )
    with pytest.raises(ValueError):
        wf.outcome("sell", AT_COUNTER)


def test_a_refusal_carries_a_sentence_and_its_values():
    refusal = wf.check("accept", replace(AT_COUNTER, actor_roles={"department_head"}))[
        0
    ]
    assert refusal.code == "wrong_role"
    assert refusal.params == {
        "code": "accept",
        "roles": "counter_officer, postal_clerk",
    }
    assert str(refusal) == "“accept” is for: counter_officer, postal_clerk."


def test_all_that_is_wrong_is_said_at_once():
    wrong = replace(
        AT_COUNTER,
        actor_roles={"department_head"},
        components_missing=2,
        unpaid_holds={"accept"},
    )
    assert refused("accept", wrong) == [
        "wrong_role",
        "components_missing",
        "fee_unpaid",
    ]


# --- intake ---------------------------------------------------------------------


@pytest.mark.article("Decree 61/2018", "17.1")
def test_an_incomplete_dossier_is_not_accepted():
    assert refused("accept", AT_COUNTER, components_missing=1) == ["components_missing"]
    assert refused("accept", AT_COUNTER) == []


@pytest.mark.article("Decree 61/2018", "16")
def test_who_files_for_the_owner_shows_that_they_may():
    assert refused("accept", AT_COUNTER, evidence_missing=True) == ["evidence_missing"]
    # It may still be asked for, and intake be refused for it.
    for code in ("request_supplement", "reject"):
        assert refused(code, AT_COUNTER, evidence_missing=True, reason_given=True) == []


@pytest.mark.article("Decree 61/2018", "17.1")
def test_intake_is_refused_only_before_acceptance_and_with_a_reason():
    assert refused("reject", AT_COUNTER) == ["reason_missing"]
    assert refused("reject", AT_COUNTER, reason_given=True) == []
    assert wf.outcome("reject", AT_COUNTER) == wf.Outcome("rejected", None)
    for state in set(wf.STATES) - {"submitted"}:
        assert refused("reject", AT_COUNTER, state=state) == ["wrong_state"]


@pytest.mark.parametrize("code", ["decide", "seal"])
def test_what_stands_on_a_result_that_has_ended_is_decided_with_a_word_alone(code):
    roles = {"decide": "department_head", "seal": "clerk"}
    facts = Facts(
        "processing",
        {roles[code]},
        step_kind={"decide": "decision", "seal": "seal"}[code],
        result_expected=False,
    )
    assert wf.check(code, facts) == []
    ended = replace(facts, reuse_to_weigh=True)
    assert [one.code for one in wf.check(code, ended)] == ["reuse_ended"]
    assert wf.check(code, replace(ended, reason_given=True)) == []
    # Its form asks for the reason: the action is offered.
    assert "reuse_ended" in wf.FORM_REFUSALS


def test_a_fee_due_at_intake_holds_acceptance_and_no_other_fee_does():
    assert refused("accept", AT_COUNTER, unpaid_holds={"accept"}) == ["fee_unpaid"]
    assert refused("accept", AT_COUNTER, unpaid_holds={"return"}) == []


def test_the_post_receives_listed_procedures_only():
    post = replace(AT_COUNTER, actor_roles={"postal_clerk"})
    assert refused("accept", post) == ["not_listed_for_post"]
    assert refused("accept", post, postal_listed=True) == []
    assert (
        refused("accept", post, actor_roles={"postal_clerk", "counter_officer"}) == []
    )


def test_the_post_returns_listed_procedures_in_the_place_of_the_counter():
    post = replace(FOR_RETURN, actor_roles={"postal_clerk"})
    assert refused("return", post) == ["not_listed_for_post"]
    assert refused("return", post, postal_listed=True) == []
    assert refused("return", post, postal_listed=True, unpaid_holds={"return"}) == [
        "fee_unpaid"
    ]
    # A step that the process gives to the post is the post's, and no counter's.
    own = replace(post, step_role="postal_clerk", postal_listed=True)
    assert refused("return", own) == []
    assert refused("return", own, actor_roles={"counter_officer"}) == ["wrong_role"]


def test_the_post_does_nothing_but_intake_and_return():
    allowed = set()
    for state in wf.STATES:
        for code in wf.CODES:
            for kind in (None, *wf.STEP_KINDS):
                facts = Facts(
                    state,
                    {"postal_clerk"},
                    reason_given=True,
                    step_kind=kind,
                    step_role="counter_officer",
                    accepted=state not in ("draft", "submitted"),
                    decision="granted" if state == "resolved" else None,
                    results_present=True,
                    withdrawn_from="processing",
                    supplement_open=state == "supplement",
                    delegated=True,
                    postal_listed=True,
                )
                if not wf.check(code, facts):
                    allowed.add((state, code))
    assert allowed == {
        ("draft", "submit"),
        ("submitted", "accept"),
        ("submitted", "reject"),
        ("submitted", "request_supplement"),
        ("submitted", "forward"),
        ("supplement", "supplement"),
        ("resolved", "return"),
    }


@pytest.mark.article("Decree 61/2018", "18")
def test_a_transfer_goes_on_at_the_centre_and_to_the_right_authority_with_a_reason():
    assert refused("forward", Facts("accepted", {"counter_officer"})) == []
    assert refused("forward", Facts("accepted", {wf.SYSTEM})) == []
    assert refused("forward", WITH_OFFICER) == ["reason_missing"]
    assert refused("forward", WITH_OFFICER, reason_given=True) == []
    assert refused(
        "forward", WITH_OFFICER, reason_given=True, actor_roles={"counter_officer"}
    ) == ["wrong_role"]
    # Counted by the calendar of the authority that has it now.
    assert wf.outcome("forward", WITH_OFFICER) == wf.Outcome("processing", "recount")


# --- supplements ----------------------------------------------------------------


@pytest.mark.article("Decree 61/2018", "11.2")
def test_the_applicant_is_asked_once_and_a_new_item_needs_head_reason_and_apology():
    ask = replace(AT_COUNTER, reason_given=True)
    again = replace(ask, supplement_requests=1)
    assert refused("request_supplement", ask) == []
    assert refused("request_supplement", again) == [
        "supplement_limit",
        "apology_missing",
    ]
    assert refused("request_supplement", again, actor_roles={"department_head"}) == [
        "apology_missing"
    ]
    assert refused("request_supplement", again, actor_roles={"director"}) == [
        "apology_missing"
    ]
    by_head = {"actor_roles": {"department_head"}, "apology_given": True}
    assert refused("request_supplement", again, **by_head) == []
    assert refused("request_supplement", again, **by_head, reason_given=False) == [
        "reason_missing"
    ]


@pytest.mark.article("Decree 61/2018", "17.2")
def test_asking_again_for_an_item_still_missing_is_not_a_second_request():
    again = replace(
        AT_COUNTER, reason_given=True, supplement_requests=1, supplement_new_items=False
    )
    assert refused("request_supplement", again) == []


@pytest.mark.article("Decree 61/2018", "5.1")
def test_what_the_list_does_not_name_is_asked_for_by_a_rule_only():
    ask = replace(AT_COUNTER, reason_given=True, supplement_groundless=("Map", "Plot"))
    [refusal] = wf.check("request_supplement", ask)
    assert refusal.params == {"items": "Map; Plot"}
    assert str(refusal).startswith("Not on the list")
    heads = replace(ask, actor_roles={"director"})
    assert refused("request_supplement", heads) == ["supplement_groundless"]
    assert refused("reject", ask) == []


def test_the_number_of_requests_is_a_setting_of_the_rule_set():
    twice = replace(AT_COUNTER, reason_given=True, supplement_limit=2)
    assert refused("request_supplement", twice, supplement_requests=1) == []
    assert refused("request_supplement", twice, supplement_requests=2) != []


@pytest.mark.article("Decree 61/2018", "19.4")
def test_a_supplement_on_appraisal_pauses_and_then_counts_again_from_the_start():
    passed_on = replace(WITH_OFFICER, actor_roles=AT_COUNTER.actor_roles)
    passed_on = replace(passed_on, request_waits=True)
    assert refused("pass_on", passed_on) == []
    assert wf.outcome("pass_on", passed_on) == wf.Outcome("supplement", "pause")
    assert refused("supplement", WAITING) == []
    assert wf.outcome("supplement", WAITING) == wf.Outcome("processing", "restart")


@pytest.mark.article("Decree 61/2018", "19.4")
def test_what_a_department_asks_goes_through_the_centre():
    ask = replace(WITH_OFFICER, reason_given=True)
    assert refused("request_supplement", ask) == []
    # The applicant is not waited for yet, so the term runs.
    assert wf.outcome("request_supplement", ask) == wf.Outcome("processing", None)
    waits = replace(ask, request_waits=True)
    assert refused("pass_on", waits) == ["wrong_role"]
    assert refused("request_supplement", waits) == ["request_waits"]
    assert refused("forward", waits) == ["request_waits"]
    assert refused("take_back", waits) == []
    assert refused("take_back", waits, reason_given=False) == ["reason_missing"]
    assert refused("take_back", ask) == ["no_request_waits"]


@pytest.mark.parametrize("code", ["decide", "refuse", "seal", "resolve"])
def test_nobody_decides_while_a_request_waits_to_be_passed_on(code):
    facts = replace(FOR_DECISION, reason_given=True, request_waits=True)
    assert "request_waits" in refused(code, facts)


def test_a_version_may_say_that_the_term_continues_after_a_supplement():
    goes_on = replace(WAITING, supplement_restarts=False)
    assert wf.outcome("supplement", goes_on) == wf.Outcome("processing", "resume")


def test_a_supplement_at_intake_touches_no_clock_and_comes_back_to_the_counter():
    assert wf.outcome("request_supplement", AT_COUNTER) == wf.Outcome(
        "supplement", None
    )
    answered = replace(WAITING, accepted=False)
    assert wf.outcome("supplement", answered) == wf.Outcome("submitted", None)


@pytest.mark.article("Decree 61/2018", "19.4")
def test_a_late_supplement_request_is_recorded_and_not_blocked():
    late = replace(WITH_OFFICER, reason_given=True, past_supplement_term=True)
    assert wf.check("request_supplement", late) == []
    assert codes(wf.remarks("request_supplement", late)) == ["supplement_late"]
    assert codes(wf.remarks("pass_on", late)) == ["supplement_late"]
    assert wf.remarks("request_supplement", replace(late, state="submitted")) == []
    assert wf.remarks("suspend", late) == []


@pytest.mark.article("Decree 61/2018", "5.1")
def test_an_agency_that_is_only_asked_an_opinion_cannot_ask_the_applicant():
    row = wf.find("request_supplement", "processing")
    assert row.places == ("lead",)


@pytest.mark.article("Decree 61/2018", "5.1")
def test_no_officer_asks_the_applicant_past_the_one_stop():
    for code in wf.CODES:
        for state in ("accepted", "processing"):
            row = wf.find(code, state)
            if row and row.to == "supplement":
                assert row.places == ("received",)
                assert row.roles == {"counter_officer", "postal_clerk"}


@pytest.mark.parametrize("code", ["decide", "refuse", "seal", "resolve"])
def test_nobody_decides_seals_or_resolves_while_a_supplement_is_open(code):
    facts = replace(FOR_DECISION, reason_given=True, supplement_open=True)
    assert "supplement_open" in refused(code, facts)
    assert refused(code, facts, state="supplement") == ["wrong_state"]


def test_those_who_are_only_asked_an_opinion_go_on_while_the_applicant_is_asked():
    asked = replace(
        WAITING, actor_roles={"department_officer"}, step_role="department_officer"
    )
    assert refused("complete_step", asked, step_kind="opinion") == []
    assert refused("complete_step", asked, step_kind="linked") == []
    assert refused("complete_step", asked, step_kind="work") == ["no_open_step"]


def test_a_supplement_never_answered_is_closed_only_after_its_term():
    lapse = replace(WAITING, actor_roles={wf.SYSTEM}, reason_given=True)
    assert refused("stop", lapse) == ["supplement_not_lapsed"]
    assert refused("stop", lapse, supplement_lapsed=True) == []
    assert refused("stop", lapse, supplement_lapsed=True, reason_given=False) == [
        "reason_missing"
    ]
    assert wf.outcome("stop", lapse) == wf.Outcome("stopped", "end")


# --- steps and decisions -----------------------------------------------------------


def test_a_step_is_completed_by_the_role_that_the_process_names():
    work = replace(WITH_OFFICER, step_kind="work", step_role="department_officer")
    assert refused("complete_step", work) == []
    assert refused("complete_step", work, actor_roles={"department_head"}) == [
        "wrong_role"
    ]
    assert refused("complete_step", work, step_kind=None) == ["no_open_step"]
    assert refused("complete_step", work, step_kind="decision") == ["no_open_step"]


def test_a_head_decides_an_open_decision_step_and_an_officer_does_not():
    assert refused("decide", FOR_DECISION) == []
    assert refused("decide", FOR_DECISION, step_kind="work") == ["no_open_step"]
    officer = {"actor_roles": {"department_officer"}, "step_role": None}
    assert refused("decide", FOR_DECISION, **officer) == ["wrong_role"]


def test_whoever_worked_on_a_dossier_does_not_decide_on_it():
    for code in ("decide", "refuse"):
        worked = replace(FOR_DECISION, actor_worked=True, reason_given=True)
        assert refused(code, worked) == ["four_eyes"]
        # The version of a commune with one officer says so.
        assert refused(code, worked, four_eyes=False) == []


def test_a_step_may_be_for_none_of_those_who_did_one_before():
    work = replace(WITH_OFFICER, step_kind="work", step_role="department_officer")
    assert refused("complete_step", work, actor_acted=True) == []
    assert refused("complete_step", work, apart=True) == []
    assert refused("complete_step", work, actor_acted=True, apart=True) == [
        "four_eyes_step"
    ]
    # Said once, where both rules hold.
    both = {"actor_worked": True, "actor_acted": True, "apart": True}
    assert refused("decide", FOR_DECISION, **both) == ["four_eyes"]
    assert refused("decide", FOR_DECISION, **both, four_eyes=False) == [
        "four_eyes_step"
    ]


def test_what_is_in_other_hands_alone_is_not_done():
    work = replace(WITH_OFFICER, step_kind="work", step_role="department_officer")
    theirs = {"in_hands_of": "Bình"}
    assert refused("complete_step", work, **theirs) == ["in_other_hands"]
    # An action on the dossier and no step is nobody's in particular; nor is silence.
    assert refused("suspend", replace(work, reason_given=True), **theirs) == []
    silent = replace(work, step_kind="opinion", actor_roles={wf.SYSTEM})
    assert refused("silence", silent, **theirs) == []


def test_a_way_has_its_role_its_papers_and_its_result():
    work = replace(WITH_OFFICER, step_kind="work", step_role="department_officer")
    to_head = replace(work, way_role="department_head")
    assert refused("complete_step", to_head) == ["wrong_role"]
    assert refused("complete_step", to_head, actor_roles={"department_head"}) == []
    assert refused("complete_step", work, way_papers=("Plan",)) == ["papers_missing"]
    assert refused("complete_step", work, way_result=True) == ["way_result_missing"]
    assert refused("complete_step", work, way_result=True, results_present=True) == []
    unknown = wf.Refusal("outcome_unknown", {"outcomes": "a, b"})
    assert wf.check("complete_step", replace(work, way_refusal=unknown)) == [unknown]
    # The table bounds the role of a way as it bounds that of a step.
    assert refused("decide", FOR_DECISION, way_role="clerk", actor_roles={"clerk"}) == [
        "wrong_role"
    ]


@pytest.mark.article("Decree 61/2018", "17.5")
def test_without_a_decision_that_delegates_the_sentence_says_what_became_of_it():
    ended = wf.Refusal(
        "delegation_ended", {"decision": "5/QĐ", "procedure": "9", "day": "01/03/2026"}
    )
    facts = Facts(
        "processing",
        {"counter_officer"},
        step_kind="decision",
        step_role="counter_officer",
        delegation_refusal=ended,
    )
    [refusal] = wf.check("decide", facts)
    assert refusal == ended
    assert "5/QĐ" in str(refusal) and "01/03/2026" in str(refusal)
    # Whoever could not do it with a decision either is told who may.
    assert refused("decide", facts, actor_roles={"clerk"}) == ["wrong_role"]
    assert refused("decide", facts, delegated=True) == []


def test_what_was_received_by_hand_waits_for_whoever_leads_the_counters():
    filed = Facts("submitted", {"counter_officer"}, reason_given=True, hour_waits=True)
    for code in wf.ANSWERS:
        assert refused(code, filed) == ["hour_waits"]
        assert refused(code, filed, hour_waits=False) == []
    # The applicant's wish to withdraw is nobody's answer.
    assert refused("withdraw", filed) == []
    approved = replace(filed, hour_waits=False, hour_approved=True)
    assert refused("accept", approved) == ["wrong_role"]
    for role in ("director", "department_head"):
        assert refused("accept", approved, actor_roles={role}) == []
        assert refused("accept", filed, actor_roles={role}) == [
            *("wrong_role", "hour_waits")
        ]


def test_delegated_procedures_are_decided_by_officers_of_the_centre():
    by_counter = replace(
        FOR_DECISION, actor_roles={"counter_officer"}, step_role="counter_officer"
    )
    assert refused("decide", by_counter) == ["wrong_role"]
    assert refused("decide", by_counter, delegated=True) == []


@pytest.mark.article("Decree 61/2018", "19.8")
def test_a_refusal_to_resolve_is_a_decision_with_a_reason_that_is_then_returned():
    assert refused("refuse", FOR_DECISION) == ["reason_missing"]
    assert refused("refuse", FOR_DECISION, reason_given=True) == []
    assert wf.outcome("refuse", FOR_DECISION) == wf.Outcome("processing", None)
    no = replace(DECIDED, decision="refused", results_present=False)
    assert refused("seal", no) == []
    assert refused("resolve", no) == []
    assert wf.outcome("resolve", no) == wf.Outcome("resolved", "end")
    assert refused("return", FOR_RETURN, decision="refused") == []


def test_only_a_clerk_seals_and_only_what_is_there():
    assert refused("seal", DECIDED) == []
    assert refused("seal", DECIDED, results_present=False) == ["result_missing"]
    assert refused("seal", DECIDED, actor_roles={"department_head"}) == ["wrong_role"]


def test_a_dossier_is_resolved_when_decided_with_its_result_and_no_step_left():
    assert refused("resolve", DECIDED) == []
    assert refused("resolve", DECIDED, open_step_kinds={"seal"}) == ["steps_open"]
    assert refused("resolve", DECIDED, decision=None) == ["decision_missing"]
    empty = {"results_present": False}
    assert refused("resolve", DECIDED, **empty) == ["result_missing"]
    assert refused("resolve", DECIDED, **empty, decision="partly") == ["result_missing"]
    assert refused("resolve", DECIDED, **empty, result_expected=False) == []


def test_a_draft_goes_back_from_every_hand_of_the_signing_chain_with_a_reason():
    back = replace(FOR_DECISION, sends_back=True)
    assert refused("complete_step", back) == ["reason_missing"]
    for kind, role in (
        ("decision", "department_head"),
        ("seal", "clerk"),
        ("work", "department_officer"),
    ):
        hand = {"step_kind": kind, "step_role": role, "actor_roles": {role}}
        assert refused("complete_step", back, **hand, reason_given=True) == []
    opinion = {"step_kind": "opinion", "reason_given": True}
    assert refused("complete_step", back, **opinion) == ["no_open_step"]
    assert refused("decide", back) == ["wrong_state"]


@pytest.mark.article("Decree 61/2018", "20")
def test_a_result_is_returned_at_the_counter_once_it_is_resolved_and_paid():
    assert refused("return", FOR_RETURN) == []
    assert refused("return", FOR_RETURN, actor_roles={wf.SYSTEM}) == []
    assert refused("return", FOR_RETURN, unpaid_holds={"return"}) == ["fee_unpaid"]
    assert refused("return", FOR_RETURN, step_kind=None) == ["no_open_step"]
    assert refused("return", FOR_RETURN, state="processing") == ["wrong_state"]


# --- pauses, withdrawal, stop, apology ------------------------------------------------


def test_a_financial_obligation_pauses_from_notice_to_payment():
    suspend = replace(WITH_OFFICER, reason_given=True)
    assert refused("suspend", WITH_OFFICER) == ["reason_missing"]
    assert refused("suspend", suspend) == []
    assert wf.outcome("suspend", suspend) == wf.Outcome("payment", "pause")
    paid = Facts("payment", {wf.SYSTEM}, accepted=True)
    assert refused("resume", paid) == []
    assert refused("resume", paid, actor_roles={"applicant"}) == ["wrong_role"]
    assert wf.outcome("resume", paid) == wf.Outcome("processing", "resume")


@pytest.mark.article("Decree 118/2025", "21")
def test_the_applicant_withdraws_and_the_agency_stops_before_any_decision():
    wish = Facts("processing", {"applicant"}, accepted=True)
    assert refused("withdraw", wish) == []
    officer = {"department_officer"}
    assert refused("withdraw", wish, actor_roles=officer, reason_given=True) == [
        "wrong_role"
    ]
    assert refused("withdraw", wish, decision="granted") == ["decision_issued"]
    assert refused("stop", LEAVING) == []
    assert refused("stop", LEAVING, actor_roles={"applicant"}) == ["wrong_role"]
    assert refused("stop", LEAVING, decision="refused") == ["decision_issued"]
    assert refused("stop", LEAVING, reason_given=False) == ["reason_missing"]
    assert refused("stop", LEAVING, state="processing") == ["wrong_state"]
    assert wf.outcome("stop", LEAVING) == wf.Outcome("stopped", "end")


@pytest.mark.parametrize(
    ("state", "clock_on_leaving", "clock_on_coming_back"),
    [
        ("submitted", None, None),
        ("accepted", "pause", "resume"),
        ("processing", "pause", "resume"),
        ("supplement", None, None),
        ("payment", None, None),
    ],
)
def test_who_takes_a_withdrawal_back_finds_the_dossier_as_it_was(
    state, clock_on_leaving, clock_on_coming_back
):
    wish = Facts(state, {"applicant"}, supplement_open=state == "supplement")
    assert wf.check("withdraw", wish) == []
    assert wf.outcome("withdraw", wish) == wf.Outcome("withdrawal", clock_on_leaving)
    left = replace(wish, state="withdrawal", withdrawn_from=state)
    assert wf.check("resume", left) == []
    assert wf.outcome("resume", left) == wf.Outcome(state, clock_on_coming_back)


def test_a_withdrawal_that_forgot_where_it_came_from_is_an_error():
    with pytest.raises(ValueError):
        wf.outcome("resume", Facts("withdrawal", {"applicant"}))


@pytest.mark.article("Decree 61/2018", "19.9")
def test_an_agency_apologises_with_a_reason_and_gives_a_new_date_at_most_once():
    late = replace(WITH_OFFICER, actor_roles={"department_head"}, reason_given=True)
    assert refused("apologise", late) == []
    assert wf.outcome("apologise", late) == wf.Outcome("processing", "extend")
    assert refused("apologise", late, reappointments=1) == ["reappointment_limit"]
    twice = {"reappointments": 1, "reappointment_limit": 2}
    assert refused("apologise", late, **twice) == []
    assert refused("apologise", late, reason_given=False) == ["reason_missing"]
    assert refused("apologise", late, actor_roles={"department_officer"}) == [
        "wrong_role"
    ]


@pytest.mark.article("Decree 61/2018", "19.9")
def test_a_late_apology_is_a_breach_and_still_an_apology():
    late = replace(
        WITH_OFFICER,
        actor_roles={"department_head"},
        reason_given=True,
        past_apology_lead=True,
    )
    assert wf.check("apologise", late) == []
    assert codes(wf.remarks("apologise", late)) == ["apology_late"]


# --- rules over everything ------------------------------------------------------------

any_facts = st.builds(
    Facts,
    state=st.sampled_from(wf.STATES),
    actor_roles=st.frozensets(st.sampled_from([*wf.ROLES, wf.SYSTEM])),
    reason_given=st.booleans(),
    step_kind=st.none() | st.sampled_from(wf.STEP_KINDS),
    step_role=st.none() | st.sampled_from(wf.ROLES),
    sends_back=st.booleans(),
    open_step_kinds=st.frozensets(st.sampled_from(wf.STEP_KINDS)),
    accepted=st.booleans(),
    withdrawn_from=st.sampled_from(
        ["submitted", "accepted", "processing", "supplement", "payment"]
    ),
    supplement_open=st.booleans(),
    supplement_requests=st.integers(0, 3),
    decision=st.none() | st.sampled_from(wf.DECISIONS),
    actor_worked=st.booleans(),
    delegated=st.booleans(),
    hour_waits=st.booleans(),
)


@given(st.sampled_from(wf.CODES), any_facts)
def test_whatever_is_allowed_leads_to_a_state_and_never_breaks_the_great_rules(
    code, facts
):
    refusals = wf.check(code, facts)
    assert all(str(refusal) for refusal in refusals)
    if refusals:
        return
    after = wf.outcome(code, facts)
    assert after.state in wf.STATES
    assert facts.state in {*wf.OPEN_STATES, "draft", "resolved"}
    if facts.supplement_open:
        assert code in {"supplement", "complete_step", "withdraw", "stop", "resume"}
    if code in ("decide", "refuse"):
        assert not facts.actor_worked
    if facts.decision:
        assert code not in {"stop", "withdraw"}


@given(any_facts)
def test_only_the_table_hides_an_action_for_what_its_form_asks(facts):
    for code in wf.CODES:
        asked = ("reason_given", "apology_given", "results_present")
        bare = replace(facts, **dict.fromkeys(asked, False))
        # Its lines say whether something new is asked for.
        full = replace(facts, **dict.fromkeys(asked, True), supplement_new_items=False)
        hidden = set(codes(wf.check(code, bare))) - wf.FORM_REFUSALS
        assert hidden == set(codes(wf.check(code, full)))


def test_every_sentence_is_said_somewhere():
    core = pathlib.Path(wf.__file__).parent
    source = "".join(
        (core / name).read_text("utf-8") for name in ("workflow.py", "ways.py")
    )
    said = set(re.findall(r'Refusal\(\s*"(\w+)"', source))
    # Those of a decision are said by whoever reads the decisions.
    assert said | wf.DELEGATION_REFUSALS == set(wf.SENTENCES)


@pytest.mark.parametrize(
    "state, still",
    [
        ("processing", set()),
        ("supplement", {"work", "decision", "seal", "return"}),
        ("payment", {"work", "decision", "seal", "return"}),
        ("withdrawal", set(wf.STEP_KINDS)),
        ("resolved", set()),
    ],
)
def test_whose_time_stands_still_while_the_dossier_waits(state, still):
    assert {kind for kind in wf.STEP_KINDS if wf.stands_still(kind, state)} == still


def test_whoever_may_act_meanwhile_gets_no_time_for_the_pause():
    assert not wf.stops("supplement", "opinion")
    assert not wf.stops("financial_obligation", "linked")
    assert wf.stops("other", "opinion")
    assert wf.stops("supplement", "work")


# --- what the rule set and a hold say ---------------------------------------------


@pytest.mark.article("Decree 118/2025", "21")
def test_the_applicant_stops_what_was_received_only_where_the_law_lets_them():
    asks = Facts("processing", {"applicant"}, accepted=True, may_stop=False)
    assert refused("withdraw", asks) == ["may_not_stop"]
    assert refused("withdraw", asks, may_stop=True) == []
    # What was not received yet they take back.
    assert refused("withdraw", asks, state="submitted", accepted=False) == []
    assert refused("stop", LEAVING, accepted=True, may_stop=False) == ["may_not_stop"]
    lapse = replace(WAITING, actor_roles={wf.SYSTEM}, reason_given=True)
    assert refused("stop", lapse, supplement_lapsed=True, may_stop=False) == []


def test_what_the_term_waits_for_keeps_no_applicant_from_leaving():
    held = Facts("processing", {"applicant"}, accepted=True, on_hold=True)
    assert refused("withdraw", held) == []
    back = replace(LEAVING, accepted=True, withdrawn_from="processing", held=True)
    assert wf.outcome("resume", back) == wf.Outcome("processing", None)
    assert wf.outcome("resume", replace(back, held=False)).clock == "resume"


@pytest.mark.article("Decree 61/2018", "18")
def test_what_was_filed_at_the_wrong_one_stop_goes_to_another_that_receives_it():
    wrong = replace(AT_COUNTER, reason_given=True)
    assert refused("forward", wrong) == []
    assert wf.outcome("forward", wrong) == wf.Outcome("submitted", None)
    assert refused("forward", wrong, reason_given=False) == ["reason_missing"]
    assert refused("forward", wrong, received_elsewhere=False) == [
        "received_nowhere_else"
    ]
    assert refused("forward", wrong, actor_roles={"department_officer"}) == [
        "wrong_role"
    ]
