"""Files of the national database become drafts, and nothing is dropped.

Figures of the real files were counted by hand. A small file of our own stands
in where the real ones are absent.
"""

import collections
import copy
import dataclasses
import json
import os
import pathlib
import re
import time
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onestop_procedure_core.national_file import (
    ERRORS,
    REMARKS,
    NationalFileError,
    Settings,
    read_bytes,
    read_path,
)

FOLDER = pathlib.Path(__file__).parents[3] / "shared/data/national-procedures"
FILES = sorted(FOLDER.glob("*.json"))
with_real_files = pytest.mark.skipif(
    not FILES, reason="the real files (../shared/data/national-procedures) are absent"
)

OWN = {
    "thu_tuc_id": "9.900001",
    "source_file": "ChiTietTTHC_9.900001.doc",
    "metadata": {
        "mã_thủ_tục": "9.900001",
        "tên_thủ_tục": "Thủ tục thử nghiệm",
        "số_quyết_định": "Quyết định số 12/QĐ-UBND",
        "cấp_thực_hiện": "Cấp Tỉnh, Cấp Xã",
        "loại_thủ_tục": "Loại khác",
        "lĩnh_vực": "Thử nghiệm",
    },
    "content": {
        "trình_tự_thực_hiện": "Bước 1: nộp hồ sơ. Bước 2: nhận kết quả.",
        "cách_thức_thực_hiện": "",
        "đối_tượng_thực_hiện": "Doanh nghiệp, Tổ chức (trừ doanh nghiệp, HTX)",
        "cơ_quan_thực_hiện": "Sở Thử nghiệm",
        "cơ_quan_có_thẩm_quyền": "Sở Thử nghiệm, Ủy ban nhân dân cấp xã",
        "cơ_quan_được_ủy_quyền": "Không có thông tin",
        "cơ_quan_phối_hợp": "Không có thông tin",
        "địa_chỉ_tiếp_nhận_hs": "Số 1, đường Thử, phường Nghiệm",
        "kết_quả_thực_hiện": "Giấy phép\nGiấy chứng nhận",
        "yêu_cầu_điều_kiện_thực_hiện": "Không",
        "từ_khóa": "Không có thông tin",
        "mô_tả": "Không có thông tin",
    },
    "tables": {
        "hinh_thuc_nop": [
            {
                "hinh_thuc": "Trực tiếp",
                "thoi_han_giai_quyet": "20 Ngày làm việc",
                "phi_le_phi": "Phí : 150.000 Đồng/lần\nLệ phí : 0 Đồng",
                "mo_ta": "",
            },
            {
                "hinh_thuc": "Trực tuyến",
                "thoi_han_giai_quyet": "01 Giờ",
                "phi_le_phi": "Phí : 150.000 Đồng/lần",
                "mo_ta": "Chậm nhất 01 (một) giờ",
            },
        ],
        "thanh_phan_ho_so": [
            {
                "ten_giay_to": "-\tĐơn đề nghị;",
                "so_luong": "Mau1.docx\nMau2.docx",
                "ghi_chu": "Bản chính: 1\nBản sao: 0",
            },
            {
                "ten_giay_to": "Giấy ủy quyền (nếu có).",
                "so_luong": "",
                "ghi_chu": "Bản chính: 0\nBản sao: 2",
            },
        ],
        "can_cu_phap_ly": [
            {
                "so_ky_hieu": "Nghị định số 1/2025/NĐ-CP",
                "trich_yeu": "Nghị định số 1/2025/NĐ-CP ngày 02/01/2025 về thử nghiệm",
                "ngay_ban_hanh": "02-01-2025",
                "co_quan_ban_hanh": "Chính phủ",
            }
        ],
    },
}


def tree(changes=()):
    """A copy of our own file with ``{(key, …): value}`` set."""
    result = copy.deepcopy(OWN)
    for path, value in dict(changes).items():
        *way, last = path
        node = result
        for key in way:
            node = node[key]
        if value is None and isinstance(node, dict):
            del node[last]
        else:
            node[last] = value
    return result


def read(data, **options):
    if not isinstance(data, bytes):
        data = json.dumps(data, ensure_ascii=False).encode()
    return read_bytes(data, "file.json", Settings(**options))


def codes(draft):
    return [remark.code for remark in draft.remarks]


# --- every text is accounted for -----------------------------------------------


def leaves(node):
    if isinstance(node, dict):
        node = node.values()
    elif not isinstance(node, list | tuple):
        return [node] if isinstance(node, str) else []
    return [leaf for child in node for leaf in leaves(child)]


def as_read(text):
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()


def bare(text):
    """A text without the signs that part the items of a list."""
    return re.sub(r"[,;\s]", "", text)


def unaccounted(source, draft):
    """Texts of the file that stand neither in the draft nor in a remark."""
    content = draft.as_dict()
    kept = set(leaves(content))
    lists = {
        bare("".join(value))
        for value in content.values()
        if isinstance(value, list) and all(isinstance(item, str) for item in value)
    }
    # Composed or not is the same text to a reader.
    raws = as_read("\n".join(remark.raw for remark in draft.remarks))
    missing = []
    for leaf in leaves(source):
        text = as_read(leaf)
        if not text or re.fullmatch(r"không có thông tin\.?", text.lower()):
            continue
        in_remark = text in raws or json.dumps(text, ensure_ascii=False)[1:-1] in raws
        if text not in kept and bare(text) not in lists and not in_remark:
            missing.append(text)
    return missing


@with_real_files
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_text_of_a_real_file_is_dropped(path):
    source = json.loads(path.read_text(encoding="utf-8"))
    assert unaccounted(source, read_path(path)) == []


def test_the_check_above_sees_a_dropped_text():
    draft = read(OWN)
    assert unaccounted(OWN, draft) == []
    lost = dataclasses.replace(draft, steps="", channels=(), subjects=())
    assert len(unaccounted(OWN, lost)) == 9


PIECES = st.sampled_from(
    [
        "Phí : ",
        "Lệ phí : ",
        "0 Đồng",
        "20",
        " Ngày",
        "Ngày làm việc",
        "Trực tiếp",
        "(",
        ")",
        ",",
        ";",
        "\n",
        " ",
        "a)",
        "b)",
        ": ",
        "- ",
        "Bản chính: 1",
        "Trường hợp 1",
        "Hồ sơ gồm",
        ".doc",
        "x",
        "Ơ",
        "Không có thông tin",
        "<b>",
    ]
)
LEAVES = st.one_of(
    st.lists(PIECES, max_size=8).map("".join),
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8),
)
ANYTHING = st.recursive(
    st.one_of(LEAVES, st.none(), st.booleans(), st.integers()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(LEAVES, inner, max_size=3)
    ),
    max_leaves=5,
)


def cells_of(table):
    known = dict.fromkeys(OWN["tables"][table][0], LEAVES)
    return st.fixed_dictionaries({}, optional={**known, "khác": ANYTHING})


FILES_OF_CHANCE = st.fixed_dictionaries(
    {
        "metadata": st.fixed_dictionaries(
            {"mã_thủ_tục": st.just("9.900001"), "tên_thủ_tục": st.just("Tên")},
            optional={"cấp_thực_hiện": ANYTHING, "số_quyết_định": ANYTHING},
        ),
        "content": st.dictionaries(
            st.one_of(st.sampled_from(list(OWN["content"])), LEAVES), ANYTHING
        ),
        "tables": st.fixed_dictionaries(
            {},
            optional={
                table: st.lists(st.one_of(cells_of(table), ANYTHING), max_size=3)
                for table in OWN["tables"]
            },
        ),
    },
    optional={"khác": ANYTHING},
)


@settings(max_examples=150, deadline=None)
@given(FILES_OF_CHANCE)
def test_no_text_of_any_file_is_dropped(source):
    # Two keys that differ only in their form are refused, which is another test.
    draft = read(source)
    assert unaccounted(source, draft) == []
    assert json.loads(json.dumps(draft.as_dict())) == draft.as_dict()


# --- real files, counted by hand -------------------------------------------------

WORKING, CALENDAR, HOURS = "working_days", "calendar_days", "working_hours"


@with_real_files
@pytest.mark.parametrize(
    ("code", "levels", "channels", "components", "bases", "remarks"),
    [
        (
            "1.013126",
            ("province",),
            [
                ("in_person", 20, WORKING),
                ("online", 20, WORKING),
                ("post", 20, WORKING),
            ],
            [(1, 0, 0, ""), (1, 0, 1, "")],
            [("12/2021/QĐ-TTg", date(2021, 3, 24), "Thủ tướng Chính phủ")],
            ["number_from_title"],
        ),
        (
            "1.013131",
            ("ministry",),
            [
                ("in_person", 7, CALENDAR),
                ("in_person", 14, CALENDAR),
                ("online", 7, CALENDAR),
                ("online", 14, CALENDAR),
                ("post", 7, CALENDAR),
                ("post", 14, HOURS),
            ],
            [(1, 0, 1, ""), (0, 1, 0, ""), (0, 1, 0, ""), (0, 1, 0, "")],
            [
                ("67/2024/TT-BQP", date(2024, 10, 14), "Bộ trưởng Bộ Quốc phòng"),
                ("130/2025/TT-BQP", date(2025, 11, 25), ""),
            ],
            ["term_note_differs", *["channel_repeated"] * 3],
        ),
        (
            "1.013575",
            ("commune",),
            [("in_person", 0, HOURS)],
            [(1, 1, 0, ""), (1, 0, 0, ""), (1, 1, 0, ""), (1, 0, 0, "")],
            [
                ("138/2016/TT-BTC", date(2016, 9, 16), ""),
                ("77/2017/NĐ-CP", date(2017, 7, 3), "Chính phủ"),
            ],
            ["term_zero"],
        ),
        (
            "1.013616",
            ("ministry",),
            [("in_person", 25, CALENDAR), ("post", 25, CALENDAR)],
            [(1, 0, 0, "Trường hợp 1"), *[(1, 0, 0, "Trường hợp 2")] * 4],
            [("16/2024/NĐ-CP", date(2024, 2, 16), "Chính phủ")],
            [
                "list_joined",
                "component_case",
                "component_several_papers",
                "component_case",
            ],
        ),
        (
            "3.000423",
            ("province", "commune"),
            [("in_person", None, "none")],
            [
                (1, 0, 0, ""),
                (1, 0, 0, ""),
                (0, 1, 0, ""),
                (0, 1, 0, ""),
                *[(1, 0, 0, "")] * 7,
            ],
            [
                ("43/2005/QH11", date(2005, 6, 14), "Quốc Hội"),
                ("19/2008/QH12", date(2008, 6, 3), "Quốc Hội"),
                ("38/2005/QH11", date(2005, 6, 14), "Quốc Hội"),
                ("48/2019/QH14", date(2019, 11, 22), "Văn phòng Quốc hội"),
                ("43/2019/QH14", date(2019, 6, 14), "Quốc Hội"),
            ],
            [
                "term_missing",
                "fee_other_amounts",
                "component_count_differs",
                "component_count_differs",
            ],
        ),
    ],
    ids=["1.013126", "1.013131", "1.013575", "1.013616", "3.000423"],
)
def test_a_whole_file_is_read(code, levels, channels, components, bases, remarks):
    draft = read_path(FOLDER / f"{code}.json")
    assert (draft.code, draft.source_id, draft.levels) == (code, code, levels)
    assert draft.source_file == f"ChiTietTTHC_{code}.doc"
    assert [(c.channel, c.term.value, c.term.unit) for c in draft.channels] == channels
    assert [
        (c.originals, c.copies, len(c.form_names), c.case.partition(":")[0])
        for c in draft.components
    ] == components
    assert [(b.number, b.date, b.issuer) for b in draft.legal_bases] == bases
    assert codes(draft) == remarks


@with_real_files
def test_the_fees_of_a_file_are_read_per_channel():
    draft = read_path(FOLDER / "1.013575.json")
    fees = [(f.channel, f.kind, f.amount, f.currency) for f in draft.fees]
    assert fees == [
        ("in_person", "charge", 1, "USD"),
        ("in_person", "charge", 0.5, "USD"),
        ("in_person", "charge", 20_000, "VND"),
    ]
    draft = read_path(FOLDER / "1.013539.json")
    amounts = [2_000_000, 3_500_000, 4_000_000, 5_000_000]
    for channel in ("in_person", "online", "post"):
        assert [f.amount for f in draft.fees if f.channel == channel] == amounts


@with_real_files
def test_the_headings_of_cases_keep_their_forms():
    draft = read_path(FOLDER / "1.013616.json")
    assert [(case.row, case.form_names) for case in draft.cases] == [
        (1, ("Mus03.docx", "Mus01a.docx")),
        (3, ("Mus01a.docx", "Mus03.docx")),
    ]
    assert [component.row for component in draft.components] == [2, 4, 5, 6, 7]
    assert {component.case for component in draft.components} == {
        case.name for case in draft.cases
    }
    assert not any("gồm" in case.name[-8:] for case in draft.cases)


@with_real_files
def test_papers_of_a_whole_case_in_one_cell_name_their_case():
    draft = read_path(FOLDER / "1.013614.json")
    starts = [component.case[:12] for component in draft.components]
    assert starts == [f"Trường hợp {number}" for number in (1, 2, 3, 4)]
    draft = read_path(FOLDER / "1.013514.json")
    assert [component.case for component in draft.components] == [
        "Hồ sơ hưởng trợ cấp tai nạn",
        "Hồ sơ hưởng trợ cấp chết",
    ]


@with_real_files
def test_the_figures_of_all_real_files():
    drafts = [read_path(path) for path in FILES]
    assert len(drafts) == 69
    assert sum(len(draft.channels) for draft in drafts) == 164
    # 242 rows, of which two are headings of cases
    assert sum(len(draft.components) for draft in drafts) == 240
    assert sum(len(draft.legal_bases) for draft in drafts) == 220
    assert len({draft.fingerprint for draft in drafts}) == 69
    # 19 files say "Không"/"không", one "Không quy định"
    assert sum(draft.no_conditions for draft in drafts) == 20
    kinds = collections.Counter(c.term.kind for d in drafts for c in d.channels)
    assert kinds == {
        "number": 147,
        "no_term": 9,
        "missing": 4,
        "words": 3,
        "immediate": 1,
    }
    assert collections.Counter(code for draft in drafts for code in codes(draft)) == {
        "list_joined": 20,
        "term_note_differs": 18,
        "channel_repeated": 16,
        "component_holds_case": 9,
        "component_several_papers": 6,
        "number_incomplete": 5,
        "fee_missing": 39,
        "fee_amount_missing": 5,
        "term_missing": 4,
        "component_count_differs": 4,
        "number_from_title": 3,
        "fee_not_understood": 3,
        "term_not_understood": 3,
        "number_missing": 3,
        "date_differs": 3,
        "date_year_differs": 2,
        "component_no_copies": 2,
        "component_case": 2,
        "fee_other_amounts": 2,
        # 62.pdf and 25.pdf of one cell
        "fee_file_named": 2,
        "part_empty": 1,
        "term_zero": 1,
    }


# --- the parts, on a file of our own ----------------------------------------------


def test_our_own_file_is_read_without_remarks():
    draft = read(OWN)
    assert draft.remarks == ()
    assert (draft.code, draft.name) == ("9.900001", "Thủ tục thử nghiệm")
    assert (draft.decision_number, draft.levels) == (
        "12/QĐ-UBND",
        ("province", "commune"),
    )
    assert (draft.kind, draft.field_name) == ("Loại khác", "Thử nghiệm")
    assert draft.subjects == ("Doanh nghiệp", "Tổ chức (trừ doanh nghiệp, HTX)")
    assert draft.implementing_agencies == ("Sở Thử nghiệm",)
    assert draft.competent_agencies == ("Sở Thử nghiệm", "Ủy ban nhân dân cấp xã")
    assert draft.authorised_agencies == draft.coordinating_agencies == ()
    assert draft.receiving_addresses == ("Số 1, đường Thử, phường Nghiệm",)
    assert draft.results == ("Giấy phép", "Giấy chứng nhận")
    assert (draft.conditions, draft.no_conditions) == ("Không", True)
    assert (draft.keywords, draft.description, draft.ways) == ((), "", "")
    assert [(f.channel, f.kind, f.amount) for f in draft.fees] == [
        ("in_person", "fee", 150_000),
        ("in_person", "charge", 0),
        ("online", "fee", 150_000),
    ]
    first, second = draft.components
    assert (first.name, first.name_raw) == ("Đơn đề nghị", "-\tĐơn đề nghị;")
    assert first.form_names == ("Mau1.docx", "Mau2.docx")
    assert (first.originals, first.copies, first.optional) == (1, 0, False)
    assert (second.originals, second.copies, second.optional) == (0, 2, True)
    (basis,) = draft.legal_bases
    assert (basis.number, basis.date) == ("1/2025/NĐ-CP", date(2025, 1, 2))


COMPONENT = ("tables", "thanh_phan_ho_so", 0)
CHANNEL = ("tables", "hinh_thuc_nop", 0)
BASIS = ("tables", "can_cu_phap_ly", 0)


@pytest.mark.parametrize(
    ("changes", "code", "part", "row", "raw"),
    [
        ({("thêm",): {"a": ["b"]}}, "unknown_key", "file", 0, '{"a": ["b"]}'),
        ({("metadata", "x"): "y"}, "unknown_key", "metadata", 0, "y"),
        ({("content", "x"): "y"}, "unknown_key", "content", 0, "y"),
        ({("tables", "x"): []}, "unknown_key", "tables", 0, "[]"),
        ({(*CHANNEL, "x"): "y"}, "unknown_key", "hinh_thuc_nop", 1, "y"),
        ({(*COMPONENT, "x"): "y"}, "unknown_key", "thanh_phan_ho_so", 1, "y"),
        ({(*BASIS, "x"): "y"}, "unknown_key", "can_cu_phap_ly", 1, "y"),
        ({CHANNEL: "y"}, "row_not_understood", "hinh_thuc_nop", 1, "y"),
        ({("content", "mô_tả"): True}, "value_not_text", "mô_tả", 0, "true"),
        ({("content", "mô_tả"): "a\0b"}, "text_escaped", "mô_tả", 0, "a\\u0000b"),
        (
            {("content", "mô_tả"): "một hai ba\nmột hai ba"},
            "text_repeated",
            "mô_tả",
            0,
            "một hai ba\nmột hai ba",
        ),
        ({("thu_tuc_id",): "9.900002"}, "code_differs", "thu_tuc_id", 0, "9.900002"),
        (
            {("metadata", "cấp_thực_hiện"): "Cấp Huyện"},
            "level_unknown",
            "cấp_thực_hiện",
            0,
            "Cấp Huyện",
        ),
        (
            {("content", "cơ_quan_thực_hiện"): ""},
            "part_empty",
            "cơ_quan_thực_hiện",
            0,
            "",
        ),
        ({("tables", "can_cu_phap_ly"): []}, "part_empty", "can_cu_phap_ly", 0, ""),
        (
            {(*CHANNEL, "hinh_thuc"): "Fax"},
            "channel_unknown",
            "hinh_thuc_nop",
            1,
            "Fax",
        ),
        (
            {(*CHANNEL, "hinh_thuc"): "Trực tiếp hoặc trực tuyến"},
            "channel_unknown",
            "hinh_thuc_nop",
            1,
            "Trực tiếp hoặc trực tuyến",
        ),
        (
            {(*CHANNEL, "mo_ta"): "không quá 45 ngày"},
            "term_note_differs",
            "hinh_thuc_nop",
            1,
            "không quá 45 ngày",
        ),
        ({(*COMPONENT, "ten_giay_to"): ""}, "name_missing", "thanh_phan_ho_so", 1, ""),
        (
            {(*COMPONENT, "ghi_chu"): "Nộp kèm ảnh"},
            "component_note",
            "thanh_phan_ho_so",
            1,
            "Nộp kèm ảnh",
        ),
        (
            {(*COMPONENT, "ghi_chu"): ""},
            "component_counts_missing",
            "thanh_phan_ho_so",
            1,
            "-\tĐơn đề nghị;",
        ),
        (
            {(*COMPONENT, "so_luong"): "03"},
            "component_counts_twice",
            "thanh_phan_ho_so",
            1,
            "03\nBản chính: 1\nBản sao: 0",
        ),
        (
            {(*COMPONENT, "ten_giay_to"): "04 ảnh"},
            "component_count_differs",
            "thanh_phan_ho_so",
            1,
            "04 ảnh",
        ),
        (
            {(*BASIS, "ngay_ban_hanh"): "02-13-2025"},
            "date_not_understood",
            "can_cu_phap_ly",
            1,
            "02-13-2025",
        ),
        ({(*BASIS, "ngay_ban_hanh"): ""}, "date_missing", "can_cu_phap_ly", 1, ""),
        (
            {(*BASIS, "so_ky_hieu"): "1"},
            "number_from_title",
            "can_cu_phap_ly",
            1,
            "1",
        ),
        (
            {(*BASIS, "so_ky_hieu"): "7"},
            "number_incomplete",
            "can_cu_phap_ly",
            1,
            "7",
        ),
    ],
)
def test_what_is_not_understood_becomes_a_remark(changes, code, part, row, raw):
    draft = read(tree(changes))
    (remark,) = [remark for remark in draft.remarks if remark.code == code]
    assert (remark.part, remark.row, remark.raw) == (part, row, raw)
    assert remark.message and "%(" not in remark.message
    assert remark.message in json.dumps(draft.as_dict(), ensure_ascii=False)


def test_counts_in_either_cell_are_read_and_notes_kept():
    draft = read(
        tree(
            {
                (*COMPONENT, "so_luong"): "01 bản chính",
                (*COMPONENT, "ghi_chu"): "Mau1.docx\nĐể đối chiếu",
            }
        )
    )
    component = draft.components[0]
    assert (component.originals, component.copies) == (1, None)
    assert component.form_names == ("Mau1.docx",)
    assert component.note == "Để đối chiếu"


@pytest.mark.parametrize("times", [2, 3, 4])
def test_a_repeated_text_is_kept_once(times):
    cell = "\n".join(["Phí : 5.000 Đồng"] * times)
    draft = read(tree({(*CHANNEL, "phi_le_phi"): cell}))
    assert [fee.amount for fee in draft.channels[0].fees] == [5_000]
    assert codes(draft) == ["text_repeated"]


def test_a_file_that_a_fee_names_is_remarked_with_the_fee():
    cell = "Phí : 5.000 Đồng\nFile đính kèm: bieu-phi.pdf"
    draft = read(tree({(*CHANNEL, "phi_le_phi"): cell}))
    [remark] = [one for one in draft.remarks if one.code == "fee_file_named"]
    assert (remark.part, remark.row, remark.raw) == ("hinh_thuc_nop", 1, cell)
    assert "“bieu-phi.pdf”" in remark.message


@pytest.mark.parametrize(
    ("cell", "flagged"),
    [("", 1), ("Không có thông tin", 1), ("Phí : 0 Đồng", 0), ("Không", 0)],
)
def test_a_way_that_says_nothing_of_a_fee_is_flagged(cell, flagged):
    draft = read(tree({(*CHANNEL, "phi_le_phi"): cell}))
    assert codes(draft).count("fee_missing") == flagged


def test_a_repeated_row_is_read_once():
    rows = OWN["tables"]["hinh_thuc_nop"]
    draft = read(tree({("tables", "hinh_thuc_nop"): [*rows, rows[0]]}))
    assert draft.channels == read(OWN).channels
    (remark,) = draft.remarks
    assert (remark.code, remark.row) == ("row_duplicate", 3)
    assert remark.message == "The row is the same as row 1; it was read once."


def test_a_merged_row_is_a_heading_of_a_case():
    heading = dict.fromkeys(("ten_giay_to", "so_luong", "ghi_chu"), "Trường hợp 1")
    rows = OWN["tables"]["thanh_phan_ho_so"]
    draft = read(tree({("tables", "thanh_phan_ho_so"): [heading, *rows]}))
    assert [case.name for case in draft.cases] == ["Trường hợp 1"]
    assert {component.case for component in draft.components} == {"Trường hợp 1"}
    assert codes(draft) == ["row_merged", "component_case"]


def test_several_rows_of_a_channel_are_all_kept():
    row = {**OWN["tables"]["hinh_thuc_nop"][0], "thoi_han_giai_quyet": "5 Ngày"}
    rows = [*OWN["tables"]["hinh_thuc_nop"], row]
    draft = read(tree({("tables", "hinh_thuc_nop"): rows}))
    assert [c.channel for c in draft.channels] == ["in_person", "online", "in_person"]
    assert codes(draft) == ["channel_repeated"]


def test_markup_is_kept_as_text():
    text = "<script>alert(1)</script><b>Bước 1</b> {{ 1 }} %(x)s"
    draft = read(tree({("content", "trình_tự_thực_hiện"): text, ("%(x)s",): "<i>"}))
    assert draft.steps == text
    assert draft.remarks[0].raw == "<i>"
    assert "'%(x)s'" in draft.remarks[0].message


def test_missing_and_null_parts_are_empty_parts():
    source = {"metadata": OWN["metadata"], "content": None}
    draft = read(source)
    assert codes(draft) == ["part_empty"] * 6
    assert (draft.channels, draft.components, draft.steps) == ((), (), "")


def test_what_a_bare_day_means_is_a_setting():
    source = tree({(*CHANNEL, "thoi_han_giai_quyet"): "7 Ngày"})
    assert read(source).channels[0].term.unit == "calendar_days"
    draft = read(source, bare_day="working_days")
    assert draft.channels[0].term.unit == "working_days"


def test_the_code_of_the_file_itself_does_when_the_metadata_has_none():
    draft = read(tree({("metadata", "mã_thủ_tục"): ""}))
    assert draft.code == "9.900001"


def test_a_draft_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        read(OWN).name = "x"


def test_every_sentence_can_be_filled_and_every_code_is_used():
    core = pathlib.Path(__file__).parents[2] / "addons/onestop_procedure/core"
    source = "".join(
        (core / name).read_text(encoding="utf-8")
        for name in ("wild_text.py", "national_file.py")
    )
    for code in [*REMARKS, *ERRORS]:
        assert source.count(f'"{code}"') >= 2, f"{code} is declared but never used"


# --- the same content twice --------------------------------------------------------


def test_the_fingerprint_does_not_see_layout():
    def reverse(node):
        if isinstance(node, dict):
            return {key: reverse(node[key]) for key in reversed(node)}
        return [reverse(item) for item in node] if isinstance(node, list) else node

    expected = read(OWN).fingerprint
    assert re.fullmatch(r"[0-9a-f]{64}", expected)
    for data in (
        json.dumps(reverse(OWN), ensure_ascii=False, indent=3),
        json.dumps(OWN),
        "\ufeff" + json.dumps(OWN, ensure_ascii=False),
        unicodedata.normalize("NFD", json.dumps(OWN, ensure_ascii=False)),
    ):
        assert read_bytes(data.encode(), "other.json").fingerprint == expected


def paths(node, way=()):
    if isinstance(node, str):
        return [way]
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    return [path for key, child in pairs for path in paths(child, (*way, key))]


@pytest.mark.parametrize("path", [p for p in paths(OWN) if len(p) > 1], ids=str)
def test_the_fingerprint_sees_every_change_of_a_text(path):
    *way, last = path
    node = OWN
    for key in path:
        node = node[key]
    changed = "9.900002" if last == "mã_thủ_tục" else node + " khác"
    assert read(tree({path: changed})).fingerprint != read(OWN).fingerprint


def test_the_fingerprint_sees_a_change_in_an_unread_part():
    one, two = (read(tree({("x",): value})).fingerprint for value in "ab")
    assert one != two


# --- files that are refused ---------------------------------------------------------

GOOD = json.dumps(OWN, ensure_ascii=False)


@pytest.mark.parametrize(
    ("data", "code", "sentence"),
    [
        (b"", "empty", "the file is empty"),
        (b" \n", "empty", "the file is empty"),
        (b"%PDF-1.7 ...", "not_json_but", "this is a PDF, not JSON"),
        (b"PK\x03\x04...", "not_json_but", "a zip, DOCX or XLSX file"),
        (b"\xd0\xcf\x11\xe0..", "not_json_but", "an old Word or Excel file"),
        (b'{"metadata": ', "not_json", "line 1, column 14"),
        (b"hello", "not_json", "this is not JSON"),
        (GOOD.encode("utf-16"), "not_utf8", "not UTF-8 (byte 0)"),
        (b'{"a": "\xff"}', "not_utf8", "not UTF-8 (byte 7)"),
        (b"[]", "wrong_type", "an object was expected and a list was found"),
        (b'"x"', "wrong_type", "a single value was found"),
        (b"1", "wrong_type", "a single value was found"),
        (b"null", "wrong_type", "a single value was found"),
        (b"NaN", "wrong_type", "a single value was found"),
        (b'{"a": 1, "a": 2}', "duplicate_key", "'a' stands twice"),
        (
            json.dumps({"ạ": 1, "a\u0323": 2}).encode(),
            "duplicate_key",
            "'ạ' stands twice",
        ),
        (b"[" * 100_000, "too_deep", "more than 12 deep"),
        (b"[" * 14 + b"]" * 14, "too_deep", "more than 12 deep"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "too_deep", "more than 12 deep"),
        (b"{}", "no_code", "'metadata': the code of the procedure is missing"),
    ],
)
def test_bytes_that_are_no_file_are_refused_with_a_sentence(data, code, sentence):
    with pytest.raises(NationalFileError) as caught:
        read(data)
    assert caught.value.code == code
    assert str(caught.value).startswith("file.json")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        (
            {("metadata", "tên_thủ_tục"): "Không có thông tin"},
            "no_name",
            "file.json, 'metadata': the name of the procedure is missing.",
        ),
        (
            {("metadata", "mã_thủ_tục"): "1.2"},
            "bad_code",
            "file.json, 'mã_thủ_tục': '1.2' is not the code of a procedure.",
        ),
        (
            {("metadata",): []},
            "wrong_type",
            "file.json, 'metadata': an object was expected and a list was found.",
        ),
        (
            {("tables",): "x"},
            "wrong_type",
            "file.json, 'tables': an object was expected and a single value was found.",
        ),
        (
            {("tables", "can_cu_phap_ly"): {}},
            "wrong_type",
            "file.json, 'can_cu_phap_ly': a list was expected and an object was found.",
        ),
    ],
)
def test_a_file_without_its_essentials_is_refused(changes, code, sentence):
    with pytest.raises(NationalFileError) as caught:
        read(tree(changes))
    assert caught.value.code == code
    assert str(caught.value).startswith(sentence)


def test_the_pattern_of_codes_is_a_setting():
    source = tree({("metadata", "mã_thủ_tục"): "1.000001.000.00.00.H15"})
    assert read(source).code == "1.000001.000.00.00.H15"
    with pytest.raises(NationalFileError):
        read(source, code_pattern=r"[0-9]\.[0-9]{6}")


def test_the_limit_of_size_is_a_setting(tmp_path):
    path = tmp_path / "big.json"
    path.write_text(GOOD, encoding="utf-8")
    size = path.stat().st_size
    assert read_path(path, Settings(max_bytes=size)).code == "9.900001"
    with pytest.raises(NationalFileError, match="big.json: the file has more than"):
        read_path(path, Settings(max_bytes=size - 1))
    with open(path, "wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(NationalFileError, match="more than 5000000 bytes"):
        read_path(path)


def test_what_cannot_be_opened_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    for name in ("absent.json", ".", "pipe.json", "a\0b.json"):
        with pytest.raises(NationalFileError, match="cannot be opened"):
            read_path(f"{tmp_path}/{name}")


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(), st.text().map(str.encode), ANYTHING.map(json.dumps)))
def test_any_other_bytes_are_refused_and_never_crash(data):
    with pytest.raises(NationalFileError):
        read_bytes(data.encode() if isinstance(data, str) else data, "x.json")


@pytest.mark.parametrize(
    "piece",
    [
        " ",
        "\n",
        "1",
        "1,",
        "a)",
        "một ",
        ": - ",
        "hồ sơ ",
        "(",
        ";",
        "1 (",
        "x x ",
        "- ",
    ]
    + ["đối với a, ", "Trường hợp 1 ", "Phí :", "1/", "Bản chính: 1", "20 ngày ", "::"]
    + ["\u00a0", "1/2025/A-", "ngày 1/1/2025", "/a ", "Trực tiếp", "bản sao ", "\t\n"],
)
def test_hostile_text_takes_no_longer_than_its_length(piece):
    long = "x" + piece * (10_000 // len(piece)) + "x"
    changes = {path: long for path in paths(OWN) if len(path) > 1}
    changes.pop(("metadata", "mã_thủ_tục"))
    start = time.process_time()
    draft = read(tree(changes), max_bytes=10**8)
    assert time.process_time() - start < 2
    assert draft.code == "9.900001"
