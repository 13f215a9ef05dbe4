"""Whether an internal process can come to its end."""

from collections.abc import Hashable, Iterable, Mapping

#: Where a way leads that leaves the process: a result, a state, the end.
END = object()


def trapped(ways: Mapping[Hashable, Iterable[Hashable]]) -> set[Hashable]:
    """Return the steps from which no way leads to END.

    ``ways`` maps each step to where one may go from it. Going in circles is allowed
    while a person can choose a way out; a step is trapped when all its ways lead to
    trapped steps, such as two steps that only send to each other.
    """
    free = {END}
    waiting = set(ways)
    while found := {step for step in waiting if free.intersection(ways[step])}:
        free |= found
        waiting -= found
    return waiting
