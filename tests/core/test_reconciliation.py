"""Two lists of the same dossiers: what is named, and that nothing is named twice."""

from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.exchange_message import Entry
from onestop_dossier_core.reconciliation import Difference, Known, differences
from onestop_dossier_core.workflow import OPEN_STATES


def is_open(state):
    return state in OPEN_STATES


def known(number, state, *names):
    return Known(number, frozenset(names), state, names[0])


def test_each_kind_of_difference():
    theirs = [
        Entry("A-0001", None, "processing"),
        Entry(None, "B-0002", "supplement"),
        Entry("C-0003", None, "accepted"),
    ]
    ours = [
        known(1, "processing", "A-0001", "H-0001"),
        known(2, "processing", "B-0002"),
        known(4, "accepted", "D-0004", "E-0004"),
        known(5, "returned", "F-0005"),
    ]
    assert differences(theirs, ours, is_open) == [
        Difference("status", "B-0002", 2, "supplement", "processing"),
        Difference("missing_here", "C-0003", None, "accepted", None),
        Difference("missing_there", "D-0004", 4, None, "accepted"),
    ]


def test_what_has_ended_here_and_is_open_there_differs():
    [one] = differences(
        [Entry("F-0005", None, "processing")],
        [known(5, "returned", "F-0005")],
        is_open,
    )
    assert (one.kind, one.theirs, one.ours) == ("status", "processing", "returned")


NAMES = st.sampled_from([f"N-{number:04}" for number in range(6)])
STATES = st.sampled_from(("accepted", "processing", "returned"))
THEIRS = st.lists(st.builds(Entry, NAMES, st.none(), STATES), max_size=8)
OURS = st.dictionaries(NAMES, STATES, max_size=6).map(
    lambda rows: [known(n, s, name) for n, (name, s) in enumerate(rows.items(), 1)]
)


@given(THEIRS, OURS)
def test_nothing_is_named_twice_and_all_is_named(theirs, ours):
    found = differences(theirs, ours, is_open)
    assert len({one.code for one in found}) == len(found)
    here = {name for one in ours for name in one.names}
    there = {entry.code for entry in theirs}
    named = {one.code for one in found}
    assert there - here == {one.code for one in found if one.kind == "missing_here"}
    assert named <= here | there


@given(OURS)
def test_the_same_lists_do_not_differ(ours):
    theirs = [Entry(min(one.names), None, one.state) for one in ours]
    assert differences(theirs, ours, is_open) == []
