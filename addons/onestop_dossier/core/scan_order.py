"""In which order the scans of a paper lie: as somebody arranged them, then as they came."""

from collections.abc import Collection

SEPARATOR = ","


def in_order(ids: Collection[int], arranged: str | None) -> list[int]:
    """Return `ids` in their order.

    `arranged`: ids as somebody put them, separated by commas, or nothing. Whichever it
    does not name came later: they follow as they came, the oldest first. Whatever else
    it names is not there any more.
    """
    place = {number: at for at, number in enumerate(_read(arranged))}
    last = len(place)
    return sorted(ids, key=lambda number: (place.get(number, last), number))


def written(ids: Collection[int]) -> str:
    """Return an order as `in_order` reads it."""
    return SEPARATOR.join(map(str, ids))


def _read(arranged):
    words = str(arranged or "").split(SEPARATOR)
    # A person's browser writes it: what is no number is not meant.
    numbers = (int(word) for word in words if word.isascii() and word.isdecimal())
    return dict.fromkeys(numbers)
