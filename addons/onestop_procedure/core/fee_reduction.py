"""What is left of a fee for whom the law exempts, or lets pay less."""

import math

EXEMPT, PERCENT, AMOUNT = "exempt", "percent", "amount"
ALL = 100  # percent


def left_to_pay(
    full: float, kind: str, percent: float = 0, reduced: float = 0
) -> float:
    """Return what is still to be paid of an amount, in whole đồng.

    `kind` is EXEMPT (nothing), PERCENT (`percent` of it is waived, 0 < percent <= 100)
    or AMOUNT (`reduced` is paid instead, where that is less). Part of a đồng, for which
    there is no coin, is for the person. Raises ValueError for another kind.
    """
    if kind == EXEMPT:
        return 0
    if kind == AMOUNT:
        return min(full, reduced)
    if kind == PERCENT:
        return math.floor(full * (ALL - percent)) // ALL
    raise ValueError(f"no kind of reduction: {kind}")
