"""Whether an hour of reception that an officer names lies within an outage.

What a counter received while the system stood still is entered later, with the hour at
which the person stood there. The term begins at that hour, so it is believed only
where the register of incidents says that the counter could not have entered it then.
"""

from dataclasses import dataclass
from datetime import datetime

IN_FUTURE, BEFORE_BLOCK, NO_OUTAGE = "in_future", "before_block", "no_outage"


@dataclass(frozen=True)
class Outage:
    """From when to when a counter stood still; `end` is None while it does."""

    key: int
    start: datetime
    end: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        return self.start <= moment and (self.end is None or moment <= self.end)


def find_outage(
    moment: datetime, now: datetime, handed_out: datetime, outages
) -> tuple[Outage | None, str | None]:
    """Return (the outage in which `moment` lies, why it cannot be the hour).

    One of the two is None. `handed_out`: when the counter was given the receipts; no
    receipt is written before.
    """
    if moment > now:
        return None, IN_FUTURE
    if moment < handed_out:
        return None, BEFORE_BLOCK
    for outage in outages:
        if outage.covers(moment):
            return outage, None
    return None, NO_OUTAGE
