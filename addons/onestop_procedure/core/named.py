"""Whether a text names a person: reasons stay in an append-only journal for good."""

from .plain_text import plain


def _words(text):
    """Plain text whose words, letters and digits only, are one blank apart."""
    kept = (sign if sign.isalnum() else " " for sign in plain(text or ""))
    return " ".join("".join(kept).split())


def names(text, *details):
    """Whether `text` holds one of `details` (name, telephone, e-mail), however written."""
    words = f" {_words(text)} "
    digits = "".join(c for c in text or "" if c.isdigit())
    for detail in details:
        wanted = _words(detail)
        if not wanted:
            continue
        number = "".join(c for c in wanted if c.isdigit())
        if f" {wanted} " in words or (len(number) >= 8 and number in digits):
            return True
    return False
