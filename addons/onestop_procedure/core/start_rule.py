from dataclasses import dataclass
from datetime import time

from .calendar_rows import DayKind
from .citation import Citation
from .derivation import FactCode, fact_code
from .legal_time import DAY, from_minute, of_day, to_minute
from .term import Unit


@dataclass(frozen=True, slots=True)
class StartRule:
    """From when a term runs, once a complete dossier is received.

    - `first_day_counted`: the day of reception is day 1. With a term of one working
      day this is a same-day procedure.
    - `cut_off`: received after this time of day (at it is still in time), the term
      runs from the opening of the next working day. A term in days whose first day
      is not counted begins there anyway, so it is not moved a second time.
    - `citations`: by fact code, the rule of law behind the facts that have none of
      their own, such as `{"first_day_not_counted": Citation(…)}`.
    """

    first_day_counted: bool = False
    cut_off: time | None = None
    citations: tuple[tuple[FactCode, Citation], ...] = ()

    def __post_init__(self):
        pairs = dict(self.citations).items()
        by_code = tuple((fact_code(code), citation) for code, citation in pairs)
        object.__setattr__(self, "citations", by_code)
        if self.cut_off is not None:
            of_day(self.cut_off)

    def is_late(self, minute):
        """Whether a minute number lies after the cut-off of its day."""
        return self.cut_off is not None and minute % DAY > of_day(self.cut_off)

    def first_counted_day(self, calendar, minute, unit):
        """(ordinal of day 1, code of the fact that explains it) for terms in days."""
        index, day = calendar.index, minute // DAY
        if unit is Unit.MONTHS:
            return day + 1, FactCode.FIRST_DAY_NOT_COUNTED
        if not index.is_working(day):
            if calendar.index.day(day).kind is DayKind.INTAKE_ONLY:
                return index.days[index.after(day)], FactCode.INTAKE_ONLY
            if self.first_day_counted:
                return index.days[index.after(day)], FactCode.OUTSIDE_HOURS
        elif self.first_day_counted:
            if self.is_late(minute):
                return index.days[index.after(day)], FactCode.AFTER_CUT_OFF
            if minute >= index.closings[index.from_day(day)]:
                return index.days[index.after(day)], FactCode.OUTSIDE_HOURS
            return day, FactCode.FIRST_DAY_COUNTED
        if unit is Unit.CALENDAR_DAYS:
            return day + 1, FactCode.FIRST_DAY_NOT_COUNTED
        return index.days[index.after(day)], FactCode.FIRST_DAY_NOT_COUNTED

    def first_minute(self, calendar, minute):
        """(minute from which working hours run, code of the fact) for a reception."""
        index, day = calendar.index, minute // DAY
        if self.is_late(minute) and index.is_working(day):
            return index.openings[index.after(day)], FactCode.AFTER_CUT_OFF
        opening = index.opening(minute)
        if opening == minute:
            return minute, FactCode.HOURS_RUN
        if index.day(day).kind is DayKind.INTAKE_ONLY:
            return opening, FactCode.INTAKE_ONLY
        return opening, FactCode.OUTSIDE_HOURS

    def transfer_instant(self, calendar, received):
        """When a dossier is to be handed on: at once inside working hours, after the
        cut-off at the opening of the next working day, else at the next opening
        (Decree 61/2018, art. 18). Aware datetimes."""
        return from_minute(self.first_minute(calendar, to_minute(received))[0])
