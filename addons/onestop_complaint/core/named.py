"""Whether a text names a person: reasons stay in an append-only journal for good."""

import unicodedata


def plain(text):
    """Lower case, without accents and marks, words one blank apart."""
    lower = (text or "").lower().replace("đ", "d")
    letters = (
        letter
        for letter in unicodedata.normalize("NFD", lower)
        if not unicodedata.combining(letter)
    )
    kept = (letter if letter.isalnum() else " " for letter in letters)
    return " ".join("".join(kept).split())


def names(text, *details):
    """Whether `text` holds one of `details` (name, telephone, e-mail), however written."""
    words = f" {plain(text)} "
    digits = "".join(c for c in text or "" if c.isdigit())
    for detail in details:
        wanted = plain(detail)
        if not wanted:
            continue
        number = "".join(c for c in wanted if c.isdigit())
        if f" {wanted} " in words or (len(number) >= 8 and number in digits):
            return True
    return False
