"""Values of records as JSON holds them, and back.

Dates are written in ISO 8601, moments in UTC without a zone. What is empty is left
out of a document, except numbers and yes or no, which are always said.
"""

import math
import re
from datetime import date, datetime

from .translatable import _

TEXT, NUMBER, WHOLE, BOOLEAN = "text", "number", "whole", "boolean"
DATE, MOMENT, TREE = "date", "moment", "tree"
#: Said even when they are 0 or false.
ALWAYS = (NUMBER, WHOLE, BOOLEAN)

#: Sentence of each reason for which a value is refused.
ERRORS = {
    "text": _("a text was expected, and “%(found)s” was found."),
    "number": _("a number was expected, and “%(found)s” was found."),
    "whole": _("a whole number was expected, and “%(found)s” was found."),
    "boolean": _("true or false was expected, and “%(found)s” was found."),
    "date": _("a date such as 2026-03-01 was expected, and “%(found)s” was found."),
    "moment": _(
        "a moment such as 2026-03-01T08:00:00 was expected, and “%(found)s” was found."
    ),
    "texts": _("a text in each language was expected, and “%(found)s” was found."),
    "list": _("a list was expected, and “%(found)s” was found."),
    "choice": _("“%(found)s” is none of its choices."),
    "missing": _("it is missing."),
    "signs": _("it holds signs that cannot be stored."),
}
#: What the database refuses, and halves of characters.
_NOT_STORED = re.compile("[\x00\ud800-\udfff]")
#: The greatest whole number of a column.
_GREATEST = 2**31 - 1


class ValueRefused(ValueError):
    """A value that is none of its kind; ``code`` and ``params`` fill ``ERRORS``."""

    def __init__(self, code, **params):
        self.code, self.params = code, params
        super().__init__(ERRORS[code] % params)


def to_plain(kind, value):
    """A value as JSON holds it, or None where it is empty."""
    if kind in ALWAYS:
        return value
    if kind in (DATE, MOMENT):
        return value.isoformat() if value else None
    if value in (None, False, ""):
        return None
    # Markup is a text of another type, which would differ from what JSON gives back.
    return str(value) if isinstance(value, str) else value


def from_plain(kind, plain):
    """A value out of JSON, or False where there is none.

    Raises ``ValueRefused``.
    """
    if plain is None:
        return 0 if kind in (NUMBER, WHOLE) else False
    return _READERS[kind](plain)


def _text(plain):
    if not isinstance(plain, str):
        raise _refused("text", plain)
    if _NOT_STORED.search(plain):
        raise ValueRefused("signs")
    return plain


def _number(plain):
    finite = isinstance(plain, int | float) and math.isfinite(plain)
    if isinstance(plain, bool) or not finite:
        raise _refused("number", plain)
    return plain


def _whole(plain):
    if type(plain) is not int or abs(plain) > _GREATEST:
        raise _refused("whole", plain)
    return plain


def _boolean(plain):
    if not isinstance(plain, bool):
        raise _refused("boolean", plain)
    return plain


def _date(plain):
    try:
        return date.fromisoformat(_text(plain))
    except ValueError:
        raise _refused("date", plain) from None


def _moment(plain):
    try:
        moment = datetime.fromisoformat(_text(plain))
    except ValueError:
        raise _refused("moment", plain) from None
    if moment.tzinfo:
        raise _refused("moment", plain)
    return moment


def _tree(plain):
    for text in _texts(plain):
        _text(text)
    return plain


def _texts(tree):
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        yield from tree
        for value in tree.values():
            yield from _texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _texts(value)


def _refused(code, plain):
    return ValueRefused(code, found=str(plain)[:80])


_READERS = {
    TEXT: _text,
    NUMBER: _number,
    WHOLE: _whole,
    BOOLEAN: _boolean,
    DATE: _date,
    MOMENT: _moment,
    TREE: _tree,
}


def first_difference(ours, theirs, path=()):
    """Where two plain objects differ first: (path, ours, theirs), or None.

    ``path`` holds keys, and numbers of rows from 1.
    """
    if isinstance(ours, dict) and isinstance(theirs, dict):
        pairs = [
            (key, ours.get(key), theirs.get(key)) for key in sorted({*ours, *theirs})
        ]
    elif isinstance(ours, list) and isinstance(theirs, list):
        longest = max(len(ours), len(theirs))
        pairs = [
            (row + 1, *((s[row] if row < len(s) else None) for s in (ours, theirs)))
            for row in range(longest)
        ]
    else:
        same = ours == theirs and type(ours) is type(theirs)
        return None if same or _same_number(ours, theirs) else (path, ours, theirs)
    for key, one, other in pairs:
        if found := first_difference(one, other, (*path, key)):
            return found
    return None


def _same_number(ours, theirs):
    numbers = all(type(value) in (int, float) for value in (ours, theirs))
    return numbers and ours == theirs
