r"""Regular expressions of the catalogue that can never hang the server.

Python's `re` goes back and tries again, so that an innocent `(a+)+b` can take hours
over thirty letters, and it has no time limit. Patterns are therefore compiled here
into a small automaton that walks the text once and keeps all states it may be in
(Thompson's construction): time grows with text × pattern, both of which are bounded.

The language is what a form needs, and the same text works as `pattern` of an HTML
input: letters, `.`, `[…]` with ranges and `^`, `\d \w \s` and their capitals, escaped
signs, groups `(…)` and `(?:…)`, `|`, and `? * + {m} {m,} {m,n}`. Always the whole text
is matched, so that a `^` at the front and a `$` at the end change nothing. `\d` is 0–9
only. Everything else (back references, look-around, lazy repeats) is refused.
"""

from collections.abc import Callable
from typing import NamedTuple

MAX_SOURCE = 200
MAX_TEXT = 1000
MAX_STATES = 1000
MAX_DEPTH = 10

_CLASSES: dict[str, Callable[[str], bool]] = {
    "d": lambda c: "0" <= c <= "9",
    "w": lambda c: c.isalnum() or c == "_",
    "s": str.isspace,
    "D": lambda c: not "0" <= c <= "9",
    "W": lambda c: not (c.isalnum() or c == "_"),
    "S": lambda c: not c.isspace(),
}
_SPECIAL = frozenset("()[]{}|?*+^$\\")


class UnsafePattern(ValueError):
    """A pattern outside the language above, or too large."""


class _Repeat(NamedTuple):
    node: object
    least: int
    most: int | None


class _Any(NamedTuple):
    """One of several alternatives."""

    nodes: list


class SafePattern:
    """A compiled pattern. Raises UnsafePattern when `source` is none."""

    def __init__(self, source: str):
        if len(source) > MAX_SOURCE:
            raise UnsafePattern(f"a pattern has at most {MAX_SOURCE} characters")
        self.source = source
        self._program = _compile(_Parser(source).parse())

    def matches(self, text: str) -> bool:
        """Tell whether the whole text follows the pattern; never when it is too long."""
        if len(text) > MAX_TEXT:
            return False
        states = self._reach([0])
        for character in text:
            states = self._reach(
                state + 1 for state in states if self._program[state](character)
            )
            if not states:
                return False
        return len(self._program) - 1 in states

    def _reach(self, starts):
        """Return the states that test a character, and the end, from some states."""
        found, seen, todo = set(), set(), list(starts)
        while todo:
            state = todo.pop()
            if state in seen:
                continue
            seen.add(state)
            if isinstance(self._program[state], tuple):
                todo.extend(self._program[state])
            else:
                found.add(state)
        return found


def _compile(node):
    """Return the program: tests of one character, and tuples of states to go on in.

    Its last test is the end of the text, which no character passes.
    """
    if _size(node) > MAX_STATES:
        raise UnsafePattern("the pattern repeats too much")
    program: list = []
    _emit(program, node)
    program.append(lambda c: False)
    return program


def _size(node):
    """Return a bound of the states, and of the work to write them down."""
    if isinstance(node, _Any):
        return sum(_size(part) + 2 for part in node.nodes)
    if isinstance(node, _Repeat):
        endless = node.most is None
        times = node.least + 1 if endless else node.most
        return _size(node.node) * times + (2 if endless else node.most - node.least)
    # What is empty costs work too, when it is repeated.
    return max(1, sum(map(_size, node))) if isinstance(node, list) else 1


def _emit(program, node):
    if isinstance(node, list):
        for part in node:
            _emit(program, part)
    elif isinstance(node, _Any):
        _emit_any(program, node.nodes)
    elif isinstance(node, _Repeat):
        _emit_repeat(program, node)
    else:
        program.append(node)


def _emit_any(program, nodes):
    fork, ends = len(program), []
    program.append(None)
    starts = []
    for node in nodes:
        starts.append(len(program))
        _emit(program, node)
        ends.append(len(program))
        program.append(None)
    program[fork] = tuple(starts)
    for end in ends:
        program[end] = (len(program),)


def _emit_repeat(program, repeat):
    for _ in range(repeat.least):
        _emit(program, repeat.node)
    if repeat.most is None:
        start = len(program)
        program.append(None)
        _emit(program, repeat.node)
        program.append((start,))
        program[start] = (start + 1, len(program))
        return
    forks = []
    for _ in range(repeat.most - repeat.least):
        forks.append(len(program))
        program.append(None)
        _emit(program, repeat.node)
    for fork in forks:
        program[fork] = (fork + 1, len(program))


class _Parser:
    """Reads the source of a pattern into lists, `_Any`, `_Repeat` and tests."""

    def __init__(self, source):
        self.rest = list(reversed(source.removeprefix("^")))
        if self.rest[:1] == ["$"] and self.rest[1:2] != ["\\"]:
            del self.rest[0]
        self.depth = 0

    def parse(self):
        node = self._alternatives()
        if self.rest:
            raise UnsafePattern("a bracket is closed that was not opened")
        return node

    def _peek(self):
        return self.rest[-1] if self.rest else ""

    def _take(self):
        if not self.rest:
            raise UnsafePattern("the pattern ends too early")
        return self.rest.pop()

    def _alternatives(self):
        nodes = [self._sequence()]
        while self._peek() == "|":
            self._take()
            nodes.append(self._sequence())
        return nodes[0] if len(nodes) == 1 else _Any(nodes)

    def _sequence(self):
        nodes = []
        while self._peek() and self._peek() not in "|)":
            nodes.append(self._repeated(self._atom()))
        return nodes

    def _atom(self):
        character = self._take()
        if character == "(":
            return self._group()
        if character == "[":
            return self._set()
        if character == "\\":
            return self._escape()
        if character == ".":
            return lambda c: c != "\n"
        if character in _SPECIAL:
            raise UnsafePattern(f"{character!r} has no meaning here")
        return character.__eq__

    def _group(self):
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnsafePattern("too many groups within each other")
        if self._peek() == "?":
            self._take()
            if self._take() != ":":
                raise UnsafePattern("only (…) and (?:…) are groups")
        node = self._alternatives()
        if self._take() != ")":
            raise UnsafePattern("a group is not closed")
        self.depth -= 1
        return node

    def _escape(self):
        character = self._take()
        if character in _CLASSES:
            return _CLASSES[character]
        if character.isalnum():
            raise UnsafePattern(f"\\{character} is not known")
        return character.__eq__

    def _set(self):
        negated = self._peek() == "^"
        if negated:
            self._take()
        tests = []
        while self._peek() != "]":
            tests.append(self._member())
        self._take()
        if not tests:
            raise UnsafePattern("a set of characters is empty")
        return lambda c: any(test(c) for test in tests) != negated

    def _member(self):
        first = self._take()
        if first == "\\":
            first = self._take()
            if first in _CLASSES:
                return _CLASSES[first]
            if first.isalnum():
                raise UnsafePattern(f"\\{first} is not known")
        elif first == "[":
            raise UnsafePattern("write \\[ inside a set of characters")
        if self._peek() != "-" or self.rest[-2:-1] == ["]"]:
            return first.__eq__
        self._take()
        last = self._take()
        if last == "\\":
            last = self._take()
        if last < first:
            raise UnsafePattern(f"the range {first}-{last} is empty")
        return lambda c: first <= c <= last

    def _repeated(self, node):
        sign = self._peek()
        if sign not in ("?", "*", "+", "{"):
            return node
        self._take()
        bounds = {"?": (0, 1), "*": (0, None), "+": (1, None)}
        least, most = bounds[sign] if sign != "{" else self._counts()
        if self._peek() in ("?", "*", "+", "{"):
            raise UnsafePattern("a repeat cannot be repeated")
        return _Repeat(node, least, most)

    def _counts(self):
        text = ""
        while self._peek() != "}":
            text += self._take()
        self._take()
        first, comma, last = text.partition(",")
        if not _is_count(first) or not (_is_count(last) or last == ""):
            raise UnsafePattern(f"{{{text}}} is no number of repeats")
        least = int(first)
        most = int(last) if last else (None if comma else least)
        if most is not None and most < least:
            raise UnsafePattern(f"{{{text}}} is no number of repeats")
        return least, most


def _is_count(text):
    return text.isascii() and text.isdigit() and len(text) <= 3
