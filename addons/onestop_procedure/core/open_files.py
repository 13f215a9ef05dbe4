"""Files of open data: sheets of procedures in, pieces of text out, one format a class.

Each has `head()`, `row(sheet)` and `tail()`, so that the whole is never in memory.
"""

import csv
import io
import json

from . import turtle
from .cell_text import neutral
from .cpsv_ap import CHANNEL_NAMES, CONTEXT, term_words

#: By it a spreadsheet knows that the file is UTF-8.
BYTE_ORDER_MARK = "\ufeff"
BETWEEN = " | "


class _JsonList:
    """Elements of a list of JSON, one a line, inside an object."""

    def __init__(self, around, name):
        text = json.dumps({**around, name: []}, ensure_ascii=False)
        self._head, self._tail = text[: text.rindex("]")], "\n]}\n"
        self._first = True

    def head(self):
        return self._head

    def tail(self):
        return self._tail

    def _elements(self, elements):
        pieces = []
        for element in elements:
            pieces.append("\n" if self._first else ",\n")
            pieces.append(json.dumps(element, ensure_ascii=False))
            self._first = False
        return "".join(pieces)


class JsonFile(_JsonList):
    """All that is public of each procedure, in our own words."""

    def __init__(self, licence):
        super().__init__({"licence": licence}, "procedures")

    def row(self, sheet):
        return self._elements([sheet])


def places(content):
    """Where in the bytes of a `JsonFile` each procedure stands: {code: [first, length]}.

    By it one is answered without reading the catalogue, or the whole file.
    """
    found, at = {}, 0
    for line in io.BytesIO(content):
        element = line.rstrip(b",\n")
        if element.startswith(b'{"code": '):
            found[json.loads(element)["code"]] = [at, len(element)]
        at += len(line)
    return found


class JsonLdFile(_JsonList):
    """CPSV-AP as JSON-LD, with its context inside: no reader has to fetch one."""

    def __init__(self, profile):
        super().__init__({"@context": CONTEXT}, "@graph")
        self._profile = profile

    def head(self):
        return super().head() + self._elements(self._profile.head())

    def row(self, sheet):
        return self._elements(self._profile.nodes(sheet))


class TurtleFile:
    """CPSV-AP as Turtle."""

    def __init__(self, profile):
        self._profile = profile

    def head(self):
        return turtle.prefixes(CONTEXT) + self._paragraphs(self._profile.head())

    def row(self, sheet):
        return self._paragraphs(self._profile.nodes(sheet))

    def tail(self):
        return ""

    def _paragraphs(self, nodes):
        return "".join(turtle.node(node) for node in nodes)


class CsvFile:
    """A line a procedure, for spreadsheets."""

    COLUMNS = (
        "code",
        "name",
        "name_en",
        "field",
        "levels",
        "agency",
        *(f"term_{channel}" for channel in CHANNEL_NAMES),
        "fees",
        "papers",
        "paper_names",
        "results",
        "groups",
        "online",
        "valid_from",
        "decision",
        "url",
    )

    def head(self):
        return BYTE_ORDER_MARK + self._line(self.COLUMNS)

    def row(self, sheet):
        agencies = _names(sheet["competent"])
        return self._line(
            (
                sheet["code"],
                sheet["name"].get("vi", ""),
                sheet["name"].get("en", ""),
                (sheet["field"] or {"name": {}})["name"].get("vi", ""),
                BETWEEN.join(_names(sheet["levels"])),
                BETWEEN.join(agencies) or sheet["competent_text"],
                *(self._terms(sheet, channel) for channel in CHANNEL_NAMES),
                BETWEEN.join(self._fee(fee) for fee in sheet["fees"]),
                len(sheet["components"]),
                BETWEEN.join(_names(sheet["components"])),
                BETWEEN.join(_names(sheet["results"])),
                BETWEEN.join(_names(sheet["groups"])),
                sheet["online"],
                sheet["valid_from"],
                sheet["decision"]["number"],
                sheet["url"],
            )
        )

    def tail(self):
        return ""

    def _terms(self, sheet, channel):
        terms = (
            term_words(row)["vi"]
            for row in sheet["channels"]
            if row["channel"] == channel
        )
        return BETWEEN.join(dict.fromkeys(terms))

    def _fee(self, fee):
        name = fee["name"].get("vi") or fee["kind"]
        if fee["amount"] is None:
            return name
        per = "/".join(filter(None, (fee["currency"], fee["unit"].get("vi"))))
        return f"{name}: {fee['amount']:.12g} {per}"

    def _line(self, cells):
        line = io.StringIO()
        csv.writer(line).writerow([_cell(cell) for cell in cells])
        return line.getvalue()


def _names(rows):
    """The names of what has one."""
    return [row["name"]["vi"] for row in rows if row["name"].get("vi")]


def _cell(value):
    return "" if value is None or value is False else neutral(str(value))
