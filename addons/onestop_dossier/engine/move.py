from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Move:
    """An open date that another calendar moves; naive datetimes in UTC.

    `department`: id of whose time it is; `row`: what its kind read of it.
    """

    number: int
    department: int
    before: datetime
    after: datetime
    row: tuple = ()
