"""Open work shared out so that nobody has more of it than need be.

Pure: whom a thing may be given to, and how much everybody has, is the caller's to say.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence


def share_out(
    things: Iterable[tuple[Hashable, Sequence[Hashable]]],
    open_work: Mapping[Hashable, int],
) -> dict[Hashable, Hashable | None]:
    """Give each thing to whoever has fewest; of several, to the one named first.

    :param things: (thing, those to whom it may be given, in a lasting order), in the
        order in which they are given
    :param open_work: how many things somebody has already; 0 where not named
    :return: {thing: who gets it, or None where nobody may have it}
    """
    has, given = dict(open_work), {}
    for thing, people in things:
        chosen = min(people, key=lambda one: has.get(one, 0), default=None)
        given[thing] = chosen
        if chosen is not None:
            has[chosen] = has.get(chosen, 0) + 1
    return given
