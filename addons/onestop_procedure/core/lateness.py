"""How a date was kept: early, on time or late, and by how much working time.

Instants are aware datetimes, compared in whole minutes: what a form prints is what is
reckoned with. Early is before the day of the due date, in legal time; the law (form 06)
names early, on time and late, and leaves it there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from .calendar import Calendar
from .clock_sentences import SPAN, STANDINGS, render
from .legal_time import DAY, to_minute


class Standing(str, Enum):
    """How what has ended, or still runs, stands to its due date."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    UNDUE = "undue"
    OVERDUE = "overdue"
    STILL = "still"


@dataclass(frozen=True, slots=True)
class Lateness:
    """A standing, and the working time between the due date and the end, or now.

    `days`: working days d with first < d <= last, both dates, as a pause is counted; 0
    on one day, and for a term in hours. `minutes`: working minutes. `silent`: nobody
    answered.
    """

    standing: Standing
    days: int = 0
    minutes: int = 0
    silent: bool = False

    @classmethod
    def of(
        cls,
        calendar: Calendar,
        due: datetime,
        now: datetime,
        ended: datetime | None = None,
        in_hours: bool = False,
    ):
        """Reckon with `ended`, or with `now` while it runs."""
        at, limit = to_minute(ended or now), to_minute(due)
        if at > limit:
            standing = Standing.LATE if ended else Standing.OVERDUE
        elif not ended:
            standing = Standing.UNDUE
        elif at // DAY < limit // DAY:
            standing = Standing.EARLY
        else:
            return cls(Standing.ON_TIME)
        first, last = sorted((due, ended or now))
        days = 0 if in_hours else calendar.working_days_between(_day(first), _day(last))
        return cls(standing, days, calendar.working_minutes_between(first, last))

    @classmethod
    def unanswered(cls):
        """Who was asked let the time pass, and things went on without an answer."""
        return cls(Standing.LATE, silent=True)

    @classmethod
    def still(cls):
        """A term that stands still is neither."""
        return cls(Standing.STILL)

    def render(self, language: str) -> str:
        """'Trễ hạn 2 ngày làm việc', in `language` ('vi', 'vi_VN', 'en'…)."""
        code, past = self.standing.value, (Standing.LATE, Standing.OVERDUE)
        if self.silent:
            code = "silent"
        elif self.standing in past and not (self.days or self.minutes):
            code += "_after_hours"
        return render(STANDINGS[code], language, {"by": (self.days, self.minutes)})


def delay(
    calendar: Calendar,
    due: datetime,
    end: datetime,
    pauses: Iterable[tuple[datetime, datetime | None]] = (),
) -> int:
    """Working minutes beyond a due date, up to `end`; what stood still does not count.

    `pauses`: (start, end) that do not overlap; None: it still stands. 0 in time.
    """
    late = calendar.working_minutes_between(due, end)
    for start, stop in pauses:
        begins, ends = max(start, due), min(stop or end, end)
        if begins < ends:
            late -= calendar.working_minutes_between(begins, ends)
    return max(0, late)


def in_words(minutes: int, language: str) -> str:
    """'3 giờ 20 phút làm việc' of working minutes."""
    return render(SPAN, language, {"by": (0, minutes)})


def _day(at):
    return date.fromordinal(to_minute(at) // DAY)
