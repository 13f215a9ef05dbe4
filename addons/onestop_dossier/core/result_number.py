"""Numbers of results, as the pattern of a results book has them.

A pattern is text with names in braces: `number` (once; `{number:02d}` has two digits at
least), `kind` (abbreviation of the kind of document), `symbol` (of who issues it) and
`year`. What stands in square brackets is left out where a name in it says nothing:
`{number:02d}/[{kind}-]{symbol}` gives 07/GP-SXD, and 07/SXD for a kind that has no
abbreviation.
"""

import re

_NAME = re.compile(r"\{(number|kind|symbol|year)(?::0([1-9])d)?\}")
_OPTION = re.compile(r"\[([^\[\]]*)\]")
LONGEST = 60


class ResultPattern:
    def __init__(self, text: str):
        """:raises ValueError: for what is no pattern"""
        text = (text or "").strip()
        names = [name for name, _digits in _NAME.findall(text)]
        optional = "".join(_OPTION.findall(text))
        rest = _NAME.sub("", _OPTION.sub(r"\1", text))
        if (
            len(text) > LONGEST
            or names.count("number") != 1
            or "{number" in optional
            or any(sign in rest for sign in "{}[]\n")
            or any(digits and name != "number" for name, digits in _NAME.findall(text))
        ):
            raise ValueError(text)
        self.text = text

    def render(
        self, number: int, *, kind: str = "", symbol: str = "", year: int
    ) -> str:
        values = {"number": number, "kind": kind, "symbol": symbol, "year": year}

        def put(match):
            name, digits = match.groups()
            value = values[name] or ""
            return f"{value:0{digits}d}" if digits else str(value)

        def choose(match):
            named = [name for name, _digits in _NAME.findall(match[1])]
            return match[1] if all(values[name] for name in named) else ""

        return _NAME.sub(put, _OPTION.sub(choose, self.text))
