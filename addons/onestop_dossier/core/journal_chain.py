"""The hash chain of the append-only journal.

Each file (a dossier, a complaint, a batch) has a chain of its own. What stands in the
`link` of a row is text, `1:position:time:seal:chain`, made of three HMAC-SHA256 under
a key that the database does not know:

- `time` over the file and the row's time;
- `seal` over the file, the position and the whole row, so that a row is checked by
  itself and found again when it was moved;
- `chain` over all of the former and the link before, so that nothing can be replaced
  by what once stood there.

Whoever can write the database but has no key can alter, remove, move or add rows, but
not so that it goes unseen. Who cuts the tail **and** sets the file's count and head
back to match is answered by the roots that are published each day, not by this chain.
"""

import hashlib
import itertools
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

VERSION = 1
KEY_BYTES = 32
# Of SHA-256.
BLOCK_BYTES = 64
SALT_BYTES = 16
# What `verify` remembers of a disordered file, whatever its length.
MEMORY = 1024

_LINK = re.compile(r"1:([1-9][0-9]{0,17}):([0-9a-f]{16}):([0-9a-f]{32}):([0-9a-f]{64})")
_GENESIS = re.compile(r"1:0:[0-9a-f]{64}")


def row_bytes(row: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of a journal row: equal only for equal rows.

    `row` maps names to None, bool, int, str, `date` or naive UTC `datetime`. Every
    part is preceded by its type and length, names are sorted, and texts are taken as
    they are (no Unicode normalisation). A name that is absent and one that is None
    differ. Raises TypeError for another type, ValueError for a datetime with a zone.
    """
    parts = [b"%c" % VERSION]
    for name, said in _names(tuple(row)):
        value = row[name]
        # Most are texts: millions of rows are read when all are checked.
        if type(value) is str:
            data = value.encode()
            parts += (said, b"s", len(data).to_bytes(4, "big"), data)
        else:
            parts += (said, _value_bytes(value))
    return b"".join(parts)


# The same few names in every row: (name, its bytes), in order.
@lru_cache(maxsize=64)
def _names(names):
    return tuple((name, _framed(b"k", name.encode())) for name in sorted(names))


def _framed(kind, data):
    return kind + len(data).to_bytes(4, "big") + data


_NONE = _framed(b"n", b"")


def _value_bytes(value):
    # bool before int and datetime before date: each is a subclass of the other.
    if value is None:
        return _NONE
    if isinstance(value, bool):
        return _framed(b"b", b"1" if value else b"0")
    if isinstance(value, int):
        return _framed(b"i", str(value).encode())
    if isinstance(value, str):
        return _framed(b"s", value.encode())
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise ValueError("a journal keeps naive datetimes in UTC")
        return _time_bytes(value)
    if isinstance(value, date):
        return _framed(b"d", value.isoformat().encode())
    raise TypeError(f"a journal cannot keep a {type(value).__name__}")


# Asked twice of each row.
@lru_cache(maxsize=64)
def _time_bytes(value):
    return _framed(b"t", value.isoformat(timespec="microseconds").encode())


def genesis(file: str) -> str:
    """Return what the first row of a file, such as "onestop.dossier,42", links to."""
    return f"{VERSION}:0:{hashlib.sha256(_framed(b'g', file.encode())).hexdigest()}"


def link(key: bytes, previous: str, row: Mapping[str, Any]) -> str:
    """Return the link of a row that is appended after the one with link `previous`.

    `row` holds at least `file` (text) and `when` (naive UTC datetime, never before
    that of the row before: take the later of the two); not its position, which the
    link carries, and not the link itself. For the first row `previous` is
    `genesis(file)`. Raises ValueError for a short key, a `previous` that is no link,
    or another file's genesis.
    """
    position = position_of(previous) + 1
    if position == 1 and previous != genesis(row["file"]):
        raise ValueError("the first row of a file links to that file's genesis")
    return _link(key, previous, position, row)


def _link(key, previous, position, row):
    body = f"{VERSION}:{position}:{_time(key, row)}:{_seal(key, position, row)}"
    return f"{body}:{_chain(key, previous, body)}"


def position_of(link: str) -> int:
    """Return the position in its file that a link claims: 0 for a genesis, then 1, 2…

    Raises ValueError when it is no link.
    """
    match = _LINK.fullmatch(link or "")
    if match:
        return int(match[1])
    if _GENESIS.fullmatch(link or ""):
        return 0
    raise ValueError("not a link of the journal")


def _mac(key, purpose, *parts):
    """HMAC-SHA256 (RFC 2104), in hex."""
    inner, outer = _pads(key)
    inner, outer = inner.copy(), outer.copy()
    inner.update(purpose + b"".join([_framed(b"p", part) for part in parts]))
    outer.update(inner.digest())
    return outer.hexdigest()


# It is the same key each time, and taking it in is half of what a short text costs.
@lru_cache(maxsize=4)
def _pads(key):
    if len(key) < KEY_BYTES:
        raise ValueError(f"the key of the journal has at least {KEY_BYTES} bytes")
    if len(key) > BLOCK_BYTES:
        key = hashlib.sha256(key).digest()
    key = key.ljust(BLOCK_BYTES, b"\0")
    return tuple(
        hashlib.sha256(bytes(byte ^ pad for byte in key)) for pad in (0x36, 0x5C)
    )


def _time(key, row):
    when = row_bytes({"file": row["file"], "when": row["when"]})
    # Only tells a changed time from another change: 64 bits are plenty.
    return _mac(key, b"time", when)[:16]


def _seal(key, position, row):
    return _mac(key, b"seal", str(position).encode(), row_bytes(row))[:32]


def _chain(key, previous, body):
    return _mac(key, b"chain", previous.encode(), body.encode())


def new_salt() -> bytes:
    """Return 128 random bits for the leaf of a row."""
    return secrets.token_bytes(SALT_BYTES)


def leaf(salt: bytes, row: Mapping[str, Any]) -> str:
    """Return the leaf of a row for the day's Merkle root, as 64 hex digits.

    SHA-256 over the salt and the row's canonical bytes: without the salt, which only
    receipt and journal hold, nobody can guess a row from its leaf.
    """
    return leaf_of(salt, row_bytes(row))


def leaf_of(salt: bytes, canonical: bytes) -> str:
    """Return the same of a row that is at hand as its canonical bytes."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes")
    return hashlib.sha256(salt + canonical).hexdigest()


class Entry(NamedTuple):
    """A stored row: its id in the database, its fields as given to `link`, its link."""

    id: Any
    row: Mapping[str, Any]
    link: str


class Finding(NamedTuple):
    """What `verify` found: `position` counts from 1; `row_id` is None for a lost row.

    `kind`: edited, back_dated, removed, reordered, inserted or tail_cut.
    """

    kind: str
    position: int
    row_id: Any
    sentence: str


def verify(
    key: bytes, file: str, entries: Iterable[Entry], count: int, head: str
) -> Iterator[Finding]:
    """Yield a finding for each row of a file that is not as it was written.

    `entries` come in the order in which the table claims they were written; `count`
    and `head` (the last link, or the genesis) are those that the file keeps. Reads
    once, in constant memory. One change to a file is named exactly; of many at once,
    every row touched is found, and its name is the likeliest.
    """
    entries, read = iter(entries), []
    # Nearly all are as they were written, and few are long.
    if not _is_whole(key, file, entries, read, count, head):
        yield from _Verifier(key, file, count, head).run(itertools.chain(read, entries))


def _is_whole(key, file, entries, read, count, head):
    """Whether each row of a file is what it was written as, and none is missing.

    Reads no further than to the first that is not, and of a long file the beginning
    alone: what was read is kept in `read`.
    """
    link_before, when_before = genesis(file), datetime.min
    for entry in entries:
        read.append(entry)
        row = entry.row
        if row["file"] != file or len(read) > MEMORY:
            return False
        link_before = _link(key, link_before, len(read), row)
        if entry.link != link_before or row["when"] < when_before:
            return False
        when_before = row["when"]
    return (len(read), link_before) == (count, head)


class _Seen(NamedTuple):
    """An entry after its check.

    `position` is None where neither the seal nor the chain vouches for it; `fault` is
    None, "edited" or "back_dated"; `link` is None where it says nothing of the row
    after it.
    """

    entry: Entry
    position: int | None
    fault: str | None
    link: str | None


class _Verifier:
    """Walks one file. `expected` is the next position not yet accounted for.

    `broken` are rows without a position, which wait for the next one that has it to
    tell whether they stand in a place of their own (edited) or not (inserted);
    `early` are positions met before their turn; `missing` are gaps, as (first, last),
    that a row which comes late may still fill.
    """

    def __init__(self, key, file, count, head):
        self.key, self.file, self.count, self.head = key, file, count, head
        self.expected = 1
        self.broken, self.early, self.missing = [], set(), []
        self.last, self.last_when = None, datetime.min

    def run(self, entries):
        """Yield the findings of the whole file."""
        stream = self._checked(entries)
        seen = next(stream, None)
        while seen:
            following = next(stream, None)
            yield from self._step(seen, following)
            seen = following
        yield from self._finish()

    def _checked(self, entries):
        before = genesis(self.file)
        for entry in entries:
            seen = self._check(entry, before)
            yield seen
            before = seen.link

    def _check(self, entry, before):
        match = _LINK.fullmatch(entry.link or "")
        if not match or entry.row["file"] != self.file:
            return _Seen(entry, None, "edited", None)
        position, (time, seal, chain) = int(match[1]), match.groups()[1:]
        chained = None
        if before and position_of(before) == position - 1:
            body = entry.link.rpartition(":")[0]
            chained = chain == _chain(self.key, before, body)
        sealed = seal == _seal(self.key, position, entry.row)
        fault = None if sealed and chained is not False else "edited"
        # The link is as it was written, but not for this time.
        if chained is not False and time != _time(self.key, entry.row):
            fault = "back_dated"
        vouched = chained or (sealed and chained is None)
        return _Seen(
            entry,
            position if sealed or chained else None,
            fault,
            entry.link if vouched else None,
        )

    def _step(self, seen, following):
        position = seen.position
        if position is None:
            self.broken.append(seen)
            if len(self.broken) > MEMORY:
                yield self._place_broken()
        elif position < self.expected:
            late = self._take_missing(position)
            yield self._finding("reordered" if late else "inserted", position, seen)
        elif position in self.early or self._is_double(seen, following):
            yield self._finding("inserted", position, seen)
        elif self._comes_early(position, following):
            self.early.add(position)
            yield self._finding("reordered", position, seen)
        else:
            yield from self._account_until(position)
            yield from self._judge(seen)
            self._advance()

    @staticmethod
    def _is_double(seen, following):
        # Two rows with one link: the one that it does not fit was put there.
        return (
            seen.fault
            and following
            and following.position == seen.position
            and not following.fault
        )

    def _comes_early(self, position, following):
        # Rows were jumped over: a gap, unless the next row goes back to them.
        return (
            position > self.expected + len(self.broken)
            and len(self.early) < MEMORY
            and following
            and following.position
            and self.expected <= following.position < position
        )

    def _judge(self, seen):
        kind = seen.fault
        if not kind and seen.position > self.count:
            kind = "inserted"
        # Both are as they were written: the time was false when it was written.
        if not kind and seen.entry.row["when"] < self.last_when:
            kind = "back_dated"
        if kind:
            yield self._finding(kind, seen.position, seen)
        self.last = seen
        if not seen.fault:
            self.last_when = seen.entry.row["when"]

    def _advance(self):
        self.expected += 1
        while self.expected in self.early:
            self.early.remove(self.expected)
            self.expected += 1

    def _place_broken(self):
        seen = self.broken.pop(0)
        finding = self._finding(seen.fault, self.expected, seen)
        self._advance()
        return finding

    def _account_until(self, position):
        """Give the broken rows their places before `position`; the rest is a gap."""
        while self.broken and self.expected < position:
            yield self._place_broken()
        for seen in self.broken:
            yield self._finding("inserted", self.expected, seen)
        self.broken.clear()
        if self.expected < position:
            self.missing.append((self.expected, position - 1))
            self.expected = position
        for early in [early for early in self.early if early < position]:
            self.early.remove(early)
            self._take_missing(early)
        while len(self.missing) > MEMORY:
            yield from self._removed(self.missing.pop(0))

    def _take_missing(self, position):
        for index, (first, last) in enumerate(self.missing):
            if first <= position <= last:
                parts = ((first, position - 1), (position + 1, last))
                self.missing[index : index + 1] = [p for p in parts if p[0] <= p[1]]
                return True
        return False

    def _finish(self):
        total = max(self.count, self._position_of_head())
        if self.early:
            yield from self._account_until(max(self.early) + 1)
        while self.broken and self.expected <= total:
            yield self._place_broken()
        yield from self._account_until(self.expected)
        for gap in self.missing:
            yield from self._removed(gap)
        if self.expected <= total:
            yield self._finding("tail_cut", self.expected, last=total)
        else:
            yield from self._check_head()

    def _position_of_head(self):
        try:
            return position_of(self.head)
        except ValueError:
            return 0

    def _check_head(self):
        link_of_last = self.last.entry.link if self.last else genesis(self.file)
        faulty = self.last and (self.last.fault or self.last.position > self.count)
        at_end = self.expected == (self.last.position if self.last else 0) + 1
        if at_end and not faulty and link_of_last != self.head:
            yield Finding("edited", self.expected - 1, None, _HEAD.format(self.file))

    def _removed(self, gap):
        for position in range(gap[0], gap[1] + 1):
            yield self._finding("removed", position)

    def _finding(self, kind, position, seen=None, last=None):
        row_id = seen.entry.id if seen else None
        sentence = _SENTENCES[kind].format(
            file=self.file, position=position, row=row_id, last=last
        )
        return Finding(kind, position, row_id, sentence)


_SENTENCES = {
    "edited": "{file}: row {row} (no. {position}) is not as it was written.",
    "back_dated": "{file}: row {row} (no. {position}) does not bear the time at which it was written.",
    "removed": "{file}: row no. {position} is gone.",
    "reordered": "{file}: row {row} was written as no. {position} and stands elsewhere.",
    "inserted": "{file}: row {row} (near no. {position}) was not written by the journal there.",
    "tail_cut": "{file}: the last rows, from no. {position} to no. {last}, are gone.",
}
_HEAD = "{}: the head that the file keeps is not the link of its last row."
