"""At which hours paper leaves for an agency, and by when a dossier has to leave.

Instants are aware datetimes in legal time; calendars are those of the clock.
"""

import re
from datetime import datetime, time

_HOUR = re.compile(r"([01]?\d|2[0-3])[:h]([0-5]\d)")


def read_hours(text: str) -> tuple[time, ...]:
    """Return the hours of the day in "08:00, 14h30", in order.

    :raises ValueError: for what is no hour of a day, or for none at all
    """
    found = []
    for part in (text or "").replace(";", ",").split(","):
        match = _HOUR.fullmatch(part.strip())
        if not match:
            raise ValueError(part.strip())
        found.append(time(int(match[1]), int(match[2])))
    return tuple(sorted(set(found)))


def next_round(calendar, at: datetime, hours: tuple[time, ...]) -> datetime:
    """Return the first of the set hours at `at` or after it, on a working day."""
    day, zone = at.date(), at.tzinfo
    if calendar.is_working_day(day):
        for hour in hours:
            if datetime.combine(day, hour, zone) >= at:
                return datetime.combine(day, hour, zone)
    return datetime.combine(calendar.next_working_day(day), hours[0], zone)


def transfer_due(
    calendar, received: datetime, passed_on: datetime, hours: tuple[time, ...]
) -> datetime:
    """Return by when the paper of a dossier leaves (Decree 61/2018, art. 18).

    On the working day on which it is received: by its closing hour. Received after the
    cut-off, or on a day off: at the start of the next working day, with its first round.

    :param passed_on: from when it counts as passed on, `StartRule.transfer_instant`
    """
    if received.date() == passed_on.date():
        return calendar.closing(passed_on.date())
    return next_round(calendar, passed_on, hours)
