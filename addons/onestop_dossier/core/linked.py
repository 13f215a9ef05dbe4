"""Linked dossiers of a step: which hold its dossier up, and what the last one came to.

Pure. A linked dossier is told by its state and its outcome.
"""

from collections.abc import Iterable

from .workflow import LINKED_MISSING, LINKED_REFUSED, LINKED_UNPAID, OPEN_STATES

#: It has come to its end at the other agency.
ENDED = frozenset({"rejected", "stopped", "resolved", "returned"})
#: Open, and not withdrawn by the lead agency: its dossier waits for it.
WAITED_FOR = frozenset(OPEN_STATES) - {"withdrawal"}


def is_granted(state: str, outcome: str | None) -> bool:
    """Whether a linked dossier brought what it was opened for."""
    return state in ("resolved", "returned") and outcome in ("granted", "partly")


def has_ended(before: str, state: str) -> bool:
    """Whether a linked dossier came to its end by going from one state to another."""
    return state in ENDED and before not in ENDED


def lacks(linked: Iterable[tuple[str, str | None, bool]]) -> str | None:
    """Return why a step needs a reason to be completed, or None.

    :param linked: (state, outcome, whether a fee holds its result back) of the linked
        dossiers of the step, oldest first; a later one was opened because the one before
        did not do
    """
    told = list(linked)
    if not told:
        return LINKED_MISSING
    state, outcome, unpaid = told[-1]
    if not is_granted(state, outcome):
        return LINKED_REFUSED
    return LINKED_UNPAID if unpaid else None


def share(minutes: int, late: dict) -> dict:
    """Whom a delay of a step is charged to that waited for linked dossiers.

    :param minutes: working minutes beyond the due date of the step
    :param late: {whoever resolved a linked dossier: working minutes that it was late}
    :return: as `late`, no more together than `minutes`; the longest first
    """
    charged = {}
    for who, part in sorted(late.items(), key=lambda pair: -pair[1]):
        if part := min(part, minutes - sum(charged.values())):
            charged[who] = part
    return charged


def left_over(minutes: int, late: dict) -> int:
    """What of a delay remains whose step it is: as `share`."""
    return minutes - sum(share(minutes, late).values())


def alike(name: str) -> str:
    """The name of a paper as it is compared: two procedures ask for one paper by the
    same words, however they are written."""
    return " ".join(name.casefold().split())
