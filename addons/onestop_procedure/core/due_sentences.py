"""What a picture of a due date says of its days, and what a step says of its date.

Rows are as in `clock_sentences`, whose formats they use.
"""

from .clock_sentences import FACTS

# Of a day, after its date: what it is to the term.
DAYS = {
    "counted": {
        "en": "day {number:number} of the term",
        "vi": "ngày thứ {number:number} của thời hạn",
    },
    "counted_hours": {
        "en": "{minutes:duration} counted",
        "vi": "tính {minutes:duration}",
    },
    "extra": {
        "en": "day {number:number} of the term, a working day: {reason:text}",
        "vi": "ngày thứ {number:number} của thời hạn, là ngày làm việc: {reason:text}",
    },
    "extra_hours": {
        "en": "{minutes:duration} counted, a working day: {reason:text}",
        "vi": "tính {minutes:duration}, là ngày làm việc: {reason:text}",
    },
    "day_off": {
        "en": "not counted, weekly day off",
        "vi": "không tính, ngày nghỉ hằng tuần",
    },
    "holiday": {
        "en": "not counted, {reason:text}",
        "vi": "không tính, {reason:text}",
    },
    "intake_only": {
        "en": "not counted, open for intake only",
        "vi": "không tính, ngày chỉ tiếp nhận hồ sơ",
    },
    "paused": {
        "en": "the term stood still: {kind:kind}",
        "vi": "thời hạn tạm dừng: {kind:kind}",
    },
    "spent": {
        "en": "no longer counted, because the term was counted again from the start",
        "vi": "không còn tính, vì thời hạn đã được tính lại từ đầu",
    },
    "rolled": {
        "en": "no working day, the term does not end on it",
        "vi": "không phải ngày làm việc, thời hạn không kết thúc vào ngày này",
    },
    "after": {
        "en": "after the legal date, up to the new one",
        "vi": "sau thời hạn theo luật, trước ngày hẹn lại",
    },
}

DAY_TEXT = {"en": "{day:day}: {told:text}.", "vi": "{day:day}: {told:text}."}
MONTH = {"en": "{month:month}", "vi": "{month:month}"}

WEEKDAY_SIGNS = {
    "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
}

_EXTRA = {
    "en": ("extra", "Counted: a day off worked in exchange, or with other hours"),
    "vi": ("làm bù", "Ngày được tính: làm bù, hoặc làm việc theo giờ khác"),
}

# In the cell of a day a short word, and in the key what it means.
SIGNS = {
    "counted": {
        "en": ("", "Counted; the number says which day of the term"),
        "vi": ("", "Ngày được tính, số là ngày thứ mấy của thời hạn"),
    },
    "counted_hours": {
        "en": ("", "Counted; the number says how many hours"),
        "vi": ("", "Ngày được tính, kèm số giờ được tính"),
    },
    "extra": _EXTRA,
    "extra_hours": _EXTRA,
    "day_off": {
        "en": ("off", "Not counted: weekly day off"),
        "vi": ("nghỉ", "Không tính: ngày nghỉ hằng tuần"),
    },
    "holiday": {
        "en": ("closed", "Not counted: holiday, or closed"),
        "vi": ("nghỉ lễ", "Không tính: nghỉ lễ, Tết hoặc đóng cửa"),
    },
    "intake_only": {
        "en": ("intake", "Not counted: open for intake only"),
        "vi": ("tiếp nhận", "Không tính: ngày chỉ tiếp nhận hồ sơ"),
    },
    "paused": {
        "en": ("paused", "The term stood still"),
        "vi": ("dừng", "Thời hạn tạm dừng"),
    },
    "spent": {
        "en": ("dropped", "No longer counted: the term was counted again"),
        "vi": ("bỏ", "Không còn tính: thời hạn được tính lại từ đầu"),
    },
    "rolled": {
        "en": ("off", "No working day: the term does not end on it"),
        "vi": (
            "nghỉ",
            "Không phải ngày làm việc: thời hạn không kết thúc vào ngày này",
        ),
    },
    "after": {
        "en": ("after", "After the legal date, up to the new one"),
        "vi": ("sau", "Sau thời hạn theo luật, trước ngày hẹn lại"),
    },
    "received": {
        "en": ("received", "Dossier received"),
        "vi": ("nhận", "Nhận đủ hồ sơ"),
    },
    "restarted": {
        "en": ("again", "Counted again from the start"),
        "vi": ("tính lại", "Thời hạn được tính lại từ đầu"),
    },
    "due": {"en": ("due", "Due"), "vi": ("hạn", "Hạn trả kết quả")},
    "new_date": {
        "en": ("new date", "Date after the apology"),
        "vi": ("hẹn lại", "Ngày hẹn lại sau khi xin lỗi"),
    },
    "today": {"en": ("today", "Today"), "vi": ("nay", "Hôm nay")},
}

# Before a month: how many lie between it and the one above.
LEFT_OUT = {
    "en": "{count:number} months between are not shown.",
    "vi": "Không hiển thị {count:number} tháng ở giữa.",
}

STEP_FACTS = {
    "received": {
        "en": "The step was opened at {at:instant}.",
        "vi": "Bước được mở lúc {at:instant}.",
    },
    "term": {
        "en": "The step has {amount:amount}.",
        "vi": "Thời gian của bước là {amount:amount}.",
    },
    "intake_only": {
        "en": "{day:day} is open for intake only; the hours run from the next working day, {first:instant}.",
        "vi": "Ngày mở bước ({day:day}) chỉ tiếp nhận hồ sơ; giờ được tính từ ngày làm việc tiếp theo, {first:instant}.",
    },
    "outside_hours": {
        "en": "It was opened outside working hours; the hours run from the next opening, {first:instant}.",
        "vi": "Bước được mở ngoài giờ làm việc nên giờ được tính từ giờ mở cửa tiếp theo, {first:instant}.",
    },
    "hours_run": {
        "en": "It was opened in working hours; the hours run from {first:instant}.",
        "vi": "Bước được mở trong giờ làm việc; giờ được tính từ {first:instant}.",
    },
    "promised": {
        "en": "It was first due at {due:instant}.",
        "vi": "Hạn ban đầu của bước là {due:instant}.",
    },
    "pause": {
        "en": FACTS["pause"]["en"],
        "vi": "{kind:kind}: tạm dừng tính giờ từ {start:instant} đến {end:instant}, {counted:amount}{reason:reason}; hạn chuyển từ {before:instant} sang {after:instant}.",
    },
    "pause_open": {
        "en": FACTS["pause_open"]["en"],
        "vi": "{kind:kind}: chưa tính được hạn vì thời gian của bước đang tạm dừng từ {start:instant}{reason:reason}; trước đó hạn là {before:instant}.",
    },
    "pause_after_expiry": {
        "en": FACTS["pause_after_expiry"]["en"],
        "vi": "{kind:kind}: việc tạm dừng từ {start:instant}{reason:reason} bắt đầu sau khi đã hết thời gian nên không làm thay đổi hạn {before:instant}.",
    },
    "restart": {
        "en": "The hours are counted again from the start at {at:instant}{reason:reason}; the date moved from {before:instant} to {after:instant}.",
        "vi": "Thời gian của bước được tính lại từ đầu kể từ {at:instant}{reason:reason}; hạn chuyển từ {before:instant} sang {after:instant}.",
    },
    "calendar_changed": {
        "en": FACTS["calendar_changed"]["en"],
        "vi": "Lịch làm việc thay đổi{reason:reason}; hạn chuyển từ {before:instant} sang {after:instant}.",
    },
    "due": {
        "en": "The step is due at {due:instant}.",
        "vi": "Hạn của bước: {due:instant}.",
    },
}

STEP_SIGNS = {
    "received": {"en": ("opened", "Step opened"), "vi": ("mở", "Mở bước")},
    "due": {"en": ("due", "The step is due"), "vi": ("hạn", "Hạn của bước")},
}
