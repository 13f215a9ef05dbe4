"""Tables in files, as rows of texts: XLSX, CSV, or a zip of CSV files; read within
limits, and written so that a spreadsheet reckons nothing.

XLSX is read without entities: a part that declares a document type, or is in another
encoding than UTF-8, is refused before any parser sees it.
"""

import csv
import io
import os
import re
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.etree.ElementTree import ParseError

import openpyxl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException

from .bounded_zip import BoundedZip, Limits
from .cell_text import meant, neutral
from .national_file import SIGNATURES
from .translatable import _

#: Sentence of each reason for which a file of tables is refused.
ERRORS = {
    "empty": _("%(name)s: the file is empty."),
    "other_kind": _(
        "%(name)s: this is %(what)s, not a table. Save it as XLSX or as CSV; renaming "
        "is not enough."
    ),
    "no_table": _(
        "%(name)s: this zip holds neither a spreadsheet nor CSV files. Save the table "
        "as XLSX or as CSV."
    ),
    "damaged": _(
        "%(name)s: the spreadsheet is damaged. Open it, save it as XLSX, then import "
        "again."
    ),
    "doctype": _(
        "%(name)s: the part %(entry)s declares entities. No spreadsheet does; nothing "
        "was read."
    ),
    "encoding": _(
        "%(name)s: the part %(entry)s is not written in UTF-8. Save it as XLSX again."
    ),
    "not_utf8": _("%(name)s: the text is not UTF-8. Save it as “CSV UTF-8”."),
    "bad_csv": _(
        "%(name)s, row %(row)s: a quotation mark is not closed, or the cell is too long."
    ),
    "too_many_rows": _(
        "%(name)s: it has more than %(limit)s rows. Import it in parts."
    ),
    "too_many_columns": _(
        "%(name)s: row %(row)s has text beyond column %(limit)s, where no column of the "
        "table is. Remove it."
    ),
    "too_many_sheets": _(
        "%(name)s: it has more than %(limit)s sheets. Import it in parts."
    ),
    "too_large": _("%(name)s: it has more than %(limit)s bytes. Import it in parts."),
    "long_cell": _(
        "%(name)s: the text of row %(row)s, “%(column)s”, is too long for a "
        "spreadsheet. Export the table as CSV."
    ),
}
LIMITS = Limits(
    file_bytes=50_000_000, total_bytes=100_000_000, packed_bytes=30_000_000, files=500
)
MAX_ROWS = 50_000
#: Of one spreadsheet; the template has eight.
MAX_SHEETS = 50
#: Columns that may hold something; a table of ours has less than half as many.
MAX_COLUMNS = 64
#: How far to the right of them a spreadsheet is looked through for what does not belong
#: there: as far as spreadsheets once went.
_LAST_COLUMN = 256
#: Of XLSX.
_LAST_ROW = 1_048_576
_LONGEST_CELL = 32_767
_WORKBOOK = "xl/workbook.xml"
_ZIP = b"PK\x03\x04"
_BYTE_ORDER_MARK = "\ufeff"
_DELIMITERS = ",;\t"
#: What else a file may begin with than a table does.
_KINDS = {sign: what for sign, what in SIGNATURES.items() if sign != _ZIP} | {
    b"\x89PNG": _("a picture"),
    b"\xff\xd8\xff": _("a picture"),
    b"{": _("a JSON file"),
    b"<": _("an XML or HTML file"),
}
_DAMAGED = (
    *(KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError),
    *(zipfile.BadZipFile, ParseError, SyntaxError, InvalidFileException, EOFError),
)
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: A sheet that a workbook names; many may name one part.
_SHEET = re.compile(rb"<(?:[^\s<>/]+:)?sheet[\s/>]")
_OTHER_ENCODING = re.compile(
    rb"""\xfe\xff|\xff\xfe|\x00<|<\x00
    |(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["']|us-ascii["'])""",
    re.IGNORECASE | re.VERBOSE,
)
#: What XML cannot hold.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class TableFileError(ValueError):
    """A file that holds no table that can be read, or a table that cannot be written.

    ``code`` and ``params`` fill ``ERRORS``, for a translated sentence.
    """

    def __init__(self, code, name, **params):
        self.code, self.params = code, {"name": name, **params}
        super().__init__(ERRORS[code] % self.params)


@dataclass(frozen=True)
class Row:
    """A row that is not empty: its number from 1, its cells as people see them.

    ``formulas``: places, from 0, of cells that hold a formula, whose text is "".
    """

    number: int
    cells: tuple[str, ...]
    formulas: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table; ``sheet`` is its name in a spreadsheet, "" of a CSV file."""

    file: str
    sheet: str
    rows: tuple[Row, ...]


# --- in ----------------------------------------------------------------------


def is_tables(data):
    """Whether bytes are a spreadsheet or a zip of CSV files, as far as a look tells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (*_DAMAGED, OSError, NotImplementedError):
        return False
    return _WORKBOOK in names or any(map(_is_csv, names))


def read_tables(data, name, limits=LIMITS):
    """The tables of one file, told apart by content.

    :param bytes data: XLSX, CSV or a zip of CSV files
    :raises TableFileError: where it is none
    :raises SourceError: where a zip is damaged, a bomb, or leads out
    """
    if len(data) > limits.file_bytes:
        raise TableFileError("too_large", name, limit=limits.file_bytes)
    if not data.startswith(_ZIP):
        return [_read_csv(data, name)]
    archive = BoundedZip(data, name, limits)
    entries = archive.named_entries()
    if _WORKBOOK in entries:
        sheets = 0
        for entry in entries.values():
            content = archive.read(entry)
            _check_part(content, entry.filename, name)
            sheets += len(_SHEET.findall(content))
        if sheets > MAX_SHEETS:
            raise TableFileError("too_many_sheets", name, limit=MAX_SHEETS)
        return _read_xlsx(data, name)
    files = {path: entry for path, entry in entries.items() if _is_csv(path)}
    if not files:
        raise TableFileError("no_table", name)
    return [
        _read_csv(archive.read(entry), f"{name}, {os.path.basename(path)}")
        for path, entry in files.items()
    ]


def _is_csv(path):
    hidden = path.startswith("__MACOSX/") or os.path.basename(path).startswith(".")
    return path.lower().endswith(".csv") and not hidden


def _check_part(content, entry, name):
    if _OTHER_ENCODING.match(content):
        raise TableFileError("encoding", name, entry=entry)
    if _DECLARED.search(content):
        raise TableFileError("doctype", name, entry=entry)


def _read_xlsx(data, name):
    try:
        with warnings.catch_warnings():
            # Of what is not read: pictures, rules of validation, links.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(data), read_only=True, keep_links=False
            )
            return [
                Table(name, sheet.title, tuple(_rows_of(sheet, name)))
                for sheet in book.worksheets
            ]
    except TableFileError:
        raise
    except _DAMAGED:
        raise TableFileError("damaged", name) from None


def _too_wide(name, row):
    return TableFileError("too_many_columns", name, row=row, limit=MAX_COLUMNS)


def _rows_of(sheet, name):
    found, blank = 0, None
    # Not as far as the file claims to go.
    rows = sheet.iter_rows(max_row=_LAST_ROW, max_col=_LAST_COLUMN)
    for number, cells in enumerate(rows, 1):
        # Rows that are not in the file are all the same one: a million of them may lie
        # above a cell far below, or a row that is only painted.
        if cells is blank:
            continue
        if all(cell.value is None for cell in cells):
            blank = cells
            continue
        if any(cell.value not in (None, "") for cell in cells[MAX_COLUMNS:]):
            raise _too_wide(name, number)
        cells = cells[:MAX_COLUMNS]
        formulas = tuple(at for at, cell in enumerate(cells) if cell.data_type == "f")
        texts = tuple(
            "" if at in formulas else _text(cell.value) for at, cell in enumerate(cells)
        )
        if formulas or any(texts):
            found += 1
            if found > MAX_ROWS:
                raise TableFileError("too_many_rows", name, limit=MAX_ROWS)
            yield Row(number, texts, formulas)


def _text(value):
    """A value of a cell as people see it in Việt Nam."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(value, datetime):
        return (
            f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
        )
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return meant(str(value).strip())


def _text_of_csv(data, name):
    for sign, what in _KINDS.items():
        if data.startswith(sign):
            raise TableFileError("other_kind", name, what=what)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableFileError("not_utf8", name) from None
    if not text.strip():
        raise TableFileError("empty", name)
    if "\0" in text:
        raise TableFileError("other_kind", name, what=_("no text"))
    return text


def _read_csv(data, name):
    text = _text_of_csv(data, name)
    first = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, number = [], 0
    try:
        for number, cells in enumerate(reader, 1):
            texts = tuple(meant(cell.strip()) for cell in cells[:MAX_COLUMNS])
            if any(cell.strip() for cell in cells[MAX_COLUMNS:]):
                raise _too_wide(name, number)
            if any(texts):
                rows.append(Row(number, texts))
            if len(rows) > MAX_ROWS:
                raise TableFileError("too_many_rows", name, limit=MAX_ROWS)
    except csv.Error:
        raise TableFileError("bad_csv", name, row=number + 1) from None
    return Table(name, "", tuple(rows))


# --- out ---------------------------------------------------------------------


def csv_bytes(headings, rows):
    """One table as CSV that a spreadsheet knows for UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def zip_bytes(files):
    """A zip of files, given as a dict: bytes by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


class BookWriter:
    """Writes tables as sheets of one XLSX; all cells are texts."""

    def __init__(self, name):
        self._name, self._buffer = name, io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._buffer, {"constant_memory": True, "strings_to_formulas": False}
        )
        wrapped = {"text_wrap": True, "valign": "top"}
        shaded = {**wrapped, "bold": True, "border": 1, "bg_color": "#E2EFF6"}
        self._heading = self._book.add_format(shaded)
        self._must = self._book.add_format({**shaded, "bg_color": "#FBE3C6"})
        self._cell = self._book.add_format({**wrapped, "num_format": "@"})

    def add(self, title, columns, rows):
        """Add a sheet.

        :param columns: list of (heading, width in signs, whether it must be filled in,
            list of words to choose from)
        :param rows: an iterable of lists of texts
        """
        sheet = self._book.add_worksheet(title)
        sheet.freeze_panes(1, 1)
        for at, (heading, width, must, words) in enumerate(columns):
            # As text, or a spreadsheet makes a number of a code.
            sheet.set_column(at, at, width, self._cell)
            sheet.write_string(0, at, heading, self._must if must else self._heading)
            if words:
                sheet.data_validation(
                    *(1, at, MAX_ROWS, at),
                    # What people write in their own words is read too.
                    {"validate": "list", "source": words, "error_type": "information"},
                )
        for number, row in enumerate(rows, 1):
            for at, cell in enumerate(row):
                if cell:
                    self._write(sheet, number, at, cell, columns[at][0])

    def add_plain(self, title, headings, rows):
        """Add a sheet that is only read: list of (heading, width), and lists of texts."""
        self.add(title, [(*heading, False, ()) for heading in headings], rows)

    def _write(self, sheet, number, at, cell, heading):
        text = neutral(_NOT_IN_XML.sub("", cell))
        if len(text) > _LONGEST_CELL:
            raise TableFileError(
                "long_cell", self._name, row=number + 1, column=heading
            )
        sheet.write_string(number, at, text, self._cell)

    def close(self):
        """End, and give the bytes."""
        self._book.close()
        return self._buffer.getvalue()
