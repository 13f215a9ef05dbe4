"""What may happen to a running term. Instants are aware datetimes."""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from .citation import Citation
from .clock_error import ClockError
from .legal_time import in_legal_time, to_minute
from .term import Term, Unit


class PauseKind(str, Enum):
    """Why a term stands still."""

    SUPPLEMENT = "supplement"
    FINANCIAL_OBLIGATION = "financial_obligation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Pause:
    """The term stands still from `start` to `end`; `end=None` is a pause still open.

    `restarts`: when it ends the term is counted again from the start, as a supplement
    does where the version says so (Decree 61/2018, art. 19.4); otherwise it goes on.
    """

    kind: PauseKind
    start: datetime
    end: datetime | None = None
    restarts: bool = False
    reason: str = ""
    citation: Citation | None = None

    def __post_init__(self):
        try:
            object.__setattr__(self, "kind", PauseKind(self.kind))
        except ValueError:
            raise ClockError("pause_kind", kind=str(self.kind))
        start = to_minute(self.start)
        if self.end is not None and to_minute(self.end) < start:
            raise ClockError(
                "pause_reversed",
                start=in_legal_time(self.start),
                end=in_legal_time(self.end),
            )

    @property
    def at(self):
        return self.start


@dataclass(frozen=True, slots=True)
class Restart:
    """The term is counted again from the start, as if received at `at`."""

    at: datetime
    reason: str = ""
    citation: Citation | None = None

    def __post_init__(self):
        to_minute(self.at)


@dataclass(frozen=True, slots=True)
class Extension:
    """The law lets the term itself grow by `term`, decided at `at`.

    Of the unit of the term it extends, or calendar days on top of months.
    """

    term: Term
    at: datetime
    reason: str = ""
    citation: Citation | None = None

    def __post_init__(self):
        to_minute(self.at)
        if self.term.unit is Unit.NONE:
            raise ClockError("extension_unit", unit="none", term="none")


@dataclass(frozen=True, slots=True)
class Apology:
    """The agency apologises and names a new date `until`; the legal date stays.

    For a term in days it is due when that day closes, or the next working day. An
    apology that names no later date than the legal one moves nothing.
    """

    until: datetime
    at: datetime
    reason: str = ""
    citation: Citation | None = None

    def __post_init__(self):
        to_minute(self.at)
        to_minute(self.until)


def in_order(events):
    """Events by their instant, the same whatever order they come in.

    At one instant a restart is first, for it forgets what was before; a pause is
    last, and one of no length before one that goes on.
    """
    return sorted(events, key=_place)


def _place(event):
    kinds = (Restart, Extension, Apology, Pause)
    end = getattr(event, "end", event.at)
    lasts = math.inf if end is None else to_minute(end)
    return to_minute(event.at), kinds.index(type(event)), lasts
