from dataclasses import dataclass, replace
from datetime import datetime

from .calendar import Calendar
from .clock_error import ClockError
from .course import Course
from .derivation import Derivation, Fact, FactCode
from .legal_time import from_minute, in_legal_time, to_minute
from .start_rule import StartRule
from .term import Term, Unit
from .timeline_events import Apology, Extension, Pause, Restart, in_order


@dataclass(frozen=True, slots=True)
class DueDate:
    """What the clock answers; instants are aware datetimes in legal time.

    - `due`: the legal date, moved by pauses, restarts and extensions; None when it
      cannot be computed, and then `undetermined` is the fact that says why.
    - `promised`: the first promise, as it stood at reception.
    - `after_apology`: `due`, or the later date that an apology named.
    """

    due: datetime | None
    promised: datetime | None
    after_apology: datetime | None
    derivation: Derivation

    @property
    def undetermined(self):
        """The fact because of which there is no date, or None."""
        return self.derivation.facts[-1] if self.due is None else None


@dataclass(frozen=True, slots=True)
class Timeline:
    """One running term: its calendar, term, rule, reception and what happened since.

    `received` is when the complete dossier was received. Events may come in any
    order. Raises ClockError on a pause inside another, an event before reception, a
    naive datetime, or a date that the calendar cannot give.
    """

    calendar: Calendar
    term: Term
    received: datetime
    rule: StartRule = StartRule()
    events: tuple[Pause | Restart | Extension | Apology, ...] = ()

    def __post_init__(self):
        received = to_minute(self.received)
        events = tuple(in_order(self.events))
        object.__setattr__(self, "events", events)
        pause = None
        for event in events:
            at = to_minute(event.at)
            if at < received:
                raise ClockError(
                    "event_before_start",
                    at=in_legal_time(event.at),
                    received=in_legal_time(self.received),
                )
            if not isinstance(event, (Pause, Restart)):
                continue
            if pause and (pause.end is None or at < to_minute(pause.end)):
                raise ClockError(
                    "pauses_overlap",
                    at=in_legal_time(event.at),
                    start=in_legal_time(pause.start),
                )
            if isinstance(event, Pause):
                pause = event

    def due_date(self):
        """The `DueDate` with its derivation."""
        if self.term.unit is Unit.NONE:
            received = Fact.of(FactCode.RECEIVED, at=self.received)
            no_term = Fact.of(FactCode.NO_TERM, self.term.citation)
            return DueDate(None, None, None, Derivation((received, no_term)))
        course = self._course()
        facts = Derivation(tuple(course.close()))
        promised = from_minute(course.promised)
        if course.open_pause:
            return DueDate(None, promised, None, facts)
        due, after = from_minute(course.due()), from_minute(course.due_after_apology())
        return DueDate(due, promised, after, facts)

    def as_of(self, at):
        """The timeline as it was known at an instant: what began later has not, and
        what ended later is still open."""
        minute = to_minute(at)
        return replace(
            self,
            events=tuple(
                replace(event, end=None)
                if isinstance(event, Pause)
                and event.end is not None
                and to_minute(event.end) > minute
                else event
                for event in self.events
                if to_minute(event.at) <= minute
            ),
        )

    def elapsed(self, at):
        """Units of the term used up at `at`: days, or minutes for working hours.

        Known things only, see `as_of`. A day counts as used once it begins, paused
        time does not count. None without a term.
        """
        course = self._course(at)
        return course and course.elapsed(to_minute(at))

    def remaining(self, at):
        """Units left at `at`, negative when late; with `elapsed` it makes the whole
        term, its extensions and roll-over included. None without a term."""
        course = self._course(at)
        return course and course.total() - course.elapsed(to_minute(at))

    def remaining_minutes(self, at):
        """Working minutes left at `at`, whatever the unit; negative when late."""
        course = self._course(at)
        return course and course.minutes_left(to_minute(at))

    def total_minutes(self):
        """Working minutes of the whole term, extensions and roll-over included, pauses
        not. None without a term."""
        course = self._course()
        return course and course.minutes_in_all()

    def share_used(self, at):
        """Working time used at `at` as a share of the whole: 0.0 until the term
        begins, 1.0 when due, above it when late. None without a term."""
        course = self._course(at)
        if course is None:
            return None
        total = course.minutes_in_all()
        return 1 - course.minutes_left(to_minute(at)) / total if total else 1.0

    def _course(self, at=None):
        if self.term.unit is Unit.NONE:
            return None
        return Course(self if at is None else self.as_of(at))
