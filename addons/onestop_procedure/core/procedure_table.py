"""Reading of the table of procedures: rows of texts become entries, one a procedure.

Nothing is dropped in silence: a cell that cannot be read is a problem, with its place
and what to do, and refuses its procedure; words written in the wild (a term, an amount,
a count) are kept as they are and become remarks; what is not looked at is a note.
"""

import re
from dataclasses import dataclass, field

from . import wild_text
from .national_file import CODE_PATTERN, LegalBasis, Remark, channel_code
from .plain_text import plain
from .procedure_sheets import (
    AS_DESCRIBED,
    BY_KEY,
    CODE,
    GUIDE_HEADINGS,
    NAME,
    SHEETS,
    YES_NO,
    sheet_of,
)
from .translatable import _
from .wild_text import flat, tidy

#: Sentence of each problem and note: what is wrong, and what to do.
ERRORS = {
    "no_headings": _(
        "no row holds the headings of a table of procedures. Download the template and "
        "put the rows under its headings."
    ),
    "heading_twice": _(
        "the heading “%(heading)s” stands twice. Take one of the columns out."
    ),
    "column_unknown": _("the column “%(heading)s” is not known; it was not read."),
    "sheet_unknown": _("the sheet holds no table of procedures; it was not read."),
    "no_code": _("the code of the procedure is missing. Fill it in."),
    "bad_code": _(
        "“%(given)s” is not the code of a procedure, such as 1.013126. Correct it."
    ),
    "code_twice": _(
        "%(given)s is also in %(first)s. Keep one row a procedure in this sheet."
    ),
    "missing": _("it is empty. Fill it in."),
    "choice": _("“%(given)s” is none of: %(words)s. Choose one of them."),
    "whole": _("“%(given)s” is not a whole number up to 9999. Correct it."),
    "formula": _("the cell holds a formula. Copy it, and paste the value alone."),
    "case_unknown": _(
        "“%(given)s” is no case of the procedure. Add it to the sheet “Trường hợp”, or "
        "write it as it stands there."
    ),
    "procedure_unknown": _(
        "%(given)s is not in the catalogue and has no row in the sheet “Thủ tục”. Add "
        "one."
    ),
    "part_twice": _("the code “%(given)s” stands twice. Correct one of the rows."),
    "several": _("the cell names several amounts. Give each a row of its own."),
    "gone": _(
        "no row is “%(name)s” any more. With it goes what the table does not say: "
        "%(lost)s. Give it a row to keep it."
    ),
    "gone_with_code": _(
        "no row is “%(name)s” any more, and this one is new. What the table does not "
        "say goes: %(lost)s. If both are the same, write %(code)s into “%(column)s”."
    ),
    "gone_without_code": _(
        "no row is “%(name)s” any more, and this one is new. What the table does not "
        "say goes: %(lost)s. If both are the same, change it in the draft, not here."
    ),
}
#: Rows among which the headings are looked for: a title may stand above them.
_HEADINGS_WITHIN = 10
_YES = {plain(word): said for word, said in YES_NO.items()}
_YES |= {"x": True, "1": True, "true": True, "0": False, "false": False}
_DESCRIBED = plain(AS_DESCRIBED)
_NEXT_LINE = re.compile(r"[;\n]")


@dataclass(frozen=True)
class Place:
    """Where something stands; ``row`` 0 and "" where there is none."""

    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True)
class Problem:
    """Something at a place; ``code`` and ``params`` fill ``ERRORS``."""

    code: str
    place: Place
    params: tuple[tuple[str, str], ...] = ()


@dataclass
class Entry:
    """What the table says of one procedure.

    ``values``: of the sheet of procedures, only what its columns and cells say.
    ``parts``: rows by key of the sheet, each with its ``place``; a sheet that holds no
    row of the procedure is not in it.
    """

    code: str
    place: Place
    values: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)
    remarks: list = field(default_factory=list)
    problems: list = field(default_factory=list)


@dataclass
class Reading:
    """Entries by code in the order of the table; problems of no procedure; notes."""

    entries: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)


def read(tables, bare_day=wild_text.CALENDAR_DAYS, code_pattern=CODE_PATTERN):
    """Read tables (``core.table_file.Table``) of one or more files.

    :param bare_day: unit of "N Ngày"
    :return: a ``Reading``
    """
    reading = Reading()
    known = []
    for table in tables:
        if found := _headings(table):
            known.append((table, *found))
        elif not _is_guide(table) and table.rows:
            lost = reading.notes if table.sheet else reading.problems
            code = "sheet_unknown" if table.sheet else "no_headings"
            lost.append(Problem(code, Place(table.file, table.sheet)))
    if not known and not reading.problems:
        files = dict.fromkeys(table.file for table in tables)
        reading.problems += [Problem("no_headings", Place(file)) for file in files]
    # The sheet of procedures first, whatever the order of files.
    known.sort(key=lambda one: SHEETS.index(one[1]))
    for table, sheet, at in known:
        _TableReader(reading, table, sheet, bare_day, code_pattern).read(at)
    return reading


def _headings(table):
    """(sheet, place of the row of headings) of a table, or None."""
    for at, row in enumerate(table.rows[:_HEADINGS_WITHIN]):
        if sheet := sheet_of(row.cells):
            return sheet, at
    return None


def _is_guide(table):
    wanted = [plain(heading) for heading in GUIDE_HEADINGS]
    return [list(map(plain, row.cells))[: len(wanted)] for row in table.rows[:1]] == [
        wanted
    ]


class _TableReader:
    """Reads one table into a ``Reading``."""

    def __init__(self, reading, table, sheet, bare_day, code_pattern):
        self.reading, self.table, self.sheet = reading, table, sheet
        self.bare_day, self.code_pattern = bare_day, code_pattern
        self.entry = self.place = None

    def read(self, at):
        columns = self.columns(self.table.rows[at])
        if columns is None:
            return
        for row in self.table.rows[at + 1 :]:
            self.row(row, columns)

    def columns(self, row):
        """The columns by their places, or None where one stands twice."""
        known = {plain(column.heading): column for column in self.sheet.columns}
        columns = {}
        for at, heading in enumerate(row.cells):
            column = known.get(plain(heading))
            place = Place(self.table.file, self.table.sheet, row.number)
            shown = (("heading", heading[:80]),)
            if column in columns.values() and column:
                problem = Problem("heading_twice", place, shown)
                self.reading.problems.append(problem)
                return None
            if column:
                columns[at] = column
            elif heading:
                self.reading.notes.append(Problem("column_unknown", place, shown))
        return columns

    # One row

    def row(self, row, columns):
        self.place = Place(self.table.file, self.table.sheet, row.number)
        cells = {
            column.key: tidy(row.cells[at]) if at < len(row.cells) else ""
            for at, column in columns.items()
        }
        if not self.find_entry(cells.pop(CODE)):
            return
        for at in row.formulas:
            if column := columns.get(at):
                self.problem("formula", column)
        # Only what a column is there for: the rest stays what it is.
        values = {}
        for column in columns.values():
            if column.key != CODE:
                values.update(self.value(column, cells[column.key]))
        if NAME in cells and self.sheet.column(NAME).required and not cells[NAME]:
            self.problem("missing", self.sheet.column(NAME))
        if self.sheet is BY_KEY["procedures"]:
            self.entry.values = values
        else:
            finish = getattr(self, f"finish_{self.sheet.key}", lambda values: [values])
            place = {"place": self.place}
            rows = [{**one, **place} for one in finish(values)]
            self.entry.parts.setdefault(self.sheet.key, []).extend(rows)

    def find_entry(self, code):
        """The entry of the row; None where its code is a problem."""
        entries = self.reading.entries
        column = self.sheet.column(CODE)
        place = Place(*self.at()[:3], column.heading)
        if not code or not re.fullmatch(self.code_pattern, code):
            wrong = "bad_code" if code else "no_code"
            problem = Problem(wrong, place, (("given", code[:80]),))
            self.reading.problems.append(problem)
            return None
        self.entry = entries.setdefault(code, Entry(code, self.place))
        if self.sheet is BY_KEY["procedures"] and self.entry.values:
            first = self.entry.place
            shown = ", ".join(filter(None, (first.file, first.sheet)))
            self.problem(
                "code_twice", column, given=code, first=f"{shown}, {first.row}"
            )
            return None
        return self.entry

    def at(self):
        return self.place.file, self.place.sheet, self.place.row

    def problem(self, code, column, **params):
        place = Place(*self.at(), column.heading)
        self.entry.problems.append(Problem(code, place, tuple(params.items())))

    def remark(self, code, column, raw):
        part = self.sheet.part
        if self.sheet is BY_KEY["procedures"]:
            part = column.heading
        self.entry.remarks.append(Remark(code, part, self.place.row, raw))

    def value(self, column, cell):
        """What a cell says: a dict of values, {} where it says nothing."""
        read = getattr(self, f"read_{column.kind}", None)
        if read:
            return read(column, cell)
        return {column.key: cell}

    # Kinds of cells

    def read_lines(self, column, cell):
        lines = (flat(line) for line in _NEXT_LINE.split(cell))
        return {column.key: tuple(dict.fromkeys(filter(None, lines)))}

    def read_choice(self, column, cell):
        if not cell:
            return {}
        codes = {plain(word): code for word, code in column.choices.items()}
        codes |= {code: code for code in column.choices.values()}
        if plain(cell) in codes:
            return {column.key: codes[plain(cell)]}
        if cell in codes:
            return {column.key: codes[cell]}
        return self.refuse_choice(column, cell)

    def refuse_choice(self, column, cell):
        words = ", ".join(column.words)
        self.problem("choice", column, given=cell[:80], words=words)
        return {}

    def read_yes_no(self, column, cell):
        if not cell:
            return {}
        if plain(cell) not in _YES:
            return self.refuse_choice(column, cell)
        return {column.key: _YES[plain(cell)]}

    def read_whole(self, column, cell):
        if not cell:
            return {}
        if not re.fullmatch(r"[0-9]{1,4}", cell):
            self.problem("whole", column, given=cell[:80])
            return {}
        return {column.key: int(cell)}

    def read_levels(self, column, cell):
        codes, flags = wild_text.parse_levels(cell)
        for flag in flags:
            self.remark(flag, column, cell)
        return {column.key: codes, "level_text": cell}

    def read_channel(self, column, cell):
        code = channel_code(cell)
        if cell and not code:
            self.remark("channel_unknown", column, cell)
        return {"channel": code or False, "channel_raw": "" if code else cell}

    def read_term(self, column, cell):
        term = wild_text.parse_term(cell, self.bare_day)
        for flag in term.flags:
            self.remark(flag, column, cell)
        unread = term.kind in ("words", "missing")
        return {
            "term_value": term.value or 0,
            "term_unit": False if unread else term.unit,
            "term_raw": term.raw,
            "words_of_term": term.words,
        }

    def read_amount(self, column, cell):
        described = plain(cell) == _DESCRIBED
        return {"fees": () if described else wild_text.parse_fees(cell), "cell": cell}

    def read_count(self, column, cell):
        counts = wild_text.parse_counts(cell)
        for flag in counts.flags:
            self.remark(flag, column, cell)
        other = counts.copies if column.key == "copies" else counts.originals
        number = counts.originals if other is None else other
        return {
            column.key: number or 0,
            f"raw_{column.key}": cell if counts.flags else "",
        }

    def read_date(self, column, cell):
        day = wild_text.parse_date(cell)
        if not day:
            code = "date_not_understood" if cell else "date_missing"
            self.remark(code, column, cell)
        return {"date": day, "date_raw": cell}

    # Rows whose cells belong together

    def finish_channels(self, values):
        words = values.pop("words_of_term", "")
        values["term_words"] = values.get("term_words") or words
        values["raw"] = values.pop("channel_raw", "")
        if not values.get("channel") and not values["raw"]:
            self.remark("channel_unknown", self.sheet.column("channel"), "")
        if "online_level" not in values:
            online = values.get("channel") == "online"
            values["online_level"] = "full" if online else "none"
            if online:
                column = self.sheet.column("online_level")
                self.remark("online_level_assumed", column, "")
        return [values]

    def finish_fees(self, values):
        column = self.sheet.column("amount")
        fees, cell = values.pop("fees"), values.pop("cell")
        values["raw"] = values.pop("channel_raw", "") or cell
        if len(fees) > 1:
            self.problem("several", column)
        if fees:
            return [self.fee(values, fees[0], column)]
        if plain(cell) != _DESCRIBED:
            self.remark("fee_amount_missing", column, cell)
        return [{**values, "amount_kind": "described", "amount": 0, "currency": ""}]

    def fee(self, values, fee, column):
        for flag in fee.flags:
            if flag != "fee_kind_assumed" or "kind" not in values:
                self.remark(flag, column, fee.raw)
        conditions = (values.get("condition"), fee.condition)
        return {
            "kind": fee.kind,
            **values,
            "amount_kind": "described" if fee.amount is None else "fixed",
            "amount": fee.amount or 0,
            "currency": fee.currency,
            "unit": values.get("unit") or fee.unit,
            "condition": "\n".join(dict.fromkeys(filter(None, conditions))),
            "raw": fee.raw,
        }

    def finish_components(self, values):
        raws = [values.pop(f"raw_{key}", "") for key in ("originals", "copies")]
        values["raw"] = "\n".join(filter(None, raws))
        return [values]

    def finish_bases(self, values):
        given, title = values.get("number", ""), values.get("title", "")
        if not given and not title:
            self.problem("missing", self.sheet.column("title"))
        found = wild_text.parse_document_number(given)
        for flag in found.flags if given else ():
            self.remark(flag, self.sheet.column("number"), given)
        # The number without the kind of the document, and nothing lost behind it.
        whole = found.number and flat(given).endswith(found.number)
        number = found.number if whole else flat(given)
        day, raw = values.get("date"), values.get("date_raw", "")
        basis = LegalBasis(number, given, title, day, raw, values.get("issuer", ""))
        return [{"basis": basis}]
