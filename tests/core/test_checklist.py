"""The checklist of a case: what is asked for, surely or perhaps, and which questions
decide it."""

from onestop_procedure_core.checklist import (
    Asked,
    Line,
    askable,
    checklist,
    perhaps,
    questions,
)
from onestop_procedure_core.eform_values import Field

HOUSE = {"field": "house", "operator": "=", "value": True}
FLOORS = {"field": "floors", "operator": ">", "value": 2}
FORM = [
    Field("name", "char"),
    Field("kind", "selection", options=("new", "old")),
    Field("house", "boolean", visible_if={"field": "kind", "operator": "set"}),
    Field("floors", "integer", visible_if=HOUSE),
]
PAPERS = [
    Asked("request"),
    Asked("drawing", cases=frozenset({"build"})),
    Asked("loss", cases=frozenset({"lost"})),
    Asked("report", asked_if={"all": [HOUSE, FLOORS]}),
]
NOTHING = {"name": None, "kind": None, "house": False, "floors": None}


def keys(lines):
    return [line.key for line in lines]


def test_questions_are_those_that_papers_look_at_and_those_behind_them():
    assert questions(PAPERS, FORM) == ["kind", "house", "floors"]
    assert questions(PAPERS[:3], FORM) == []


def test_nobodys_own_data_are_asked_at_the_counter():
    assert askable(["name", "kind", "floors"], FORM) == ["kind", "floors"]


def test_a_case_leaves_out_the_papers_of_others():
    assert keys(checklist(PAPERS, "build", NOTHING, ())) == ["request", "drawing"]
    assert keys(checklist(PAPERS, "lost", NOTHING, ())) == ["request", "loss"]
    # Not chosen yet: all of them are told.
    assert keys(checklist(PAPERS, None, NOTHING, ())) == ["request", "drawing", "loss"]


def test_a_paper_waits_for_the_answers_that_decide_it():
    lines = checklist(PAPERS, "build", NOTHING, {"house", "floors"})
    assert lines[-1] == Line("report", ("house", "floors"))
    lines = checklist(PAPERS, "build", {**NOTHING, "house": True}, {"floors"})
    assert lines[-1] == Line("report", ("floors",))
    answered = {**NOTHING, "house": True, "floors": 3}
    assert checklist(PAPERS, "build", answered, ())[-1] == Line("report")
    assert keys(checklist(PAPERS, "build", {**answered, "floors": 2}, ())) == [
        "request",
        "drawing",
    ]


def test_one_answer_may_decide_what_others_would():
    either, both = {"any": [HOUSE, FLOORS]}, {"all": [HOUSE, FLOORS]}
    open_floors = frozenset({"floors"})
    has, has_not = {**NOTHING, "house": True}, NOTHING
    assert perhaps(either, has, open_floors) is True
    assert perhaps(either, has_not, open_floors) is None
    assert perhaps(both, has_not, open_floors) is False
    assert perhaps(both, has, open_floors) is None
    assert perhaps(None, NOTHING, open_floors) is True
