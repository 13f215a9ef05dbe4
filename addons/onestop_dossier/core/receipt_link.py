"""The address in the QR code of a printed form, as a scanner at a counter reads it."""

import re

# The token that `onestop.check.token` issues: 24 bytes, as text for an address.
_LINK = re.compile(r"https?://[^\s/]+(?:/[a-z]{2})?/check/([A-Za-z0-9_-]{32})")


def token_of(scanned: str) -> str | None:
    """The check token in the address of a form, or None where it is no such address.

    Only the token is used: whose address it is does not matter, nobody goes there.
    """
    match = _LINK.fullmatch(scanned.strip())
    return match[1] if match else None
