"""What another system says of a dossier that it runs, and what follows from it.

The ten statuses are those exchanged with the national portal (`NATIONAL_STATUS`). What
is said counts by its own moment, not by when it arrives: however messages are late,
twice, or out of order, a dossier ends in the status of the latest moment. Everything
here is pure.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from .workflow import NATIONAL_STATUS

STATUSES = {number: state for state, number in NATIONAL_STATUS.items() if number}
# Clocks of two houses differ; what is further ahead than this is a mistake.
AHEAD = timedelta(minutes=10)
# Before the other system said anything; and what no date of a dossier lies behind. A year
# 9999 would end the calendar of whoever reads it.
BEGINNING, END = datetime(2000, 1, 1), datetime(2100, 1, 1)
# What a code of another system looks like once blanks and lower case are mended.
OUTSIDE_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9./-]{4,38})[A-Z0-9]")

# What follows: the dossier takes the status; it has it already, and now it is
# confirmed; it is older than what is known; or a person has to decide.
TAKEN, CONFIRMED, OLDER, DIFFERS = "taken", "confirmed", "older", "differs"


def normalise_outside(typed: str) -> str | None:
    """Return the code of another system that was typed, or None for what is none.

    Such codes have no check character and no one pattern: only blanks and lower case
    are mended.
    """
    text = "".join(str(typed or "").split()).upper()
    return text if OUTSIDE_CODE.fullmatch(text) else None


@dataclass(frozen=True)
class OutsideStatus:
    """One thing said: the status (a state of ours), since when, and the date promised.

    `moment` and `due`: naive, UTC; `due` is None where none was given. `typed`: by a
    person here, who read it elsewhere, and not by the line.
    """

    state: str
    moment: datetime
    due: datetime | None = None
    typed: bool = False


def effect(known: OutsideStatus, said: OutsideStatus) -> str:
    """Return what follows from `said` for a dossier of which `known` is true.

    A result that was handed out here, against a signature, is not undone by what
    comes by line; nor are two statuses of one moment both true: a person decides.
    """
    if said.state == known.state:
        return _of_the_same(known, said)
    if said.moment < known.moment:
        return OLDER
    if known.state == "returned":
        return DIFFERS
    if said.moment == known.moment:
        # What was typed for the same moment gives way to the system that runs it.
        return TAKEN if known.typed and not said.typed else DIFFERS
    return TAKEN


def _of_the_same(known, said):
    news = said.moment > known.moment
    confirms = known.typed and not said.typed
    return CONFIRMED if news or confirms else OLDER


def is_thinkable(moment: datetime) -> bool:
    """Whether a moment is one of a dossier at all."""
    return BEGINNING < moment < END


def lies_ahead(moment: datetime, now: datetime) -> bool:
    """Whether a moment is further ahead than clocks of two houses differ."""
    return moment > now + AHEAD
