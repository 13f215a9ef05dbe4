"""When an online payment of which nothing is heard is looked after, and given up."""

from datetime import datetime, timedelta

# Of these it is not known yet what becomes.
UNDER_WAY = ("begun", "confirming")
# The provider has the money.
ARRIVED = ("paid", "surplus")

# Neither is law: a person at a bank's page has entered a code by then, or left; and by
# then a provider has said what became of it. What is said later counts all the same.
LOOKED_AFTER = timedelta(minutes=15)
LAPSED_AFTER = timedelta(days=3)


def lapses(begun: datetime, now: datetime) -> bool:
    """Whether by `now` one may pay again without fear."""
    return now - begun >= LAPSED_AFTER
