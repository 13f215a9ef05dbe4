"""Vietnamese text as people type it into a search box."""

import unicodedata


def plain(text):
    """Text in small letters, without accents, with single blanks between words.

    "Đăng ký  Khai sinh" becomes "dang ky khai sinh", however the accents were
    composed. Control signs count as blanks.
    """
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = (
        " " if unicodedata.category(letter)[0] in "CZ" else letter
        for letter in letters
        if not unicodedata.combining(letter)
    )
    return " ".join("".join(kept).split())
