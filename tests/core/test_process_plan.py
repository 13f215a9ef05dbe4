"""Which steps of an internal process open next, join, or run again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core import process_plan as plan
from onestop_dossier_core.process_plan import Step


def codes(refusals):
    return [refusal.code for refusal in refusals]


def chain(*rows):
    return [Step(*row) for row in rows]


# The chain of 1.012994: 4+4+112+24+16+8 hours = 168 h = 21 working days.
COMMUNE = chain(
    ("receive", 1, "work", "counter", 4),
    ("assign", 2, "work", "head", 4),
    ("appraise", 3, "work", "officer", 112),
    ("review", 4, "decision", "head", 24),
    ("sign", 5, "decision", "director", 16),
    ("seal", 6, "seal", "clerk", 8),
    ("return", 7, "return", "counter", 0),
)
# Electronic and interlinked: two agencies are asked at once and the lead joins.
PARALLEL = chain(
    ("appraise", 1, "work", "officer", 16),
    ("tax", 2, "opinion", "officer", 24),
    ("police", 2, "opinion", "officer", 40),
    ("sign", 3, "decision", "head", 8),
    ("return", 4, "return", "counter", 80),
)


def keys(steps):
    return [step.key for step in steps]


def test_steps_open_one_after_the_other():
    assert keys(plan.next_steps(COMMUNE, [])) == ["receive"]
    assert keys(plan.next_steps(COMMUNE, ["receive"])) == ["assign"]
    assert plan.next_steps(COMMUNE, ["receive"], ["assign"]) == []


def test_the_return_opens_only_when_the_dossier_is_resolved():
    done = [step.key for step in COMMUNE[:-1]]
    assert plan.next_steps(COMMUNE, done) == []
    assert keys(plan.next_steps(COMMUNE, done, resolved=True)) == ["return"]


@pytest.mark.article("Decree 61/2018", "19.6")
def test_a_parallel_group_opens_together_and_joins_before_what_follows():
    assert keys(plan.next_steps(PARALLEL, ["appraise"])) == ["tax", "police"]
    assert plan.next_steps(PARALLEL, ["appraise", "tax"], ["police"]) == []
    assert keys(plan.next_steps(PARALLEL, ["appraise", "tax", "police"])) == ["sign"]


def test_the_order_is_that_of_the_sequence_whatever_the_list():
    assert keys(plan.next_steps(reversed(COMMUNE), [])) == ["receive"]


def test_the_decision_is_issued_with_the_last_signature():
    assert not plan.is_decided(COMMUNE, ["receive", "assign", "appraise", "review"])
    assert plan.is_decided(COMMUNE, ["receive", "assign", "appraise", "review", "sign"])
    notification = chain(
        ("note", 1, "work", "officer"), ("return", 2, "return", "counter")
    )
    assert not plan.is_decided(notification, [])
    assert plan.is_decided(notification, ["note"])


def test_a_draft_sent_back_voids_the_target_and_what_follows_it():
    closed = {"receive", "assign", "appraise", "review"}
    void = plan.send_back(COMMUNE, closed, "sign", "appraise")
    assert void == {"appraise", "review", "sign", "seal", "return"}
    assert keys(plan.next_steps(COMMUNE, closed - void)) == ["appraise"]


def test_what_others_did_beside_the_target_stays_valid():
    closed = {"appraise", "tax", "police"}
    void = plan.send_back(PARALLEL, closed, "sign", "tax")
    assert void == {"tax", "sign", "return"}
    assert keys(plan.next_steps(PARALLEL, closed - void)) == ["tax"]


def test_a_draft_goes_back_only_to_an_earlier_step_that_was_done():
    closed = {"receive", "assign"}
    assert keys(plan.may_send_back_to(COMMUNE, closed, "appraise")) == [
        "receive",
        "assign",
    ]
    for target in ("appraise", "sign", "nowhere"):
        with pytest.raises(ValueError):
            plan.send_back(COMMUNE, closed, "appraise", target)
    with pytest.raises(ValueError):
        plan.send_back(PARALLEL, {"appraise", "tax"}, "police", "tax")


def test_parallel_steps_last_as_long_as_the_longest_and_the_return_does_not_count():
    assert plan.elapsed_hours(COMMUNE) == 168
    assert plan.elapsed_hours(PARALLEL) == 16 + 40 + 8


def test_a_sound_process_has_nothing_to_be_said_of():
    assert plan.check_process(COMMUNE) == []
    assert plan.check_process(PARALLEL) == []


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([], ["process_empty"]),
        (COMMUNE[:-1], ["return_step_wrong"]),
        ([*COMMUNE, Step("again", 8, "return", "counter")], ["return_step_wrong"]),
        ([*COMMUNE, Step("late", 9, "work", "officer")], ["return_step_wrong"]),
        ([*COMMUNE, Step("beside", 7, "work", "officer")], ["return_step_wrong"]),
        ([*COMMUNE, COMMUNE[0]], ["step_key_twice"]),
        ([*COMMUNE, Step("x", 2, "party", "officer")], ["step_kind_unknown"]),
        ([*COMMUNE, Step("x", 2, "decision", "officer")], ["step_role_wrong"]),
        ([*COMMUNE, Step("x", 2, "work", "administrator")], ["step_role_wrong"]),
        ([*COMMUNE, Step("x", 2, "work", "officer", -1)], ["step_hours_negative"]),
        ([*COMMUNE, Step("x", 4, "seal", "clerk")], ["seal_before_decision"]),
    ],
)
def test_a_process_that_could_not_run_to_its_end_is_refused(steps, found):
    assert codes(plan.check_process(steps)) == found


@pytest.mark.article("Decree 61/2018", "17.5")
def test_a_decision_step_of_an_officer_is_sound_where_the_procedure_is_delegated():
    steps = [*COMMUNE, Step("x", 4, "decision", "officer")]
    assert plan.check_process(steps, delegated=True) == []


processes = st.lists(st.integers(1, 4), min_size=1, max_size=8).map(
    lambda sequences: [
        *(
            Step(index, sequence, "work", "officer")
            for index, sequence in enumerate(sequences)
        ),
        Step("return", 9, "return", "counter"),
    ]
)


@given(processes, st.randoms(use_true_random=False))
def test_every_process_runs_to_its_end_each_step_once_and_in_order(steps, random):
    closed, opened, order = set(), set(), []
    while True:
        opened |= {step.key for step in plan.next_steps(steps, closed, opened)}
        if not opened:
            break
        key = random.choice(sorted(opened))
        opened.remove(key)
        closed.add(key)
        order.append(steps[key].sequence)
    assert order == sorted(step.sequence for step in steps[:-1])
    assert keys(plan.next_steps(steps, closed, resolved=True)) == ["return"]


@given(processes, st.data())
def test_after_a_redraft_the_target_opens_alone_and_the_rest_runs_again(steps, data):
    closed = {step.key for step in steps[:-1]}
    if not plan.may_send_back_to(steps, closed, "return"):
        return
    target = data.draw(st.sampled_from(steps[:-1]))
    void = plan.send_back(steps, closed, "return", target.key)
    assert keys(plan.next_steps(steps, closed - void)) == [target.key]
    assert closed - void == {
        step.key
        for step in steps[:-1]
        if step.sequence <= target.sequence and step.key != target.key
    }
