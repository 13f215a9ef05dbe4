"""Whether a result holds on a day."""

from datetime import date

IN_FORCE = "in_force"
# What a result can be, and the order in which people ask.
STANDINGS = ("draft", IN_FORCE, "to_come", "expired", "revoked", "replaced")


def standing(
    state: str,
    today: date,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> str:
    """One of STANDINGS.

    :param state: as it is kept: draft, issued, revoked or replaced. What ended by a
        decision stays so, whatever its dates say; both dates are days on which it holds.
    """
    if state != "issued":
        return state
    if valid_from and valid_from > today:
        return "to_come"
    if valid_to and valid_to < today:
        return "expired"
    return IN_FORCE
