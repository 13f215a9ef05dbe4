from dataclasses import dataclass
from itertools import chain, groupby

from .calendar_rows import DayKind
from .clock_error import ClockError
from .derivation import Fact, FactCode
from .legal_time import DAY, from_minute, to_minute
from .measure import MEASURES
from .term import Unit
from .timeline_events import Apology, Extension, Pause, Restart, in_order


@dataclass(slots=True)
class _Target:
    """Units after which something is due, and the instant before which it is not."""

    total: int
    floor: int = 0

    def runs_at(self, due, at):
        """Whether its term, due at a minute, is not over at another; nor is it where a
        pause has just ended, even after the closing hour of the last day."""
        return at <= max(due, self.floor)


class Course:
    """One pass over the events of a timeline, telling each as a fact.

    Instants are minute numbers. The legal date and the date after an apology are two
    targets on one measure: a pause moves both, an extension the legal one.
    """

    def __init__(self, timeline):
        self._calendar = timeline.calendar
        self._rule = timeline.rule
        self._term = timeline.term
        self.open_pause = None
        self._citations = dict(timeline.rule.citations)
        self.facts = []
        self._tell(FactCode.RECEIVED, at=timeline.received)
        self._tell(FactCode.TERM, self._term.citation, amount=_amount(self._term))
        self._begin(to_minute(timeline.received))
        self._tell_start()
        self.promised = self.due()
        if timeline.events:
            self._tell(FactCode.PROMISED, due=from_minute(self.promised))
        steps = {
            Pause: self._pause,
            Restart: self._restart,
            Extension: self._extend,
            Apology: self._apologise,
        }
        for event in in_order(chain.from_iterable(map(_unfold, timeline.events))):
            steps[type(event)](event)

    def _tell(self, code, citation=None, /, **values):
        citation = citation or self._citations.get(code)
        self.facts.append(Fact.of(code, citation, **values))

    def _begin(self, received):
        """Count the term from a reception on, forgetting what was before."""
        measure = MEASURES[self._term.unit](self._calendar, self._rule, received)
        self._received = received
        self._measure = measure
        self._months = self._term.count
        self._legal = _Target(measure.units(self._term))
        self._apology = None
        self._paused = []

    def _tell_start(self):
        code, first = self._measure.code, from_minute(self._measure.begins)
        values = {"first": first.date()}
        if code not in (FactCode.FIRST_DAY_COUNTED, FactCode.FIRST_DAY_NOT_COUNTED):
            values["first"] = self._calendar.next_opening(first)
        if code is FactCode.AFTER_CUT_OFF:
            values["cut_off"] = f"{self._rule.cut_off:%H:%M}"
        if code is FactCode.INTAKE_ONLY:
            values["day"] = from_minute(self._received).date()
        self._tell(code, **values)
        if self._term.unit is Unit.MONTHS:
            last = self._measure.last_day(self._legal.total)
            self._tell(FactCode.MONTHS_END, last=_date(last))

    def due(self):
        """Minute of the legal date, as if no pause were open."""
        return self._measure.end(self._legal.total, self._legal.floor)

    def due_after_apology(self):
        """Minute of the date after an apology, or of the legal date if later."""
        if self._apology is None:
            return self.due()
        apology = self._measure.end(self._apology.total, self._apology.floor)
        return max(apology, self.due())

    def _pause(self, pause):
        start, before = to_minute(pause.start), self.due()
        values = {"kind": pause.kind, "start": pause.start, "reason": pause.reason}
        values["before"] = from_minute(before)
        promised = self.due_after_apology()
        moves_legal = self._legal.runs_at(before, start)
        moves_apology = self._apology is not None and self._apology.runs_at(
            promised, start
        )
        if pause.end is None:
            if moves_legal:
                self.open_pause = pause
                self._tell(FactCode.PAUSE_OPEN, pause.citation, **values)
            else:
                self._tell(FactCode.PAUSE_AFTER_EXPIRY, pause.citation, **values)
            return
        end = to_minute(pause.end)
        counted = self._measure.counted(start, end)
        span = {
            "end": pause.end,
            "counted": (counted, _counting_unit(self._term.unit)),
        }
        if moves_apology:
            self._apology = _Target(self._apology.total + counted, end)
        if moves_legal:
            self._legal = _Target(self._legal.total + counted, end)
            self._paused.append((start, end))
            after = from_minute(self.due())
            self._tell(FactCode.PAUSE, pause.citation, after=after, **span, **values)
            return
        self._tell(FactCode.PAUSE_AFTER_EXPIRY, pause.citation, **values)
        if moves_apology:
            values["before"] = from_minute(promised)
            after = from_minute(self.due_after_apology())
            self._tell(
                FactCode.PAUSE_OF_APOLOGY, pause.citation, after=after, **span, **values
            )

    def _restart(self, restart):
        before = self.due()
        self._begin(to_minute(restart.at))
        self._tell(
            FactCode.RESTART,
            restart.citation,
            at=restart.at,
            reason=restart.reason,
            before=from_minute(before),
            after=from_minute(self.due()),
        )
        self._tell_start()

    def _extend(self, extension):
        term, unit, before = extension.term, self._term.unit, self.due()
        days_on_months = (unit, term.unit) == (Unit.MONTHS, Unit.CALENDAR_DAYS)
        if term.unit is not unit and not days_on_months:
            raise ClockError("extension_unit", unit=term.unit.value, term=unit.value)
        self._legal.total += self._measure.units(term, self._months)
        if term.unit is Unit.MONTHS:
            self._months += term.count
        self._tell(
            FactCode.EXTENSION,
            extension.citation,
            amount=_amount(term),
            at=extension.at,
            reason=extension.reason,
            before=from_minute(before),
            after=from_minute(self.due()),
        )

    def _apologise(self, apology):
        until = to_minute(apology.until)
        self._apology = _Target(self._measure.elapsed(until), until)
        self._tell(
            FactCode.APOLOGY,
            apology.citation,
            at=apology.at,
            reason=apology.reason,
            until=from_minute(self.due_after_apology()),
            legal=from_minute(self.due()),
        )

    def close(self):
        """All facts, ending with the date, or with the reason why there is none."""
        if self.open_pause:
            self._tell_days(to_minute(self.open_pause.start))
            # The reason stands last, whatever happened during the pause.
            self.facts.sort(key=lambda fact: fact.code is FactCode.PAUSE_OPEN)
            return self.facts
        due = self.due()
        self._tell_days(due)
        if self._term.unit is not Unit.WORKING_HOURS:
            self._tell_last_day(due)
        self._tell(FactCode.DUE, due=from_minute(due))
        if self._apology is not None:
            after = from_minute(self.due_after_apology())
            self._tell(FactCode.DUE_AFTER_APOLOGY, due=after)
        return self.facts

    def _tell_days(self, until):
        """Days skipped, by reason, from the reception to `until`, and days that count
        against the week; for terms in hours also how many of each day count."""
        index, unit = self._calendar.index, self._term.unit
        if unit in (Unit.CALENDAR_DAYS, Unit.MONTHS):
            return
        skipped, counted = {}, {}
        for ordinal in range(self._received // DAY, until // DAY + 1):
            if minutes := self._minutes_of_day(ordinal, until):
                counted[ordinal] = minutes
            paused = any(a // DAY < ordinal <= b // DAY for a, b in self._paused)
            if paused or ordinal == self._received // DAY < self._measure.begins // DAY:
                continue
            day = index.day(ordinal)
            if day.kind is DayKind.EXTRA:
                self._tell(FactCode.EXTRA_DAY, day=day.day, reason=day.reason)
            elif not day.is_working:
                reason = day.reason if day.kind is DayKind.HOLIDAY else ""
                skipped.setdefault((day.kind, reason), []).append(ordinal)
        if counted:
            self._tell(FactCode.HOURS_COUNTED, hours=_runs_of_hours(counted))
        for (kind, reason), ordinals in skipped.items():
            values = {"runs": _runs(ordinals)}
            if kind is DayKind.HOLIDAY:
                self._tell(FactCode.HOLIDAY, reason=reason, **values)
            else:
                off = kind is DayKind.DAY_OFF
                code = FactCode.WEEKLY_OFF if off else FactCode.INTAKE_DAYS
                self._tell(code, **values)

    def _minutes_of_day(self, ordinal, until):
        """Minutes of a day that a term in hours counts; 0 for other terms."""
        if self._term.unit is not Unit.WORKING_HOURS:
            return 0
        opens, closes = ordinal * DAY, min(ordinal * DAY + DAY, until)
        counted = self._measure.counted(opens, closes)
        for start, end in self._paused:
            start, end = max(start, opens), min(end, closes)
            if start < end:
                counted -= self._measure.counted(start, end)
        return counted

    def _tell_last_day(self, due):
        last = self._measure.last_day(self._legal.total, self._legal.floor)
        if last != due // DAY:
            self._tell(
                FactCode.ROLL_OVER,
                last=_date(last),
                rolled=_date(due // DAY),
                reason=self._calendar.index.day(last).reason,
            )
        self._tell(FactCode.CLOSING_HOUR, hour=f"{from_minute(due):%H:%M}")

    def elapsed(self, at):
        """Units used at `at`, pauses left out."""
        return self._unpaused(self._running(at))

    def total(self):
        """Units from the first one to the date, pauses left out."""
        return self._unpaused(self.due())

    def minutes_left(self, at):
        """Working minutes from `at`, or from where an open pause began, to the date."""
        at = max(self._running(at), self._measure.begins)
        index = self._calendar.index
        return index.worked(self.due()) - index.worked(at)

    def minutes_in_all(self):
        """Working minutes from the beginning to the date, pauses left out."""
        worked, begins = self._calendar.index.worked, self._measure.begins
        due = self.due()
        total = worked(due) - worked(begins)
        for start, end in self._paused:
            start, end = max(start, begins), min(end, due)
            total -= max(0, worked(end) - worked(start))
        return total

    def _running(self, at):
        if self.open_pause:
            return min(at, to_minute(self.open_pause.start))
        return at

    def _unpaused(self, at):
        """Units up to `at`, which lies after every pause of the course."""
        paused = sum(self._measure.counted(*pause) for pause in self._paused)
        return self._measure.elapsed(at) - paused


def _unfold(event):
    """A pause that restarts the term is a pause, and at its end a restart."""
    yield event
    if isinstance(event, Pause) and event.restarts and event.end is not None:
        yield Restart(event.end, citation=event.citation)


def _amount(term):
    return (float(term.value) if term.value % 1 else term.value, term.unit.value)


def _counting_unit(unit):
    """What pauses of a term in this unit are counted in."""
    if unit is Unit.WORKING_HOURS:
        return "working_minutes"
    return Unit.CALENDAR_DAYS.value if unit is Unit.MONTHS else unit.value


def _date(ordinal):
    return from_minute(ordinal * DAY).date()


def _runs_of_hours(counted):
    """[[first, last, minutes], …] of consecutive days with as many minutes each."""
    runs = []
    for minutes, days in groupby(counted, counted.get):
        runs += [(*run, minutes) for run in _runs(days)]
    return runs


def _runs(ordinals):
    """[[first, last], …] of consecutive days."""
    runs = []
    for _key, run in groupby(enumerate(ordinals), lambda pair: pair[1] - pair[0]):
        days = [ordinal for _place, ordinal in run]
        runs.append((_date(days[0]), _date(days[-1])))
    return runs
