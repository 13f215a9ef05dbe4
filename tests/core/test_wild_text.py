"""Terms, fees, counts, lists, dates and numbers as they stand in the wild.

Expected values are written by hand, after looking at the real files.
"""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onestop_procedure_core import wild_text
from onestop_procedure_core.wild_text import (
    FLAGS,
    find_date,
    find_document_numbers,
    find_durations,
    parse_amount,
    parse_counts,
    parse_date,
    parse_document_number,
    parse_fees,
    parse_levels,
    parse_term,
    split_list,
)

TERMS = [
    # As the database writes them
    ("20 Ngày làm việc", "number", 20, "working_days"),
    ("04 Ngày làm việc", "number", 4, "working_days"),
    ("1 Ngày làm việc", "number", 1, "working_days"),
    ("07 Ngày", "number", 7, "calendar_days"),
    ("130 Ngày", "number", 130, "calendar_days"),
    ("01 Giờ", "number", 1, "working_hours"),
    ("14 Giờ", "number", 14, "working_hours"),
    ("0.5 Giờ", "number", 0.5, "working_hours"),
    ("Không quy định", "no_term", None, "none"),
    # As people write them
    ("20 NGÀY LÀM VIỆC.", "number", 20, "working_days"),
    ("20  ngày\nlàm  việc", "number", 20, "working_days"),
    ("Không quá 05 ngày làm việc", "number", 5, "working_days"),
    ("Trong thời hạn 10 ngày làm việc", "number", 10, "working_days"),
    ("Thời hạn giải quyết: 15 ngày", "number", 15, "calendar_days"),
    ("tối đa 3 ngày (làm việc)", "number", 3, "working_days"),
    ("Mười lăm (15) ngày làm việc", "number", 15, "working_days"),
    ("05 (năm) ngày làm việc", "number", 5, "working_days"),
    ("Chậm nhất 01 (một) giờ", "number", 1, "working_hours"),
    ("1,5 ngày làm việc", "number", 1.5, "working_days"),
    ("1/2 ngày làm việc", "number", 0.5, "working_days"),
    ("½ ngày", "number", 0.5, "calendar_days"),
    ("nửa ngày làm việc", "number", 0.5, "working_days"),
    ("3 ngày lịch", "number", 3, "calendar_days"),
    ("8h", "number", 8, "working_hours"),
    ("30 phút", "number", 0.5, "working_hours"),
    ("2 tuần", "number", 14, "calendar_days"),
    ("02 tháng", "number", 2, "months"),
    ("1 năm", "number", 12, "months"),
    ("Không qui định thời hạn", "no_term", None, "none"),
    ("Ngay trong ngày", "same_day", 0, "working_days"),
    ("Trong ngày làm việc", "same_day", 0, "working_days"),
    ("Giải quyết ngay", "immediate", 0, "working_hours"),
]


@pytest.mark.parametrize(("text", "kind", "value", "unit"), TERMS)
def test_a_term_is_read_without_doubt(text, kind, value, unit):
    term = parse_term(text)
    assert (term.kind, term.value, term.unit) == (kind, value, unit)
    assert (term.raw, term.words, term.flags) == (text, "", ())


@pytest.mark.parametrize(
    ("text", "value", "unit", "words", "flag"),
    [
        (
            "20 ngày làm việc kể từ ngày nhận đủ hồ sơ",
            20,
            "working_days",
            "kể từ ngày nhận đủ hồ sơ",
            "term_words",
        ),
        (
            "05 ngày làm việc; phải kiểm tra: 10 ngày làm việc",
            5,
            "working_days",
            "phải kiểm tra: 10 ngày làm việc",
            "term_several",
        ),
        (
            "Ngay trong ngày; sau 15 giờ thì ngày sau",
            0,
            "working_days",
            "sau 15 giờ thì ngày sau",
            "term_words",
        ),
        ("0 Giờ", 0, "working_hours", "", "term_zero"),
    ],
)
def test_words_beside_the_number_are_kept_and_flagged(text, value, unit, words, flag):
    term = parse_term(text)
    assert (term.value, term.unit, term.words) == (value, unit, words)
    assert term.flags == (flag,)


def test_a_zero_is_at_once_in_hours_and_the_same_day_in_days():
    assert parse_term("0 Giờ").kind == "immediate"
    assert parse_term("0 Ngày làm việc").kind == "same_day"


@pytest.mark.parametrize(
    "text",
    [
        "Chậm nhất là ngay trước khi tàu rời cảng",
        "Kết thúc trước khi tàu cập cảng hoặc vào vị trí neo đậu an toàn tại cảng.",
        "15-20 ngày",
        "15 ngày - 20 ngày",
        "từ 5 đến 10 ngày làm việc",
        "10 hoặc 15 ngày",
        "-5 ngày",
        "trước 17 giờ",
        "trước ngày 25 tháng 4 hằng năm",
        "Trong ngày làm việc tiếp theo",
        "Theo quy định tại Điều 5",
        "20",
        "99999 ngày",
        "٢٠ ngày",
    ],
)
def test_a_term_that_is_not_sure_is_kept_as_words(text):
    term = parse_term(text)
    assert (term.kind, term.value, term.unit) == ("words", None, "none")
    assert term.flags == ("term_not_understood",)
    assert term.raw == text


@pytest.mark.parametrize("text", ["", "  ", "Không có thông tin"])
def test_a_missing_term_is_flagged(text):
    assert parse_term(text).kind == "missing"
    assert parse_term(text).flags == ("term_missing",)


def test_what_a_bare_day_means_is_a_parameter():
    assert parse_term("07 Ngày", "working_days").unit == "working_days"
    assert parse_term("07 Ngày lịch", "working_days").unit == "calendar_days"
    assert parse_term("2 tuần", "working_days").unit == "calendar_days"


def test_durations_are_found_in_a_note_but_dates_and_times_of_day_are_not():
    note = "Hai mươi (20) ngày làm việc, phức tạp 45 ngày; nộp trước ngày 25 tháng 4"
    assert find_durations(note) == [(20, "working_days"), (45, "calendar_days")]


FEES = [
    # text, kind, amount, currency, unit, condition
    ("Phí : 0 Đồng", "fee", 0, "VND", "", ""),
    ("Lệ phí : 0 Đồng", "charge", 0, "VND", "", ""),
    ("Phí : Không Đồng", "fee", 0, "VND", "", ""),
    ("Phí : 150.000 Đồng/lần", "fee", 150_000, "VND", "lần", ""),
    ("Lệ phí : 01 USD (từ 16 tuổi)", "charge", 1, "USD", "", "từ 16 tuổi"),
    ("Lệ phí : 0.5 USD (dưới 16 tuổi)", "charge", 0.5, "USD", "", "dưới 16 tuổi"),
    ("Lệ phí : 20000 Đồng (người)", "charge", 20_000, "VND", "", "người"),
    ("Phí : 2.000.000 Đồng (nổ mìn)", "fee", 2_000_000, "VND", "", "nổ mìn"),
    ("Phí : 3.500.000 Đồng", "fee", 3_500_000, "VND", "", ""),
    ("Phí: 1.200.000 đồng/hồ sơ", "fee", 1_200_000, "VND", "hồ sơ", ""),
    ("phí:5000đ", "fee", 5_000, "VND", "", ""),
    ("LỆ PHÍ : 50.000 VNĐ", "charge", 50_000, "VND", "", ""),
    ("Phí : 50,000 VND", "fee", 50_000, "VND", "", ""),
    ("Phí : 150 000 đồng", "fee", 150_000, "VND", "", ""),
    ("Phí : 150 nghìn đồng", "fee", 150_000, "VND", "", ""),
    ("Phí : 1,5 triệu đồng/dự án", "fee", 1_500_000, "VND", "dự án", ""),
    ("Phí : 2.3 triệu đồng", "fee", 2_300_000, "VND", "", ""),
    ("Phí : 10 $", "fee", 10, "USD", "", ""),
    ("Phí : 1.500 USD", "fee", 1_500, "USD", "", ""),
    ("Phí : 0,25 EUR", "fee", 0.25, "EUR", "", ""),
    ("Phí : 20 đô la Mỹ/người", "fee", 20, "USD", "người", ""),
    ("Phí : Miễn phí", "fee", 0, "VND", "", ""),
    ("Phí : Miễn phí (trẻ em)", "fee", 0, "VND", "", "trẻ em"),
    ("Lệ phí : Không thu", "charge", 0, "VND", "", ""),
    ("Không", "fee", 0, "VND", "", ""),
    ("Miễn lệ phí", "fee", 0, "VND", "", ""),
    ("Phí : 7.000 đồng/tờ (bản in (màu))", "fee", 7_000, "VND", "tờ", "bản in (màu)"),
    ("Phí : 30.000 đồng / giấy phép", "fee", 30_000, "VND", "giấy phép", ""),
]


@pytest.mark.parametrize(
    ("text", "kind", "amount", "currency", "unit", "condition"), FEES
)
def test_a_fee_is_read_without_doubt(text, kind, amount, currency, unit, condition):
    (fee,) = parse_fees(text)
    assert (fee.kind, fee.amount, fee.currency) == (kind, amount, currency)
    assert (fee.unit, fee.condition) == (unit, condition)
    assert (fee.raw, fee.flags) == (text, ())


@pytest.mark.parametrize(
    ("text", "amount", "condition", "flags"),
    [
        (
            "Phí : 100.000 đồng/lần đối với xe máy",
            100_000,
            "đối với xe máy",
            ("fee_words",),
        ),
        (
            "Phí : 50.000 Đồng (50.000 đồng/hồ sơ. Năng khiếu: 120.000 đồng (cả (hai) môn).)",
            50_000,
            "50.000 đồng/hồ sơ. Năng khiếu: 120.000 đồng (cả (hai) môn).",
            ("fee_other_amounts",),
        ),
        (
            "Phí :  Đồng (Theo quy định của Bộ)",
            None,
            "Theo quy định của Bộ",
            ("fee_amount_missing",),
        ),
        (
            "Lệ phí :   (Thông tư 249)",
            None,
            "Thông tư 249",
            ("fee_amount_missing",),
        ),
        ("Phí : 50.000", 50_000, "", ("fee_currency_assumed",)),
        ("50.000 đồng", 50_000, "", ("fee_kind_assumed",)),
    ],
)
def test_what_is_unsure_in_a_fee_is_flagged(text, amount, condition, flags):
    (fee,) = parse_fees(text)
    assert (fee.amount, fee.condition, fee.flags) == (amount, condition, flags)


@pytest.mark.parametrize(
    "body",
    [
        "1. Mức thu bằng 50% mức thu phí quy định tại Mục I Đồng (Thông tư 64)",
        "50%",
        "50.000 - 100.000 đồng",
        "50.000 đồng đến 100.000 đồng",
        "5 GBP",
        "12.5 đồng",
        "1.50.000 đồng",
        "Theo quy định",
        "Không quy định",
    ],
)
def test_a_fee_that_is_not_sure_keeps_its_words_as_condition(body):
    (fee,) = parse_fees(f"Phí : {body}")
    assert (fee.amount, fee.currency, fee.condition) == (None, "", body)
    assert fee.flags == ("fee_not_understood",)


def test_a_cell_holds_several_fees_with_their_attachments():
    fees = parse_fees(
        "Phí :  Đồng (Bộ Tài chính)\nFile đính kèm: 62.pdf\n"
        "Phí :  Đồng (Bộ Tài chính)\nFile đính kèm: 25.pdf\n"
        "Lệ phí : 10.000 Đồng (một\ndòng)"
    )
    assert [(fee.kind, fee.attachments) for fee in fees] == [
        ("fee", ("62.pdf",)),
        ("fee", ("25.pdf",)),
        ("charge", ()),
    ]
    assert fees[2].condition == "một dòng"
    assert fees[2].raw == "Lệ phí : 10.000 Đồng (một\ndòng)"


def test_fees_on_one_line_are_parted_too():
    fees = parse_fees("Phí: 100.000 đồng; Lệ phí: 20.000 đồng")
    assert [(fee.kind, fee.amount) for fee in fees] == [
        ("fee", 100_000),
        ("charge", 20_000),
    ]


@pytest.mark.parametrize("text", ["", "\n", "Không có thông tin"])
def test_no_text_is_no_fee(text):
    assert parse_fees(text) == ()


@pytest.mark.parametrize(
    ("text", "amount"),
    [("0", 0), ("0.500", 0.5), ("1.234.567", 1_234_567), ("1.234,567", None)],
)
def test_three_digits_are_thousands_unless_a_zero_leads(text, amount):
    assert parse_amount(text) == amount


COUNTS = [
    ("Bản chính: 1\nBản sao: 0", 1, 0),
    ("Bản chính: 0\nBản sao: 1", 0, 1),
    ("Bản chính: 1\nBản sao: 1", 1, 1),
    ("Bản chính: 3\nBản sao: 0", 3, 0),
    ("Bản chính: 0\nBản sao: 0", 0, 0),
    ("Bản chính: 2\nBản sao: 0", 2, 0),
    ("Bản sao: 2\nBản chính: 1", 1, 2),
    ("bản chính : 01, bản sao : 02", 1, 2),
    ("Bản chính: 1", 1, None),
    ("Bản sao có chứng thực: 1", None, 1),
    ("Bản gốc: 1; Bản chụp: 3", 1, 3),
    ("01 bản chính", 1, None),
    ("01 bản chính, 02 bản sao", 1, 2),
    ("01 bản chính và 01 bản sao có chứng thực", 1, 1),
    ("02 (hai) bản chính", 2, None),
    ("02 bản sao chứng thực", None, 2),
    ("01 bộ", 1, None),
    ("03 bản", 3, None),
    ("1", 1, None),
    ("02", 2, None),
    ("12 bản chụp", None, 12),
]


@pytest.mark.parametrize(("text", "originals", "copies"), COUNTS)
def test_counts_are_read(text, originals, copies):
    counts = parse_counts(text)
    assert (counts.originals, counts.copies) == (originals, copies)
    assert (counts.words, counts.flags) == ("", ())


@pytest.mark.parametrize(
    ("text", "originals", "copies", "words", "flag"),
    [
        ("Nộp 02 bộ hồ sơ", 2, None, "Nộp hồ sơ", "counts_words"),
        (
            "Theo mẫu số 01",
            None,
            None,
            "Theo mẫu số 01",
            "counts_not_understood",
        ),
        (
            "Bản chính: 1 Bản chính: 2",
            None,
            None,
            "Bản chính: 1 Bản chính: 2",
            "counts_not_understood",
        ),
        ("1000", None, None, "1000", "counts_not_understood"),
    ],
)
def test_what_is_unsure_in_counts_is_kept(text, originals, copies, words, flag):
    counts = parse_counts(text)
    assert (counts.originals, counts.copies) == (originals, copies)
    assert (counts.words, counts.flags) == (words, (flag,))


@pytest.mark.parametrize(
    ("text", "items", "flags"),
    [
        ("", (), ()),
        ("Không có thông tin", (), ()),
        ("Doanh nghiệp", ("Doanh nghiệp",), ()),
        ("Bộ Công an, Bộ Quốc phòng", ("Bộ Công an", "Bộ Quốc phòng"), ()),
        (
            "Doanh nghiệp, Tổ chức (không bao gồm doanh nghiệp, HTX), Hợp tác xã",
            ("Doanh nghiệp", "Tổ chức (không bao gồm doanh nghiệp, HTX)", "Hợp tác xã"),
            (),
        ),
        (
            "Cảng vụ hàng hải, Trạm kiểm dịch động, thực vật",
            ("Cảng vụ hàng hải", "Trạm kiểm dịch động, thực vật"),
            ("list_joined",),
        ),
        ("A; B;\nC (D\nE", ("A", "B", "C (D", "E"), ()),
        ("A) B, C", ("A) B", "C"), ()),
    ],
)
def test_a_list_is_split_only_where_items_end(text, items, flags):
    assert split_list(text) == (items, flags)


@pytest.mark.parametrize(
    ("text", "codes", "flags"),
    [
        ("Cấp Bộ", ("ministry",), ()),
        ("Cấp Tỉnh", ("province",), ()),
        ("Cấp Xã", ("commune",), ()),
        ("Cấp Bộ, Cấp Tỉnh, Cấp Xã", ("ministry", "province", "commune"), ()),
        ("Cơ quan khác", ("other",), ()),
        ("Cấp Huyện", ("other",), ("level_unknown",)),
        ("", (), ()),
    ],
)
def test_levels_become_codes(text, codes, flags):
    assert parse_levels(text) == (codes, flags)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24-03-2021", date(2021, 3, 24)),
        ("24/3/2021", date(2021, 3, 24)),
        ("24.03.2021", date(2021, 3, 24)),
        ("ngày 06 tháng 5 năm 2025", date(2025, 5, 6)),
        ("2021-03-24", date(2021, 3, 24)),
        ("31-02-2021", None),
        ("03-2021", None),
        ("24-03-21", None),
        ("từ 24-03-2021", None),
        ("", None),
    ],
)
def test_dates_are_read_day_first(text, day):
    assert parse_date(text) == day


def test_a_date_is_found_in_a_sentence():
    assert find_date("ban hành ngày 12 tháng 6 năm 1999 của") == date(1999, 6, 12)


@pytest.mark.parametrize(
    ("text", "number", "flags"),
    [
        ("131/2021/NĐ-CP", "131/2021/NĐ-CP", ()),
        ("Thông tư số 104/2024/TT-BQP", "104/2024/TT-BQP", ()),
        ("số 25/2018/QH14", "25/2018/QH14", ()),
        ("Luật 47/2014/QH13", "47/2014/QH13", ()),
        ("21/2008/TTLT- BQP-BLĐTBXH-BTC", "21/2008/TTLT-BQP-BLĐTBXH-BTC", ()),
        ("191/2005/TTLT/BQP-BLĐTBXH-BTC", "191/2005/TTLT/BQP-BLĐTBXH-BTC", ()),
        ("02/2020/UBTVQH14", "02/2020/UBTVQH14", ()),
        ("12/2021/QĐ-TTg", "12/2021/QĐ-TTg", ()),
        ("Quyết định số 6225/QĐ-BQP", "6225/QĐ-BQP", ()),
        ("3980 /QĐ-BQP", "3980/QĐ-BQP", ()),
        ("161/CP", "161/CP", ()),
        ("Quyết định số 4777", "4777", ("number_incomplete",)),
        ("12/2021", "12/2021", ("number_incomplete",)),
        ("BỘ LUẬT  HÀNG HẢI VIỆT NAM", "", ("number_missing",)),
        ("", "", ()),
    ],
)
def test_the_number_of_a_document_is_read_without_its_kind(text, number, flags):
    found = parse_document_number(text)
    assert (found.number, found.flags, found.raw) == (number, flags, text)


def test_document_numbers_are_found_in_a_title():
    title = "Nghị định số 101/2025/NĐ-CP sửa đổi Nghị định số 32/2016/NĐ- CP"
    assert find_document_numbers(title) == ["101/2025/NĐ-CP", "32/2016/NĐ-CP"]


def test_decomposed_letters_read_like_composed_ones():
    text = unicodedata.normalize("NFD", "20 Ngày làm việc")
    assert parse_term(text).unit == "working_days"
    assert parse_fees(unicodedata.normalize("NFD", "Lệ phí : 5.000 Đồng"))[0].amount


# --- for any text -------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "20",
        "05",
        "0",
        "1/2",
        "½",
        "-",
        " ",
        "\n",
        "(",
        ")",
        ",",
        ";",
        ":",
        ".",
        "/",
        "%",
        "$",
        "ngày",
        "ngày làm việc",
        "giờ",
        "tháng",
        "năm",
        "không quá",
        "không",
        "không quy định",
        "ngay trong ngày",
        "miễn phí",
        "Phí :",
        "Lệ phí :",
        "đồng",
        "usd",
        "triệu",
        "File đính kèm:",
        "150.000",
        "Bản chính: 1",
        "Bản sao:",
        "bộ",
        "đối với",
        "(một)",
        "24-03-2021",
        "số",
        "12/2021/QĐ-TTg",
        "Cấp Xã",
        "x",
        "Ơ",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


@given(TEXTS)
def test_no_text_makes_a_reader_raise_and_the_text_is_kept(text):
    for value in (parse_term(text), parse_counts(text), parse_document_number(text)):
        assert value.raw == text
        assert set(value.flags) <= set(FLAGS)
    term = parse_term(text)
    assert (term.value is None) == (term.unit == "none")
    for fee in parse_fees(text):
        assert set(fee.flags) <= set(FLAGS)
        assert fee.amount is None or fee.amount >= 0
        assert fee.currency != "VND" or not isinstance(fee.amount, float)
    parse_levels(text), parse_date(text), find_date(text), find_durations(text)
    parse_amount(text), find_document_numbers(text)


@given(TEXTS)
def test_fees_and_items_together_hold_the_whole_text(text):
    def bare(value):
        return "".join(value.split()).translate({ord(sign): None for sign in ",;"})

    clean = wild_text.tidy(text)
    if not wild_text.is_nothing(clean):
        assert bare("".join(fee.raw for fee in parse_fees(text))) == bare(clean)
        assert bare("".join(split_list(text)[0])) == bare(clean)


@given(
    st.integers(1, 9999),
    st.sampled_from(["", "Không quá ", "Trong thời hạn "]),
    st.sampled_from(
        [("Ngày", "calendar_days"), ("Ngày làm việc", "working_days")]
        + [("Giờ", "working_hours"), ("tháng", "months")]
    ),
)
def test_a_written_term_is_read_back(value, lead, unit):
    term = parse_term(f"{lead}{value:02} {unit[0]}")
    assert (term.value, term.unit, term.flags) == (value, unit[1], ())


@given(st.integers(0, 10**12), st.sampled_from([("Phí", "fee"), ("Lệ phí", "charge")]))
def test_a_written_amount_is_read_back(amount, kind):
    grouped = f"{amount:,}".replace(",", ".")
    (fee,) = parse_fees(f"{kind[0]} : {grouped} Đồng/hồ sơ")
    assert (fee.kind, fee.amount, fee.unit) == (kind[1], amount, "hồ sơ")


@given(st.integers(0, 999), st.integers(0, 999))
def test_written_counts_are_read_back(originals, copies):
    counts = parse_counts(f"Bản chính: {originals}\nBản sao: {copies}")
    assert (counts.originals, counts.copies) == (originals, copies)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1)))
def test_a_written_date_is_read_back(day):
    assert parse_date(f"{day:%d-%m-%Y}") == day
    assert parse_date(f"ngày {day.day} tháng {day.month} năm {day.year}") == day
