"""Parts of a version, known again among the rows of an import.

Both imports let a part that is known again be the same record, with all that neither
a table nor a national file says of it.
"""

from collections import defaultdict

from odoo import models

from ..core.plain_text import plain
from .version_parts import NOT_SAID


def found_again(parts, rows, keys, lone=()):
    """The part that each row means, or None.

    :param parts: records, or rows of an earlier import
    :param rows: dicts of values
    :param keys: tuples of names, the surest first: two with the same values are the
        same. A row that bears a code is known by that alone. What a row does not say
        tells no two apart, and a `raw` text that is empty tells nothing.
    :param lone: the same, of what is one only on both sides
    """
    finding = _Finding(parts, rows)
    finding.by_code()
    for names in keys:
        finding.by_values(names)
    for names in lone:
        finding.of_one_only(names)
    return finding.found


class _Finding:
    """The parts that are left, and those that rows were found to mean."""

    def __init__(self, parts, rows):
        self._left = dict(enumerate(parts))
        self._rows = rows
        self.found = [None] * len(rows)

    def _take(self, at, place):
        self.found[at] = self._left.pop(place)

    def _open(self):
        """Rows, by place, that mean no part yet."""
        return [(at, row) for at, row in enumerate(self._rows) if not self.found[at]]

    def by_code(self):
        codes = {_get(part, "code"): place for place, part in self._left.items()}
        for at, row in self._open():
            # Two rows of one code are refused before they are written.
            place = codes.pop(row.get("code") or "", None)
            if place is not None:
                self._take(at, place)

    def by_values(self, names):
        for at, row in self._open():
            if row.get("code") or not _tells(names, row):
                continue
            said = [name for name in names if name in row]
            wanted = _values(said, row)
            for place, part in self._left.items():
                if _values(said, part) == wanted:
                    self._take(at, place)
                    break

    def of_one_only(self, names):
        ours, theirs = defaultdict(list), defaultdict(list)
        for place, part in self._left.items():
            ours[tuple(_values(names, part))].append(place)
        for at, row in self._open():
            theirs[tuple(_values(names, row))].append(at)
        for key, places in theirs.items():
            if len(places) == 1 == len(ours[key]):
                self._take(places[0], ours[key][0])


def not_found(parts, found):
    """Those of the parts that no row means."""
    return parts - parts.browse().concat(*filter(None, found))


def unsaid(part, said):
    """Names of the fields in which a part says what an import does not, nor would a
    new part.

    :param said: names of fields that the import says
    """
    usual = part.default_get([*part._fields])
    return [
        name
        for name, field in part._fields.items()
        if field.store
        and name not in NOT_SAID
        and name not in said
        and part[name]
        and field.convert_to_write(part[name], part) != usual.get(name)
    ]


def _tells(names, row):
    return "raw" not in names or bool(row.get("raw"))


def _get(part, name):
    if isinstance(part, models.BaseModel):
        return part[name] if name in part._fields else None
    return part.get(name)


def _values(names, part):
    """Some values of a part, or of a row that is to become one, to be compared."""
    return [_plain(_get(part, name)) for name in names]


def _plain(value):
    if isinstance(value, models.BaseModel):
        return value.id
    return plain(value) if isinstance(value, str) and value else value or False
