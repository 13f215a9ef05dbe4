"""Tables are read out of files that may be anything, within limits."""

import csv
import io
import re
import stat
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from onestop_procedure_core import table_file
from onestop_procedure_core.bounded_zip import SourceError
from onestop_procedure_core.table_file import (
    LIMITS,
    MAX_COLUMNS,
    BookWriter,
    TableFileError,
    csv_bytes,
    is_tables,
    read_tables,
    zip_bytes,
)

HEADINGS = ("Mã", "Tên")
#: What a spreadsheet would reckon, pass over, or make another thing of.
TEXTS = ["=1+1", "+84", "-2+3", "@SUM(A1)", "'=1", "''", "007", "1e5", "a\nb", "<b>&"]


def book(rows):
    writer = BookWriter("t.xlsx")
    writer.add("Bảng", [(heading, 20, False, ()) for heading in HEADINGS], rows)
    return writer.close()


def repacked(data, change):
    """A spreadsheet whose parts are changed by a function of name and content."""
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            for new, content in change(name, source.read(name)):
                target.writestr(new, content)
    return buffer.getvalue()


def with_part(data, name, content):
    return repacked(data, lambda one, old: [(one, content if one == name else old)])


def cells(tables):
    return [list(row.cells[:2]) for row in tables[0].rows]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_every_text_comes_back_as_it_was(kind):
    rows = [["x", text] for text in TEXTS]
    data = book(rows) if kind == "xlsx" else csv_bytes(HEADINGS, rows)
    assert cells(read_tables(data, f"t.{kind}")) == [list(HEADINGS), *rows]


def test_no_cell_of_ours_begins_like_a_formula():
    rows = [[text, text] for text in TEXTS]
    text = csv_bytes(HEADINGS, rows).decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(book(rows))).active
    written = [cell.value for row in sheet.iter_rows() for cell in row]
    written += [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert len(written) == 2 * 2 * (1 + len(TEXTS))
    assert not [value for value in written if value.startswith(("=", "+", "-", "@"))]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_numbers_dates_and_yes_are_read_as_people_see_them():
    made = openpyxl.Workbook()
    made.active.append([20, 0.5, 150000.0, True, date(2026, 3, 1), "'-x"])
    made.active.append([None, None])
    made.active.append([datetime(2026, 3, 1, 8, 30), "=A1"])
    buffer = io.BytesIO()
    made.save(buffer)
    [table] = read_tables(buffer.getvalue(), "t.xlsx")
    first, last = table.rows
    assert first.cells[:6] == ("20", "0,5", "150000", "Có", "01/03/2026", "-x")
    assert (last.number, last.cells[0]) == (3, "01/03/2026 08:30")
    assert last.formulas == (1,)


def test_csv_of_any_spreadsheet_is_read():
    for text in ("Mã;Tên\r\n1;a,b\r\n", "Mã\tTên\n1\ta,b\n", 'Mã,Tên\n1,"a,b"\n'):
        assert cells(read_tables(text.encode(), "t.csv")) == [
            ["Mã", "Tên"],
            ["1", "a,b"],
        ]


def test_a_zip_of_csv_files_is_read_file_by_file():
    data = zip_bytes({"a.csv": b"A\n1\n", "x/b.csv": b"B\n2\n", "c.txt": b"-"})
    tables = read_tables(data, "t.zip")
    assert [table.file for table in tables] == ["t.zip, a.csv", "t.zip, b.csv"]
    assert is_tables(data)
    assert is_tables(book([]))
    assert not is_tables(zip_bytes({"a.json": b"{}"}))
    assert not is_tables(b"PK\x03\x04 and then nothing")


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "the file is empty"),
        (b"%PDF-1.7\n", "this is a PDF, not a table"),
        (b"\xd0\xcf\x11\xe0....", "an old Word or Excel file"),
        (b'{"a": 1}', "this is a JSON file"),
        (b"<!DOCTYPE html>", "an XML or HTML file"),
        ("Mã,Tên".encode("cp1258", "replace") + b"\xff", "not UTF-8"),
        (b"a,b\n\x00", "no text"),
        (b'a,b\n"x', "row 2: a quotation mark"),
        (zip_bytes({"a.json": b"{}"}), "neither a spreadsheet nor CSV"),
        (zip_bytes({"xl/workbook.xml": b"<x/>"}), "the spreadsheet is damaged"),
        (b"PK\x03\x04 and then nothing", "not a zip file, or it is damaged"),
    ],
)
def test_what_is_no_table_gets_a_sentence_that_names_the_file(data, words):
    with pytest.raises((TableFileError, SourceError), match=words) as error:
        read_tables(data, "bang.xlsx")
    assert str(error.value).startswith("bang.xlsx")


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
)


@pytest.mark.parametrize(
    "content, words",
    [
        (ENTITIES.encode(), "declares entities"),
        (ENTITIES.replace("DOCTYPE", "doctype").encode(), "declares entities"),
        (ENTITIES.encode("utf-16"), "not written in UTF-8"),
        (ENTITIES.encode("utf-16-le"), "not written in UTF-8"),
        (b'<?xml version="1.0" encoding="utf-7"?><x/>', "not written in UTF-8"),
        (b"<not closed", "damaged"),
    ],
)
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_no_part_of_a_spreadsheet_declares_anything(part, content, words):
    data = with_part(book([["1", "a"]]), part, content)
    with pytest.raises(TableFileError, match=f"bang.xlsx: .*{words}"):
        read_tables(data, "bang.xlsx")


def test_a_spreadsheet_that_leads_out_or_links_is_refused():
    data = book([["1", "a"]])
    outside = repacked(data, lambda name, old: [(name, old), (f"../{name}", old)])
    with pytest.raises(SourceError, match="t.xlsx: the entry ../"):
        read_tables(outside, "t.xlsx")
    entry = zipfile.ZipInfo("xl/link.xml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    linked = repacked(
        data,
        lambda name, old: (
            [(name, old)]
            + ([(entry, b"/etc/passwd")] if name == "xl/workbook.xml" else [])
        ),
    )
    with pytest.raises(SourceError, match="leads out of the zip"):
        read_tables(linked, "t.xlsx")


def test_a_bomb_is_refused_before_it_is_parsed():
    bomb = with_part(book([]), "xl/worksheets/sheet1.xml", b" " * 4_000_000)
    with pytest.raises(SourceError, match="t.xlsx: the entry .* grows to more than"):
        read_tables(bomb, "t.xlsx")


def test_size_number_and_rows_are_bounded():
    data = book([["1", "a"]])
    cases = [
        (replace(LIMITS, file_bytes=100), "t.xlsx: it has more than 100 bytes"),
        (replace(LIMITS, packed_bytes=100), "t.xlsx: it has more than 100 bytes"),
        (replace(LIMITS, total_bytes=100), "unpacked it has more than 100 bytes"),
        (replace(LIMITS, files=3), "it holds more than 3 files"),
    ]
    for limits, words in cases:
        with pytest.raises((TableFileError, SourceError), match=words):
            read_tables(data, "t.xlsx", limits)
    many = "\n".join(["a"] * 50_001).encode()
    with pytest.raises(TableFileError, match="more than 50000 rows"):
        read_tables(many, "t.csv")
    huge = b"a" * (LIMITS.file_bytes + 1)
    with pytest.raises(TableFileError, match="more than 50000000 bytes"):
        read_tables(huge, "t.csv")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_stands_beside_the_table_is_not_passed_over(kind):
    def table(cells):
        if kind == "csv":
            return csv_bytes(HEADINGS, [["1", "a"], cells])
        sheet = openpyxl.Workbook()
        for row in (HEADINGS, ["1", "a"], cells):
            sheet.active.append(row)
        sheet.save(buffer := io.BytesIO())
        return buffer.getvalue()

    kept = read_tables(table([*["x"] * MAX_COLUMNS, "", ""]), f"t.{kind}")
    assert len(kept[0].rows) == 3
    for beyond in (1, 100):
        cells = ["x", *[""] * (MAX_COLUMNS - 2 + beyond), "note"]
        with pytest.raises(TableFileError, match="row 3 has text beyond column 64"):
            read_tables(table(cells), f"t.{kind}")


FAR = (
    '<row r="1048575"><c r="A1048575" s="1"/><c r="XFD1048575" s="1"/></row>'
    '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>'
)


def test_a_row_far_below_costs_nothing_and_is_not_lost(monkeypatch):
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1:A1"/><sheetData>{FAR}</sheetData></worksheet>'
    )
    data = with_part(book([]), "xl/worksheets/sheet1.xml", sheet.encode())
    asked = []
    monkeypatch.setattr(table_file, "_text", lambda value: asked.append(value) or value)
    [table] = read_tables(data, "t.xlsx")
    assert [(row.number, row.cells[0]) for row in table.rows] == [(1_048_576, "x")]
    # The cells of one row, not of the million above it.
    assert len(asked) == MAX_COLUMNS


def test_the_sheets_of_a_book_are_bounded_however_few_parts_they_name():
    data, part = book([["1", "a"]]), "xl/workbook.xml"
    content = zipfile.ZipFile(io.BytesIO(data)).read(part)
    [sheet] = re.findall(rb"<sheet .*?/>", content)

    def named(times):
        return with_part(data, part, content.replace(sheet, sheet * times))

    assert len(read_tables(named(50), "t.xlsx")) == 50
    with pytest.raises(TableFileError, match="t.xlsx: it has more than 50 sheets"):
        read_tables(named(51), "t.xlsx")


def test_a_text_too_long_for_a_spreadsheet_is_told():
    with pytest.raises(TableFileError, match="row 2, “Tên”, is too long"):
        book([["1", "a" * 40_000]])
