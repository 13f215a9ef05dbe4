"""A step that waits for a linked dossier of another agency."""

from dataclasses import replace

import pytest
from onestop_dossier_core import linked, ways
from onestop_dossier_core import workflow as wf
from onestop_dossier_core.workflow import Facts
from onestop_procedure_core.process_plan import Plan, Step

STEP = Facts(
    "processing",
    {"department_officer"},
    step_kind="linked",
    step_role="department_officer",
)
DECISION = Facts(
    "processing",
    {"department_head"},
    step_kind="decision",
    step_role="department_head",
    reason_given=True,
)


def refused(code, facts, **changes):
    return [one.code for one in wf.check(code, replace(facts, **changes))]


def test_a_step_is_not_completed_while_its_linked_dossier_is_open():
    waits = replace(STEP, linked_open=("H99.02-260309-0001",))
    assert refused("complete_step", waits) == ["linked_open"]
    assert refused("complete_step", waits, reason_given=True) == ["linked_open"]
    sentence = str(wf.check("complete_step", waits)[0])
    assert sentence == "A linked dossier is not resolved yet: H99.02-260309-0001."


@pytest.mark.parametrize("code", ["decide", "refuse"])
def test_nobody_decides_while_a_linked_dossier_is_open(code):
    assert refused(code, DECISION) == []
    assert refused(code, DECISION, linked_open=("H99.02-260309-0001",)) == [
        "linked_open"
    ]


@pytest.mark.parametrize("lack", ["linked_missing", "linked_refused", "linked_unpaid"])
def test_a_step_without_what_it_waits_for_is_completed_with_a_reason_alone(lack):
    assert refused("complete_step", STEP, linked_lacks=lack) == [lack]
    assert refused("complete_step", STEP, linked_lacks=lack, reason_given=True) == []
    # Its form asks for the reason: the action is offered.
    assert lack in wf.FORM_REFUSALS


def test_the_system_completes_the_step_of_a_linked_dossier_and_no_other_role_does():
    assert refused("complete_step", STEP, actor_roles={wf.SYSTEM}) == []
    assert refused("complete_step", STEP, actor_roles={"supervisor"}) == ["wrong_role"]


def test_what_was_withdrawn_or_has_ended_is_waited_for_no_more():
    assert {
        *("submitted", "accepted", "processing", "supplement", "payment")
    } == linked.WAITED_FOR


@pytest.mark.parametrize(
    ("states", "lack"),
    [
        ([], "linked_missing"),
        ([("resolved", "granted", False)], None),
        ([("returned", "partly", False)], None),
        ([("resolved", "refused", False)], "linked_refused"),
        ([("rejected", None, False)], "linked_refused"),
        # Its fee holds it back; of what was refused nothing is waited for.
        ([("resolved", "granted", True)], "linked_unpaid"),
        ([("resolved", "refused", True)], "linked_refused"),
        # Opened again, since the first did not do.
        ([("stopped", None, False), ("returned", "granted", False)], None),
        ([("returned", "granted", False), ("rejected", None, False)], "linked_refused"),
    ],
)
def test_the_last_linked_dossier_tells_what_the_step_lacks(states, lack):
    assert linked.lacks(states) == lack


@pytest.mark.parametrize(
    ("before", "state", "ended"),
    [
        ("processing", "resolved", True),
        ("submitted", "rejected", True),
        ("withdrawal", "stopped", True),
        ("resolved", "returned", False),
        ("submitted", "accepted", False),
    ],
)
def test_a_linked_dossier_ends_once(before, state, ended):
    assert linked.has_ended(before, state) is ended


@pytest.mark.parametrize(
    ("minutes", "late", "charged", "left"),
    [
        # The other agency took all of it, and more.
        (480, {"Tax": 960}, {"Tax": 480}, 0),
        # A day of two is the lead's own: it opened the dossier late.
        (960, {"Tax": 480}, {"Tax": 480}, 480),
        (960, {"Police": 300, "Tax": 480}, {"Tax": 480, "Police": 300}, 180),
        (480, {"Police": 300, "Tax": 480}, {"Tax": 480}, 0),
        (480, {}, {}, 480),
    ],
)
def test_a_delay_is_charged_to_the_agency_that_was_late(minutes, late, charged, left):
    assert linked.share(minutes, late) == charged
    assert linked.left_over(minutes, late) == left


def test_names_of_papers_are_alike_however_they_are_written():
    assert linked.alike("Bản vẽ  Thiết kế ") == linked.alike("bản vẽ thiết kế")
    assert linked.alike("Plan") != linked.alike("Plans")


def test_a_process_lets_only_those_open_linked_dossiers_who_can():
    step = Step(1, 10, "linked", "clerk")
    assert ways.check_step(step) == []
    named = replace(step, procedure=7)
    assert [one.code for one in ways.check_step(named)] == ["step_role_wrong"]
    for role in ("counter_officer", "department_officer", "department_head"):
        assert ways.check_step(replace(named, role=role)) == []


@pytest.mark.article("Decree 61/2018", "19.7")
def test_a_result_goes_back_to_the_one_stop_that_received_it_and_nowhere_else():
    sign = Step("sign", 10, "decision", place="competent")
    for place, right in (("received", True), ("competent", False), ("fixed", False)):
        plan = Plan([sign, Step("return", 20, "return", place=place)])
        assert plan.returns_where_it_was_received() is right
