"""How money that was paid is given back: what states there are, and how much."""

from collections.abc import Iterable

# Of these the amount is spoken for: it cannot be given back a second time.
LIVE = ("proposed", "decided", "sent", "paid")
# May still be called off: no money has left.
STOPPABLE = ("proposed", "decided")

# How it may be given back: out of a counter's cash, by transfer, through the provider.
WAYS = ("cash", "transfer", "provider")


def by_way(refunds: Iterable[tuple[str, float]]) -> dict[str, float]:
    """{way: sum} of (way, amount), with every way."""
    sums = dict.fromkeys(WAYS, 0)
    for way, amount in refunds:
        sums[way] += amount
    return sums


def left_to_give(paid: float, spoken_for: float) -> float:
    """What of an amount that was paid is not spoken for yet; never below zero.

    >>> left_to_give(70000, 20000)
    50000
    >>> left_to_give(70000, 90000)
    0
    """
    return max(0, paid - spoken_for)


def fits(amount: float, left: float) -> bool:
    """Whether so much may be given back of what is left: whole đồng, and no more.

    >>> fits(50000, 50000), fits(50001, 50000), fits(0.5, 50000), fits(-1, 50000)
    (True, False, False, False)
    """
    return 0 < amount <= left and amount == int(amount)
