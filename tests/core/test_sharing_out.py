"""Open work is shared out: fewest first, and alike each time."""

from hypothesis import given
from hypothesis import strategies as st
from onestop_dossier_core.sharing_out import share_out


def test_each_thing_goes_to_whoever_has_fewest():
    things = [(number, ["an", "binh", "chi"]) for number in range(1, 6)]
    assert share_out(things, {"an": 3, "binh": 1}) == {
        # Chi has none, then as many as Bình, who is named first.
        1: "chi",
        2: "binh",
        3: "chi",
        4: "binh",
        5: "chi",
    }


def test_of_several_with_as_few_the_first_named_gets_it():
    assert share_out([("a", ["x", "y"])], {}) == {"a": "x"}
    assert share_out([("a", ["y", "x"])], {}) == {"a": "y"}


def test_what_nobody_may_have_stays_where_it_is():
    assert share_out([("a", []), ("b", ["x"])], {"x": 9}) == {"a": None, "b": "x"}


@given(
    st.lists(st.sets(st.integers(0, 4)).map(sorted), max_size=30),
    st.dictionaries(st.integers(0, 4), st.integers(0, 9)),
)
def test_nobody_gets_what_they_may_not_have_and_all_have_alike_where_all_may(
    eligible, had
):
    things = list(enumerate(eligible))
    gives = share_out(things, had)
    assert all(gives[one] in people or not people for one, people in things)
    everybody = share_out([(one, range(5)) for one, _people in things], had)
    has = {who: had.get(who, 0) for who in range(5)}
    for who in everybody.values():
        has[who] += 1
    got = set(everybody.values())
    # Whoever got some has at most one more than whoever has fewest.
    assert all(has[who] <= min(has.values()) + 1 for who in got)
