"""What the acts of a life leave behind; moments are aware datetimes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bench.cores import clock
from bench.ground import Person


@dataclass
class Act:
    """A row of the journal to be."""

    moment: datetime
    code: str
    role: str
    actor: Person
    state_from: str
    state_to: str
    reason: str | None = None
    data: dict = field(default_factory=dict)
    event: str | None = None


@dataclass
class Run:
    """A step of the dossier."""

    step: Any
    department_id: int
    opened: datetime
    ended: datetime | None = None
    user: Person | None = None
    state: str = "open"
    outcome: str | None = None
    reason: str | None = None
    way: Any = None


@dataclass
class Request:
    """A request to supplement."""

    stage: str
    at: datetime
    deadline: datetime | None
    component: int | None
    answered: datetime | None = None
    breach: bool = False


@dataclass
class ClockEvent:
    kind: str
    start: datetime
    ground: str | None = None
    end: datetime | None = None
    restarts: bool = False
    until: datetime | None = None
    reason: str = ""
    before: datetime | None = None
    after: datetime | None = None

    def to_core(self):
        """As the clock reads it."""
        if self.kind == "pause":
            return clock.Pause(
                self.ground, self.start, self.end, self.restarts, self.reason
            )
        return clock.Apology(self.until, self.start, self.reason)


@dataclass
class Charge:
    fee: Any
    paid_at: datetime | None = None


@dataclass
class Result:
    name: str
    made: datetime
    number: str | None = None
    issued: datetime | None = None
    department_id: int | None = None
    signer: str | None = None
