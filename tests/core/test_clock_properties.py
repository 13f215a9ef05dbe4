"""What must hold for every timeline, whatever the calendar."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from clock_timelines import FIRST, LAST, legal
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some
from onestop_procedure_core.clock import (
    Apology,
    Attendance,
    Calendar,
    DayKind,
    Derivation,
    Extension,
    ExtraWorkingDay,
    Holiday,
    Interval,
    Pause,
    StartRule,
    Term,
    Timeline,
    Unit,
    due_instants,
)

# As many examples as the profile says: a few in the short run, many with --all.
ANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
UNITS = [unit for unit in Unit if unit is not Unit.NONE]

HOURS = [(420, 690, 810, 1020), (420, 690), (0, 1440), (300, 360), (480, 720, 720, 990)]

days = some.dates(FIRST, date(2026, 12, 31))
instants = some.datetimes(
    datetime.combine(FIRST, time()), datetime(2026, 12, 31, 23, 59)
).map(legal)
reasons = some.sampled_from(["Tết", "bão", "nghỉ bù"])


@some.composite
def calendars(draw):
    """Any office that works at least one day a week."""
    rows = []
    for weekday in sorted(draw(some.sets(some.integers(0, 6), min_size=1))):
        edges = sorted(draw(some.sampled_from(HOURS)))
        for opens, closes in zip(edges[::2], edges[1::2], strict=False):
            rows.append(Attendance(weekday, Interval(opens, closes)))
    off = set(range(7)) - {row.weekday for row in rows}
    intake = draw(some.sets(some.sampled_from(sorted(off)))) if off else ()
    rows += [
        Attendance(day, Interval(450, 690), counts=False) for day in sorted(intake)
    ]
    closed = draw(some.dictionaries(days, reasons, max_size=12))
    extra = draw(some.sets(days, max_size=4)) - set(closed)
    return Calendar(
        "any",
        rows,
        [Holiday(day, reason) for day, reason in closed.items()],
        [ExtraWorkingDay(day, "bù", [Interval(420, 690)]) for day in extra],
        since=FIRST,
        until=LAST,
    )


@some.composite
def terms(draw):
    unit = draw(some.sampled_from(UNITS))
    return Term(draw(some.integers(1, 14 if unit is Unit.MONTHS else 40)), unit)


@some.composite
def rules(draw):
    cut_off = draw(some.none() | some.times(time(8), time(17)))
    return StartRule(draw(some.booleans()), cut_off)


@some.composite
def timelines(draw, pauses=3):
    """A timeline with some pauses, none inside another."""
    received = draw(instants)
    minutes = draw(some.lists(some.integers(0, 90_000), max_size=2 * pauses))
    edges = [received + timedelta(minutes=minute) for minute in sorted(minutes)]
    events = [
        Pause("other", start, end, restarts=draw(some.integers(0, 9)) == 0)
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]
    return Timeline(draw(calendars()), draw(terms()), received, draw(rules()), events)


def due(timeline):
    return timeline.due_date().due


@ANY
@given(timelines(pauses=0), some.timedeltas(timedelta(), timedelta(days=40)))
def test_received_later_is_never_due_earlier(timeline, delay):
    later = replace(timeline, received=timeline.received + delay)
    if timeline.term.unit is Unit.MONTHS:
        # 31 January and 28 February both end on 28 March: never earlier, even so.
        assert due(later) >= due(timeline)
    elif timeline.term.unit is Unit.CALENDAR_DAYS:
        # From an intake-only day the days run from the next working day, from a
        # closed day at once: so only receptions of one kind can be compared.
        kinds = {
            timeline.calendar.day(at.date()).kind
            for at in (timeline.received, later.received)
        }
        assume(DayKind.INTAKE_ONLY not in kinds and not timeline.rule.first_day_counted)
        assert due(later) >= due(timeline)
    else:
        assert due(later) >= due(timeline)


@ANY
@given(timelines(), some.integers(1, 12))
def test_a_longer_term_is_never_due_earlier(timeline, more):
    term = Term(timeline.term.value + more, timeline.term.unit)
    assert due(replace(timeline, term=term)) >= due(timeline)


@ANY
@given(timelines(), some.integers(0, 90_000))
def test_a_pause_of_no_time_changes_nothing(timeline, minutes):
    at = timeline.received + timedelta(minutes=minutes)
    assume(not any(pause.start < at < pause.end for pause in timeline.events))
    pause = Pause("other", at, at)
    assert due(replace(timeline, events=[pause, *timeline.events])) == due(timeline)


@ANY
@given(timelines(), some.integers(0, 30_000), some.randoms())
def test_the_order_in_which_events_are_told_changes_nothing(timeline, minutes, random):
    at = timeline.received + timedelta(minutes=minutes)
    extension = Extension(Term(3, timeline.term.unit), at)
    events = [*timeline.events, extension, Apology(at + timedelta(days=9), at)]
    told = replace(timeline, events=events).due_date()
    random.shuffle(events)
    assert replace(timeline, events=events).due_date() == told


@ANY
@given(timelines(), some.floats(0, 1))
def test_a_pause_split_in_two_adjacent_ones_changes_nothing(timeline, share):
    events = []
    for pause in timeline.events:
        middle = pause.start + share * (pause.end - pause.start)
        events += [replace(pause, end=middle, restarts=False)]
        events += [replace(pause, start=middle)]
    assert due(replace(timeline, events=events)) == due(timeline)


@ANY
@given(timelines(), days, some.integers(0, 8))
def test_one_more_holiday_never_makes_a_date_earlier(timeline, day, more):
    last = day + timedelta(days=more)
    calendar = timeline.calendar
    # A swapped working day cannot also be a holiday; and receptions happened on open
    # days: closing the intake-only day of a reception afterwards means nothing.
    assume(not any(day <= extra.day <= last for extra in calendar.extra_days))
    starts = [timeline.received, *(p.end for p in timeline.events if p.restarts)]
    assume(not any(day <= at.date() <= last for at in starts))
    holidays = [*calendar.holidays, Holiday(day, "thêm", last)]
    later = replace(timeline, calendar=replace(calendar, holidays=holidays))
    assert due(later) >= due(timeline)


@ANY
@given(timelines(), some.integers(0, 200_000))
def test_elapsed_and_remaining_make_the_whole_term(timeline, minutes):
    at = timeline.received + timedelta(minutes=minutes)
    whole = timeline.elapsed(at) + timeline.remaining(at)
    assert timeline.elapsed(at) >= 0
    known = timeline.as_of(at)
    date_now = known.due_date().due
    if timeline.term.unit is Unit.WORKING_HOURS:
        assert whole == timeline.term.count
    if date_now is None:
        return
    assert known.remaining(date_now) == 0
    assert known.elapsed(date_now) == whole
    assert timeline.remaining(at) >= 0 or at > date_now
    # Whoever answers on the last day, when the office is closed, gets a day more.
    ends = [pause.end.date() for pause in known.events if pause.end]
    if timeline.term.unit is Unit.WORKING_DAYS and date_now.date() not in (
        end + timedelta(days=n) for end in ends for n in range(30)
    ):
        assert whole == timeline.term.value


@ANY
@given(timelines(), some.integers(0, 90_000), some.integers(0, 9_000))
def test_time_used_only_grows_between_restarts(timeline, minutes, more):
    unbroken = [replace(pause, restarts=False) for pause in timeline.events]
    timeline = replace(timeline, events=unbroken)
    early = timeline.received + timedelta(minutes=minutes)
    late = early + timedelta(minutes=more)
    assert timeline.elapsed(early) <= timeline.elapsed(late)
    assert timeline.share_used(early) >= 0


@ANY
@given(timelines())
def test_a_date_falls_in_working_time_and_never_before_reception(timeline):
    result = timeline.due_date()
    calendar = timeline.calendar
    for instant in (result.due, result.promised):
        assert instant > timeline.received.replace(second=0, microsecond=0)
        # The minute before it is worked: due at closing is due in working time.
        day = calendar.day((instant - timedelta(minutes=1)).date())
        assert day.is_working


@ANY
@given(timelines())
def test_a_derivation_survives_json_and_reads_in_both_languages(timeline):
    derivation = timeline.due_date().derivation
    assert Derivation.from_list(derivation.to_list()) == derivation
    english, vietnamese = derivation.render("en_US"), derivation.render("vi_VN")
    assert len(english) == len(vietnamese) == len(derivation)
    assert not set(english) & set(vietnamese)


@ANY
@given(timelines(), terms())
def test_an_extension_moves_the_date_by_its_own_length(timeline, more):
    assume(more.unit is timeline.term.unit)
    extended = replace(timeline, events=[Extension(more, timeline.received)])
    whole = Term(timeline.term.value + more.value, more.unit)
    assert due(extended) == due(replace(timeline, term=whole, events=[]))


@ANY
@given(calendars(), terms(), some.lists(instants, max_size=6), rules())
def test_many_dates_at_once_are_the_dates_one_by_one(calendar, term, received, rule):
    one_by_one = [due(Timeline(calendar, term, at, rule)) for at in received]
    assert due_instants(calendar, term, received, rule) == one_by_one


@ANY
@given(calendars(), instants, some.integers(1, 6_000))
def test_working_minutes_added_are_working_minutes_between(calendar, at, minutes):
    end = calendar.add_working_minutes(at, minutes)
    assert calendar.working_minutes_between(at, end) == minutes
    assert calendar.working_minutes_between(end, at) == -minutes


@ANY
@given(calendars(), instants)
def test_the_next_opening_is_the_first_working_minute(calendar, at):
    opening = calendar.next_opening(at)
    assert calendar.is_working_time(opening)
    assert calendar.working_minutes_between(at, opening) == 0


@pytest.mark.article("Decree 61/2018", "19.9")
@ANY
@given(calendars(), instants)
def test_the_apology_day_is_the_last_working_day_before_expiry(calendar, at):
    assume(at.year > FIRST.year)
    day = calendar.apology_day(at)
    assert calendar.is_working_day(day)
    assert day < at.date()
    assert calendar.working_days_between(day, at.date() - timedelta(days=1)) == 0
