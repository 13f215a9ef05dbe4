"""Dossier codes by pattern: written, read, and read as citizens type them.

A pattern is a text of the rule set with four fields in braces:

- `{department}`: the national code of the receiving department, groups of two or
  three digits and one of a letter and two digits, joined by dots.
  `{department:largest_first}` demands the lettered group at the front
  (H15.50.05.13), `{department:largest_last}` at the end (000.00.05.H15);
- `{date:%y%m%d}`: the day of reception; `%y` or `%Y`, `%m` and `%d`, each once;
- `{letters}`: the two capitals that ministries' central systems put before the
  sequence; `{letters:3}` for another number;
- `{sequence:04d}`: the number of the day in the department, from 1.

Circular 03/2025 is `{department:largest_first}-{date:%y%m%d}-{sequence:04d}`, Circular
01/2018 the same with `largest_last`. A sequence that outgrows its digits is written
with more of them, never cut: the 10,000th dossier of a day is `…-10000`, so no two
dossiers share a code.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

# What a citizen may type for a code, before it is cut down to the code itself.
MAX_TYPED = 100

_LARGEST = "[A-Z][0-9]{2}"
_GROUP = "[0-9]{2,3}"
_DEPARTMENTS = {
    "largest_first": rf"{_LARGEST}(?:\.{_GROUP}){{1,4}}",
    "largest_last": rf"(?:{_GROUP}\.){{1,4}}{_LARGEST}",
}
_DEPARTMENTS[""] = "|".join(_DEPARTMENTS.values())
_DIRECTIVES = {"%y": 2, "%Y": 4, "%m": 2, "%d": 2}
_FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_LITERAL = re.compile(r"[-./A-Z0-9]*")


class PatternError(ValueError):
    """A pattern that could not tell its codes apart, or is none."""


@dataclass(frozen=True)
class CodeParts:
    """What a code says. `pattern` is the text of the pattern that it follows."""

    pattern: str
    department: str
    date: date
    sequence: int
    letters: str | None = None


@dataclass(frozen=True)
class _Token:
    """A literal (`name` is None) or a field of a pattern, with what it matches."""

    name: str | None
    spec: str
    regex: str


def _tokens(text) -> Iterator[_Token]:
    end = 0
    for match in _FIELD.finditer(text):
        if end < match.start():
            yield _literal(text[end : match.start()])
        yield _field(match[1], match[2] or "")
        end = match.end()
    if end < len(text):
        yield _literal(text[end:])


def _literal(text):
    if not _LITERAL.fullmatch(text):
        raise PatternError(f"a code is made of capitals, digits, - . / : {text!r}")
    return _Token(None, text, re.escape(text))


def _field(name, spec):
    if name == "department" and spec in _DEPARTMENTS:
        return _Token(name, spec, _DEPARTMENTS[spec])
    if name == "date":
        return _Token(name, spec, _date_regex(spec))
    if name == "letters" and re.fullmatch("[1-9]?", spec):
        return _Token(name, spec or "2", f"[A-Z]{{{spec or 2}}}")
    if name == "sequence" and re.fullmatch("0[1-9]d", spec):
        width = int(spec[1])
        return _Token(name, spec, rf"[0-9]{{{width}}}|[1-9][0-9]{{{width},8}}")
    raise PatternError(f"no such field of a code: {{{name}:{spec}}}")


def _date_regex(spec):
    directives = re.findall("%.", spec)
    kinds = sorted(directive.lower() for directive in directives)
    if kinds != ["%d", "%m", "%y"] or re.sub("%[yYmd]", "", spec):
        raise PatternError(f"a date is made of %y or %Y, %m and %d: {spec!r}")
    return f"[0-9]{{{sum(_DIRECTIVES[directive] for directive in directives)}}}"


@dataclass(frozen=True)
class CodePattern:
    """A pattern of codes. Raises PatternError when `text` is none that works.

    It needs department, date and sequence, each field once, and a dash or slash, a
    date or letters between the fields whose length varies, or two dossiers could
    share a code.
    """

    text: str

    def __post_init__(self):
        names = [token.name for token in self.tokens if token.name]
        if len(names) != len(set(names)) or not {"department", "date", "sequence"} <= {
            *names
        }:
            raise PatternError("a code has one department, one date and one sequence")
        for left, right in itertools.pairwise(self.tokens):
            if not (self._ends(left, -1) or self._ends(right, 0)):
                raise PatternError(f"nothing parts {left.name} and {right.name}")

    @staticmethod
    def _ends(token, edge):
        # Date and letters have one length, so that they part what is beside them;
        # a literal does with a sign that no field contains.
        if token.name is None:
            return token.spec[edge] in "-/"
        return token.name in ("date", "letters")

    @cached_property
    def tokens(self) -> tuple[_Token, ...]:
        """The literals and fields of the pattern, in order."""
        return tuple(_tokens(self.text))

    @cached_property
    def _regex(self):
        return re.compile(
            "".join(
                f"(?P<{token.name}>{token.regex})" if token.name else token.regex
                for token in self.tokens
            )
        )

    def render(
        self, department: str, date: date, sequence: int, letters: str | None = None
    ) -> str:
        """Return the code of a dossier.

        `date` is the day of reception in legal time (Asia/Ho_Chi_Minh), `sequence` the
        number of that day in the department, from 1. Raises ValueError where a part
        is missing or has not the shape that the pattern demands.
        """
        parts = CodeParts(self.text, department, date, sequence, letters)
        code = "".join(self._part(token, parts) for token in self.tokens)
        # The one proof that the code can be read back as what it was written from.
        if self.parse(code) != parts:
            raise ValueError(f"no code of {self.text!r} has these parts: {parts}")
        return code

    @staticmethod
    def _part(token, parts):
        if token.name is None:
            return token.spec
        if token.name == "date":
            return parts.date.strftime(token.spec)
        if token.name == "sequence":
            return format(parts.sequence, token.spec)
        return getattr(parts, token.name) or ""

    def parse(self, code: str) -> CodeParts | None:
        """Return the parts of a code, or None when it is not one of this pattern."""
        match = self._regex.fullmatch(code)
        return self._parts(match.groupdict()) if match else None

    def _parts(self, groups):
        spec = next(token.spec for token in self.tokens if token.name == "date")
        day = _read_date(groups["date"], spec)
        sequence = int(groups["sequence"])
        if day is None or sequence < 1:
            return None
        return CodeParts(
            self.text, groups["department"], day, sequence, groups.get("letters")
        )

    def readings(self, squeezed: str) -> Iterator[str]:
        """Yield every code of this pattern that, without its dashes, is `squeezed`."""
        yield from dict.fromkeys(
            code for code in _fit(self.tokens, squeezed) if self.parse(code)
        )


def _read_date(digits, spec):
    values, at = {}, 0
    for directive in re.findall("%.", spec):
        width = _DIRECTIVES[directive]
        values[directive.lower()] = int(digits[at : at + width])
        at += width
    # Two digits are of this century: there were no such codes in the last.
    year = values["%y"] + (0 if "%Y" in spec else 2000)
    try:
        return date(year, values["%m"], values["%d"])
    except ValueError:
        return None


def _fit(tokens, squeezed):
    """Yield each way in which the tokens fill `squeezed`, literals' dashes put back."""
    if not tokens:
        if not squeezed:
            yield ""
        return
    token, rest = tokens[0], tokens[1:]
    regex = re.compile(token.regex.replace(r"\-", ""))
    for end in range(len(squeezed) + 1):
        if regex.fullmatch(squeezed, 0, end):
            part = token.spec if token.name is None else squeezed[:end]
            for tail in _fit(rest, squeezed[end:]):
                yield part + tail


def parse_code(patterns: Iterable[CodePattern], code: str) -> CodeParts | None:
    """Return the parts of a code by the first pattern that it follows, or None.

    Codes of old patterns are never rewritten, so several are in use at once.
    """
    for pattern in patterns:
        parts = pattern.parse(code)
        if parts:
            return parts
    return None


def normalise_code(patterns: Iterable[CodePattern], typed: str) -> str | None:
    """Return the code that a citizen meant, or None where it is none, or unclear.

    Mends blanks, lower case, full-width and other Unicode forms, and dashes that are
    of another kind, too many or missing: the last only where a single code of all
    the patterns has these letters and digits, and the dashes that were typed. Nothing
    is guessed: O is not 0.
    """
    text = squeeze(typed)
    if not text:
        return None
    patterns = list(patterns)
    if parse_code(patterns, text):
        return text
    squeezed = text.replace("-", "")
    readings = {code for pattern in patterns for code in pattern.readings(squeezed)}
    if len(readings) > 1:
        readings = {code for code in readings if _dashes(text) <= _dashes(code)}
    return readings.pop() if len(readings) == 1 else None


def _dashes(text):
    """Return before which of the other signs a dash stands."""
    parts = text.split("-")[:-1]
    return set(itertools.accumulate(len(part) for part in parts))


def squeeze(typed: str) -> str:
    """Return `typed` in capitals, without blanks, with plain dashes; "" if too long."""
    if not isinstance(typed, str) or len(typed) > MAX_TYPED:
        return ""
    kept = []
    for character in unicodedata.normalize("NFKC", typed):
        category = unicodedata.category(character)
        if category == "Pd" or character == "\N{MINUS SIGN}":
            kept.append("-")
        # Blanks, and signs that cannot be seen, such as those that a phone pastes.
        elif not (character.isspace() or category in ("Cf", "Cc")):
            kept.append(character.upper())
    return "".join(kept)
