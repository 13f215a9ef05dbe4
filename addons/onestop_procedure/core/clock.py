"""The statutory clock: due dates, and why they are what they are.

    timeline = Timeline(calendar, Term(5, "working_days"), received, rule, events)
    result = timeline.due_date()
    result.due, result.derivation.render("vi")

Conventions, so that two right implementations agree:

- Legal time is Asia/Ho_Chi_Minh, in whole minutes.
- A term in days is due at the closing hour of its last day. The day of reception is
  not counted unless the start rule says so. A last day that is no working day rolls
  over to the next working day.
- Hours run from reception inside working time, else from the next opening; after the
  cut-off, from the opening of the next working day.
- Months end on the day number of reception, else on the month's last day.
- A pause counts the working days d with start < d <= end for terms in working days,
  the days likewise for calendar days and months, minutes for hours; nothing before
  the term began to run. A pause that begins after the term has ended moves nothing,
  and no term ends while it stands still.
- Received on a day open for intake only: that is the reception date (months run from
  it), and the first counted day is the next working day.
- After a restart the term is counted anew; earlier pauses and extensions are spent.
"""

from .calendar import Calendar
from .calendar_rows import (
    Attendance,
    Day,
    DayKind,
    ExtraWorkingDay,
    Holiday,
    IntakeOnlyDay,
    Interval,
    hours,
)
from .citation import Citation, CitationStatus
from .clock_error import ClockError
from .derivation import Derivation, Fact, FactCode
from .legal_time import DAY, ZONE, from_minute, to_days, to_minute
from .measure import MEASURES
from .start_rule import StartRule
from .term import Term, Unit
from .timeline import DueDate, Timeline
from .timeline_events import Apology, Extension, Pause, PauseKind, Restart

__all__ = [
    "ZONE",
    "Apology",
    "Attendance",
    "Calendar",
    "Citation",
    "CitationStatus",
    "ClockError",
    "Day",
    "DayKind",
    "Derivation",
    "DueDate",
    "ExtraWorkingDay",
    "Extension",
    "Fact",
    "FactCode",
    "Holiday",
    "IntakeOnlyDay",
    "Interval",
    "Pause",
    "PauseKind",
    "Restart",
    "StartRule",
    "Term",
    "Timeline",
    "Unit",
    "due_instants",
    "hours",
]


def due_instants(calendar, term, received, rule=None):
    """Due instants of many receptions under one term, without derivations.

    :param received: iterable of aware datetimes
    :return: list of aware datetimes in legal time, or of None for a term that is none

    The same dates as `Timeline(…).due_date().due` without events, and the same
    errors. A day of reception is computed once where its hour changes nothing.
    """
    rule, received = rule or StartRule(), list(received)
    if term.unit is Unit.NONE:
        return [None] * len(received)

    def due(minute):
        run = MEASURES[term.unit](calendar, rule, minute)
        return from_minute(run.end(run.units(term)))

    if term.unit is Unit.WORKING_HOURS or rule.first_day_counted:
        return [due(to_minute(at)) for at in received]
    days = to_days(received)
    by_day = {day: due(day * DAY) for day in set(days)}
    return [by_day[day] for day in days]
