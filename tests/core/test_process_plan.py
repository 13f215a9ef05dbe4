"""Which steps of an internal process open next, join, are passed over or run again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.process_hours import term_hours
from onestop_procedure_core.process_plan import END, Plan, Step, Way, choices


def chain(*rows):
    return Plan(
        Step(key, order, kind, role, hours) for key, order, kind, role, hours in rows
    )


# The chain of 1.012994: 4+4+112+24+16+8 hours = 168 h = 21 working days.
COMMUNE = chain(
    ("receive", 1, "work", "counter_officer", 4),
    ("assign", 2, "work", "department_head", 4),
    ("appraise", 3, "work", "department_officer", 112),
    ("review", 4, "decision", "department_head", 24),
    ("sign", 5, "decision", "director", 16),
    ("seal", 6, "seal", "clerk", 8),
    ("return", 7, "return", "counter_officer", 0),
)
# Electronic and interlinked: two agencies are asked at once and the lead joins.
PARALLEL = chain(
    ("appraise", 1, "work", "department_officer", 16),
    ("tax", 2, "opinion", "department_officer", 24),
    ("police", 2, "opinion", "department_officer", 40),
    ("sign", 3, "decision", "department_head", 8),
    ("return", 4, "return", "counter_officer", 80),
)
ORDINARY = Way("on")
PASS = Way("pass", outcome="simple", target="sign")
VISIT = Way("visit", outcome="visit")
REDRAFT = Way("redraft", outcome="sent_back", target="draft")
GRANT = Way("grant", "decide", "granted")
# Simple matters go straight to the signature, which may send the draft back.
CHOICE = Plan(
    [
        Step("draft", 1, "work", hours=8, ways=(VISIT, PASS)),
        Step("visit", 2, "work", hours=16),
        Step("measure", 2, "work", hours=4),
        Step("sign", 3, "decision", hours=4, ways=(GRANT, REDRAFT)),
        Step("seal", 4, "seal", hours=1),
        Step("return", 5, "return", hours=1),
    ]
)


def keys(steps):
    return [step.key for step in steps]


def left(*names, **ways):
    """Closed steps: by the ordinary way, or by the way named."""
    return {**dict.fromkeys(names), **ways}


# --- without ways: a mere order -------------------------------------------------------


@pytest.mark.article("Decree 61/2018", "19.6")
def test_steps_open_one_after_the_other():
    assert keys(COMMUNE.next_steps({})) == ["receive"]
    assert keys(COMMUNE.next_steps(left("receive"))) == ["assign"]
    assert COMMUNE.next_steps(left("receive"), ["assign"]) == []


def test_the_return_opens_only_when_the_dossier_is_resolved():
    done = left(*list(COMMUNE.steps)[:-1])
    assert COMMUNE.next_steps(done) == []
    assert keys(COMMUNE.next_steps(done, resolved=True)) == ["return"]


@pytest.mark.article("Decree 61/2018", "19.6")
def test_a_parallel_group_opens_together_and_joins_before_what_follows():
    assert keys(PARALLEL.next_steps(left("appraise"))) == ["tax", "police"]
    assert PARALLEL.next_steps(left("appraise", "tax"), ["police"]) == []
    assert keys(PARALLEL.next_steps(left("appraise", "tax", "police"))) == ["sign"]


def test_the_order_is_that_of_the_sequence_whatever_the_list():
    backwards = Plan(reversed(COMMUNE.steps.values()))
    assert keys(backwards.next_steps({})) == ["receive"]


def test_the_decision_is_issued_with_the_last_signature():
    before = left("receive", "assign", "appraise", "review")
    assert not COMMUNE.is_decided(before, ())
    assert COMMUNE.is_decided({**before, "sign": None}, ())
    notification = chain(("note", 1, "work", "", 0), ("return", 2, "return", "", 0))
    assert not notification.is_decided({}, ())
    assert notification.is_decided(left("note"), ())
    assert not Plan([]).is_decided({}, ())


def test_a_draft_sent_back_voids_the_target_and_what_follows_it():
    closed = left("receive", "assign", "appraise", "review")
    void = COMMUNE.void_by_return_to("appraise")
    assert void == {"appraise", "review", "sign", "seal", "return"}
    rest = {key: way for key, way in closed.items() if key not in void}
    assert keys(COMMUNE.next_steps(rest)) == ["appraise"]


def test_what_others_did_beside_the_target_stays_valid():
    void = PARALLEL.void_by_return_to("tax")
    assert void == {"tax", "sign", "return"}
    assert keys(PARALLEL.next_steps(left("appraise", "police"))) == ["tax"]


def test_a_draft_goes_back_only_to_an_earlier_step_that_was_done():
    closed = left("receive", "assign")
    targets = COMMUNE.may_send_back_to(closed, "appraise")
    assert keys(targets) == ["receive", "assign"]
    assert PARALLEL.may_send_back_to(left("appraise", "tax"), "police") == [
        PARALLEL.steps["appraise"]
    ]


# --- ways -----------------------------------------------------------------------------


def test_a_way_without_a_target_leads_to_the_next_order():
    assert keys(CHOICE.next_steps({"draft": VISIT})) == ["visit", "measure"]


def test_a_way_with_a_target_passes_over_what_lies_between():
    closed = {"draft": PASS}
    assert keys(CHOICE.next_steps(closed)) == ["sign"]
    assert CHOICE.passed_over(closed, ["sign"]) == {"visit", "measure"}
    assert CHOICE.passed_over({}, ["draft"]) == set()
    done = {"draft": PASS, "sign": GRANT, "seal": None}
    assert CHOICE.position(done) == END
    assert CHOICE.is_decided(done, CHOICE.passed_over(done))


def test_a_step_that_was_passed_over_runs_when_the_draft_returns_to_it():
    to_visit = Way("more", outcome="visit_first", target="visit")
    assert CHOICE.void_by_return_to("visit") == {"visit", "sign", "seal", "return"}
    assert CHOICE.leads_back("sign", to_visit)
    # Without the mark it would be passed over again.
    assert keys(CHOICE.next_steps({"draft": PASS}, ["visit"], ["visit"])) == []
    closed = {"draft": PASS, "visit": None}
    assert keys(CHOICE.next_steps(closed, (), ["visit"])) == ["sign"]


def test_what_was_done_beside_a_redone_step_still_counts_when_they_join():
    a_to_end = Way("end", state="resolved")
    plan = Plan(
        [
            Step("a", 1, "work", ways=(ORDINARY, a_to_end)),
            Step("b", 1, "work"),
            Step("c", 2, "decision"),
        ]
    )
    # b asked for c; a, done again, does not: c still opens.
    closed = {"a": a_to_end, "b": None}
    assert keys(plan.next_steps(closed, (), ["a"])) == ["c"]


def test_a_way_to_the_end_leaves_nothing_before_the_result():
    plan = Plan(
        [
            Step("a", 1, "decision", ways=(Way("x", "decide", state="resolved"),)),
            Step("b", 2, "seal"),
            Step("r", 3, "return"),
        ]
    )
    closed = {"a": plan.way("x")}
    assert plan.next_steps(closed) == []
    assert plan.passed_over(closed) == {"b"}
    assert plan.is_decided(closed, {"b"})
    assert keys(plan.next_steps(closed, resolved=True)) == ["r"]


def test_parallel_steps_join_where_the_first_of_them_wants_to_go():
    ways = {
        name: (Way(f"{name}-on"), Way(f"{name}-3", target="third"))
        for name in ("a", "b")
    }
    plan = Plan(
        [
            Step("a", 1, "work", ways=ways["a"]),
            Step("b", 1, "work", ways=ways["b"]),
            Step("second", 2, "work"),
            Step("third", 3, "work"),
            Step("beside", 3, "work"),
        ]
    )
    jump = {"a": plan.way("a-3")}
    assert plan.next_steps(jump, ["b"]) == []
    assert keys(plan.next_steps({**jump, "b": None})) == ["second"]
    both = {**jump, "b": plan.way("b-3")}
    assert keys(plan.next_steps(both)) == ["third"]
    assert plan.passed_over(both, ["third"]) == {"second", "beside"}


def test_an_order_of_which_all_decisions_were_passed_over_is_not_decided():
    plan = Plan(
        [
            Step("a", 1, "work", ways=(Way("x", state="resolved"),)),
            Step("b", 2, "decision"),
        ]
    )
    closed = {"a": plan.way("x")}
    assert not plan.is_decided(closed, plan.passed_over(closed))


def test_a_step_left_backwards_has_no_valid_run():
    with pytest.raises(ValueError):
        CHOICE.position(
            {"draft": VISIT, "visit": None, "measure": None, "sign": REDRAFT}
        )


def test_what_follows_is_said_only_where_it_is_sure():
    assert COMMUNE.sure_next([]).key == "receive"
    assert COMMUNE.sure_next(["receive"]).key == "assign"
    assert COMMUNE.sure_next(["seal"]).key == "return"
    assert PARALLEL.sure_next(["police"]).key == "sign"
    assert CHOICE.sure_next(["draft"]) is None
    # The draft may come back, but that is no way on.
    assert CHOICE.sure_next(["sign"]).key == "seal"
    assert Plan([]).sure_next([]) is None


def told(plan, *where):
    return [(step.key, sure) for step, sure in plan.to_come(*where)]


def test_what_is_still_to_come_is_told_whole():
    assert told(COMMUNE, {})[0] == ("receive", True)
    assert told(COMMUNE, left("receive", "assign"), ["appraise"]) == [
        ("appraise", True),
        ("review", True),
        ("sign", True),
        ("seal", True),
        ("return", True),
    ]
    # Of two that run in parallel the one that is done does not come again.
    assert told(PARALLEL, left("appraise", "police"), ["tax"]) == [
        ("tax", True),
        ("sign", True),
        ("return", True),
    ]
    done = left(*list(COMMUNE.steps)[:-1])
    assert told(COMMUNE, done) == [("return", True)]
    assert told(COMMUNE, {**done, "return": None}) == []
    assert told(Plan([]), {}) == []


def test_what_depends_on_a_choice_is_told_apart():
    maybe = [("visit", False), ("measure", False)]
    sure = [("sign", True), ("seal", True), ("return", True)]
    assert told(CHOICE, {}, ["draft"]) == [("draft", True), *maybe, *sure]
    # The choice was made: what it passed over is not to come, what it led to is.
    assert told(CHOICE, {"draft": PASS}, ["sign"]) == sure
    chosen = told(CHOICE, {"draft": VISIT}, ["visit", "measure"])
    assert chosen == [("visit", True), ("measure", True), *sure]
    # One of the two is done; it was left by the ordinary way.
    assert told(CHOICE, {"draft": VISIT, "visit": None}, ["measure"]) == [
        ("measure", True),
        *sure,
    ]
    # The draft came back: whatever follows it may be chosen anew.
    assert told(CHOICE, {}, ["draft"], ["draft"]) == [("draft", True), *maybe, *sure]


def test_a_way_leads_back_to_an_earlier_step_or_to_its_own():
    assert CHOICE.leads_back("sign", REDRAFT)
    assert CHOICE.leads_back("draft", Way(target="draft"))
    assert not CHOICE.leads_back("draft", PASS)
    assert not CHOICE.leads_back("draft", VISIT)
    assert not CHOICE.leads_back("draft", None)


def test_each_choice_is_offered_once_and_those_that_lead_back_come_last():
    paid = Way("paid", outcome="ok", condition="[]")
    else_ = Way("else", outcome="ok", target="sign")
    ways = (REDRAFT, paid, else_, VISIT)
    found = choices(ways, lambda way: CHOICE.leads_back("sign", way))
    assert [way.key for way in found] == ["paid", "visit", "redraft"]


# --- what a draft would lead to ---------------------------------------------------------


@pytest.mark.article("Decree 61/2018", "19")
def test_a_known_process_takes_as_long_as_was_published():
    assert COMMUNE.longest_hours() == 168


def test_a_copy_from_the_register_is_made_within_its_day():
    # 2.000908: 2+3+2+1 hours, on the day of filing.
    copy = chain(
        ("find", 1, "work", "department_officer", 2),
        ("copy", 2, "work", "department_officer", 3),
        ("sign", 3, "decision", "department_head", 2),
        ("seal", 4, "seal", "clerk", 1),
    )
    assert copy.longest_hours() == term_hours(0, "working_days") == 8


@pytest.mark.article("Decree 61/2018", "19")
def test_parallel_steps_last_as_long_as_the_longest_and_the_return_does_not_count():
    assert PARALLEL.longest_hours() == 16 + 40 + 8
    assert Plan([]).longest_hours() == 0


def test_the_longest_way_counts_and_a_redraft_does_not():
    # draft 8, visit 16 beside measure 4, sign 4, seal 1.
    assert CHOICE.longest_hours() == 29
    short = Plan(
        [
            Step("a", 1, "work", hours=2, ways=(Way("x", target="c"),)),
            Step("b", 2, "work", hours=100),
            Step("c", 3, "decision", hours=3),
        ]
    )
    assert short.longest_hours() == 5


def test_what_is_left_to_do_is_the_longest_way_from_here():
    plan = Plan(
        [
            Step("check", 1, "work", hours=16),
            Step("ask", 2, "opinion", hours=24),
            Step("visit", 2, "work", hours=8),
            Step("sign", 3, "decision", hours=4),
            Step("return", 4, "return", hours=100),
        ]
    )
    assert plan.remaining_hours({}) == 16 + 24 + 4
    assert plan.remaining_hours({}, ["check"]) == 16 + 24 + 4
    assert plan.remaining_hours({"check": None}, ["ask", "visit"]) == 24 + 4
    asked = {"check": None, "ask": None}
    assert plan.remaining_hours(asked, ["visit"]) == 8 + 4
    seen = {**asked, "visit": None}
    assert plan.remaining_hours(seen, ["sign"]) == 4
    assert plan.remaining_hours({**seen, "sign": None}) == 0
    # Returned for redrafting to the check.
    assert plan.remaining_hours({}, ["check"], ["check"]) == 16 + 24 + 4


def test_sound_processes_have_nothing_to_be_said_of():
    for plan in (COMMUNE, PARALLEL, CHOICE):
        assert plan.unreachable() == plan.trapped() == plan.only_on_condition() == END
        assert plan.in_vain() == plan.unnamed() == plan.sideways() == []
        assert plan.undecided() == (False, END)
        assert plan.returns_once_at_its_end()


def steps_of(problems):
    return [(step.key, way.key) for step, way in problems]


def test_a_step_to_which_no_way_leads_is_found():
    plan = Plan(
        [
            Step("a", 1, "work", ways=(Way("x", target="c"),)),
            Step("b", 2, "work"),
            Step("c", 3, "work"),
        ]
    )
    assert plan.unreachable() == {"b"}
    # A way back leads to it too.
    back = Way("y", outcome="again", target="b")
    again = Plan(
        [*list(plan.steps.values())[:2], Step("c", 3, "work", ways=(Way("on"), back))]
    )
    assert again.unreachable() == END


def test_two_steps_that_only_send_to_each_other_are_found():
    plan = Plan(
        [
            Step("a", 1, "work"),
            Step("b", 2, "work", ways=(Way("x", outcome="o", target="a"),)),
            Step("c", 3, "work"),
        ]
    )
    assert plan.trapped() == {"a", "b"}
    assert plan.unreachable() == {"c"}


def test_a_step_with_conditions_on_every_way_on_is_found():
    way = Way("x", condition="[('channel', '=', 'post')]")
    assert Plan([Step("a", 1, "work", ways=(way,))]).only_on_condition() == {"a"}
    open_way = Way("y", target="a", outcome="back")
    still = Plan([Step("a", 1, "work", ways=(way, open_way))])
    assert still.only_on_condition() == {"a"}
    assert Plan([Step("a", 1, "work", ways=(way, Way("y")))]).only_on_condition() == END


def test_a_way_after_one_of_the_same_choice_that_is_always_open_is_found():
    twice = Plan([Step("a", 1, "work", ways=(Way("x"), Way("y", target="a")))])
    assert steps_of(twice.in_vain()) == [("a", "y")]


def test_ways_that_a_person_could_not_tell_apart_are_found():
    ways = (Way("x"), Way("y", outcome="other"))
    assert steps_of(Plan([Step("a", 1, "work", ways=ways)]).unnamed()) == [("a", "x")]
    back = (Way("x", "decide"), Way("y", "complete_step", target="a"))
    plan = Plan([Step("a", 1, "work"), Step("b", 2, "decision", ways=back)])
    assert steps_of(plan.unnamed()) == [("b", "y")]


def test_a_way_to_a_step_beside_it_is_found():
    plan = Plan(
        [Step("a", 1, "work", ways=(Way("x", target="b"),)), Step("b", 1, "work")]
    )
    assert steps_of(plan.sideways()) == [("a", "x")]


def test_a_way_on_which_nobody_decides_is_found():
    past = Way("x", target="seal")
    plan = Plan(
        [
            Step("a", 1, "work", ways=(past, Way("y", outcome="o"))),
            Step("b", 2, "decision"),
            Step("seal", 3, "seal"),
        ]
    )
    assert plan.undecided() == (True, {"seal"})
    notification = Plan([Step("a", 1, "work")])
    assert notification.undecided() == (False, END)
    assert Plan([Step("a", 1, "work"), Step("s", 2, "seal")]).undecided()[1] == {"s"}


def test_a_decision_that_a_return_made_void_is_none():
    # sign → rework → end: what was signed went with the draft.
    plan = Plan(
        [
            Step("draft", 1, "work", ways=(Way("go", target="sign"),)),
            Step("rework", 2, "work", ways=(Way("out", state="resolved"),)),
            Step(
                "sign",
                3,
                "decision",
                ways=(Way("grant", "decide"), Way("b", outcome="b", target="rework")),
            ),
        ]
    )
    assert plan.undecided() == (True, END)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("a", 1, "work")],
        [("r", 1, "return"), ("q", 2, "return")],
        [("r", 1, "return"), ("a", 2, "work")],
        [("a", 2, "work"), ("r", 2, "return")],
    ],
)
def test_the_result_is_returned_once_and_at_the_end(rows):
    assert not Plan(Step(*row) for row in rows).returns_once_at_its_end()


# --- rules ------------------------------------------------------------------------------


@st.composite
def plans(draw):
    """Any process of up to six steps, with up to three ways each."""
    orders = draw(st.lists(st.integers(1, 4), min_size=1, max_size=6))
    steps = []
    for number, order in enumerate(orders):
        targets = st.none() | st.sampled_from(
            [n for n, other in enumerate(orders) if other != order or n == number]
        )
        ways = [
            Way(
                (number, i),
                outcome=f"{number}-{i}",
                target=draw(targets),
                state=draw(st.sampled_from([None, None, "resolved"])),
            )
            for i in range(draw(st.integers(0, 3)))
        ]
        hours = draw(st.integers(0, 9))
        steps.append(Step(number, order, "work", hours=hours, ways=tuple(ways)))
    return Plan([*steps, Step("return", 9, "return")])


class Life:
    """A dossier that goes through a process as the engine takes it."""

    def __init__(self, plan):
        self.plan = plan
        self.closed, self.opened, self.redone = {}, set(), set()
        self.order = []
        self.go_on()

    def go_on(self):
        found = self.plan.next_steps(self.closed, self.opened, self.redone)
        self.opened |= {step.key for step in found}

    def leave(self, key, way):
        self.order.append(key)
        if self.plan.leads_back(key, way):
            void = self.plan.void_by_return_to(way.target)
            self.closed = {k: w for k, w in self.closed.items() if k not in void}
            self.opened -= void
            self.redone = (self.redone - void) | {way.target}
            self.opened.add(way.target)
        else:
            self.opened.discard(key)
            self.closed[key] = way
        self.go_on()


@given(plans(), st.data())
def test_every_life_stays_where_the_checks_foresaw(plan, data):
    life = Life(plan)
    groups = plan._groups
    for _step in range(12):
        if not life.opened:
            break
        assert life.opened <= set(plan.steps) - plan.unreachable()
        position = plan.position(life.closed, life.opened, life.redone)
        assert life.opened <= position
        assert any(position >= group for group in groups if group)
        # What is passed over has no run.
        over = plan.passed_over(life.closed, life.opened, life.redone)
        assert not over & (life.opened | set(life.closed))
        key = data.draw(st.sampled_from(sorted(life.opened)))
        life.leave(key, data.draw(st.sampled_from(plan.steps[key].ways or (None,))))
    if not life.opened:
        assert plan.position(life.closed, (), life.redone) == END
        assert keys(plan.next_steps(life.closed, resolved=True)) == ["return"]


@given(plans(), st.data())
def test_no_life_without_a_return_is_longer_than_the_longest_way(plan, data):
    life, hours = Life(plan), 0
    while life.opened:
        together = sorted(life.opened)
        hours += max(plan.steps[key].hours for key in together)
        for key in together:
            ways = [
                way
                for way in plan.steps[key].ways or (None,)
                if not plan.leads_back(key, way)
            ]
            if not ways:
                return
            life.leave(key, data.draw(st.sampled_from(ways)))
        if life.opened & set(together):
            return
    assert hours <= plan.longest_hours()
    assert life.order == sorted(life.order, key=lambda key: plan.steps[key].sequence)
    assert len(life.order) == len(set(life.order))


@given(plans())
def test_trapped_are_the_steps_from_which_no_walk_ends(plan):
    def ends(group, seen):
        if group == END:
            return True
        return any(
            ends(one, seen | {one})
            for one in plan._forward(group) | plan._backward(group)
            if one not in seen
        )

    groups = [group for group in plan._groups if group]
    stuck = [group for group in groups if not ends(group, {group})]
    assert plan.trapped() == END.union(*stuck)


@given(
    st.lists(
        st.tuples(
            st.integers(1, 5), st.sampled_from(["work", "return"]), st.integers(0, 99)
        ),
        max_size=8,
    ),
    st.tuples(st.integers(1, 5), st.integers(0, 9)),
)
def test_one_more_step_never_makes_it_shorter_nor_longer_than_its_own_hours(rows, more):
    steps = [Step(n, order, kind, hours=h) for n, (order, kind, h) in enumerate(rows)]
    extra = Step("x", more[0], "work", hours=more[1])
    before = Plan(steps).longest_hours()
    after = Plan([*steps, extra]).longest_hours()
    assert before <= after <= before + more[1]
    assert Plan(reversed(steps)).longest_hours() == before
