"""Between the database's times (naive, UTC) and the clock's (aware)."""

from datetime import timezone

from .legal_time import ZONE


def aware(moment):
    """An aware datetime of a naive one in UTC; None stays None."""
    return moment and moment.replace(tzinfo=timezone.utc)


def naive(moment):
    """A naive datetime in UTC of an aware one; None stays None."""
    return moment and moment.astimezone(timezone.utc).replace(tzinfo=None)


def legal_date(moment):
    """The date in legal time of a naive datetime in UTC."""
    return aware(moment).astimezone(ZONE).date()


def legal_text(moment):
    """A moment of the database as people read it, in legal time: 09:15 09/03/2026."""
    return f"{aware(moment).astimezone(ZONE):%H:%M %d/%m/%Y}"
