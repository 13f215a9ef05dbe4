"""Until when files are kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core.retention_end import kept_until


@pytest.mark.parametrize(
    ("ended", "years", "until"),
    [
        (date(2026, 3, 9), 10, date(2036, 12, 31)),
        (date(2026, 12, 31), 10, date(2036, 12, 31)),
        (date(2024, 2, 29), 1, date(2025, 12, 31)),
        (date(2026, 3, 9), 0, None),
    ],
)
def test_years_are_whole_and_counted_from_the_end_of_the_year(ended, years, until):
    assert kept_until(ended, years) == until


def test_no_time_runs_backwards():
    with pytest.raises(ValueError, match="years"):
        kept_until(date(2026, 3, 9), -1)


@given(
    st.dates(date(2000, 1, 1), date(2100, 12, 31)),
    st.integers(1, 200),
)
def test_nothing_is_kept_for_less_than_its_years(ended, years):
    until = kept_until(ended, years)
    assert (until.year, until.month, until.day) >= (
        ended.year + years,
        ended.month,
        ended.day,
    )
