"""What two systems know of the same dossiers, laid side by side. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from .exchange_message import Entry

MISSING_HERE, MISSING_THERE, STATUS = "missing_here", "missing_there", "status"


@dataclass(frozen=True)
class Known:
    """A dossier of ours: `number` (its id), by which names, its state, and what it is
    called here."""

    number: int
    names: frozenset[str]
    state: str
    called: str


@dataclass(frozen=True)
class Difference:
    """`theirs` and `ours` are states, or None where one side lacks the dossier."""

    kind: str
    code: str
    number: int | None
    theirs: str | None
    ours: str | None


def differences(
    theirs: Iterable[Entry], ours: Iterable[Known], is_open
) -> list[Difference]:
    """Return what one side has and the other lacks, or has differently; none twice.

    `theirs`: what is open there. `ours`: all that the codes in `theirs` name, and all
    that is open here. `is_open(state)`: whether a dossier in it belongs on their list.
    """
    by_name = {name: known for known in ours for name in known.names}
    found, met = {}, set()
    for entry in theirs:
        known = by_name.get(entry.code) or by_name.get(entry.our_code)
        code = entry.code or entry.our_code
        if known is None:
            found[code] = Difference(MISSING_HERE, code, None, entry.state, None)
            continue
        met.add(known.number)
        if known.state != entry.state:
            found[code] = Difference(
                STATUS, code, known.number, entry.state, known.state
            )
    for known in sorted(by_name.values(), key=lambda one: one.number):
        if known.number not in met and is_open(known.state):
            found[known.called] = Difference(
                MISSING_THERE, known.called, known.number, None, known.state
            )
    return list(found.values())
