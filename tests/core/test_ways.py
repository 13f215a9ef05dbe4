"""By which way a step is left, and what the workflow can do of a process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core import ways as w
from onestop_dossier_core import workflow as wf
from onestop_procedure_core.process_plan import Step, Way

ON = Way("on", outcome="clear")
PAID = Way("paid", outcome="fee", condition="paid")
UNPAID = Way("unpaid", outcome="fee", target="cash")
BACK = Way("back", outcome="sent_back", target="draft")
GRANT = Way("grant", "decide", "granted")


def choose(ways, code="complete_step", outcome=None, holds=()):
    return w.choose(
        ways,
        code,
        outcome,
        lambda way: way.target == "draft",
        lambda way: not way.condition or way.condition in holds,
    )


def refused(*arguments, **options):
    way, refusal = choose(*arguments, **options)
    assert way is None
    return refusal.code


def test_the_only_way_on_needs_no_word():
    assert choose([ON]) == (ON, None)
    assert choose([GRANT, BACK], "decide") == (GRANT, None)


def test_of_several_one_is_chosen_by_its_outcome():
    assert refused([ON, UNPAID]) == "outcome_missing"
    assert choose([ON, UNPAID], outcome="clear") == (ON, None)
    assert choose([ON, UNPAID], outcome="fee") == (UNPAID, None)


def test_a_way_that_leads_back_is_never_meant_without_a_word():
    assert refused([GRANT, BACK]) == "outcome_missing"
    assert choose([GRANT, BACK], outcome="sent_back") == (BACK, None)
    assert choose([ON, BACK]) == (ON, None)


def test_an_outcome_of_another_action_or_step_is_unknown():
    for outcome in ("granted", "nothing", 7, ["clear"], {"a": 1}, True):
        assert refused([ON, GRANT], outcome=outcome) == "outcome_unknown"
    assert refused([GRANT], outcome="clear") == "outcome_unknown"
    assert refused([GRANT]) == "outcome_missing"


def test_of_ways_of_one_choice_the_first_whose_condition_holds_is_taken():
    assert choose([PAID, UNPAID], outcome="fee", holds={"paid"}) == (PAID, None)
    assert choose([PAID, UNPAID], outcome="fee") == (UNPAID, None)
    assert choose([PAID, UNPAID]) == (UNPAID, None)
    assert refused([PAID], outcome="fee") == "condition_unmet"


@given(
    st.lists(
        st.builds(
            Way,
            st.integers(),
            st.sampled_from(["complete_step", "decide"]),
            st.sampled_from(["", "a", "b"]),
            st.sampled_from([None, "draft", "cash"]),
            condition=st.sampled_from([None, "x", "y"]),
        ),
        min_size=1,
    ),
    st.sampled_from(["complete_step", "decide", "seal"]),
    st.sampled_from([None, "", "a", "b", "c"]),
    st.sets(st.sampled_from(["x", "y"])),
)
def test_whatever_is_chosen_is_of_the_action_meant_and_possible(
    ways, code, said, holds
):
    way, refusal = choose(ways, code, said, holds)
    assert (way is None) != (refusal is None)
    if way:
        assert way in ways and way.code == code
        assert not said or way.outcome == said
        assert said or way.target != "draft"
        assert not way.condition or way.condition in holds


def test_a_step_without_ways_offers_nothing_to_choose_but_where_to_send_the_draft():
    assert w.check_plain("complete_step", None, None, []) is None
    assert w.check_plain("complete_step", None, 3, [3]) is None
    assert w.check_plain("decide", "partly", None, []) is None
    assert w.check_plain("complete_step", "clear", None, []).code == "no_outcome"
    for target in (4, "3", [3], {"a": 1}):
        assert w.check_plain("complete_step", None, target, [3]).code == (
            "target_unknown"
        )


# --- a draft process ----------------------------------------------------------------------


def codes(refusals):
    assert all(str(refusal) for refusal in refusals)
    return [refusal.code for refusal in refusals]


@pytest.mark.parametrize(
    ("kind", "role", "found"),
    [
        ("work", "department_officer", []),
        ("work", "administrator", ["step_role_wrong"]),
        ("work", "applicant", ["step_role_wrong"]),
        ("party", "department_officer", ["step_kind_unknown"]),
        ("decision", "department_officer", ["step_role_wrong"]),
        ("decision", "director", []),
        ("seal", "clerk", []),
        ("seal", "department_head", ["step_role_wrong"]),
        ("return", "counter_officer", []),
        ("return", "department_officer", ["step_role_wrong"]),
    ],
)
def test_a_step_is_for_a_role_that_the_workflow_lets_do_it(kind, role, found):
    assert codes(w.check_step(Step(1, 1, kind, role))) == found


@pytest.mark.article("Decree 61/2018", "17.5")
def test_a_decision_step_of_an_officer_is_sound_where_the_procedure_is_delegated():
    step = Step(1, 1, "decision", "department_officer")
    assert codes(w.check_step(step, delegated=True)) == []


@pytest.mark.parametrize(
    ("kind", "role", "way", "back", "found"),
    [
        ("work", "department_officer", Way(1), False, []),
        ("work", "department_officer", Way(1), True, []),
        ("work", "department_officer", Way(1, "decide"), False, ["way_code_wrong"]),
        ("work", "department_officer", Way(1, "stop"), False, ["way_code_wrong"]),
        ("opinion", "department_officer", Way(1), True, ["way_back_wrong"]),
        ("decision", "department_head", Way(1), False, ["way_code_wrong"]),
        ("decision", "department_head", Way(1), True, []),
        ("decision", "department_head", Way(1, "decide"), True, ["way_back_wrong"]),
        ("decision", "department_head", Way(1, "decide", "partly"), False, []),
        (
            *("decision", "department_head", Way(1, "decide", "refused")),
            *(False, ["way_outcome_wrong"]),
        ),
        ("decision", "department_head", Way(1, "refuse", "refused"), False, []),
        (
            *("work", "department_officer", Way(1, role="administrator")),
            *(False, ["way_role_wrong"]),
        ),
        ("work", "department_officer", Way(1, role="department_head"), False, []),
        ("work", "department_officer", Way(1, state="supplement"), False, []),
        ("work", "department_officer", Way(1, state="payment"), False, []),
        ("work", "department_officer", Way(1, state="resolved"), False, []),
        (
            "work",
            "department_officer",
            Way(1, state="stopped"),
            False,
            ["way_state_wrong"],
        ),
        (
            "work",
            "department_officer",
            Way(1, state="returned"),
            False,
            ["way_state_wrong"],
        ),
        (
            "work",
            "department_officer",
            Way(1, state="resolved"),
            True,
            ["way_state_wrong"],
        ),
        ("return", "counter_officer", Way(1, "return"), False, []),
        ("return", "counter_officer", Way(1, "return", state="returned"), False, []),
        (
            *("return", "counter_officer", Way(1, "return", state="resolved")),
            *(False, ["way_state_wrong"]),
        ),
        ("seal", "clerk", Way(1, "seal"), False, []),
    ],
)
def test_a_way_is_one_that_the_workflow_can_take(kind, role, way, back, found):
    assert codes(w.check_way(Step(1, 1, kind, role), way, back)) == found


def test_what_a_way_does_to_the_state_is_an_action_of_the_table():
    for state, code in wf.ACTION_TO.items():
        # What is asked of the applicant goes on through the centre.
        through = "pass_on" if code == "request_supplement" else code
        assert wf.find(code, "processing")
        assert wf.find(through, "processing").to == state
