"""Why a scanned card cannot be read, for whoever holds it before the scanner."""

from .unreadable_error import UnreadableError

ERRORS = {
    "no_card": {
        "en": "This is not the QR code of an identity card. Scan the code on the card, "
        "or type what is printed on it.",
        "vi": "Đây không phải mã QR của thẻ căn cước. Hãy quét mã trên thẻ, hoặc nhập "
        "thông tin in trên thẻ.",
    },
    "number_wrong": {
        "en": "The personal number on the card does not have 12 digits. Scan the card "
        "again.",
        "vi": "Số định danh cá nhân trên thẻ không đủ 12 chữ số. Hãy quét lại thẻ.",
    },
    "old_number_wrong": {
        "en": "The number of the old card does not have 9 digits. Scan the card again.",
        "vi": "Số chứng minh nhân dân cũ không đủ 9 chữ số. Hãy quét lại thẻ.",
    },
    "name_missing": {
        "en": "The card was read without a name. Scan the card again.",
        "vi": "Không đọc được họ tên trên thẻ. Hãy quét lại thẻ.",
    },
    "birthdate_wrong": {
        "en": "The date of birth on the card is no date. Scan the card again.",
        "vi": "Ngày sinh trên thẻ không phải là một ngày có thật. Hãy quét lại thẻ.",
    },
    "issued_wrong": {
        "en": "The date of issue on the card is no date. Scan the card again.",
        "vi": "Ngày cấp thẻ không phải là một ngày có thật. Hãy quét lại thẻ.",
    },
}


class CardError(UnreadableError):
    """A scanned text is that of no card; nothing of it is repeated."""

    sentences = ERRORS
