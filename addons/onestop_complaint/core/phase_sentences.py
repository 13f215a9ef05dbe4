"""What a derivation says where it is the term of a phase of a grievance.

Sentences by the code of their fact, with the placeholders that the clock's own have;
codes that are not here keep the clock's. A term runs from a day, whatever the hour: the
hour of a filing would stand beside somebody's log-in.
"""

from .complaint_phases import IN_FORM

# What happened on the day that a term is counted from.
_SINCE = {
    IN_FORM: {
        "en": "It came, in the form of its kind, on {at:day}.",
        "vi": "Ngày nhận (đã đúng hình thức): {at:day}.",
    },
    "accept": {
        "en": "It was accepted on {at:day}.",
        "vi": "Ngày thụ lý: {at:day}.",
    },
    "resolve": {
        "en": "The decision or conclusion was made on {at:day}.",
        "vi": "Ngày ban hành quyết định giải quyết hoặc kết luận: {at:day}.",
    },
    "suspend": {
        "en": "It was suspended on {at:day}.",
        "vi": "Ngày tạm đình chỉ: {at:day}.",
    },
    "discontinue": {
        "en": "It was discontinued on {at:day}.",
        "vi": "Ngày đình chỉ: {at:day}.",
    },
}

_FACTS = {
    "term": {
        "en": "The term is {amount:amount}.",
        "vi": "Thời hạn là {amount:amount}.",
    },
    "first_day_not_counted": {
        "en": "That day is not counted; day 1 is {first:day}.",
        "vi": "Không tính ngày đó; ngày thứ nhất của thời hạn là {first:day}.",
    },
    "intake_only": {
        "en": "{day:day} is open for intake only; the term runs from the next working day, {first:instant}.",
        "vi": "{day:day} là ngày chỉ tiếp nhận, không tính vào thời hạn; thời hạn tính từ ngày làm việc tiếp theo, {first:instant}.",
    },
    "promised": {
        "en": "At first it was due at {due:instant}.",
        "vi": "Hạn ban đầu: {due:instant}.",
    },
    "pause": {
        "en": "Suspended: the term stood still from {start:instant} to {end:instant}, {counted:amount}{reason:reason}; the date moved from {before:instant} to {after:instant}.",
        "vi": "Tạm đình chỉ: thời hạn ngừng tính từ {start:instant} đến {end:instant}, {counted:amount}{reason:reason}; hạn chuyển từ {before:instant} sang {after:instant}.",
    },
    "pause_open": {
        "en": "Suspended: no date can be computed because the term has stood still since {start:instant}{reason:reason}; until then it was due at {before:instant}.",
        "vi": "Tạm đình chỉ: chưa tính được hạn vì thời hạn ngừng tính từ {start:instant}{reason:reason}; trước đó hạn là {before:instant}.",
    },
    "pause_after_expiry": {
        "en": "Suspended from {start:instant}{reason:reason}, after the term had ended: it does not move {before:instant}.",
        "vi": "Tạm đình chỉ từ {start:instant}{reason:reason}, sau khi đã hết thời hạn nên không làm thay đổi hạn {before:instant}.",
    },
    "extension": {
        "en": "The term was extended by {amount:amount} at {at:instant}{reason:reason}; the date moved from {before:instant} to {after:instant}.",
        "vi": "Thời hạn được gia hạn thêm {amount:amount} lúc {at:instant}{reason:reason}; hạn chuyển từ {before:instant} sang {after:instant}.",
    },
    "intake_days": {
        "en": "Not counted, open for intake only: {runs:runs}.",
        "vi": "Không tính ngày chỉ tiếp nhận: {runs:runs}.",
    },
    "calendar_changed": {
        "en": "The working calendar changed{reason:reason}; the date moved from {before:instant} to {after:instant}.",
        "vi": "Lịch làm việc thay đổi{reason:reason}; hạn chuyển từ {before:instant} sang {after:instant}.",
    },
    "due": {
        "en": "Due at {due:instant}.",
        "vi": "Hạn: {due:instant}.",
    },
}


# What a picture of the days says: in the cell of a day a word, and what it means.
_RECEIVED = {
    IN_FORM: {
        "en": ("received", "Received in the form of its kind"),
        "vi": ("nhận", "Ngày nhận (đã đúng hình thức)"),
    },
    "accept": {"en": ("accepted", "Accepted"), "vi": ("thụ lý", "Ngày thụ lý")},
    "resolve": {
        "en": ("decided", "Decision or conclusion made"),
        "vi": ("ban hành", "Ngày ban hành quyết định giải quyết hoặc kết luận"),
    },
    "suspend": {
        "en": ("suspended", "Suspended"),
        "vi": ("đình chỉ", "Ngày tạm đình chỉ"),
    },
    "discontinue": {
        "en": ("ended", "Discontinued"),
        "vi": ("đình chỉ", "Ngày đình chỉ"),
    },
}

_SIGNS = {
    "intake_only": {
        "en": ("intake", "Not counted: open for intake only"),
        "vi": ("tiếp nhận", "Không tính: ngày chỉ tiếp nhận"),
    },
    "paused": {
        "en": ("paused", "Suspended: the term stood still"),
        "vi": ("ngừng", "Tạm đình chỉ: thời hạn ngừng tính"),
    },
    "due": {"en": ("due", "Due"), "vi": ("hạn", "Hạn")},
}

DAYS = {
    "intake_only": {
        "en": "not counted, open for intake only",
        "vi": "không tính, ngày chỉ tiếp nhận",
    },
    "paused": {
        "en": "suspended, the term stood still",
        "vi": "tạm đình chỉ, thời hạn ngừng tính",
    },
}


def signs_since(event):
    """The words of the days of a term that is counted from such an event."""
    return {**_SIGNS, "received": _RECEIVED[event]}


def sentences_since(event):
    """The sentences of a term that is counted from an event of `complaint_phases`."""
    return {**_FACTS, "received": _SINCE[event]}
