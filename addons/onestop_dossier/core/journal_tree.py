"""The Merkle tree over rows of the journal (RFC 9162, section 2.1), with SHA-256.

Its root says in 64 hex digits what all rows were that it was made of, and of none of them
what it says. Entries are leaves of rows (`journal_chain.leaf`), 64 hex digits each.
"""

import hashlib
from collections.abc import Iterable, Sequence

# An entry never passes for a node, nor a node for an entry.
_ENTRY, _NODE = b"\x00", b"\x01"


class Tree:
    """Grows by one entry at a time, and keeps no more than the logarithm of them."""

    def __init__(self, entries: Iterable[str] = ()):
        self.size = 0
        # Roots of whole subtrees, the largest first: one for each bit of the size.
        self._whole: list[bytes] = []
        for entry in entries:
            self.add(entry)

    def add(self, entry: str) -> None:
        """Append an entry. Raises ValueError where it is no hex."""
        node, joins = _entry(entry), self.size
        while joins & 1:
            node = _node(self._whole.pop(), node)
            joins >>= 1
        self._whole.append(node)
        self.size += 1

    def root(self) -> str:
        """Return the root of all entries so far; of none, the hash of nothing."""
        if not self._whole:
            return hashlib.sha256(b"").hexdigest()
        *before, node = self._whole
        for left in reversed(before):
            node = _node(left, node)
        return node.hex()


def path(entries: Sequence[str], index: int) -> list[str]:
    """Return the nodes, in hex and from the entry upwards, with which the root is
    reached from the entry at `index`.

    Raises IndexError where there is no such entry.
    """
    if not 0 <= index < len(entries):
        raise IndexError("the tree has no such entry")
    level, nodes = [_entry(one) for one in entries], []
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            nodes.append(level[beside].hex())
        # The last of an odd number goes up as it is.
        level = [
            _node(*level[left : left + 2]) if left + 1 < len(level) else level[left]
            for left in range(0, len(level), 2)
        ]
        index >>= 1
    return nodes


def root_by(entry: str, index: int, size: int, nodes: Iterable[str]) -> str:
    """Return the root that an entry leads to by a path; it is another one where entry,
    place or path are not those of the tree.

    Raises ValueError where a path of this length leads nowhere in a tree of this size.
    """
    if not 0 <= index < size:
        raise ValueError("the tree has no such entry")
    node, last = _entry(entry), size - 1
    for beside in nodes:
        if not last:
            raise ValueError("the path is too long")
        if index & 1 or index == last:
            node = _node(bytes.fromhex(beside), node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = _node(node, bytes.fromhex(beside))
        index, last = index >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")
    return node.hex()


def _entry(entry):
    return hashlib.sha256(_ENTRY + bytes.fromhex(entry)).digest()


def _node(left, right):
    return hashlib.sha256(_NODE + left + right).digest()
