"""Why a message of another system cannot be understood, for whoever looks into it."""

from .unreadable_error import UnreadableError

ERRORS = {
    "no_json": {
        "en": "The message is not a JSON object in UTF-8.",
        "vi": "Thông điệp không phải một đối tượng JSON mã hóa UTF-8.",
    },
    "too_large": {
        "en": "The message is too large.",
        "vi": "Thông điệp quá lớn.",
    },
    "id_missing": {
        "en": "The message has no “id” of up to 100 plain characters, so it could not be "
        "told from another.",
        "vi": "Thông điệp không có “id” (tối đa 100 ký tự không dấu) nên không phân biệt "
        "được với thông điệp khác.",
    },
    "kind_unknown": {
        "en": "The “kind” of the message is not one of: status, filed, list.",
        "vi": "“kind” của thông điệp không thuộc các loại: status, filed, list.",
    },
    "moment_wrong": {
        "en": "“moment” is not a moment with its time zone, such as "
        "2026-03-09T09:00:00+07:00.",
        "vi": "“moment” không phải một thời điểm có múi giờ, ví dụ "
        "2026-03-09T09:00:00+07:00.",
    },
    "due_wrong": {
        "en": "“due” is not a moment with its time zone, such as "
        "2026-03-20T17:00:00+07:00.",
        "vi": "“due” không phải một thời điểm có múi giờ, ví dụ "
        "2026-03-20T17:00:00+07:00.",
    },
    "code_wrong": {
        "en": "“code” is not a code of 6 to 40 letters, digits, dots, dashes or slashes.",
        "vi": "“code” không phải mã gồm 6 đến 40 chữ cái, chữ số, dấu chấm, gạch nối "
        "hoặc gạch chéo.",
    },
    "status_wrong": {
        "en": "“status” is not one of the ten statuses, 1 to 10.",
        "vi": "“status” không phải một trong mười trạng thái, từ 1 đến 10.",
    },
    "dossier_wrong": {
        "en": "“dossier” is not an object.",
        "vi": "“dossier” không phải một đối tượng.",
    },
    "list_wrong": {
        "en": "“dossiers” is not a list of objects.",
        "vi": "“dossiers” không phải một danh sách đối tượng.",
    },
}


class ExchangeError(UnreadableError):
    """A message that cannot be understood; nothing of it is repeated."""

    sentences = ERRORS
