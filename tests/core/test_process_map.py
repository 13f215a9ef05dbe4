"""The map of an internal process: lanes, rows, ways past a row, hours to the term."""

from onestop_procedure_core.process_map import Label, draw, time_bar
from onestop_procedure_core.process_plan import Step, Way

BACK = Way("back", outcome="sent_back", target="draft")
SIMPLE = Way("simple", outcome="simple", target="sign")
STEPS = [
    Step("draft", 10, "work", hours=4, ways=(Way("on", outcome="on"), SIMPLE)),
    Step("tax", 20, "opinion", hours=8),
    Step("police", 20, "opinion", hours=12),
    Step("sign", 30, "decision", hours=2, ways=(Way("grant", "decide"), BACK)),
    Step("return", 40, "return"),
]
LANES = {"tax": "Tax", "police": "Police", "return": "Counter"}


def label(step, **rest):
    names = {way.key: f"way {way.key}" for way in step.ways}
    return Label(LANES.get(step.key, "Lead"), step.key, "k", "r", names, **rest)


def picture(steps=STEPS, bound=0.0, **rest):
    return draw(steps, {step.key: label(step, **rest) for step in steps}, bound)


def test_lanes_come_in_the_order_of_the_steps_and_each_once():
    assert picture()["lanes"] == ["Lead", "Tax", "Police", "Counter"]


def test_parallel_steps_share_a_row_and_its_number():
    rows = [
        [(card["number"], card["lane"], card["name"]) for card in row["cards"]]
        for row in picture()["rows"]
    ]
    assert rows == [
        [("1", 0, "draft")],
        [("2a", 1, "tax"), ("2b", 2, "police")],
        [("3", 0, "sign")],
        [("4", 3, "return")],
    ]


def test_lines_lead_from_lane_to_lane_of_the_next_row():
    assert [row["lines"] for row in picture()["rows"]] == [
        [[0, 1], [0, 2]],
        [[1, 0], [2, 0]],
        [[0, 3]],
        [],
    ]


def test_ways_past_a_row_and_back_run_beside_the_rows():
    drawn = picture()
    assert drawn["ahead"] == [{"first": 0, "last": 2, "track": 0}]
    assert drawn["back"] == [{"first": 0, "last": 2, "track": 0}]


def test_tracks_beside_one_another_are_apart_and_the_shorter_is_nearer():
    steps = [
        Step("a", 1, "work"),
        Step("b", 2, "work", ways=(Way(1), Way(2, outcome="x", target="b"))),
        Step("c", 3, "work", ways=(Way(3), Way(4, outcome="y", target="a"))),
        Step("d", 4, "return"),
    ]
    assert picture(steps)["back"] == [
        {"first": 1, "last": 1, "track": 0},
        {"first": 0, "last": 2, "track": 1},
    ]


def test_a_card_names_its_ways_and_where_they_lead():
    first, sign = (picture()["rows"][row]["cards"][0]["ways"] for row in (0, 2))
    assert first == [
        {"name": "way on", "to": "", "back": False},
        {"name": "way simple", "to": "3", "back": False},
    ]
    assert sign[1] == {"name": "way back", "to": "1", "back": True}


def test_what_is_resolved_at_once_leads_to_the_return():
    steps = [
        Step("a", 1, "decision", ways=(Way(1, "decide", state="resolved"),)),
        Step("b", 2, "seal"),
        Step("c", 3, "return"),
    ]
    drawn = picture(steps)
    assert drawn["rows"][0]["lines"] == []
    assert drawn["ahead"] == [{"first": 0, "last": 2, "track": 0}]


def test_marks_and_standing_are_kept_as_they_are():
    script = "<script>alert(1)</script>"
    card = picture(marks=(script,), standing="open")["rows"][0]["cards"][0]
    assert (card["marks"], card["standing"]) == ([script], "open")


def test_the_longest_way_is_measured_by_the_term():
    # 4 + 12 + 2: the longer of the parallel steps; the return does not count.
    assert picture(bound=24)["time"] == {
        "hours": 18,
        "bound": 24,
        "over": 0,
        "within": 75.0,
        "beyond": 0.0,
    }


def test_hours_beyond_the_term_are_shown_beside_it():
    assert time_bar(20, 16) == {
        "hours": 20,
        "bound": 16,
        "over": 4,
        "within": 80.0,
        "beyond": 20.0,
    }
    assert time_bar(20, 0)["over"] == 0
    assert time_bar(0, 0)["within"] == 0


def test_a_process_without_steps_is_an_empty_map():
    drawn = draw([], {})
    assert (drawn["lanes"], drawn["rows"]) == ([], [])
