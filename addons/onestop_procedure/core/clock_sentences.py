"""Every sentence the clock speaks, in English and Vietnamese, and how values read.

A placeholder names its format: `{before:instant}`, `{runs:runs}`. Both languages use
the same placeholders, so the English sentence also says which values a fact holds.
Text typed by people (reasons, names) is inserted as it is.
"""

import re
from datetime import date, datetime
from string import Formatter

FACTS = {
    "received": {
        "en": "A complete dossier was received at {at:instant}.",
        "vi": "Nhận đủ hồ sơ lúc {at:instant}.",
    },
    "term": {
        "en": "The term is {amount:amount}.",
        "vi": "Thời hạn giải quyết là {amount:amount}.",
    },
    "no_term": {
        "en": "No date can be computed because no term is laid down.",
        "vi": "Không tính được ngày hẹn vì thủ tục không quy định thời hạn.",
    },
    "first_day_not_counted": {
        "en": "The day of reception is not counted; day 1 is {first:day}.",
        "vi": "Không tính ngày nhận hồ sơ; ngày thứ nhất của thời hạn là {first:day}.",
    },
    "first_day_counted": {
        "en": "The day of reception is counted; day 1 is {first:day}.",
        "vi": "Tính cả ngày nhận hồ sơ; ngày thứ nhất của thời hạn là {first:day}.",
    },
    "after_cut_off": {
        "en": "It was received after {cut_off:text}; the term runs from the next working day, {first:instant}.",
        "vi": "Hồ sơ nhận sau {cut_off:text} nên thời hạn tính từ ngày làm việc tiếp theo, {first:instant}.",
    },
    "intake_only": {
        "en": "{day:day} is open for intake only; the term runs from the next working day, {first:instant}.",
        "vi": "Ngày nhận hồ sơ ({day:day}) chỉ tiếp nhận, không tính vào thời hạn; thời hạn tính từ ngày làm việc tiếp theo, {first:instant}.",
    },
    "outside_hours": {
        "en": "It was received outside working hours; the term runs from the next opening, {first:instant}.",
        "vi": "Hồ sơ nhận ngoài giờ làm việc nên thời hạn tính từ giờ mở cửa tiếp theo, {first:instant}.",
    },
    "hours_run": {
        "en": "It was received in working hours; the hours run from {first:instant}.",
        "vi": "Hồ sơ nhận trong giờ làm việc; giờ được tính từ {first:instant}.",
    },
    "months_end": {
        "en": "A term in months ends on the same day number, or on the last day of the month: {last:day}.",
        "vi": "Thời hạn tính bằng tháng kết thúc vào ngày tương ứng, hoặc ngày cuối cùng của tháng: {last:day}.",
    },
    "promised": {
        "en": "The date first promised is {due:instant}.",
        "vi": "Thời điểm hẹn trả ban đầu là {due:instant}.",
    },
    "pause": {
        "en": "{kind:kind}: the term stood still from {start:instant} to {end:instant}, {counted:amount}{reason:reason}; the date moved from {before:instant} to {after:instant}.",
        "vi": "{kind:kind}: tạm dừng tính thời hạn từ {start:instant} đến {end:instant}, {counted:amount}{reason:reason}; ngày hẹn chuyển từ {before:instant} sang {after:instant}.",
    },
    "pause_open": {
        "en": "{kind:kind}: no date can be computed because the term has stood still since {start:instant}{reason:reason}; until then the date was {before:instant}.",
        "vi": "{kind:kind}: chưa tính được ngày hẹn vì thời hạn đang tạm dừng từ {start:instant}{reason:reason}; trước đó ngày hẹn là {before:instant}.",
    },
    "pause_after_expiry": {
        "en": "{kind:kind}: the pause from {start:instant}{reason:reason} began after the term had ended and does not move {before:instant}.",
        "vi": "{kind:kind}: việc tạm dừng từ {start:instant}{reason:reason} bắt đầu sau khi đã hết thời hạn nên không làm thay đổi ngày hẹn {before:instant}.",
    },
    "pause_of_apology": {
        "en": "{kind:kind}: from {start:instant} to {end:instant}, {counted:amount}{reason:reason}, the new date was paused; it moved from {before:instant} to {after:instant}.",
        "vi": "{kind:kind}: ngày hẹn lại được tạm dừng từ {start:instant} đến {end:instant}, {counted:amount}{reason:reason}; chuyển từ {before:instant} sang {after:instant}.",
    },
    "restart": {
        "en": "The term is counted again from the start at {at:instant}{reason:reason}; the date moved from {before:instant} to {after:instant}.",
        "vi": "Thời hạn được tính lại từ đầu kể từ {at:instant}{reason:reason}; ngày hẹn chuyển từ {before:instant} sang {after:instant}.",
    },
    "extension": {
        "en": "The term was extended by {amount:amount} at {at:instant}{reason:reason}; the date moved from {before:instant} to {after:instant}.",
        "vi": "Thời hạn được gia hạn thêm {amount:amount} lúc {at:instant}{reason:reason}; ngày hẹn chuyển từ {before:instant} sang {after:instant}.",
    },
    "apology": {
        "en": "At {at:instant} the agency apologised{reason:reason} and named a new date, {until:instant}; the legal date stays {legal:instant}.",
        "vi": "Lúc {at:instant}, cơ quan đã xin lỗi{reason:reason} và hẹn lại vào {until:instant}; thời hạn theo luật vẫn là {legal:instant}.",
    },
    "weekly_off": {
        "en": "Not counted, weekly days off: {runs:runs}.",
        "vi": "Không tính ngày nghỉ hằng tuần: {runs:runs}.",
    },
    "holiday": {
        "en": "Not counted, {reason:text}: {runs:runs}.",
        "vi": "Không tính {reason:text}: {runs:runs}.",
    },
    "intake_days": {
        "en": "Not counted, open for intake only: {runs:runs}.",
        "vi": "Không tính ngày chỉ tiếp nhận hồ sơ: {runs:runs}.",
    },
    "extra_day": {
        "en": "{day:day} counts as a working day: {reason:text}.",
        "vi": "{day:day} được tính là ngày làm việc: {reason:text}.",
    },
    "hours_counted": {
        "en": "Hours counted, day by day: {hours:hours}.",
        "vi": "Số giờ được tính từng ngày: {hours:hours}.",
    },
    "roll_over": {
        "en": "The last day, {last:day}, is no working day ({reason:off}); the term ends on the next one, {rolled:day}.",
        "vi": "Ngày cuối của thời hạn, {last:day}, không phải ngày làm việc ({reason:off}) nên thời hạn kết thúc vào ngày làm việc tiếp theo, {rolled:day}.",
    },
    "closing_hour": {
        "en": "A term in days ends when its last day closes, at {hour:text}.",
        "vi": "Thời hạn tính bằng ngày kết thúc khi hết giờ làm việc của ngày cuối cùng, lúc {hour:text}.",
    },
    "calendar_changed": {
        "en": "The working calendar changed{reason:reason}; the date moved from {before:instant} to {after:instant}.",
        "vi": "Lịch làm việc thay đổi{reason:reason}; ngày hẹn chuyển từ {before:instant} sang {after:instant}.",
    },
    "transferred": {
        "en": "The dossier went to the authority that is competent and is counted by its working calendar; the date moved from {before:instant} to {after:instant}.",
        "vi": "Hồ sơ chuyển đến cơ quan có thẩm quyền và được tính theo lịch làm việc của cơ quan này; ngày hẹn chuyển từ {before:instant} sang {after:instant}.",
    },
    "law_changed": {
        "en": "A newer version of the procedure applies, by decision {decision:text}; the date moved from {before:instant} to {after:instant}.",
        "vi": "Áp dụng phiên bản mới của thủ tục theo quyết định {decision:text}; ngày hẹn chuyển từ {before:instant} sang {after:instant}.",
    },
    "calendar_unknown": {
        "en": "The date was fixed by a working calendar that has changed since: its days can no longer be told.",
        "vi": "Ngày này được tính theo lịch làm việc trước khi lịch thay đổi, nên không còn kể lại được từng ngày.",
    },
    "due": {
        "en": "Due at {due:instant}.",
        "vi": "Hạn trả kết quả: {due:instant}.",
    },
    "due_after_apology": {
        "en": "After the apology the result is promised for {due:instant}.",
        "vi": "Sau khi xin lỗi, kết quả được hẹn trả vào {due:instant}.",
    },
}

ERRORS = {
    "naive": {
        "en": "The instant {at:text} has no time zone: give a date-time that has one.",
        "vi": "Thời điểm {at:text} không có múi giờ: hãy dùng thời điểm có múi giờ.",
    },
    "not_a_date": {
        "en": "{value:text} is no date: give a day without a time.",
        "vi": "{value:text} không phải là ngày: hãy nhập ngày, không kèm giờ.",
    },
    "not_a_time": {
        "en": "{value:text} is no time of day in legal time: give hours and minutes without a zone.",
        "vi": "{value:text} không phải là giờ trong ngày: hãy nhập giờ và phút, không kèm múi giờ.",
    },
    "hours_invalid": {
        "en": "The hours {hours:text} do not end after they begin, within one day: write them as 07:00-11:30.",
        "vi": "Giờ {hours:text} không hợp lệ (giờ kết thúc phải sau giờ bắt đầu, trong cùng một ngày): hãy viết theo dạng 07:00-11:30.",
    },
    "hours_overlap": {
        "en": "On {day:day} the hours {one:text} and {other:text} overlap: change or remove one of them.",
        "vi": "{day:day} có hai khoảng giờ chồng nhau, {one:text} và {other:text}: hãy sửa hoặc bỏ một khoảng.",
    },
    "attendance_overlap": {
        "en": "Calendar “{calendar:text}”: on {weekday:weekday} the hours {one:text} and {other:text} overlap; change one of them or its dates.",
        "vi": "Lịch “{calendar:text}”: {weekday:weekday} có hai khoảng giờ chồng nhau, {one:text} và {other:text}; hãy sửa một khoảng hoặc thời gian hiệu lực của nó.",
    },
    "weekday_invalid": {
        "en": "{weekday:text} is no weekday: give 0 for Monday to 6 for Sunday.",
        "vi": "{weekday:text} không phải là thứ trong tuần: hãy nhập từ 0 (thứ Hai) đến 6 (Chủ nhật).",
    },
    "dates_reversed": {
        "en": "The last day, {last:day}, comes before the first, {first:day}: swap or correct them.",
        "vi": "Ngày cuối, {last:day}, đứng trước ngày đầu, {first:day}: hãy đổi lại hoặc sửa cho đúng.",
    },
    "closure_too_long": {
        "en": "“{reason:text}” closes {count:number} days, {first:day} to {last:day}: more than a year is a mistyped date; correct it.",
        "vi": "“{reason:text}” nghỉ {count:number} ngày, từ {first:day} đến {last:day}: nghỉ hơn một năm là do nhập sai ngày; hãy sửa lại.",
    },
    "extra_day_hours": {
        "en": "The extra working day {day:day} ({reason:text}) needs hours: either its own or those of a weekday that has some.",
        "vi": "Ngày làm bù {day:day} ({reason:text}) cần có giờ làm việc: hoặc giờ riêng, hoặc giờ của một thứ có làm việc.",
    },
    "day_conflict": {
        "en": "Calendar “{calendar:text}”: {day:day} has two meanings, “{one:text}” and “{other:text}”; remove one of the two.",
        "vi": "Lịch “{calendar:text}”: {day:day} được khai hai lần với ý nghĩa khác nhau, “{one:text}” và “{other:text}”; hãy bỏ một trong hai.",
    },
    "no_working_hours": {
        "en": "Calendar “{calendar:text}” has no working hours: no date can be computed until some are entered.",
        "vi": "Lịch “{calendar:text}” không có giờ làm việc: không tính được ngày hẹn cho đến khi nhập giờ.",
    },
    "not_working_day": {
        "en": "{day:day} is no working day of calendar “{calendar:text}”.",
        "vi": "{day:day} không phải là ngày làm việc của lịch “{calendar:text}”.",
    },
    "calendar_gap": {
        "en": "Calendar “{calendar:text}” has no working day between {first:day} and {last:day}, more than a year: correct its leaves or the dates of its hours.",
        "vi": "Lịch “{calendar:text}” không có ngày làm việc nào giữa {first:day} và {last:day}, hơn một năm: hãy sửa ngày nghỉ hoặc thời gian hiệu lực của giờ làm việc.",
    },
    "calendar_ends": {
        "en": "Calendar “{calendar:text}” has working days from {first:day} to {last:day} only, and the date lies outside: enter hours for the time beyond.",
        "vi": "Lịch “{calendar:text}” chỉ có ngày làm việc từ {first:day} đến {last:day}, ngày cần tính nằm ngoài: hãy nhập giờ làm việc cho thời gian còn thiếu.",
    },
    "new_date_past": {
        "en": "The new date {until:instant} has passed already: choose one that lies ahead.",
        "vi": "Ngày hẹn mới {until:instant} đã qua: hãy chọn ngày sau thời điểm hiện tại.",
    },
    "new_date_early": {
        "en": "The new date {until:instant} does not lie after the date that the applicant was told, {due:instant}: choose a later one.",
        "vi": "Ngày hẹn mới {until:instant} không sau ngày đã hẹn với người nộp, {due:instant}: hãy chọn ngày muộn hơn.",
    },
    "new_date_off": {
        "en": "The new date {until:instant} falls on a day that is not worked ({reason:off}): the next working day is {after:day}.",
        "vi": "Ngày hẹn mới {until:instant} rơi vào ngày không làm việc ({reason:off}): ngày làm việc tiếp theo là {after:day}.",
    },
    "new_date_hour": {
        "en": "The new date {until:instant} lies outside the hours of that day, {hours:text}: choose an hour within them.",
        "vi": "Ngày hẹn mới {until:instant} nằm ngoài giờ làm việc của ngày đó, {hours:text}: hãy chọn giờ trong khoảng này.",
    },
    "outside_calendar": {
        "en": "{day:day} lies outside what calendar “{calendar:text}” knows, {first:day} to {last:day}: check the date, or widen the calendar.",
        "vi": "{day:day} nằm ngoài phạm vi của lịch “{calendar:text}”, từ {first:day} đến {last:day}: hãy kiểm tra lại ngày hoặc mở rộng lịch.",
    },
    "before_legal_time": {
        "en": "A calendar cannot begin on {day:day}: legal time is known from {first:day}.",
        "vi": "Lịch không thể bắt đầu từ {day:day}: giờ pháp định chỉ được xác định từ {first:day}.",
    },
    "unit_unknown": {
        "en": "{unit:text} is no unit of terms: use working_days, working_hours, calendar_days, months or none.",
        "vi": "{unit:text} không phải là đơn vị thời hạn: hãy dùng working_days, working_hours, calendar_days, months hoặc none.",
    },
    "term_not_number": {
        "en": "A term of {value:text} is no number: enter days, hours or months as a number.",
        "vi": "Thời hạn {value:text} không phải là số: hãy nhập số ngày, giờ hoặc tháng.",
    },
    "term_negative": {
        "en": "A term of {value:text} is negative: enter a number above zero.",
        "vi": "Thời hạn {value:text} là số âm: hãy nhập số lớn hơn không.",
    },
    "term_zero": {
        "en": "A term of {amount:amount} leaves no time: enter a number above zero, or the unit “none” where no term is laid down.",
        "vi": "Thời hạn {amount:amount} không còn thời gian giải quyết: hãy nhập số lớn hơn không, hoặc chọn “không quy định”.",
    },
    "term_fraction": {
        "en": "A term of {amount:amount} has a part of a day or month: enter it in working hours.",
        "vi": "Thời hạn {amount:amount} có phần lẻ của ngày hoặc tháng: hãy nhập theo giờ làm việc.",
    },
    "pause_reversed": {
        "en": "The pause ends at {end:instant}, before it begins at {start:instant}: correct one of them.",
        "vi": "Lần tạm dừng kết thúc lúc {end:instant}, trước khi bắt đầu lúc {start:instant}: hãy sửa lại.",
    },
    "event_before_start": {
        "en": "Something is dated {at:instant}, before the reception at {received:instant}: a term that has not begun cannot be paused or changed.",
        "vi": "Có việc ghi lúc {at:instant}, trước khi nhận hồ sơ lúc {received:instant}: thời hạn chưa bắt đầu thì không thể tạm dừng hoặc thay đổi.",
    },
    "pauses_overlap": {
        "en": "A pause or restart at {at:instant} falls into the pause that began at {start:instant}: end that one first.",
        "vi": "Việc tạm dừng hoặc tính lại lúc {at:instant} rơi vào lần tạm dừng bắt đầu lúc {start:instant}: hãy kết thúc lần đó trước.",
    },
    "extension_unit": {
        "en": "A term in {term:unit} cannot be extended in {unit:unit}: give the extension in the unit of the term.",
        "vi": "Thời hạn tính bằng {term:unit} không thể gia hạn bằng {unit:unit}: hãy dùng cùng đơn vị với thời hạn.",
    },
    "pause_kind": {
        "en": "{kind:text} is no kind of pause: use supplement, financial_obligation or other.",
        "vi": "{kind:text} không phải là loại tạm dừng: hãy dùng supplement, financial_obligation hoặc other.",
    },
    "citation_status": {
        "en": "{status:text} is no status of a citation: use read, carried_over or to_confirm.",
        "vi": "{status:text} không phải là trạng thái trích dẫn: hãy dùng read, carried_over hoặc to_confirm.",
    },
    "fact_unknown": {
        "en": "{code:text} is no fact that the clock knows: the stored derivation is damaged or newer than this program.",
        "vi": "{code:text} không phải là căn cứ mà hệ thống biết: dữ liệu lưu bị hỏng hoặc mới hơn chương trình này.",
    },
    "fact_values": {
        "en": "The fact {code:text} does not have the values {values:text}: the stored derivation is damaged.",
        "vi": "Căn cứ {code:text} không có các giá trị {values:text}: dữ liệu lưu bị hỏng.",
    },
}

# How a date was kept; `{by:span}` is (working days, working minutes).
SPAN = {"en": "{by:span}", "vi": "{by:span}"}
STANDINGS = {
    "early": {"en": "Early: {by:span}", "vi": "Trước hạn {by:span}"},
    "on_time": {"en": "On time", "vi": "Đúng hạn"},
    "late": {"en": "Late: {by:span}", "vi": "Trễ hạn {by:span}"},
    "late_after_hours": {
        "en": "Late: after working hours",
        "vi": "Trễ hạn, ngoài giờ làm việc",
    },
    "silent": {"en": "Late: no answer", "vi": "Trễ hạn: không trả lời"},
    "undue": {"en": "Left: {by:span}", "vi": "Còn {by:span}"},
    "overdue": {"en": "Overdue: {by:span}", "vi": "Quá hạn {by:span}"},
    "overdue_after_hours": {
        "en": "Overdue: after working hours",
        "vi": "Quá hạn, ngoài giờ làm việc",
    },
    "still": {"en": "The term stands still", "vi": "Đang tạm dừng thời hạn"},
}

WEEKDAYS = {
    "en": [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    "vi": [
        "thứ Hai",
        "thứ Ba",
        "thứ Tư",
        "thứ Năm",
        "thứ Sáu",
        "thứ Bảy",
        "Chủ nhật",
    ],
}

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

# English: one and several; Vietnamese does not change the noun.
_UNITS = {
    "working_days": {"en": ("working day", "working days"), "vi": "ngày làm việc"},
    "working_hours": {"en": ("working hour", "working hours"), "vi": "giờ làm việc"},
    "calendar_days": {"en": ("calendar day", "calendar days"), "vi": "ngày"},
    "months": {"en": ("month", "months"), "vi": "tháng"},
    "none": {"en": ("no unit", "no unit"), "vi": "không quy định"},
}

_KINDS = {
    "supplement": {
        "en": "Waiting for the applicant's supplement",
        "vi": "Chờ người nộp bổ sung hồ sơ",
    },
    "financial_obligation": {
        "en": "Waiting for a financial obligation",
        "vi": "Chờ thực hiện nghĩa vụ tài chính",
    },
    "other": {"en": "Suspended", "vi": "Tạm dừng theo quy định"},
}

_INSTRUMENTS = {
    "Civil Code": "Bộ luật Dân sự",
    "Labour Code": "Bộ luật Lao động",
    "Law on Complaints": "Luật Khiếu nại",
    "Law on Denunciations": "Luật Tố cáo",
    "Law": "Luật",
    "Decree": "Nghị định",
    "Circular": "Thông tư",
    "Decision": "Quyết định",
    "Resolution": "Nghị quyết",
}

_ARTICLE = re.compile(r"(\d+[a-zđ]?)(?:\.(\d+)([a-zđ])?)?")


def language_of(code):
    """The language that the clock speaks to a language code: 'vi', or else 'en'."""
    return "vi" if code.split("_")[0] == "vi" else "en"


def _day(value, language):
    # Of an instant the day alone, where a sentence asks for no more.
    day = value if isinstance(value, date) else datetime.fromisoformat(value)
    joint = {"en": " ", "vi": ", ngày "}[language]
    return f"{WEEKDAYS[language][day.weekday()]}{joint}{day:%d/%m/%Y}"


def _instant(value, language):
    at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    joint = {"en": " on ", "vi": ", "}[language]
    return f"{at:%H:%M}{joint}{_day(at.date(), language)}"


def _number(value, language):
    text = f"{round(value, 2):,}".removesuffix(".0")
    if language == "vi":
        text = text.translate(str.maketrans(",.", ".,"))
    return text


def _amount(value, language):
    number, unit = value
    if unit == "working_minutes":
        return _span((0, number), language)
    words = _UNITS[unit][language]
    if language == "en":
        words = words[0] if number == 1 else words[1]
    return f"{_number(number, language)} {words}"


def _runs(value, language):
    runs = (
        (date.fromisoformat(first), date.fromisoformat(last)) for first, last in value
    )
    return ", ".join(
        f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m}–{last:%d/%m/%Y}"
        for first, last in runs
    )


def _month(value, language):
    if language == "vi":
        return f"Tháng {value:%m/%Y}"
    return f"{_MONTHS[value.month - 1]} {value:%Y}"


def _hours(value, language):
    runs = []
    for first, last, minutes in value:
        text = f"{_runs([(first, last)], language)}: {_duration(minutes, language)}"
        if first != last:
            text += {"en": " a day", "vi": " mỗi ngày"}[language]
        runs.append(text)
    return "; ".join(runs)


def _duration(minutes, language):
    words = {"en": ("h", "min"), "vi": ("giờ", "phút")}[language]
    parts = zip(divmod(minutes, 60), words, strict=True)
    return " ".join(f"{number} {word}" for number, word in parts if number)


def _span(value, language):
    days, minutes = value
    if days:
        return _amount((days, "working_days"), language)
    nothing, work = {
        "en": ("0 min", "of working time"),
        "vi": ("0 phút", "làm việc"),
    }[language]
    return f"{_duration(minutes, language) or nothing} {work}"


_FORMATS = {
    "text": lambda value, language: (
        ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    ),
    "number": _number,
    "day": _day,
    "instant": _instant,
    "amount": _amount,
    "runs": _runs,
    "hours": _hours,
    "duration": _duration,
    "span": _span,
    "month": _month,
    "reason": lambda value, language: value and f" ({value})",
    "off": lambda value, language: (
        value or {"en": "weekly day off", "vi": "ngày nghỉ hằng tuần"}[language]
    ),
    "kind": lambda value, language: _KINDS[value][language],
    "unit": lambda value, language: (
        _UNITS[value]["vi"] if language == "vi" else _UNITS[value]["en"][1]
    ),
    "weekday": lambda value, language: WEEKDAYS[language][value],
}


class _Sentence(Formatter):
    def __init__(self, language):
        self.language = language

    def format_field(self, value, spec):
        return _FORMATS[spec](value, self.language)


def fields(sentence):
    """Names of the values that a sentence holds."""
    return {name for _text, name, _spec, _ in Formatter().parse(sentence["en"]) if name}


def render(sentence, language, values):
    """A row of `FACTS` or `ERRORS` in a language code ('vi', 'vi_VN'); English when
    the language is neither. The first letter is made a capital."""
    language = language_of(language)
    text = _Sentence(language).vformat(sentence[language], (), values)
    return text[:1].upper() + text[1:]


def render_instrument(name, language):
    """The instrument alone: 'Thông tư 03/2025/TT-VPCP'."""
    return _instrument(name) if language_of(language) == "vi" else name


def render_citation(citation, language):
    """A `Citation.to_dict()` as lawyers write it."""
    language = language_of(language)
    instrument, article = citation["instrument"], citation["article"]
    successor = citation["successor"]
    if language == "vi":
        instrument, successor = _instrument(instrument), _instrument(successor)
        text = f"{_article(article)} {instrument}" if article else instrument
        moved = f"số điều trong {successor} chờ xác nhận"
        unsure = "chờ xác nhận"
    else:
        text = f"{instrument}, art. {article}" if article else instrument
        moved = f"number in {successor} to be confirmed"
        unsure = "to be confirmed"
    if citation["status"] == "read":
        return text
    carried = citation["status"] == "carried_over" and successor
    return f"{text}; {moved if carried else unsure}"


def _instrument(name):
    for english, vietnamese in _INSTRUMENTS.items():
        if name.startswith(english):
            return vietnamese + name[len(english) :]
    return name


def _article(article):
    match = _ARTICLE.fullmatch(article)
    if not match:
        return f"Điều {article}"
    number, clause, point = match.groups()
    text = f"Điều {number}"
    if clause:
        text = f"khoản {clause} {text}"
    return f"điểm {point} {text}" if point else text
