"""A table of procedures is read row by row, and nothing of it is dropped in silence."""

from datetime import date

import pytest
from onestop_procedure_core.procedure_sheets import BY_KEY, SHEETS, sheet_of
from onestop_procedure_core.procedure_table import ERRORS, read
from onestop_procedure_core.table_file import Row, Table

CODE = "9.900001"


def table(key, *rows, columns=None, file="bang.xlsx", title=None):
    """A sheet with these columns (default: all), and rows as dicts by column."""
    sheet = BY_KEY[key]
    wanted = [
        column for column in sheet.columns if not columns or column.key in columns
    ]
    headings = tuple(column.heading for column in wanted)
    cells = [
        tuple(({"code": CODE} | row).get(column.key, "") for column in wanted)
        for row in rows
    ]
    numbered = [Row(number, one) for number, one in enumerate([headings, *cells], 1)]
    return Table(file, sheet.title if title is None else title, tuple(numbered))


def entry(*tables):
    reading = read(tables)
    assert not reading.problems
    [found] = reading.entries.values()
    return found


def flags(found):
    return [(remark.part, remark.row, remark.code) for remark in found.remarks]


def problems(found):
    return [
        (one.place.sheet, one.place.row, one.place.column, one.code)
        for one in found.problems
    ]


@pytest.mark.parametrize(
    ("cell", "value", "unit", "words", "flag"),
    [
        ("20 Ngày làm việc", 20, "working_days", "", None),
        ("30 ngày lịch", 30, "calendar_days", "", None),
        ("01 Giờ", 1, "working_hours", "", None),
        ("02 tháng", 2, "months", "", None),
        ("Không quy định", 0, "none", "", None),
        ("Ngay trong ngày", 0, "working_days", "", None),
        ("Ngay", 0, "working_hours", "", None),
        ("", 0, False, "", "term_missing"),
        (
            "Trước khi tàu rời cảng",
            *(0, False, "Trước khi tàu rời cảng", "term_not_understood"),
        ),
    ],
)
def test_a_term_is_read_as_it_is_written(cell, value, unit, words, flag):
    found = entry(table("channels", {"channel": "Trực tiếp", "term": cell}))
    [row] = found.parts["channels"]
    assert (
        row["term_value"],
        row["term_unit"],
        row["term_words"],
        row["term_raw"],
    ) == (
        *(value, unit, words),
        cell,
    )
    wanted = [("hinh_thuc_nop", 2, flag)] if flag else []
    assert flags(found) == wanted


@pytest.mark.parametrize(
    ("cells", "kind", "amount", "currency", "unit", "condition", "flag"),
    [
        (
            {"amount": "150.000 Đồng/lần", "kind": "Phí"},
            *("fee", 150_000, "VND", "lần", "", None),
        ),
        (
            {"amount": "Lệ phí : 8000 đồng (Bản sao)"},
            *("charge", 8000, "VND", "", "Bản sao", None),
        ),
        ({"amount": "0,5 USD", "kind": "fee"}, "fee", 0.5, "USD", "", "", None),
        ({"amount": "Miễn phí"}, "fee", 0, "VND", "", "", None),
        (
            {"amount": "Theo mô tả", "condition": "Theo thông tư"},
            *(None, None, "", "", "Theo thông tư", None),
        ),
        (
            {"amount": "tùy loại", "condition": "Theo thông tư", "kind": "Phí"},
            *("fee", None, "", "", "Theo thông tư\ntùy loại", "fee_not_understood"),
        ),
        ({"amount": ""}, None, None, "", "", "", "fee_amount_missing"),
    ],
)
def test_an_amount_is_read_as_it_is_written(
    cells, kind, amount, currency, unit, condition, flag
):
    found = entry(table("fees", cells))
    [row] = found.parts["fees"]
    assert row.get("kind") == kind
    assert row["amount_kind"] == ("described" if amount is None else "fixed")
    assert (row["amount"], row["currency"]) == (amount or 0, currency)
    assert (row["unit"], row["condition"]) == (unit, condition)
    assert row["raw"] == cells["amount"]
    assert flags(found) == ([("phi_le_phi", 2, flag)] if flag else [])


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("Cấp tỉnh", ("province",)),
        ("Cấp Bộ, Cấp Tỉnh, Cấp Xã", ("ministry", "province", "commune")),
        ("cấp xã; cấp xã", ("commune",)),
        ("Cấp tỉnh và cấp xã", ("province", "commune")),
        ("Cấp tỉnh, cấp xã", ("province", "commune")),
        ("Cấp tỉnh\n Cấp  xã", ("province", "commune")),
        ("", ()),
    ],
)
def test_the_levels_of_one_cell(cell, codes):
    found = entry(table("procedures", {"name": "Việc", "levels": cell}))
    assert found.values["levels"] == codes
    assert flags(found) == []


def test_what_was_not_understood_is_kept_and_flagged():
    found = entry(
        table("channels", {"channel": "Bồ câu", "term": "1 giờ"}),
        table("components", {"name": "Đơn", "originals": "vài bản", "copies": "2"}),
        table("bases", {"title": "Luật", "date": "hôm qua", "number": "12"}),
        table("procedures", {"name": "Việc", "levels": "Cấp làng"}),
    )
    [channel], [paper] = found.parts["channels"], found.parts["components"]
    assert (channel["channel"], channel["raw"]) == (False, "Bồ câu")
    assert (paper["originals"], paper["copies"], paper["raw"]) == (0, 2, "vài bản")
    [basis] = found.parts["bases"]
    assert (basis["basis"].number, basis["basis"].date) == ("12", None)
    assert (found.values["levels"], found.values["level_text"]) == (
        ("other",),
        "Cấp làng",
    )
    assert sorted(flags(found)) == [
        ("Cấp thực hiện", 2, "level_unknown"),
        ("can_cu_phap_ly", 2, "date_not_understood"),
        ("can_cu_phap_ly", 2, "number_incomplete"),
        ("hinh_thuc_nop", 2, "channel_unknown"),
        ("thanh_phan_ho_so", 2, "counts_not_understood"),
    ]


def test_a_legal_basis_keeps_its_number_whole():
    rows = [
        {"number": "Thông tư số 104/2024/TT-BQP", "title": "A", "date": "24-03-2021"},
        {"number": "Luật 5 (sửa đổi)", "title": "B", "date": "2021-03-24"},
        {"number": "104/2024/TT-BQP phần II", "title": "C", "date": "24/03/2021"},
    ]
    found = entry(table("bases", *rows))
    bases = [row["basis"] for row in found.parts["bases"]]
    assert [basis.number for basis in bases] == [
        "104/2024/TT-BQP",
        "Luật 5 (sửa đổi)",
        "104/2024/TT-BQP phần II",
    ]
    assert {basis.date for basis in bases} == {date(2021, 3, 24)}


def test_an_error_names_sheet_row_and_column():
    reading = read(
        [
            table(
                "procedures",
                {"name": "", "sets": "hai", "immediate": "có lẽ"},
                {"code": "x"},
                {"code": ""},
                {"name": "Lần nữa"},
            ),
            table("results", {"name": "Giấy", "kind": "đá"}),
        ]
    )
    assert problems(reading.entries[CODE]) == [
        ("Thủ tục", 2, "Số bộ hồ sơ", "whole"),
        ("Thủ tục", 2, "Giải quyết ngay", "choice"),
        ("Thủ tục", 2, "Tên thủ tục", "missing"),
        ("Thủ tục", 5, "Mã thủ tục", "code_twice"),
        ("Kết quả", 2, "Hình thức kết quả", "choice"),
    ]
    assert problems(reading) == [
        ("Thủ tục", 3, "Mã thủ tục", "bad_code"),
        ("Thủ tục", 4, "Mã thủ tục", "no_code"),
    ]
    for problem in (*reading.entries[CODE].problems, *reading.problems):
        assert "%(" not in ERRORS[problem.code] % dict(problem.params)


def test_a_formula_is_an_error_and_no_value():
    given = table("results", {"name": "Giấy"})
    rows = (given.rows[0], Row(2, (CODE, "", ""), formulas=(1,)))
    reading = read([Table("bang.xlsx", "Kết quả", rows)])
    assert problems(reading.entries[CODE])[0] == (
        *("Kết quả", 2, "Tên kết quả"),
        "formula",
    )


def test_a_cell_that_says_nothing_asks_nothing():
    found = entry(table("procedures", {"name": "Việc", "immediate": "", "sets": ""}))
    assert "immediate" not in found.values
    assert "sets" not in found.values
    # A text that is taken out is taken out.
    assert found.values["conditions"] == ""
    only = entry(table("procedures", {"name": "Việc"}, columns=("code", "name")))
    assert only.values == {"name": "Việc"}


def test_tables_of_other_things_are_named_and_not_read():
    other = Table("bang.xlsx", "Lương", (Row(1, ("Tên", "Lương")),))
    unknown = table("results", {"name": "Giấy"})
    heading = Row(1, (*unknown.rows[0].cells, "Màu"))
    reading = read([other, Table("bang.xlsx", "Kết quả", (heading, unknown.rows[1]))])
    assert sorted((one.place.sheet, one.code) for one in reading.notes) == [
        ("Kết quả", "column_unknown"),
        ("Lương", "sheet_unknown"),
    ]
    [problem] = read([Table("a.csv", "", (Row(1, ("a", "b")),))]).problems
    assert (problem.place.file, problem.code) == ("a.csv", "no_headings")
    [problem] = read([other]).problems
    assert problem.code == "no_headings"


def test_a_heading_that_stands_twice_stops_its_sheet():
    given = table("results", {"name": "Giấy"})
    cells = given.rows[0].cells
    rows = (Row(1, (*cells, cells[1])), *given.rows[1:])
    reading = read([Table("bang.xlsx", "Kết quả", rows)])
    assert [one.code for one in reading.problems] == ["heading_twice"]
    assert not reading.entries


def test_headings_are_found_below_a_title_in_any_case_and_order():
    given = table("results", {"name": "Giấy", "kind": "Điện tử"})
    rows = [
        Row(1, ("DANH MỤC KẾT QUẢ", "", "")),
        Row(4, tuple(cell.upper() for cell in reversed(given.rows[0].cells))),
        Row(5, tuple(reversed(given.rows[1].cells))),
    ]
    [row] = entry(Table("a.csv", "", tuple(rows))).parts["results"]
    assert (row["name"], row["kind"]) == ("Giấy", "electronic")
    assert row["place"].row == 5


def test_every_sheet_is_known_by_its_own_headings():
    for sheet in SHEETS:
        marks = [column.heading for column in sheet.columns if column.required]
        assert entry_sheet(marks) == sheet.key
        assert entry_sheet([column.heading for column in sheet.columns]) == sheet.key


def entry_sheet(headings):
    return sheet_of(headings).key
