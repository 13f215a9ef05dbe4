"""Cases worked out by hand with a calendar and the rule, one per line of the CSV."""

import csv
import pathlib
from datetime import date, time

import pytest
from clock_calendars import CALENDARS, at
from onestop_procedure_core.clock import (
    Apology,
    Extension,
    Pause,
    Restart,
    StartRule,
    Term,
    Timeline,
    due_instants,
)


def read_event(text):
    """`pause KIND START END|open`, `restart AT`, `extend N UNIT AT`,
    `apology UNTIL AT`; a pause of kind `restarting` is a supplement that restarts."""
    match text.split():
        case ["pause", kind, start, end]:
            restarts = kind == "restarting"
            return Pause(
                "supplement" if restarts else kind,
                at(start),
                None if end == "open" else at(end),
                restarts,
            )
        case ["restart", instant]:
            return Restart(at(instant))
        case ["extend", value, unit, instant]:
            return Extension(Term(int(value), unit), at(instant))
        case ["apology", until, instant]:
            return Apology(at(until), at(instant))
    raise AssertionError(f"no such event: {text}")


def answer(case):
    """What the clock says to the question that a case asks."""
    calendar = CALENDARS[case["calendar"]]
    rule = StartRule(
        first_day_counted=case["first_day"] == "counted",
        cut_off=time.fromisoformat(case["cut_off"]) if case["cut_off"] else None,
    )
    received = at(case["received"])
    if case["ask"] == "transfer":
        return rule.transfer_instant(calendar, received)
    events = [read_event(text) for text in case["events"].split("; ") if text]
    term = Term(float(case["term"] or 0), case["unit"])
    result = Timeline(calendar, term, received, rule, events).due_date()
    if not events:
        assert due_instants(calendar, term, [received], rule) == [result.due]
    if case["ask"] == "apology_day":
        return calendar.apology_day(result.due)
    if case["ask"] == "undetermined":
        assert result.due is None
        return result.undetermined.code.value
    return getattr(result, case["ask"])


def expected(case):
    if case["ask"] == "undetermined":
        return case["expected"]
    if case["ask"] == "apology_day":
        return date.fromisoformat(case["expected"])
    return at(case["expected"])


def read_cases():
    path = pathlib.Path(__file__).with_name("clock_cases.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        for number, case in enumerate(csv.DictReader(lines), start=2):
            marks = []
            if case["instrument"] != "Convention":
                marks = [pytest.mark.article(case["instrument"], case["article"])]
            yield pytest.param(case, marks=marks, id=f"line-{number}")


@pytest.mark.parametrize("case", list(read_cases()))
def test_the_clock_agrees_with_a_case_worked_out_by_hand(case):
    assert answer(case) == expected(case), case["reason"]
