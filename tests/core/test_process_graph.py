"""Steps from which an internal process never comes to its end."""

from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.process_graph import END, trapped


def test_a_straight_process_traps_nobody():
    assert trapped({1: [2], 2: [3], 3: [END]}) == set()


def test_a_circle_with_a_way_out_by_choice_is_allowed():
    assert trapped({1: [2], 2: [1, 3], 3: [END]}) == set()


def test_two_steps_that_only_send_to_each_other_are_found():
    assert trapped({1: [2], 2: [3], 3: [2], 4: [END]}) == {1, 2, 3}


def test_a_step_that_only_leads_to_itself_is_found():
    assert trapped({1: [1]}) == {1}


def test_nothing_is_trapped_in_nothing():
    assert trapped({}) == set()


def _reaches_end(ways, step):
    """The same asked the other way round: walk on from the step."""
    seen, queue = set(), [step]
    while queue:
        here = queue.pop()
        if here is END:
            return True
        if here not in seen:
            seen.add(here)
            queue.extend(ways[here])
    return False


@given(
    st.dictionaries(
        st.integers(0, 6), st.lists(st.integers(0, 7), max_size=4), max_size=7
    )
)
def test_trapped_are_those_from_which_no_walk_ends(graph):
    ways = {
        step: [target if target in graph else END for target in targets]
        for step, targets in graph.items()
    }
    assert trapped(ways) == {step for step in ways if not _reaches_end(ways, step)}
