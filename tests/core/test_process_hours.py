"""Hours of an internal process against the term, by hand and as rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.process_hours import (
    elapsed_hours,
    shortest_term_hours,
    term_hours,
)


def test_a_known_process_takes_as_long_as_was_published():
    # 1.012994: 4+4+112+24+16+8 hours = 168 h = 21 days.
    hours = (4, 4, 112, 24, 16, 8)
    steps = [(number, "work", value) for number, value in enumerate(hours)]
    assert elapsed_hours(steps) == 168
    assert term_hours(21, "working_days") == 168


def test_parallel_steps_last_as_long_as_the_longest():
    steps = [(10, "work", 4), (20, "opinion", 8), (20, "opinion", 24), (30, "seal", 2)]
    assert elapsed_hours(steps) == 30


@pytest.mark.article("Decree 61/2018", "19")
def test_the_return_does_not_count():
    assert elapsed_hours([(10, "work", 8), (20, "return", 40)]) == 8


def test_no_steps_take_no_time():
    assert elapsed_hours([]) == 0


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
        (1, "calendar_days", 0),
        (2, "calendar_days", 0),
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
    # Counted one by one, from any day of the week on; 5 and 6 are the weekend.
    working = sum((start + day) % 7 < 5 for day in range(1, days + 1))
    assert term_hours(days, "calendar_days") <= working * 8


STEPS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["work", "opinion", "return"]),
        st.integers(0, 100),
    ),
    max_size=8,
)


@given(
    steps=STEPS, extra=st.tuples(st.integers(0, 5), st.just("work"), st.integers(0, 9))
)
def test_one_more_step_never_makes_it_shorter_nor_longer_than_its_own_hours(
    steps, extra
):
    before, after = elapsed_hours(steps), elapsed_hours([*steps, extra])
    assert before <= after <= before + extra[2]


@given(steps=STEPS)
def test_the_order_of_rows_does_not_matter(steps):
    assert elapsed_hours(steps) == elapsed_hours(reversed(steps))
