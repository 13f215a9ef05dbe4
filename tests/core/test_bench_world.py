"""The generated world is the same for the same seed, and looks like a centre's."""

from collections import Counter
from datetime import date, datetime

import pytest
from bench_ground import CATALOGUE

from bench import days, world
from bench.copying import text
from bench.cores import database_time, journal_chain, tracking_number
from bench.draw import Draw

legal_date = database_time.legal_date
KEY = b"k" * 32
UNTIL = date(2026, 11, 20)
FIGURES = world.read_figures()


def drawn(dossiers=60, seed="one", until=UNTIL, **figures):
    """{table: rows} of a small world."""
    figures = {**FIGURES, **figures}
    drawn = world.World(CATALOGUE, figures, dossiers, seed, until)
    codes, tables = world.Codes(drawn), {}
    for part in drawn.parts():
        rows = drawn.make(part, KEY)
        codes.give(rows.get("onestop_dossier", []))
        for table, some in rows.items():
            tables.setdefault(table, []).extend(some)
    return {**tables, **codes.counters()}


@pytest.fixture(scope="module")
def tables():
    return drawn()


def texts(tables):
    return {table: text(rows) for table, rows in tables.items()}


def test_the_same_seed_draws_the_same_bytes(tables):
    assert texts(drawn()) == texts(tables)


def test_another_seed_draws_another_world(tables):
    other = texts(drawn(seed="two"))
    assert other["onestop_dossier"] != texts(tables)["onestop_dossier"]
    assert other["onestop_journal"] != texts(tables)["onestop_journal"]


def test_as_many_dossiers_as_were_asked_for(tables):
    assert len(tables["onestop_dossier"]) == 60
    assert len(drawn(dossiers=1)["onestop_dossier"]) == 1


def test_numbers_are_given_once_and_can_be_read_back(tables):
    rows = tables["onestop_dossier"]
    numbers = [row["tracking_number"] for row in rows]
    assert len(set(numbers)) == len(numbers)
    assert all(map(tracking_number.normalise_tracking, numbers))
    codes = [row["code"] for row in rows if row["code"]]
    assert len(codes) > 40
    assert len(set(codes)) == len(codes)


def test_the_journal_is_whole(tables):
    heads = {row["res_id"]: row for row in tables["onestop_journal_head"]}
    files = {}
    for row in tables["onestop_journal"]:
        files.setdefault(row["res_id"], []).append(row)
    assert files.keys() == heads.keys()
    for number, rows in files.items():
        file = f"onestop.dossier,{number}"
        entries = [
            journal_chain.Entry(row["id"], chained(file, row), row["link"])
            for row in rows
        ]
        head = heads[number]
        assert not list(
            journal_chain.verify(KEY, file, entries, head["count"], head["head"])
        )


def chained(file, row):
    """The row as `onestop.journal` chains it."""
    names = ("actor", "actor_id", "role", "code", "state_from", "state_to", "reason")
    return {
        "file": file,
        "when": row["moment"],
        "data": row["data"],
        **{name: row[name] for name in names},
    }


def test_a_plain_dossier_is_due_when_the_clock_says(tables):
    moved = {row["dossier_id"] for row in tables["onestop_dossier_clock_event"]}
    plain = [
        row
        for row in tables["onestop_dossier"]
        if row["date_accepted"] and row["id"] not in moved
    ]
    assert plain
    calendar = CATALOGUE.departments[2].calendar
    for row in plain:
        # 5 working days after reception, at the closing hour: 17:00 in legal time.
        day = legal_date(row["date_accepted"])
        for _day in range(5):
            day = calendar.next_working_day(day)
        assert row["date_due_legal"] == datetime(day.year, day.month, day.day, 10)
        assert row["date_due"] == row["date_due_promised"] == row["date_due_legal"]


def test_nothing_happens_after_the_present(tables):
    present = datetime(2026, 11, 19, 17)
    for row in tables["onestop_journal"]:
        assert row["moment"] <= present
    for row in tables["onestop_dossier_step"]:
        assert row["date_opened"] <= (row["date_ended"] or present) <= present


def test_a_dossier_that_came_yesterday_is_open():
    rows = drawn(until=date(2025, 7, 2))["onestop_dossier"]
    open_states = ("submitted", "accepted", "processing", "supplement", "payment")
    assert sum(row["state"] in open_states for row in rows) > 30


def test_shares_come_out_as_they_were_put_in():
    tables = drawn(dossiers=600)
    rows = tables["onestop_dossier"]
    channels = Counter(row["channel"] for row in rows)
    assert 0.72 < channels["online"] / 600 < 0.86
    states = Counter(row["state"] for row in rows)
    assert 0.003 < states["rejected"] / 600 < 0.045
    assert states["returned"] > 450
    late = sum(
        row["date_resolved"] > row["date_due_legal"]
        for row in rows
        if row["date_resolved"]
    )
    assert late / 600 < 0.06


def test_seldom_things_happen_where_they_are_made_frequent():
    tables = drawn(withdrawn=1.0)
    assert {row["state"] for row in tables["onestop_dossier"]} <= {
        *("stopped", "rejected", "withdrawal", "supplement", "submitted", "processing")
    }
    tables = drawn(supplement_on_appraisal=1.0, supplement_never_answered=0.0)
    pauses = tables["onestop_dossier_clock_event"]
    assert len(pauses) > 40
    assert {pause["restarts"] for pause in pauses} == {True, False}
    tables = drawn(pace=[[1, 1.2, 1.5]], apology_of_late=1.0)
    kinds = Counter(row["kind"] for row in tables["onestop_dossier_clock_event"])
    assert kinds["apology"] > 20


def test_days_follow_weekdays_and_skip_closed_ones():
    calendar = CATALOGUE.departments[1].calendar
    rows = days.counts(FIGURES, calendar, date(2026, 2, 9), date(2026, 3, 1), 1000)
    assert sum(number for _day, number in rows) == 1000
    given = dict(rows)
    # Tết 2026: 16 to 20 February.
    assert date(2026, 2, 16) not in given
    assert given[date(2026, 2, 9)] > given[date(2026, 2, 13)]


def test_without_a_working_day_it_says_so():
    calendar = CATALOGUE.departments[1].calendar
    with pytest.raises(ValueError, match="no working day from 2026-02-16"):
        days.counts(FIGURES, calendar, date(2026, 2, 16), date(2026, 2, 20), 10)


def test_who_files_in_person_comes_in_office_hours():
    draw = Draw("hours")
    for _time in range(200):
        at = days.moment(draw, FIGURES, date(2026, 3, 9), "in_person")
        assert at.date() == date(2026, 3, 9)
        assert CATALOGUE.departments[1].calendar.is_working_time(at)


def test_a_text_for_copy_tells_none_from_what_is_quoted():
    rows = [{"a": None, "b": True, "c": "x\ty\\z\n"}, {"a": 1, "b": False, "c": 'q"'}]
    assert text(rows) == ',True,"x\ty\\z\n"\n1,False,"q"""\n'


def test_an_empty_text_is_refused_since_it_would_become_none():
    with pytest.raises(ValueError, match="an empty text among"):
        text([{"a": "", "b": 1}])
