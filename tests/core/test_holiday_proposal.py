"""The holidays of a year, compared with the government's notices (domain §1)."""

from datetime import date

import pytest
from onestop_procedure_core.holiday_proposal import Proposal, propose


def days(year):
    """Names in small letters: how they are written is the library's matter."""
    return [
        (one.first, one.last, one.name.lower(), one.worked) for one in propose(year)
    ]


def test_holidays_of_2025_are_those_of_the_notice():
    assert days(2025) == [
        (date(2025, 1, 1), date(2025, 1, 1), "tết dương lịch", None),
        # The Saturday is a day off of the new year too.
        (date(2025, 1, 27), date(2025, 2, 1), "tết nguyên đán", None),
        (date(2025, 4, 7), date(2025, 4, 7), "ngày giỗ tổ hùng vương", None),
        (date(2025, 4, 30), date(2025, 4, 30), "ngày chiến thắng", None),
        (date(2025, 5, 1), date(2025, 5, 1), "ngày quốc tế lao động", None),
        (date(2025, 5, 2), date(2025, 5, 2), "", date(2025, 4, 26)),
        (date(2025, 9, 1), date(2025, 9, 2), "quốc khánh", None),
    ]


def test_a_day_in_lieu_belongs_to_its_holiday():
    assert (
        date(2026, 4, 26),
        date(2026, 4, 27),
        "ngày giỗ tổ hùng vương",
        None,
    ) in days(2026)


def test_a_day_in_lieu_that_is_not_adjacent_stands_alone():
    assert [row[:3] for row in days(2027) if "lao động" in row[2]] == [
        (date(2027, 5, 1), date(2027, 5, 1), "ngày quốc tế lao động"),
        (date(2027, 5, 3), date(2027, 5, 3), "ngày quốc tế lao động"),
    ]


def test_a_swapped_day_next_to_a_holiday_is_a_row_of_its_own():
    assert [row for row in days(2026) if row[3]] == [
        (date(2026, 8, 31), date(2026, 8, 31), "", date(2026, 8, 22))
    ]


def test_a_run_has_its_days():
    run = Proposal(date(2025, 12, 31), date(2026, 1, 2), "Run")
    assert list(run.days()) == [
        date(2025, 12, 31),
        date(2026, 1, 1),
        date(2026, 1, 2),
    ]


@pytest.mark.parametrize("year", [0, 1994, 2100, 99999])
def test_years_that_nobody_knows_are_refused(year):
    with pytest.raises(ValueError, match=str(year)):
        propose(year)
