"""Hours of an internal process against the term, by hand and as rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.process_hours import shortest_term_hours, term_hours


@pytest.mark.parametrize(
    ("value", "unit", "hours"),
    [
        (20, "working_days", 160),
        (2, "working_hours", 2),
        (0.5, "working_hours", 0.5),
        # The same day, and at once: within the working day.
        (0, "working_days", 8),
        (0, "working_hours", 8),
        # Calendar days: 5 of 7, and of the rest two may be a weekend.
        # What would end on a day off ends on the next working day.
        (1, "calendar_days", 8),
        (2, "calendar_days", 8),
        (3, "calendar_days", 8),
        (7, "calendar_days", 40),
        (10, "calendar_days", 48),
        (30, "calendar_days", 160),
        (1, "months", 160),
        (12, "months", 1920),
        (0, "none", None),
    ],
)
def test_hours_that_surely_lie_in_a_term(value, unit, hours):
    assert term_hours(value, unit) == hours


def test_the_shortest_term_binds_and_no_term_binds_nothing():
    terms = [(20, "working_days"), (2, "working_hours"), (0, "none")]
    assert shortest_term_hours(terms) == 2
    assert shortest_term_hours([(0, "none")]) is None
    assert shortest_term_hours([]) is None


@given(days=st.integers(1, 400), start=st.integers(0, 6))
def test_calendar_days_never_count_more_working_days_than_any_week_gives(days, start):
    # Counted one by one, from any day of the week on; 5 and 6 are the weekend, and
    # what would end on it ends on the next working day (Civil Code 2015, art. 148).
    last = days
    while (start + last) % 7 >= 5:
        last += 1
    working = sum((start + day) % 7 < 5 for day in range(1, last + 1))
    assert term_hours(days, "calendar_days") <= working * 8
