"""What the table of procedures looks like: its sheets, their columns, their words.

Headings and words are Vietnamese whoever is logged in, as those of the national files
are: they are the format. A sheet is known by its headings, so that a CSV file needs no
name of its own.
"""

from dataclasses import dataclass, field

from .plain_text import plain
from .translatable import _

CODE, NAME = "code", "name"
YES_NO = {"Có": True, "Không": False}
CHANNELS = {
    "Trực tiếp": "in_person",
    "Trực tuyến": "online",
    "Bưu chính công ích": "post",
}
#: How levels are written, in their order; ``wild_text.parse_levels`` reads more words.
LEVELS = {
    "Cấp bộ": "ministry",
    "Cấp tỉnh": "province",
    "Cấp xã": "commune",
    "Cơ quan khác": "other",
}
#: In the cell of an amount that follows from the words of the condition.
AS_DESCRIBED = "Theo mô tả"
NO_TERM = "Không quy định"
UNITS = {
    "working_days": "ngày làm việc",
    "calendar_days": "ngày lịch",
    "working_hours": "giờ",
    "months": "tháng",
}
GUIDE = "Hướng dẫn"
GUIDE_HEADINGS = ("Bảng", "Cột", "Bắt buộc", "Cách điền", "Giá trị cho phép", "Ví dụ")


@dataclass(frozen=True)
class Column:
    """A column.

    ``kind``: text, lines (one a line, or parted by semicolons), choice, yes_no, whole,
    or a kind that its sheet reads itself. ``help``: how it is filled in.
    """

    key: str
    heading: str
    kind: str = "text"
    help: str = ""
    example: str = ""
    choices: dict = field(default_factory=dict)
    required: bool = False
    width: int = 18

    @property
    def words(self):
        """The words that a cell may hold, of a column that has a list of them."""
        return list(YES_NO if self.kind == "yes_no" else self.choices)


@dataclass(frozen=True)
class Sheet:
    """A sheet. ``part``: what remarks call it, as the national files do."""

    key: str
    title: str
    part: str
    columns: tuple[Column, ...]

    def column(self, key):
        return next(column for column in self.columns if column.key == key)

    @property
    def marks(self):
        """Headings by which the sheet is known."""
        return {plain(column.heading) for column in self.columns if column.required}


_LINES = _("One a line, or parted by semicolons.")
_WHICH = Column(
    *(CODE, "Mã thủ tục", "text", _("The national code; the same in every sheet.")),
    *("1.013126", {}, True, 14),
)
_OF_CASE = Column(
    *("case", "Trường hợp", "text"),
    _("Name or code of a case of the sheet “Trường hợp”; empty: all cases."),
    "Cấp mới",
)


def _yes_no(key, heading, help_text=""):
    return Column(key, heading, "yes_no", help_text, "Có", width=11)


_PROCEDURES = Sheet(
    "procedures",
    "Thủ tục",
    "thu_tuc",
    (
        _WHICH,
        Column(NAME, "Tên thủ tục", required=True, width=44, example="Cấp bản sao"),
        Column("field", "Lĩnh vực", help=_("A new one is made."), example="Hộ tịch"),
        Column(
            *("levels", "Cấp thực hiện", "levels"),
            _("Cấp bộ, Cấp tỉnh, Cấp xã or Cơ quan khác; several parted by commas."),
            "Cấp tỉnh, Cấp xã",
        ),
        Column("subjects", "Đối tượng thực hiện", "lines", _LINES, "Công dân Việt Nam"),
        Column(
            *("competent", "Cơ quan có thẩm quyền", "lines"),
            _("Code or name of the department, one a line. What is not known is kept."),
            "Sở Tư pháp",
            width=26,
        ),
        Column("implementing", "Cơ quan thực hiện", "lines", _LINES, width=26),
        Column("authorised", "Cơ quan được ủy quyền", "lines", _LINES, width=26),
        Column("coordinating", "Cơ quan phối hợp", "lines", _LINES, width=26),
        Column("steps_text", "Trình tự thực hiện", width=50),
        Column("ways_text", "Cách thức thực hiện", width=30),
        Column("conditions", "Yêu cầu, điều kiện", width=30),
        Column("description", "Mô tả", width=30),
        Column("receiving_address", "Địa chỉ tiếp nhận", width=30),
        Column("keywords", "Từ khóa", width=24),
        Column("law_kind", "Loại thủ tục"),
        Column("source_decision", "Quyết định công bố của bộ"),
        Column("sets", "Số bộ hồ sơ", "whole", example="1", width=9),
        _yes_no("online_filing", "Nộp trực tuyến"),
        _yes_no("immediate", "Giải quyết ngay", _("The result follows intake.")),
        _yes_no("same_day", "Trong ngày"),
        _yes_no("interlinked", "Liên thông"),
        _yes_no("any_centre", "Không phụ thuộc địa giới"),
        _yes_no("authorised_filing", "Được ủy quyền nộp"),
        _yes_no("delegated", "Ủy quyền cho Trung tâm"),
        _yes_no("no_result_paper", "Không trả kết quả giấy"),
        _yes_no("four_eyes", "Người duyệt khác người xử lý"),
        Column(
            *("supplement_rule", "Thời hạn sau bổ sung", "choice"),
            choices={"Tính lại từ đầu": "restart", "Tính tiếp": "continue"},
        ),
        Column(
            *("supplement_term", "Số ngày chờ bổ sung", "whole"),
            _("Working days that the applicant has to supplement."),
            "30",
            width=11,
        ),
        Column(
            *("operator", "Hệ thống giải quyết", "choice"),
            choices={
                "Hệ thống này": "here",
                "Cổng Dịch vụ công quốc gia": "national_portal",
                "Hệ thống của bộ": "ministry",
            },
        ),
        Column("operator_system", "Tên hệ thống ngoài"),
    ),
)
_CASES = Sheet(
    "cases",
    "Trường hợp",
    "truong_hop",
    (
        _WHICH,
        Column(
            *("part_code", "Mã trường hợp", "text"),
            _("Stays the same from version to version; empty: it is given one."),
            "TH01",
        ),
        Column(NAME, "Tên trường hợp", required=True, width=50, example="Cấp mới"),
    ),
)
_CHANNELS = Sheet(
    "channels",
    "Cách nộp",
    "hinh_thuc_nop",
    (
        _WHICH,
        _OF_CASE,
        Column(
            *("channel", "Hình thức nộp", "channel", "", "Trực tiếp", CHANNELS),
            required=True,
        ),
        Column(
            *("term", "Thời hạn giải quyết", "term"),
            _(
                "A number with its unit (ngày làm việc, ngày lịch, giờ, tháng), “Không "
                "quy định” or “Ngay trong ngày”. Other words are kept and flagged."
            ),
            "20 ngày làm việc",
            required=True,
            width=24,
        ),
        Column("term_words", "Diễn giải thời hạn", width=30),
        Column(
            *("online_level", "Mức độ trực tuyến", "choice"),
            choices={"Không": "none", "Một phần": "partial", "Toàn trình": "full"},
        ),
        Column(
            *("partial_reason", "Lý do chưa toàn trình", "text"),
            _("Why the service is only partly online, with its legal basis."),
            width=30,
        ),
        Column("note", "Ghi chú", width=30),
    ),
)
_FEES = Sheet(
    "fees",
    "Phí, lệ phí",
    "phi_le_phi",
    (
        _WHICH,
        _OF_CASE,
        Column("channel", "Hình thức nộp", "channel", _("Empty: all."), "", CHANNELS),
        Column(
            *("kind", "Loại", "choice", "", "Lệ phí"),
            {"Phí": "fee", "Lệ phí": "charge"},
            width=10,
        ),
        Column(NAME, "Tên khoản thu", width=30),
        Column(
            *("amount", "Mức thu", "amount"),
            _(
                "An amount with its currency, “Miễn phí”, or “Theo mô tả” where the "
                "condition says it. Other words are kept and flagged."
            ),
            "150.000 đồng/lần",
            required=True,
            width=24,
        ),
        Column("unit", "Đơn vị tính", help=_("Unless it stands in the amount.")),
        Column("condition", "Điều kiện áp dụng", width=34),
        Column("exemption", "Miễn, giảm", width=34),
    ),
)
_COMPONENTS = Sheet(
    "components",
    "Thành phần hồ sơ",
    "thanh_phan_ho_so",
    (
        _WHICH,
        Column(
            *("part_code", "Mã giấy tờ", "text"),
            _("Stays the same from version to version; empty: it is given one."),
            "TP01",
        ),
        Column(NAME, "Tên giấy tờ", required=True, width=50, example="Tờ khai"),
        Column(
            *("cases", "Trường hợp", "lines"),
            _("Names or codes of cases, one a line; empty: all cases."),
        ),
        Column("originals", "Bản chính", "count", example="1", width=9),
        Column("copies", "Bản sao", "count", example="0", width=9),
        _yes_no("only_shown", "Chỉ xuất trình"),
        _yes_no("required", "Bắt buộc"),
        Column("form_name", "Tên mẫu đơn", help=_("One a line."), width=30),
        Column("note", "Ghi chú", width=30),
    ),
)
_RESULTS = Sheet(
    "results",
    "Kết quả",
    "ket_qua",
    (
        _WHICH,
        Column(NAME, "Tên kết quả", required=True, width=50, example="Giấy phép"),
        Column(
            *("kind", "Hình thức kết quả", "choice"),
            choices={"Giấy": "paper", "Điện tử": "electronic", "Cả hai": "both"},
        ),
    ),
)
_BASES = Sheet(
    "bases",
    "Căn cứ pháp lý",
    "can_cu_phap_ly",
    (
        _WHICH,
        Column("number", "Số ký hiệu", example="23/2015/NĐ-CP", width=22),
        Column("title", "Trích yếu", required=True, width=60),
        Column("date", "Ngày ban hành", "date", example="16/02/2015"),
        Column("issuer", "Cơ quan ban hành", width=26, example="Chính phủ"),
    ),
)

SHEETS = (_PROCEDURES, _CASES, _CHANNELS, _FEES, _COMPONENTS, _RESULTS, _BASES)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}


def sheet_of(headings):
    """The sheet to which headings belong, or None."""
    found = {plain(heading) for heading in headings}
    fitting = [sheet for sheet in SHEETS if sheet.marks <= found]
    return max(fitting, key=lambda sheet: len(sheet.marks), default=None)
