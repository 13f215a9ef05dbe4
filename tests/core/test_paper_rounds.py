"""At which hours paper leaves, and by when it has to (Decree 61/2018, art. 18)."""

from datetime import datetime, time

import pytest
from clock_calendars import CENTRE
from onestop_dossier_core.paper_rounds import next_round, read_hours, transfer_due
from onestop_procedure_core.clock import ZONE, StartRule

ROUNDS = (time(8), time(14))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def due(received):
    passed_on = StartRule(cut_off=time(15)).transfer_instant(CENTRE, at(received))
    return transfer_due(CENTRE, at(received), passed_on, ROUNDS)


def test_hours_are_read_as_people_write_them():
    assert read_hours("14:00, 8h00;09:30") == (time(8), time(9, 30), time(14))


@pytest.mark.parametrize("text", ["", "25:00", "8", "08:00,", "soon"])
def test_what_is_no_hour_is_refused(text):
    with pytest.raises(ValueError):
        read_hours(text)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        ("2026-03-09 07:10", "2026-03-09 08:00"),
        ("2026-03-09 08:00", "2026-03-09 08:00"),
        ("2026-03-09 08:01", "2026-03-09 14:00"),
        ("2026-03-09 14:01", "2026-03-10 08:00"),
        # Friday afternoon, and a Saturday: Monday.
        ("2026-03-13 16:00", "2026-03-16 08:00"),
        ("2026-03-14 07:00", "2026-03-16 08:00"),
    ],
)
def test_the_next_round_is_one_of_a_working_day(now, leaves):
    assert next_round(CENTRE, at(now), ROUNDS) == at(leaves)


@pytest.mark.article("Decree 61/2018", "18")
@pytest.mark.parametrize(
    ("received", "leaves_by"),
    [
        # The same working day, also what came at noon; 15:00 is still in time.
        ("2026-03-09 09:00", "2026-03-09 17:00"),
        ("2026-03-09 12:00", "2026-03-09 17:00"),
        ("2026-03-09 15:00", "2026-03-09 17:00"),
        # After 15:00: at the start of the next working day, with its first round.
        ("2026-03-09 15:01", "2026-03-10 08:00"),
        ("2026-03-13 15:01", "2026-03-16 08:00"),
        ("2026-03-14 09:00", "2026-03-16 08:00"),
        ("2026-04-29 16:00", "2026-05-04 08:00"),
    ],
)
def test_paper_leaves_the_same_day_or_at_the_start_of_the_next(received, leaves_by):
    assert due(received) == at(leaves_by)
